/* Rows of the lists glide to their new place when somebody comes or goes: what one looks at or aims at never jumps.
   Compares places before and after a drawing, so it costs nothing while the lists stay as they are. */

/** In milliseconds, as `--calm` in the style sheets. */
const CALM = 200;
const EASE = "cubic-bezier(0.2, 0.8, 0.2, 1)";

export class Glide {
  #order = "";

  /** @param {{find?: () => Iterable<HTMLElement>, still?: () => boolean}} [world] replaced in tests; `still`: the reader wants no movement */
  constructor({ find = () => document.querySelectorAll("[data-glide]"), still = () => matchMedia("(prefers-reduced-motion: reduce)").matches } = {}) {
    this.find = find;
    this.still = still;
  }

  /** Draws, and lets glide what has another place then. @param {string} order whatever the places depend on @param {() => void} draw */
  around(order, draw) {
    if (order === this.#order) return draw();
    this.#order = order;
    const before = new Map([...this.find()].map((row) => [row, row.offsetTop]));
    draw();
    const moved = [...before].filter(([row]) => row.isConnected && row.offsetParent).map(([row, top]) => ({ row, by: top - row.offsetTop }));
    for (const { row, by } of moved) {
      if (by) row.animate([{ translate: `0 ${by}px` }, { translate: "0 0" }], { duration: this.still() ? 1 : CALM, easing: EASE, composite: "add" });
    }
  }
}
