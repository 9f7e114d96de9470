// The client's part of a snapshot (C8): the best picture this device has, sent once to the requester. Only answers the
// server's request; the page is told so that the client sees it happen.

import { drawn, packed, still } from "./encode.js";

/** If a camera takes longer for its photo, the frame is sent. */
const PHOTO_MILLISECONDS = 900;

/** The longest side that a phone's uplink can still send in time, in pixels. */
const LONGEST = 2560;

/** A photo must be clearly larger than the frame to be worth the wait. */
const LARGER = 1.2;

/** @typedef {import("../../wire/protocol.js").SnapshotAsked} SnapshotAsked */

/**
 * @param {object} world
 * @param {EventTarget & Pick<import("../../wire/socket.js").Wire, "send">} world.wire
 * @param {{media: import("../devices/media.js").Media}} world.call
 * @param {(fields: {request: string, source: string, picture: Blob}) => Promise<unknown>} world.send
 * @param {(request: string) => void} world.taken a picture is being taken now
 * @param {(track: MediaStreamTrack, asShown: boolean) => Promise<Blob>} [world.take]
 */
export function give({ wire, call, send, taken, take = pictureOf }) {
  wire.addEventListener("event", async (event) => {
    const { type, call: id, request } = /** @type {SnapshotAsked} */ (/** @type {CustomEvent} */ (event).detail);
    if (type !== "snapshot.asked") return;
    const { screen, picture: track, background } = call.media;
    const blurred = !screen && background.view.state === "on";
    taken(request);
    try {
      if (!track) throw new Error("nothing is shown");
      const source = screen ? "screen" : blurred ? "camera blurred" : "camera full";
      await send({ request, source, picture: await take(track, screen || blurred) });
    } catch {
      // The operator's tab then keeps the frame it received.
      wire.send({ type: "snapshot.refuse", call: id, request }).catch(() => undefined);
    }
  });
}

/** The full-resolution picture: the camera's own photo if it has a larger one in time, else its frame at native size.
 * @param {MediaStreamTrack} track
 * @param {boolean} asShown exactly what the other side sees: a screen, or a camera whose own photo would show the room
 * @returns {Promise<Blob>} */
export async function pictureOf(track, asShown) {
  const photo = asShown ? null : await within(PHOTO_MILLISECONDS, photoOf(track));
  return packed(photo ?? (await frameOf(track)));
}

/** A background page draws no video: then the frame is taken from the camera itself. @param {MediaStreamTrack} track */
async function frameOf(track) {
  const Capture = globalThis.ImageCapture;
  if (!document.hidden || !Capture) return still(track);
  const frame = await new Capture(track).grabFrame();
  return drawn(frame, frame.width, frame.height);
}

/** @param {MediaStreamTrack} track
 * @returns {Promise<HTMLCanvasElement | null>} null where the camera takes no larger photo */
async function photoOf(track) {
  const Capture = globalThis.ImageCapture;
  if (!Capture) return null;
  const capture = new Capture(track);
  const { imageWidth } = await capture.getPhotoCapabilities();
  const { width = 0 } = track.getSettings();
  const most = imageWidth?.max;
  if (!most || most < width * LARGER) return null;
  const photo = await createImageBitmap(await capture.takePhoto({ imageWidth: Math.min(most, LONGEST) }));
  if (photo.width < width * LARGER) return null; // it promised more than it gave
  const scale = Math.min(1, LONGEST / Math.max(photo.width, photo.height));
  return drawn(photo, Math.round(photo.width * scale), Math.round(photo.height * scale));
}

/** @template T @param {number} milliseconds @param {Promise<T>} work
 * @returns {Promise<T | null>} null when it failed or took too long */
function within(milliseconds, work) {
  return Promise.race([
    work.catch(() => null),
    /** @type {Promise<null>} */ (new Promise((done) => setTimeout(done, milliseconds, null))),
  ]);
}
