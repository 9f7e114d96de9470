// Shows a stream in a <video> and notices when the browser will not play it by itself.

import { readChoices } from "./choices.js";

/**
 * @param {HTMLVideoElement} video
 * @param {MediaStream | null} stream
 * @param {(blocked: boolean) => void} [onBlocked] told whether the browser wants a click first; call `attach` again under that click
 */
export async function attach(video, stream, onBlocked = () => {}) {
  if (video.srcObject !== stream) video.srcObject = stream;
  if (!stream) return onBlocked(false);
  const { speaker } = readChoices();
  // A loudspeaker that is gone must not keep the sound from the one that is there.
  if (speaker && !video.muted) await video.setSinkId?.(speaker).catch(() => undefined);
  try {
    await video.play();
    onBlocked(false);
  } catch (error) {
    // Anything else only says that this element was given another stream meanwhile.
    if (/** @type {Error} */ (error).name === "NotAllowedError") onBlocked(true);
  }
}
