// Announces an answer to a client who isn't looking: a sound, and on the website the author and the first words. The
// loader renders them beside the launcher as text, and announces their number. Fetched with the conversation.

import { cut } from "../lib/graphemes.js";
import { firstName, plainLine } from "../ui/display_names.js";
import { t } from "../ui/text.js";
import { bubble, CSS, sound } from "./bubble.js";
import { unreadLines } from "./read_receipts.js";

/** The announced text: a message, or a file, whose name stays in the frame.
 * @typedef {import("../wire/protocol.js").MessagePosted | import("../wire/protocol.js").ShareChanged} Line */

/** Of the answer, in characters; the styles cut what doesn't fit in two lines. */
const WORDS = 120;
const CALM = 2000; // milliseconds between two sounds
const RUNNING = ["connecting", "connected", "reconnecting"];

/** The number of messages at the launcher. */
const BADGE = `b { position: absolute; inset-block-start: -6px; inset-inline-end: -4px; min-width: 22px; padding: 0 6px;
  box-sizing: border-box; border-radius: 999px; background: oklch(0.545 0.195 25); color: #fff; font-size: 12px;
  font-weight: 600; line-height: 22px; text-align: center; }`;

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
  return bubble("answer", who, words === text ? words : `${words}…`, "shut");
}

export class Answers {
  #session = "";
  /** The newest answer that has sounded, or was there before. */ #sounded = 0;
  /** The newest that was put away. */ #shut = 0;
  #soundedAt = 0;
  #drawn = false;

  /** @param {{widget: import("./widget.js").Widget, seen: import("./read_receipts.js").ReadReceipts,
   *   play?: () => unknown, now?: () => number}} options */
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
    const free = !widget.host.open && !this.#calling && !widget.questions().length; // a question stands in that place
    this.#draw(widget.data.preview && free && seq > this.#shut ? last : undefined);
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
