// Announces an answer to a client who isn't looking: a sound, and on the website the author and the first words. The
// loader renders them beside the launcher as text, and announces their number. Fetched with the conversation.

import { cut } from "../lib/graphemes.js";
import { tone } from "../lib/notify.js";
import { firstName, plainLine } from "../ui/display_names.js";
import { t } from "../ui/text.js";
import { unreadLines } from "./read_receipts.js";

/** The announced text: a message, or a file, whose name stays in the frame.
 * @typedef {import("../wire/protocol.js").MessagePosted | import("../wire/protocol.js").ShareChanged} Line */

/** Of the answer, in characters; the styles cut what doesn't fit in two lines. */
const WORDS = 120;
const CALM = 2000; // milliseconds between two sounds
const RUNNING = ["connecting", "connected", "reconnecting"];
const CLOSE = "M18 6 6 18M6 6l12 12";

/** The number of messages at the launcher. */
const BADGE = `b { position: absolute; inset-block-start: -6px; inset-inline-end: -4px; min-width: 22px; padding: 0 6px;
  box-sizing: border-box; border-radius: 999px; background: oklch(0.545 0.195 25); color: #fff; font-size: 12px;
  font-weight: 600; line-height: 22px; text-align: center; }`;

/** Comes after the loader's own sheet and extends its buttons. */
const CSS = `.answer { position: fixed; z-index: 2147483647; inset-inline-end: 20px; box-sizing: border-box;
  inset-block-end: calc(max(20px, env(safe-area-inset-bottom)) + 64px); width: max-content;
  max-width: min(320px, calc(100vw - 40px));
  display: grid; grid-template-columns: minmax(0, 1fr) auto; border-radius: 18px; border-end-end-radius: 6px;
  background: light-dark(#fff, oklch(0.26 0.008 265)); color: light-dark(oklch(0.25 0.012 70), oklch(0.95 0.003 265));
  font: 400 15px/1.4 "Segoe UI Variable Text", system-ui, sans-serif;
  box-shadow: 0 0 0 1px light-dark(oklch(0.25 0.02 70 / 0.1), oklch(1 0 0 / 0.14)), 0 4px 12px oklch(0 0 0 / 0.12),
  0 20px 48px -12px oklch(0 0 0 / 0.35); }
.answer > strong { align-self: end; padding-inline-start: 16px; font-size: 13px; font-weight: 600; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; cursor: pointer; }
.answer > button { position: static; min-height: 0; background: none; color: inherit; box-shadow: none; font: inherit;
  border-radius: 12px; translate: none; }
.answer > [data-test="launcher-answer-open"] { grid-area: 2 / 1 / auto / span 2; display: -webkit-box;
  -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; padding: 0; margin: 2px 16px 14px;
  border-radius: 4px; text-align: start; overflow-wrap: anywhere; }
.answer > [data-test="launcher-answer-close"] { grid-area: 1 / 2; justify-content: center; width: 40px; height: 40px;
  padding: 0; opacity: 0.7; }
.answer > [data-test="launcher-answer-close"]:is(:hover, :focus-visible) { opacity: 1; }
.answer svg { width: 16px; height: 16px; pointer-events: none; }
@media (forced-colors: active) { .answer { border: 1px solid CanvasText; } }
@media (prefers-reduced-motion: no-preference) { .answer { animation: arrive 320ms cubic-bezier(0.2, 0.8, 0.2, 1); } }`;

/**
 * The content beside the launcher: who answered, the first words, and the dismiss button.
 * @param {Line | undefined} line @param {string} place the widget's name, where the operator has none
 * @returns {import("./minimised.js").Part[]}
 */
export function partsOf(line, place) {
  if (!line) return [];
  const who = firstName(line.by.name) || plainLine(place);
  const text = line.type === "message.posted" ? plainLine(line.text.replace(/\s+/g, " ")) : t("Sent you a file");
  const words = cut(text, WORDS);
  return [
    ["strong", { dir: "auto" }, who, "", "answer"],
    [
      "button",
      { type: "button", dir: "auto", "data-test": "launcher-answer-open" },
      words === text ? words : `${words}…`,
      "",
      "answer",
    ],
    ["button", { type: "button", "data-test": "launcher-answer-close", "aria-label": t("Close") }, "", CLOSE, "shut"],
  ];
}

export class Answers {
  #session = "";
  /** The newest answer that has sounded, or was there before. */ #sounded = 0;
  /** The newest that was put away. */ #shut = 0;
  #soundedAt = 0;
  #drawn = false;

  /** @param {{widget: import("./widget.js").Widget, seen: import("./read_receipts.js").Seen, play?: () => unknown,
   *   now?: () => number}} options */
  constructor({ widget, seen, play = sound, now = Date.now }) {
    this.widget = widget;
    this.seen = seen;
    this.play = play;
    this.now = now;
    widget.host.say({ type: "badge", css: BADGE });
    widget.addEventListener("change", () => this.#follow());
    widget.host.addEventListener("press", (event) => this.#press(/** @type {CustomEvent} */ (event).detail));
  }

  get #unread() {
    const { session } = this.widget.state;
    return session ? unreadLines(session, this.seen.readOf(session)) : [];
  }

  /** A call has its own sound and its own bar. */
  get #calling() {
    const { view } = this.widget.calls.call ?? {};
    return Boolean(view?.mine && RUNNING.includes(view.phase));
  }

  #follow() {
    const { widget } = this;
    const { session } = widget.state;
    const last = this.#unread.at(-1);
    const seq = last?.seq ?? 0;
    if (session?.id !== this.#session) {
      // Messages already there when the page loads aren't announced.
      this.#session = session?.id ?? "";
      this.#sounded = seq;
      this.#shut = 0;
    }
    if (seq > this.#sounded) this.#sound(seq);
    this.#draw(widget.data.preview && !widget.host.open && !this.#calling && seq > this.#shut ? last : undefined);
  }

  /** @param {number} seq */
  #sound(seq) {
    this.#sounded = seq;
    const now = this.now();
    if (!this.widget.data.alerts || this.widget.reading || this.#calling || now - this.#soundedAt < CALM) return;
    this.#soundedAt = now;
    this.play();
  }

  /** @param {Line | undefined} line */
  #draw(line) {
    if (!line && !this.#drawn) return;
    this.#drawn = Boolean(line);
    this.widget.host.say({
      type: "answer",
      look: { class: "answer", "data-test": "launcher-answer" },
      parts: partsOf(line, this.widget.data.name),
      css: CSS,
    });
  }

  /** @param {string} name */
  #press(name) {
    if (name === "answer") this.widget.host.show();
    if (name !== "shut") return;
    this.#shut = this.#unread.at(-1)?.seq ?? 0;
    this.#follow();
  }
}

/** Before the client has touched the frame browsers block sound. */
const sound = () => navigator.userActivation?.hasBeenActive && tone().catch(() => {});
