// The reader's place in a conversation, on both pages: follows the scrolling, counts messages that arrive meanwhile,
// and marks where they begin. The conversation is in a box whose scrolling starts at its end (`column-reverse`).

import { newAbove, reading, UNREAD } from "../state/reading_position.js";
import { html, nothing } from "../vendor/lit.js";
import { isBubble } from "./timeline_items.js";
import { t, tn } from "./text.js";

/** @typedef {import("../wire/protocol.js").SessionView} SessionView */
/** @typedef {import("./timeline_items.js").Item} Item */

/** Up to this far from the end one is still at it, in pixels. */
const NEAR = 60;

export class Reading {
  #state = UNREAD;
  /** @type {HTMLElement | null} */ #flow = null;

  /** @param {{me: "client" | "operator", change: () => void}} options change: the reader is somewhere else */
  constructor({ me, change }) {
    this.me = me;
    this.change = change;
  }

  /** The reader is above the end: new messages aren't visible. */
  get above() {
    return this.#state.above;
  }

  /** At each rendering.
   * @param {SessionView} view
   * @param {{looking: boolean, read: number}} now read: the last line the reader is known to have read */
  follow(view, now) {
    const before = this.#state;
    this.#state = reading(before, view, { ...now, me: this.me, above: before.above });
  }

  /** For `ref` on the scrolling box. */
  place = (/** @type {Element | undefined} */ element) => {
    if (element === this.#flow) return;
    this.#flow?.removeEventListener("scroll", this.#scrolled);
    this.#flow = /** @type {HTMLElement | undefined} */ (element) ?? null;
    this.#flow?.addEventListener("scroll", this.#scrolled, { passive: true });
    this.#move(false);
  };

  /** Scrolls to the end, where the newest message is. */
  toEnd = () => {
    if (this.#flow) this.#flow.scrollTop = 0;
    this.#move(false);
  };

  /** The divider before unseen messages. @param {Item[]} list @returns {Item[]} */
  divided(list) {
    const { after } = this.#state;
    if (after === null) return list;
    const at = list.findIndex(
      (item) => isBubble(item) && item.by?.role !== this.me && (item.event?.shared ?? 0) > after,
    );
    // Above the first message there is nothing to divide it from.
    if (at < 0 || !list.slice(0, at).some(isBubble)) return list;
    /** @type {Item} */
    const line = {
      kind: "own",
      key: "unread",
      at: list[at].at,
      show: () => html`<p class="unread-mark" data-test="unread-line" role="separator"><span>${t("New")}</span></p>`,
    };
    return [...list.slice(0, at), line, ...list.slice(at)];
  }

  /** The button that leads to messages that arrived while the reader was above.
   * @param {SessionView} view @param {unknown} sign */
  pill(view, sign = nothing) {
    const count = newAbove(this.#state, view, this.me);
    if (!count) return nothing;
    return html`<button class="btn small new-messages" type="button" data-test="new-messages"
      @click=${this.toEnd}>${tn("{n} new message", "{n} new messages", count)} ${sign}</button>`;
  }

  #scrolled = () => this.#move(Math.abs(this.#flow?.scrollTop ?? 0) > NEAR);

  /** @param {boolean} above */
  #move(above) {
    if (above === this.#state.above) return;
    this.#state = { ...this.#state, above };
    this.change();
  }
}
