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
  await sound(video, readChoices().speaker ?? "");
  try {
    await video.play();
    onBlocked(false);
  } catch (error) {
    // Anything else only says that this element was given another stream meanwhile.
    if (/** @type {Error} */ (error).name === "NotAllowedError") onBlocked(true);
  }
}

/** Through the chosen loudspeaker, or the system's own when it is gone. @param {HTMLVideoElement} video @param {string} speaker */
async function sound(video, speaker) {
  if (video.muted || !video.setSinkId || video.sinkId === speaker) return;
  await video.setSinkId(speaker).catch(() => video.setSinkId("").catch(() => undefined));
}
