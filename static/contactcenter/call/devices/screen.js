// The screen in place of the camera (C8): requested by the browser's own dialog, ended by us or by the browser's own
// bar. Knows no call and no connection.

import { t } from "../../ui/text.js";

/** Text must be readable; it needn't move smoothly. */
const HINT = "detail";

/** Event: `change` when `track` has changed. */
export class Screen extends EventTarget {
  /** @type {MediaStreamTrack | null} */ track = null;
  #round = 0;

  /** @param {MediaDevices | undefined} devices */
  constructor(devices) {
    super();
    this.devices = devices;
  }

  /** Whether this browser can share its screen: phones can't. */
  get supported() {
    return typeof this.devices?.getDisplayMedia === "function";
  }

  /** Asks the person what to share. Choosing nothing isn't a failure.
   * @returns {Promise<void>} rejects with the reason in words when the browser or the page forbids it */
  async start() {
    const round = ++this.#round;
    const asked = performance.now();
    /** @type {MediaStream} */ let stream;
    try {
      stream = await /** @type {MediaDevices} */ (this.devices).getDisplayMedia({
        video: { frameRate: { ideal: 15, max: 30 } },
        audio: false,
      });
    } catch (error) {
      const refused = refusal(/** @type {Error} */ (error).name, performance.now() - asked);
      if (refused) throw new Error(refused);
      return;
    }
    const [track] = stream.getVideoTracks();
    if (round !== this.#round) return track.stop();
    track.contentHint = HINT;
    track.addEventListener("ended", () => this.track === track && this.#become(null));
    this.#become(track);
  }

  /** Stops sharing; a pending request is dropped when it arrives. */
  stop() {
    this.#round += 1;
    if (this.track) this.#become(null);
  }

  /** @param {MediaStreamTrack | null} track */
  #become(track) {
    const before = this.track;
    this.track = track;
    this.dispatchEvent(new Event("change"));
    before?.stop();
  }
}

/** Faster than a person can close the browser's dialog. */
const REFLEX_MILLISECONDS = 80;

/** Why the screen can't be shared, in words; empty if the person just chose nothing.
 * @param {string} name of the browser's error @param {number} took milliseconds */
export function refusal(name, took) {
  if (name === "NotAllowedError")
    return took < REFLEX_MILLISECONDS
      ? t("Screen sharing isn’t available here. Allow it for your browser in your system’s settings.")
      : "";
  if (name === "AbortError" || name === "InvalidStateError") return "";
  if (name === "NotReadableError")
    return t("Your system blocks screen sharing. Allow it for your browser in your system’s settings.");
  return t("This browser can’t share the screen here.");
}
