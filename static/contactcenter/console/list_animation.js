/* Moves rows of the lists smoothly to their new place when somebody comes or goes: nothing jumps under the operator's
   eyes or pointer. Compares positions before and after a rendering, so it costs nothing while the lists stay as they
   are. */

/** In milliseconds, as `--calm` in the style sheets. */
const CALM = 200;

/** @typedef {{by: number, at: number, start: number | null}} Move `by`: pixels to go when it started; `at`: pixels
 *   still to go; `start`: when its first frame was drawn */

export class ListAnimation {
  #order = "";
  /** @type {Map<HTMLElement, Move>} */ #moves = new Map();
  #running = false;

  /**
   * @param {object} [world] replaced in tests
   * @param {() => Iterable<HTMLElement>} [world.find]
   * @param {() => boolean} [world.still] the reader wants no movement
   * @param {(step: (now: number) => void) => unknown} [world.frame]
   */
  constructor({
    find = () => document.querySelectorAll("[data-glide]"),
    still = () => matchMedia("(prefers-reduced-motion: reduce)").matches,
    frame = (step) => requestAnimationFrame(step),
  } = {}) {
    this.find = find;
    this.still = still;
    this.frame = frame;
  }

  /** Renders, then animates the rows that have moved.
   * @param {string} order whatever the places depend on @param {() => void} draw */
  around(order, draw) {
    if (order === this.#order) return draw();
    this.#order = order;
    const before = new Map([...this.find()].map((row) => [row, this.#top(row)]));
    const lanes = scrolled(before.keys());
    draw();
    for (const [lane, rows] of lanes)
      lane.scrollTop += least(
        rows.filter(isShown).map((row) => top(row) - /** @type {number} */ (before.get(row)) + this.#remaining(row)),
      );
    for (const [row, from] of before) this.#start(row, isShown(row) && !this.still() ? from - top(row) : 0);
  }

  /** @param {HTMLElement} row @param {number} by */
  #start(row, by) {
    this.#set(row, { by, at: by, start: null });
    if (!by || this.#running) return;
    this.#running = true;
    this.frame((now) => this.#step(now));
  }

  /**
   * Sets a style in each frame instead of an animation: a running compositor animation can't be replaced without a jump
   * when the positions change again meanwhile.
   * @param {HTMLElement} row @param {Move} move
   */
  #set(row, move) {
    row.style.translate = move.at ? `0 ${move.at}px` : "";
    if (move.at) this.#moves.set(row, move);
    else this.#moves.delete(row);
  }

  /** @param {number} now */
  #step(now) {
    for (const [row, { by, start }] of this.#moves) {
      const left = Math.max(0, 1 - (now - (start ?? now)) / CALM);
      this.#set(row, { by, at: by * left ** 3, start: start ?? now });
    }
    this.#running = this.#moves.size > 0;
    if (this.#running) this.frame((next) => this.#step(next));
  }

  /** The remaining distance of a row. @param {HTMLElement} row */
  #remaining = (row) => this.#moves.get(row)?.at ?? 0;

  /** The visible position of a row. @param {HTMLElement} row */
  #top = (row) => top(row) + this.#remaining(row);
}

/** @param {HTMLElement} row */
const isShown = (row) => row.isConnected && row.offsetParent !== null;

/** A row's position within the visible part of its lane. @param {HTMLElement} row */
const top = (row) => row.offsetTop - (row.offsetParent?.scrollTop ?? 0);

/** The scrolled lanes, with their visible rows.
 * @param {Iterable<HTMLElement>} rows @returns {Map<Element, HTMLElement[]>} */
function scrolled(rows) {
  const lanes = new Map();
  for (const row of rows) {
    const lane = row.offsetParent;
    if (!lane?.scrollTop || top(row) + row.offsetHeight <= 0 || top(row) >= lane.clientHeight) continue;
    lanes.set(lane, [...(lanes.get(lane) ?? []), row]);
  }
  return lanes;
}

/** The smallest of some distances: scrolled by it, a lane keeps rows in place that moved only because of rows above
 * them.
 * @param {number[]} distances */
const least = (distances) => distances.sort((one, other) => Math.abs(one) - Math.abs(other))[0] ?? 0;
