// A picture of a track's current frame at its native size (C8). Shows nothing on the page.

const PATIENCE_MILLISECONDS = 3_000;

/** Above this size a lossless picture isn't worth its bytes. */
const LOSSLESS_BYTES = 600_000;
const QUALITY = 0.95;

/**
 * @param {MediaStreamTrack} track
 * @returns {Promise<Blob>} PNG; rejects with `TimeoutError` when no picture comes within three seconds
 */
export async function grab(track) {
  return blobOf(await still(track), "image/png");
}

/**
 * @param {MediaStreamTrack} track
 * @returns {Promise<HTMLCanvasElement>} its next frame at native size; rejects as `grab` does
 */
export async function still(track) {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  try {
    await frame(video);
    return drawn(video, video.videoWidth, video.videoHeight);
  } finally {
    video.srcObject = null;
  }
}

/**
 * Pixels and nothing else: a camera's metadata is removed.
 * @param {CanvasImageSource} source @param {number} width @param {number} height
 */
export function drawn(source, width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d")?.drawImage(source, 0, 0, width, height);
  return canvas;
}

/** Lossless while that is small, as for screens; otherwise a JPEG that looks the same.
 * @param {HTMLCanvasElement} canvas */
export async function packed(canvas) {
  const whole = await blobOf(canvas, "image/png");
  return whole.size <= LOSSLESS_BYTES ? whole : blobOf(canvas, "image/jpeg", QUALITY);
}

/** @param {HTMLCanvasElement} canvas @param {string} type @param {number} [quality] @returns {Promise<Blob>} */
function blobOf(canvas, type, quality) {
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new DOMException("no picture", "TimeoutError"))),
      type,
      quality,
    ),
  );
}

/** @param {HTMLVideoElement} video @returns {Promise<void>} */
function frame(video) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException("no picture", "TimeoutError")), PATIENCE_MILLISECONDS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(done);
    else video.addEventListener("loadeddata", done, { once: true });
    video.play().catch(reject);
  });
}
