/* How much of the open conversation is drawn: its newest lines at once, because they are what is looked at, and the older ones
   piece by piece as soon as the browser has time for them. */

/** @import { PageState } from "./page.js" */

/** No line is lower than this, in pixels: so many as fit into the window fill it. */
const LOWEST = 32;
/** Lines added at a time: few enough to come between two keys. */
const STEP = 40;

/** When the browser has nothing else to do, and soon in any case. @param {() => void} work */
const idle = (work) => ("requestIdleCallback" in globalThis ? requestIdleCallback(work, { timeout: 300 }) : setTimeout(work, 50));

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
