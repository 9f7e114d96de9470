// The blur worker: receives the camera's pictures, returns them with a blurred room, and reports how long each took.
// Its response has a policy of its own, which alone allows WebAssembly (contactcenter/web/static_headers.py).

import { Scene } from "./scene.js";
import { segmenter } from "./segmenter.js";

const page = /** @type {OwnWorker} */ (/** @type {object} */ (globalThis));
/** @type {WritableStreamDefaultWriter<VideoFrame> | null} */ let writer = null;
/** @type {ReadableStreamDefaultReader<VideoFrame> | null} */ let reader = null;

const ready = segmenter((share) => page.postMessage({ share })).then((found) => new Scene(found));
ready.then(() => page.postMessage({ ready: true }), fail);

page.onmessage = async ({ data }) => {
  try {
    const scene = await ready;
    if (data.writable) writer = data.writable.getWriter();
    if (data.fresh) scene.forget();
    if ("readable" in data) await follow(scene, data.readable);
    if (data.picture) give(scene, data.picture);
  } catch (error) {
    fail(error);
  }
};

/** Frame by frame of one camera until another comes.
 * @param {Scene} scene @param {ReadableStream<VideoFrame> | null} readable */
async function follow(scene, readable) {
  const mine = readable?.getReader() ?? null;
  reader = mine;
  while (mine) {
    const { value: frame, done } = await mine.read();
    if (done) return;
    if (reader !== mine) {
      // Released just after a picture: one on its way would be lost without being closed.
      frame.close();
      return mine.cancel().catch(() => {});
    }
    const began = performance.now();
    const { displayWidth, displayHeight, timestamp } = frame;
    try {
      await writer?.write(new VideoFrame(scene.draw(frame, displayWidth, displayHeight), { timestamp }));
    } finally {
      frame.close();
    }
    tell(began);
  }
}

/** One picture that the page takes from the camera and shows itself.
 * @param {Scene} scene @param {ImageBitmap} picture */
function give(scene, picture) {
  const began = performance.now();
  const drawn = scene.draw(picture, picture.width, picture.height).transferToImageBitmap();
  picture.close();
  page.postMessage({ drawn }, [drawn]);
  tell(began);
}

/** @param {number} began */
function tell(began) {
  const at = performance.now();
  page.postMessage({ at, took: at - began });
}

/** @param {unknown} error */
function fail(error) {
  page.postMessage({ failed: String(error) });
}
