/* Keyboard focus and typed text: opening a conversation moves the focus to its composer, and text typed outside of
   every field goes there, too. A text never goes to another conversation than the one it was begun in. */

import { t } from "../ui/text.js";
import { fullName } from "../ui/console/words.js";

/** @import { PageState } from "./page_state.js" */

const FIELDS = `textarea, select, [role="textbox"],
  input:not([type="radio"], [type="checkbox"], [type="button"], [type="submit"], [type="file"]),
  [contenteditable]:not([contenteditable="false"])`;
/** The board's canvas has keys of its own. */
const OWN_KEYS = '[role="application"]';

/** Whether the focus is in a text field. @param {EventTarget | null} target */
export const isWriting = (target) => target instanceof Element && target.closest(FIELDS) !== null;

/** @param {EventTarget | null} target */
const hasOwnKeys = (target) => target instanceof Element && target.closest(OWN_KEYS) !== null;

/** A touch screen would cover half of the conversation with its keyboard. */
const isTouched = () => globalThis.matchMedia?.("(hover: none) and (pointer: coarse)").matches ?? false;

/**
 * @typedef {Pick<KeyboardEvent, "key" | "keyCode" | "altKey" | "ctrlKey" | "metaKey" | "isComposing" |
 *   "getModifierState" | "target" | "preventDefault">} Typed
 */

/** Whether a key press produces text. Dead keys and input methods do, though they have no character yet.
 * @param {Typed} event */
export function isText(event) {
  const graphic = event.getModifierState("AltGraph"); // signs of AltGr, which Windows reports as Control and Alt
  if (event.metaKey || ((event.ctrlKey || event.altKey) && !graphic)) return false;
  if (event.isComposing || event.keyCode === 229) return true;
  return event.key === "Dead" || event.key === "Process" || [...event.key].length === 1;
}

export class Focus {
  /** @type {"composer" | "result" | null} */ #wanted = null;
  /** The conversation one was writing in has gone: what is still being typed was meant for that one. */
  #interrupted = false;

  /**
   * @param {object} world
   * @param {PageState} world.page
   * @param {Pick<import("../ui/composer.js").Composer, "focus" | "focused" | "ahead">} world.composer
   * @param {Pick<Document, "querySelector" | "addEventListener"> & {activeElement: Element | null}} [world.root]
   * @param {() => boolean} [world.touched]
   */
  constructor({ page, composer, root = document, touched = isTouched }) {
    this.page = page;
    this.composer = composer;
    this.root = root;
    this.touched = touched;
    // A press or a step into a field chooses anew where typing goes.
    root.addEventListener(
      "pointerdown",
      () => {
        this.#interrupted = false;
      },
      true,
    );
    root.addEventListener("focusin", (event) => {
      if (isWriting(event.target)) this.#interrupted = false;
    });
  }

  /** The operator has opened this conversation. */
  opened() {
    this.#interrupted = false;
    this.#want();
  }

  /**
   * The page shows another conversation by itself.
   * @param {import("../state/console.js").DeskSession | undefined} before the one that was shown
   * @param {boolean} awaited the operator waits for this one: it was accepted, or is next after a wrap-up
   */
  turned(before, awaited) {
    if (!before && !awaited) return; // the page has just been loaded
    const gone = before && !this.page.desk?.sessions[before.id];
    if (!gone || !this.composer.focused) return this.#want();
    this.#interrupted = true;
    this.page.notice = t("{name} is no longer with you. What you were writing wasn’t sent.", {
      name: fullName(before),
    });
  }

  /** The operator has ended the current conversation. */
  ended() {
    this.#wanted = "result";
  }

  /** Moves the focus where it belongs; called after each rendering. */
  place() {
    const wanted = this.#wanted;
    if (!wanted) return;
    this.#wanted = null;
    // A closing dialog returns the focus in a microtask of its own, which comes before this one.
    queueMicrotask(() => {
      if (this.root.querySelector("dialog[open]")) return;
      if (wanted === "composer" && !this.touched()) this.#toComposer();
      if (wanted === "result")
        /** @type {HTMLElement | null} */ (
          this.root.querySelector('[data-test="wrapup"] input, [data-test="wrapup"] textarea')
        )?.focus();
    });
  }

  /** Call after a rendering that took away what had the focus: a call that ended took its controls along. A text field
   * that goes leaves the focus nowhere: what is still being typed was meant for it.
   * @param {Element | null} before what had it */
  lost(before) {
    if (!before || before.isConnected || isWriting(before)) return;
    // A closing dialog has returned the focus by then, if it could.
    queueMicrotask(() => {
      if (document.activeElement !== document.body || this.root.querySelector("dialog[open]")) return;
      if (!this.touched()) this.#toComposer();
    });
  }

  /**
   * A key that isn't a shortcut. Text outside of every field goes to the composer; the browser inserts it there, as the
   * focus arrives first.
   * @param {Typed} event
   */
  typed(event) {
    const { page } = this;
    if (isWriting(event.target)) {
      // An operator who goes on typing here doesn't want to be moved to the client accepted meanwhile.
      if (page.coming && this.composer.focused && isText(event)) page.coming = null;
      return;
    }
    const coming = page.coming ?? page.next;
    if (coming) return this.#ahead(coming, event);
    if (event.key === " " || !isText(event) || hasOwnKeys(event.target)) return;
    if (this.#interrupted) return event.preventDefault();
    this.#toComposer();
  }

  /** Behind a call's picture in full screen nobody would see what they type. */
  #toComposer() {
    if (!this.page.full) this.composer.focus();
  }

  /** The conversation this is for isn't shown yet: the text is kept in its draft. Nothing is sent before it can be
   * read.
   * @param {string} session @param {Typed} event */
  #ahead(session, event) {
    const begun = this.composer.ahead(session);
    const { key } = event;
    if (key === "Backspace" && begun) this.composer.ahead(session, (text) => [...text].slice(0, -1).join(""));
    else if (key === "Enter" && begun) {
      /* not before it is seen */
    } else if (isText(event) && [...key].length === 1 && (key !== " " || begun))
      this.composer.ahead(session, (text) => text + key);
    else return;
    event.preventDefault();
  }

  #want() {
    const session = this.page.desk?.sessions[this.page.opened ?? ""];
    this.#wanted = session?.state === "active" ? "composer" : session?.state === "wrapup" ? "result" : null;
  }
}
