// The other side's current actions: unfinished strokes, and its pointer. Nothing of it is stored.

import { t } from "../ui/text.js";

/** @import { BoardInked, BoardPointed } from "../wire/protocol.js" */
/** @typedef {import("./pen.js").Line} Line */

const AGAIN = 6000; // ms before it is said again that somebody draws

export class RemoteStrokes {
  /** Unfinished strokes by their names. @type {Map<string, Line>} */ wet = new Map();
  /** @type {{x: number, y: number} | null} */ at = null;
  #drew = 0;

  /** @param {BoardInked} event @param {string} name @param {number} now in ms
   * @returns {string} what to say; empty for nothing */
  draws({ stroke, page, ink, width, at, points }, name, now) {
    const before = this.wet.get(stroke)?.points ?? [];
    this.wet.set(stroke, { stroke, page, ink, width, points: [...before.slice(0, at), ...points] });
    const fresh = now - this.#drew > AGAIN;
    this.#drew = now;
    return fresh ? t("{name} is drawing", { name }) : "";
  }

  /** @param {BoardPointed} event @param {string} name @returns {string} */
  points({ x, y, on }, name) {
    const fresh = on && !this.at;
    this.at = on ? { x, y } : null;
    return fresh ? t("{name} is pointing at something", { name }) : "";
  }

  forget() {
    this.wet.clear();
    this.at = null;
  }
}
