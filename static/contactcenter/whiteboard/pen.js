// One's own stroke while it's drawn: thinned, sent to the other side in pieces of a twentieth of a second, and as a
// whole at its end. Bounded whatever hand and screen do: so many points per piece and per stroke. Knows time only as a
// parameter; no DOM.

import { STROKE_NUMBERS } from "../wire/constants.js";
import { newId } from "../wire/outbox.js";

/** How long points are collected, in ms. */
export const PIECE = 50;
/** Maximum number of points in a piece: more from a fast screen would be invisible. */
export const PIECE_POINTS = 6;
/** A point nearer to the last one than this is left out (in ten-thousandths of the content). */
const NEAR = 6;

/** @typedef {import("../wire/protocol.js").Ink} Ink */
/** @typedef {{stroke: string, page: number, ink: Ink, width: number, points: number[]}} Line `points`: x, y, x, y … */

export class Pen {
  /** The stroke under the pen. @type {Line | null} */ line = null;
  /** Whether it is a stroke for certain: what may turn out to be something else is told to nobody before. */ meant =
    () => true;
  /** How many numbers of it were told. */ #told = 0;
  /** How many will stay as they are. */ #firm = 0;
  /** @type {import("../lib/timers.js").Timer} */ #timer = null;

  /**
   * @param {object} options
   * @param {(line: Line, at: number) => void} options.piece tells `line.points` that go on at number `at`
   * @param {(line: Line) => void} options.whole tells a finished stroke
   * @param {() => string} [options.name] a name for a new stroke
   * @param {(action: () => void, ms: number) => number} [options.later]
   */
  constructor({ piece, whole, name = () => newId().slice(0, 8), later = (action, ms) => setTimeout(action, ms) }) {
    this.piece = piece;
    this.whole = whole;
    this.name = name;
    this.later = later;
  }

  /** @param {{page: number, ink: Ink, width: number}} look @param {{x: number, y: number}} point
   * @param {() => boolean} [meant] it is told from then on, or at its end */
  begin(look, point, meant = () => true) {
    this.end();
    this.line = { stroke: this.name(), ...look, points: [point.x, point.y] };
    this.meant = meant;
    this.#told = this.#firm = 0;
    this.#timer ??= this.later(this.#tick, PIECE);
  }

  /** @param {{x: number, y: number}} point */
  add({ x, y }) {
    const { line } = this;
    if (!line) return;
    const [lastX, lastY] = line.points.slice(-2);
    if (Math.max(Math.abs(x - lastX), Math.abs(y - lastY)) < NEAR) return;
    line.points.push(x, y);
  }

  /** The pen is lifted. */
  end() {
    const { line } = this;
    if (!line) return;
    this.#thin(line);
    this.line = null;
    this.whole(line);
  }

  /** It wasn't a stroke after all: the other side forgets its pieces by itself. */
  drop() {
    this.line = null;
  }

  #tick = () => {
    this.#timer = null;
    const { line } = this;
    if (!line) return;
    this.#timer = this.later(this.#tick, PIECE);
    this.#thin(line);
    this.#firm = line.points.length;
    while (line.points.length > this.#told && this.meant()) {
      const next = this.#told + 2 * PIECE_POINTS + (this.#told ? 0 : 2);
      this.piece({ ...line, points: line.points.slice(this.#told, next) }, this.#told);
      this.#told = Math.min(next, line.points.length);
    }
    if (line.points.length + 2 * PIECE_POINTS >= STROKE_NUMBERS) this.#goOn(line);
  };

  /** A stroke that is long enough ends here and the next one begins where it ended. @param {Line} line */
  #goOn(line) {
    const [x, y] = line.points.slice(-2);
    this.line = null;
    this.whole(line);
    this.line = { ...line, stroke: this.name(), points: [x, y] };
    this.#told = this.#firm = 0;
  }

  /** Some evenly spread points of the newest ones, always including the last one and the start of the stroke.
   * @param {Line} line */
  #thin(line) {
    const from = this.#firm || 2;
    const fresh = (line.points.length - from) / 2;
    if (fresh <= PIECE_POINTS) return;
    const kept = Array.from(
      { length: PIECE_POINTS },
      (_, n) => from + 2 * Math.round(((n + 1) * fresh) / PIECE_POINTS - 1),
    );
    line.points = [...line.points.slice(0, from), ...kept.flatMap((at) => line.points.slice(at, at + 2))];
  }
}
