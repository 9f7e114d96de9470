// The eraser while it's down: touched strokes disappear at once here, and in batches for the other side. One sweep has
// one name, so that one undo restores it all. Knows neither canvas nor socket, and time only as a parameter.

import { newId } from "../wire/outbox.js";

/** How long touched strokes are collected, in ms. */
const PIECE = 100;
/** Maximum number of strokes in a batch, as in `board.erase`. */
const PIECE_STROKES = 64;

/** @typedef {{x: number, y: number}} Point */

export class Eraser {
  /** The sweep under way; empty while the eraser is lifted. */ erasure = "";
  /** Whether it is a sweep for certain: what may turn out to be something else is told to nobody before. */ meant =
    () => true;
  /** @type {Point} */ #at = { x: 0, y: 0 };
  #reach = 0;
  /** Touched and not yet told. @type {string[]} */ #fresh = [];
  /** @type {import("../lib/timers.js").Timer} */ #timer = null;

  /**
   * @param {object} options
   * @param {(from: Point, to: Point, reach: number) => string[]} options.touch the strokes that lie between two points,
   *   or so near
   * @param {(erasure: string, strokes: string[]) => void} options.hide
   * @param {(erasure: string, strokes: string[]) => void} options.tell
   * @param {(erasure: string, strokes: string[]) => void} options.show what was hidden and not told is there again
   * @param {() => string} [options.name] a name for a new sweep
   * @param {(action: () => void, ms: number) => number} [options.later]
   */
  constructor({
    touch,
    hide,
    tell,
    show,
    name = () => newId().slice(0, 8),
    later = (action, ms) => setTimeout(action, ms),
  }) {
    this.touch = touch;
    this.hide = hide;
    this.tell = tell;
    this.show = show;
    this.name = name;
    this.later = later;
  }

  /** @param {Point} point of the content @param {number} reach as `touches` takes it
   * @param {() => boolean} [meant] it is told from then on, or at its end */
  begin(point, reach, meant = () => true) {
    this.end();
    this.erasure = this.name();
    this.meant = meant;
    this.#at = point;
    this.#reach = reach;
    this.add(point);
    this.#timer ??= this.later(this.#tick, PIECE);
  }

  /** @param {Point} point */
  add(point) {
    if (!this.erasure) return;
    const found = this.touch(this.#at, point, this.#reach);
    this.#at = point;
    if (!found.length) return;
    this.#fresh.push(...found);
    this.hide(this.erasure, found);
  }

  /** The eraser is lifted. */
  end() {
    this.#tellFresh();
    this.erasure = "";
  }

  /** It wasn't a sweep after all. */
  drop() {
    if (this.#fresh.length) this.show(this.erasure, this.#fresh);
    this.#fresh = [];
    this.erasure = "";
  }

  #tick = () => {
    this.#timer = null;
    if (!this.erasure) return;
    this.#timer = this.later(this.#tick, PIECE);
    if (this.meant()) this.#tellFresh();
  };

  #tellFresh() {
    while (this.#fresh.length) this.tell(this.erasure, this.#fresh.splice(0, PIECE_STROKES));
  }
}
