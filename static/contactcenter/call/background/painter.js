// The page's side of the blur: starts the worker, feeds it the camera's pictures, and provides the result as a track to
// send. Decides nothing: call/devices/background.js knows whether it's wanted, and what happens when it fails.

import { keepPlaying } from "../attach_video.js";
import { FrameRate } from "./frame_rate.js";

/** Pictures per second taken from a camera if the browser provides no stream of them. */
const RATE = 30;

/**
 * A newly opened camera gives its first picture within this, in milliseconds, or is opened again: under load Chromium
 * now and then returns a stream that never delivers.
 */
const FIRST = 2_000;

/** How long a worker may take to close its current picture, in milliseconds. */
const LAST = 300;

/**
 * @typedef {object} Painter
 * @property {MediaStreamTrack} output what may be sent; the same one whatever camera is fed
 * @property {(camera: MediaStreamTrack | null) => void} feed from now on this camera is drawn, or none
 * @property {() => void} close
 */

/**
 * @param {object} told
 * @param {(share: number) => void} told.progress how much has been fetched, from 0 to 1
 * @param {() => void} told.slow the device has been too slow for three seconds
 * @param {(reason: unknown) => void} told.failed it does not go on
 * @param {() => number | undefined} [told.needed] pictures a second, if more than usual
 * @returns {Promise<Painter>} rejects when it cannot be had
 */
export async function createPainter({ progress, slow, failed, needed = () => undefined }) {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  const pace = new FrameRate();
  try {
    await new Promise((resolve, reject) => {
      worker.onerror = () => reject(new Error("the worker does not start"));
      worker.onmessage = ({ data }) => {
        if (data.share !== undefined) progress(data.share);
        if (data.ready) resolve(null);
        if (data.failed) reject(new Error(data.failed));
      };
    });
  } catch (error) {
    worker.terminate();
    throw error;
  }
  const line = STREAMS ? streams(worker) : pictures(worker);
  /** @type {ReturnType<typeof setInterval> | undefined} */ let waiting;
  const feed = (/** @type {MediaStreamTrack | null} */ camera) => {
    clearInterval(waiting);
    line.feed(camera);
    if (camera) waiting = setInterval(() => line.feed(camera), FIRST);
  };
  worker.onerror = failed;
  worker.onmessage = ({ data }) => {
    if (data.failed) failed(data.failed);
    if (data.drawn) line.show?.(data.drawn);
    if (!data.at) return;
    clearInterval(waiting);
    if (pace.drawn(data.at, data.took, needed())) slow();
  };
  return {
    output: line.output,
    feed,
    close: () => {
      feed(null);
      line.output.stop();
      setTimeout(() => worker.terminate(), LAST);
    },
  };
}

const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = globalThis;
const STREAMS = Boolean(MediaStreamTrackProcessor && MediaStreamTrackGenerator);

/** The worker reads the camera and writes the track itself, bypassing the page. @param {Worker} worker */
function streams(worker) {
  const output = new MediaStreamTrackGenerator({ kind: "video" });
  worker.postMessage({ writable: output.writable }, [output.writable]);
  return {
    output: /** @type {MediaStreamTrack} */ (output),
    feed: (/** @type {MediaStreamTrack | null} */ camera) => {
      const readable = camera ? new MediaStreamTrackProcessor({ track: camera, maxBufferSize: 1 }).readable : null;
      worker.postMessage({ fresh: true, readable }, readable ? [readable] : []);
    },
    show: null,
  };
}

/** Picture by picture through the page, one at a time. A timer continues where a hidden page gets no frames.
 * @param {Worker} worker */
function pictures(worker) {
  const canvas = document.createElement("canvas");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
  keepPlaying(video, {}, true);
  /** @type {ReturnType<typeof setInterval> | undefined} */ let timer;
  let busy = false;
  const take = async () => {
    if (busy || video.readyState < video.HAVE_CURRENT_DATA) return;
    busy = true;
    try {
      const picture = await createImageBitmap(video);
      worker.postMessage({ picture }, [picture]);
    } catch {
      busy = false; // The camera has just gone.
    }
  };
  return {
    output: canvas.captureStream(RATE).getVideoTracks()[0],
    feed: (/** @type {MediaStreamTrack | null} */ camera) => {
      clearInterval(timer);
      video.srcObject = camera && new MediaStream([camera]);
      if (!camera) return;
      worker.postMessage({ fresh: true });
      video.play().catch(() => {});
      timer = setInterval(take, 1000 / RATE);
    },
    show: (/** @type {ImageBitmap} */ drawn) => {
      busy = false;
      if (canvas.width !== drawn.width || canvas.height !== drawn.height)
        Object.assign(canvas, { width: drawn.width, height: drawn.height });
      pen.drawImage(drawn, 0, 0);
      drawn.close();
    },
  };
}
