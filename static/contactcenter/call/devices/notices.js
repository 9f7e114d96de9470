// Notices about devices nobody changed here: one is gone, another replaces it, the first is back. The words are in
// ui/device_help.js.

import { chosen, replaced } from "./preferences.js";

/** @typedef {"microphone" | "camera" | "speaker"} Named */
/** @typedef {import("./preferences.js").Choices} Choices */
/**
 * `replaced`, `returned`: it disappeared during use, or is back · `missing`: the chosen one wasn't there from the start
 * · `held`: the chosen one is in use elsewhere, the previous one continues · `slow`, `failed`, `hidden`: of the blurred
 * background (background.js).
 * @typedef {{device: Named, what: "replaced" | "returned" | "missing" | "held" | "unflipped" | "silent" | "slow" |
 *   "failed" | "hidden", label: string}} Notice
 */

export class Notices {
  /** The newest of each device. @type {readonly Notice[]} */ list = [];
  /** Chosen devices whose absence was told: turning one off and on does not tell it again.
   * @type {Map<string, string>} */
  #told = new Map();
  #speakerGone = false;

  /** @param {Named} device @param {Notice["what"]} what @param {string} [label] @returns {boolean} it's told now */
  put(device, what, label = "") {
    this.list = [...this.list.filter((notice) => notice.device !== device), { device, what, label }];
    return true;
  }

  /** @param {Named} device @param {Notice["what"]} what */
  has(device, what) {
    return this.list.some((notice) => notice.device === device && notice.what === what);
  }

  /** It's no longer so. @param {Named} device @param {Notice["what"]} what @returns {boolean} whether it was told */
  take(device, what) {
    const told = this.has(device, what);
    this.list = this.list.filter((notice) => notice.device !== device || notice.what !== what);
    return told;
  }

  /** A device was opened.
   * @param {"microphone" | "camera"} device @param {MediaStreamTrack} track @param {Choices} choices
   * @param {string} [gone] the name of the one that went before, while it was in use */
  came(device, track, choices, gone) {
    const label = track.label ?? "";
    const other = replaced(device, track, choices);
    if (gone !== undefined)
      this.put(device, gone === label || chosen(device, track, choices) ? "returned" : "replaced", label);
    else if (other && this.#told.get(device) !== choices[device]) this.put(device, "missing", label);
    else if (!other) this.list = this.list.filter((notice) => notice.device !== device || notice.what !== "missing");
    this.#told.set(device, (other && choices[device]) || "");
  }

  /** @param {boolean} gone the chosen one is not there @param {Choices} choices
   * @returns {boolean} whether there is something new to tell */
  speaker(gone, { speaker }) {
    if (this.#speakerGone === gone) return false;
    this.#speakerGone = gone;
    if (gone || speaker) this.put("speaker", gone ? "missing" : "returned");
    else this.list = this.list.filter(({ device }) => device !== "speaker");
    return true;
  }

  clear() {
    this.list = [];
    this.#told.clear();
    this.#speakerGone = false;
  }
}
