/* Layout of small windows: the tabs in a drawer over the conversation, and below that width the lists or the
   conversation, one at a time. The style sheets use the same widths (css/console-narrow.css); this module decides what
   is open, and where the focus goes. */

import { laneReasons, waitingOrder } from "../ui/console/rules.js";

/** @import { PageState } from "./page_state.js" */

/** As in css/console-narrow.css, in the reader's own text size: a zoomed page or one with large text is narrow, too. */
export const WITH_DRAWER = "(width < 68.75rem)";
export const ONE_AT_A_TIME = "(width < 47.5rem)";

/** @param {string} query */
const holds = (query) => matchMedia(query).matches;

/** The visible conversation: none while a small window shows the lists.
 * @param {Pick<PageState, "opened" | "listed">} page @param {(query: string) => boolean} [matches] */
export const inSight = ({ opened, listed }, matches = holds) => (listed && matches(ONE_AT_A_TIME) ? null : opened);

/** Everything the cards' positions depend on, as one string. @param {PageState} page */
export const placesOf = ({ desk }) =>
  desk
    ? JSON.stringify([desk.order, waitingOrder(desk.queue).map(({ id }) => id), laneReasons(desk), desk.me.limit])
    : "";

/** After the pending rendering. @param {string} selector */
const focus = (selector) =>
  queueMicrotask(() => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus());

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {(session: string | null) => void} world.opened what follows when another session is before the operator's
 *   eyes
 * @param {() => void} world.change
 */
export function layoutActs({ page, opened, change }) {
  // In a wide window the tabs are always visible: the selected one says nothing about the drawer.
  const drawer = globalThis.matchMedia?.(WITH_DRAWER);
  drawer?.addEventListener("change", () => {
    page.drawer = false;
    change();
  });
  globalThis.matchMedia?.(ONE_AT_A_TIME).addEventListener("change", () => opened(page.opened));

  return {
    /** Opens the drawer and moves the focus into it. */
    openDrawer() {
      page.drawer = true;
      change();
      focus('[role="tab"][aria-selected="true"]');
    },

    /** @param {boolean} [back] the focus goes back to the button that opened it */
    closeDrawer(back = false) {
      if (!page.drawer) return;
      page.drawer = false;
      change();
      if (back) focus('[data-test="drawer-open"]');
    },

    /** Back to the lists, to the previous conversation. */
    toLists() {
      page.listed = true;
      opened(page.opened);
      focus('[data-test="active-item"][aria-current="true"] .list-item__open');
    },
  };
}
