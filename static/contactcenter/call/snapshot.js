// A picture of what a track shows now, at the size in which it is received (C8). Shows nothing on the page.

const PATIENCE_MILLISECONDS = 3_000;

/**
 * @param {MediaStreamTrack} track
 * @returns {Promise<Blob>} PNG; rejects with `TimeoutError` when no picture comes within three seconds
 */
export async function grab(track) {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  try {
    await frame(video);
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d")?.drawImage(video, 0, 0);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new DOMException("no picture", "TimeoutError"))), "image/png"),
    );
  } finally {
    video.srcObject = null;
  }
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
