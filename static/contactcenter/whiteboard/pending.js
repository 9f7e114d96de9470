// This side's actions the server hasn't confirmed yet: strokes, erasures, undos. All of it shows at once, and is
// confirmed, or removed with a message, once the server answers. Draws nothing.

import { newId } from "../wire/outbox.js";
import { lastDone, visible, without } from "./drawing.js";

/** @import { Role } from "../wire/protocol.js" */
/** @typedef {import("./drawing.js").Drawing} Drawing */
/** @typedef {import("./pen.js").Line} Line */

const TRIES = 6; // of telling the server, when it asks for patience
const EFFECTLESS = 1500; // ms after which an erasure that left no mark is forgotten

export class PendingMarks {
  /** Strokes on their way, by name. @type {Map<string, Line>} */ sent = new Map();
  /** Strokes that erasures on their way hide, by the erasure's name. @type {Map<string, Set<string>>} */ erased =
    new Map();
  /** What is being taken back. @type {Set<string>} */ undone = new Set();
  /** What was told to an earlier board is of no interest any more. */ #board = 0;

  /**
   * @param {object} options
   * @param {Role} options.role
   * @param {Pick<import("./send.js").BoardSender, "send" | "later">} options.way
   * @param {() => void} options.changed other strokes show
   * @param {(words: string) => void} options.refused
   */
  constructor({ role, way, changed, refused }) {
    this.role = role;
    this.way = way;
    this.changed = changed;
    this.refused = refused;
  }

  /** Another board, or none. */
  forget() {
    this.#board += 1;
    this.sent.clear();
    this.erased.clear();
    this.undone.clear();
  }

  /** All visible strokes, on every page. @param {Drawing} drawing @returns {Line[]} */
  shown({ marks, strokes }) {
    const kept = this.undone.size ? visible(without(marks, this.role, this.undone)) : strokes;
    const hidden = new Set([...this.erased].flatMap(([name, names]) => (this.undone.has(name) ? [] : [...names])));
    const drawn = [...this.sent.values()].filter(({ stroke }) => !this.undone.has(stroke));
    return [...kept, ...drawn].filter(({ stroke }) => !hidden.has(stroke));
  }

  /** The name of what an undo would take back; empty for nothing. @param {Drawing} drawing */
  last({ marks }) {
    const under = [...this.sent.keys(), ...this.erased.keys()].findLast((name) => !this.undone.has(name));
    return under ?? lastDone(without(marks, this.role, this.undone), this.role);
  }

  /** Forgets what the server has confirmed. @param {Drawing} drawing */
  settle({ marks, strokes }) {
    const shows = new Set(strokes.map(({ stroke }) => stroke));
    for (const { stroke } of marks) this.sent.delete(stroke);
    for (const [name, names] of this.erased)
      this.#shrink(
        name,
        [...names].filter((stroke) => !shows.has(stroke) && !this.sent.has(stroke)),
      );
    const known = new Set([
      ...marks.flatMap(({ stroke, erasure }) => [stroke, erasure]),
      ...this.sent.keys(),
      ...this.erased.keys(),
    ]);
    for (const name of this.undone) if (!known.has(name)) this.undone.delete(name);
  }

  /** A finished stroke. @param {Line} line */
  keep(line) {
    this.sent.set(line.stroke, line);
    this.#tell("board.stroke", { ...line }, () => this.sent.delete(line.stroke));
    this.changed();
  }

  /** @param {string} erasure @param {string[]} strokes */
  hide(erasure, strokes) {
    this.erased.set(erasure, new Set([...(this.erased.get(erasure) ?? []), ...strokes]));
    this.changed();
  }

  /** Shows hidden strokes again. @param {string} erasure @param {string[]} strokes */
  show(erasure, strokes) {
    this.#shrink(erasure, strokes);
    this.changed();
  }

  /** Sends strokes that are already hidden here. @param {string} erasure @param {string[]} strokes */
  erase(erasure, strokes) {
    this.#tell("board.erase", { erasure, strokes }, () => this.#shrink(erasure, strokes)).then(() =>
      this.#doubt(erasure),
    );
  }

  /** Erases everything up to this mark, and these own strokes still on their way.
   * @param {number} upto @param {string[]} hidden */
  clear(upto, hidden) {
    const erasure = newId().slice(0, 8);
    const late = hidden.filter((stroke) => this.sent.has(stroke));
    this.hide(erasure, hidden);
    this.#tell("board.clear", { upto, erasure }, () => this.erased.delete(erasure)).then(() => this.#doubt(erasure));
    if (late.length) this.erase(erasure, late);
  }

  /** @param {string} name of an own stroke or erasure */
  undo(name) {
    this.undone.add(name);
    this.#tell("board.undo", { stroke: name }, () => this.undone.delete(name));
    this.changed();
  }

  /** The server may have found nothing to erase; then no mark comes. @param {string} erasure */
  #doubt(erasure) {
    this.way.later(`erased ${erasure}`, EFFECTLESS, () => this.erased.delete(erasure) && this.changed());
  }

  /** @param {string} erasure @param {string[]} strokes that it hides no longer */
  #shrink(erasure, strokes) {
    const names = this.erased.get(erasure);
    for (const stroke of strokes) names?.delete(stroke);
    if (!names?.size) this.erased.delete(erasure);
  }

  /** @param {import("./send.js").Command["type"]} type @param {object} fields @param {() => unknown} failed
   * @param {number} [tries] so far, with this one */
  async #tell(type, fields, failed, tries = 1) {
    const board = this.#board;
    try {
      await this.way.send(type, fields);
    } catch (error) {
      const { retry, message } = /** @type {import("../wire/fault.js").Fault} */ (error);
      if (board !== this.#board) return;
      if (retry && tries < TRIES)
        return this.way.later(`tell ${JSON.stringify(fields)}`, tries * 1000, () =>
          this.#tell(type, fields, failed, tries + 1),
        );
      failed();
      this.changed();
      this.refused(message);
    }
  }
}
