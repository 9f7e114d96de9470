/* How much of the open conversation is rendered: the newest messages at once, because they're looked at first, and the
   older ones piece by piece as soon as the browser has time. */

/** @import { PageState } from "./page_state.js" */

/** The minimum height of a message, in pixels: as many as fit into the window fill it. */
const LOWEST = 32;
/** Messages added at a time: few enough to be rendered between two key presses. */
const STEP = 40;

/** When the browser is idle, and soon in any case. @param {() => void} work */
const idle = (work) =>
  "requestIdleCallback" in globalThis ? requestIdleCallback(work, { timeout: 300 }) : setTimeout(work, 50);

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {() => void} world.change
 * @param {(work: () => void) => unknown} [world.later]
 * @param {() => number} [world.height] of the window, in pixels
 */
export function createTail({ page, change, later = idle, height = () => innerHeight }) {
  let round = 0;

  /** @param {number} now */
  function grow(now) {
    later(() => {
      if (now !== round) return;
      const lines = page.desk?.sessions[page.opened ?? ""]?.events.length ?? 0;
      page.drawn = page.drawn + STEP < lines ? page.drawn + STEP : Infinity;
      change();
      if (page.drawn !== Infinity) grow(now);
    });
  }

  return {
    /** Another conversation is opened. */
    restart() {
      round += 1;
      page.drawn = Math.ceil(height() / LOWEST);
      grow(round);
    },
  };
}
