// Sends a moving hand's view, on its way and at rest, and its pointer. Rate-limited, whatever the screen does.

/** @import { Look } from "../wire/protocol.js" */

const LOOK_PIECE = 80; // ms between two views on the way
const LOOK_RESTS = 250; // ms without a new one: the view is stored
const POINT_PIECE = 50;

export class PointerSender {
  #moved = -Infinity;
  #told = -Infinity;
  #pointed = -Infinity;
  /** @type {{x: number, y: number} | null} */ #point = null;

  /** @param {Pick<import("./send.js").BoardSender, "pass" | "later">} way
   * @param {(type: import("./send.js").Command["type"], fields: object) => void} ask asks the server; a refusal is
   *   said */
  constructor(way, ask) {
    this.way = way;
    this.ask = ask;
  }

  /** Whether our own view is so recent that one from elsewhere is older. */
  get moving() {
    return Date.now() - this.#moved < 2 * LOOK_RESTS;
  }

  /** Called once our own view is certain to be stored. @param {() => void} action */
  settled(action) {
    this.way.later("settle", 2 * LOOK_RESTS, action);
  }

  /** @param {Look} look */
  look({ page, zoom, turn, x, y }) {
    const view = { page, zoom, turn, x, y };
    this.#moved = Date.now();
    if (this.#moved - this.#told >= LOOK_PIECE) {
      this.#told = this.#moved;
      this.way.pass("board.view", { ...view, settled: false });
    }
    this.way.later("look", LOOK_RESTS, () => this.ask("board.view", { ...view, settled: true }));
  }

  /** @param {{x: number, y: number} | null} point null: nowhere any more */
  point(point) {
    const before = this.#point;
    this.#point = point;
    const tell = () => {
      this.#pointed = Date.now();
      this.way.pass("board.point", { ...(this.#point ?? before ?? { x: 0, y: 0 }), on: this.#point !== null });
    };
    this.way.later("point", Math.max(0, POINT_PIECE - (Date.now() - this.#pointed)), tell);
  }
}
