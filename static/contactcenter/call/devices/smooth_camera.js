// A camera's pictures a second in sign-language mode. Many cameras give fewer at their largest size, or in little
// light; size is given up before pictures.

import { SIGNING_PICTURES } from "../quality/encoding.js";

/** Large enough for hands and a face. */
const SMALLER = { width: { ideal: 640 }, height: { ideal: 480 } };

/** The size each camera was asked for before. @type {WeakMap<MediaStreamTrack, MediaTrackConstraints>} */
const before = new WeakMap();
/** The newest call for each camera: an earlier one asks for nothing more. @type {WeakMap<MediaStreamTrack, symbol>} */
const newest = new WeakMap();

/**
 * Asks an open camera for enough pictures a second, or gives it back its own pace. A camera that can't goes on as fast
 * as it can. May be called while an earlier call for the same camera is pending.
 * @param {MediaStreamTrack} track @param {boolean} on
 */
export async function smooth(track, on) {
  if (!track.applyConstraints) return;
  const { frameRate, width, height, ...others } = track.getConstraints?.() ?? {};
  // Without a rate the size is one that was chosen meanwhile.
  const known = frameRate ? before.get(track) : undefined;
  const size = known ?? { ...(width && { width }), ...(height && { height }) };
  // Kept afterwards, too: until the camera has its own pace again, what it's asked for isn't its own size.
  if (on) before.set(track, size);
  const turn = Symbol();
  newest.set(track, turn);
  const rate = { ideal: 30, min: SIGNING_PICTURES };
  /** @type {MediaTrackConstraints[]} */
  const wishes = on
    ? [
        { ...others, ...size, frameRate: rate },
        { ...others, ...SMALLER, frameRate: rate },
        { ...others, ...size, frameRate: { ideal: 30 } },
      ]
    : [{ ...others, ...size }];
  for (const wish of wishes) {
    const granted = await track.applyConstraints(wish).then(
      () => true,
      () => false,
    );
    if (granted || newest.get(track) !== turn) return;
  }
}
