// The composer: drafts, emoji, files, and for operators notes and canned responses. Created once per page, rendered for
// the open session. Passes on what was written; sends nothing and stores nothing but drafts.

import { classMap, html, keyed, live, nothing, ref } from "../vendor/lit.js";
import { chipList, Chips } from "./file_chips.js";
import { draftOf, keepDraft } from "./drafts.js";
import { ACCEPT } from "./file_words.js";
import { icon } from "./icon.js";
import { left, limit } from "./text_limit.js";
import { t } from "./text.js";
import { filesOf } from "./pasted_content.js";

/** @typedef {import("./canned_menu.js").CannedOffer} CannedOffer */
/** @typedef {"message" | "note"} Kind */
/**
 * @typedef {object} Options
 * @property {"round" | "desk"} look the widget's round one, or the console's with *Reply* and *Note*
 * @property {import("../lib/storage.js").Store | null} storage for drafts
 * @property {() => void} update asks the page to render again
 * @property {(session: string, text: string, kind: Kind) => void} onSend
 * @property {(session: string, on: boolean) => void} [onTyping] at every key; the page slows it down. Never on for
 *   notes
 * @property {(session: string, files: File[], kind: Kind) => void} [onFiles] chosen, or pasted or dropped and then sent
 * @property {() => boolean} [camera] whether there is one to take a picture with at once: a phone's
 * @property {{reply: string, note: string}} [shortcuts] of the console's two kinds, as `aria-keyshortcuts` has them
 * @property {() => CannedOffer[]} [canned] listed after "/" and "#"
 */

const TALLEST = 160; // pixels; beyond it the text scrolls

export class Composer {
  #options;
  #session = "";
  #chips = new Chips();
  /** @type {HTMLTextAreaElement | null} */
  #field = null;
  #emoji = false;
  // Fetched when needed: not everybody has canned responses, and few open the emoji.
  /** @type {typeof import("./emoji.js").emojiGrid | null} */
  #emojiGrid = null;
  /** @type {typeof import("./canned_menu.js") | null} */
  #canned = null;
  /** The text before the cursor when something was written last. */
  #word = "";
  #chosen = 0;
  /** @type {{start: number, found: CannedOffer[]} | null} */
  #asked = null;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    if (options.canned)
      import("./canned_menu.js").then(
        (canned) => (this.#canned = canned),
        () => {},
      );
  }

  /**
   * @param {object} now
   * @param {string} now.session
   * @param {string} [now.name] whom one writes to
   * @param {boolean} [now.slim] the console's one-line form, during a call
   */
  view({ session, name = "", slim = false }) {
    if (session !== this.#session) this.#turnTo(session);
    if (this.#asked) this.#ask(); // what the client reads may be known only now
    const { text, note } = this.#draft;
    const chips = this.#chips.of(session);
    const form = { composer: true, slim, noting: note, holding: chips.length > 0 };
    const [field, attach, emoji] = [this.#text(name), this.#attach(), this.#emojiButton()];
    const send = this.#sendButton(text, chips.length);
    const tools =
      this.#options.look === "round"
        ? html`${attach}${field}${emoji}${send}`
        : html`${field}<div class="composer__tools">${this.#kinds(note)}${attach}${emoji}${this.#cannedButton()}<span
          class="composer__spacer"></span>${send}</div>`;
    return keyed(
      session,
      html`<form class=${classMap(form)} @submit=${this.#submitted} @dragover=${this.#over} @drop=${this.#dropped}>
      ${
        this.#asked && this.#canned
          ? this.#canned.cannedList({ id: "canned", ...this.#asked, chosen: this.#chosen, onPick: this.#insertCanned })
          : nothing
      }
      ${this.#emoji && this.#emojiGrid ? this.#emojiGrid({ onPick: this.#insert, onClose: this.#closeEmoji }) : nothing}
      ${chipList(chips, this.#removeChip)}${tools}<p class="composer__limit" id="composer-limit"
        aria-live="polite">${limit(text)}</p></form>`,
    );
  }

  focus() {
    this.#field?.focus();
  }

  /** Removes the focus from it. */
  blur() {
    this.#field?.blur();
  }

  /** Whether it has the focus. */
  get focused() {
    return this.#field !== null && this.#field === document.activeElement;
  }

  /**
   * The draft of a conversation that isn't shown yet, for reading and changing.
   * @param {string} session @param {(text: string) => string} [change]
   */
  ahead(session, change) {
    const { text } = draftOf(session, this.#options.storage);
    if (!change) return text;
    keepDraft(session, { text: change(text) }, this.#options.storage);
    this.#options.update();
    return draftOf(session, this.#options.storage).text;
  }

  /** Adds files to the composer; they're sent with the message. @param {string} session @param {File[]} files */
  hold(session, files) {
    if (!files.length || !this.#options.onFiles) return;
    this.#chips.add(session, files);
    this.#options.update();
    if (session === this.#session) this.focus();
  }

  /** Puts an unsent text back, before the current draft.
   * @param {string} session @param {string} text @param {Kind} kind
   * @param {{focus?: boolean}} [options] focus: the person has asked for it. A text that comes back by itself leaves
   *   the cursor and the kind as they are: whoever writes a note meanwhile goes on with it */
  putBack(session, text, kind, { focus = false } = {}) {
    const draft = draftOf(session, this.#options.storage);
    // A text for operators only never joins a message.
    const note = kind === "note" || (draft.note && !(focus && draft.text === ""));
    keepDraft(session, { text: [text, draft.text].filter(Boolean).join("\n"), note }, this.#options.storage);
    this.#options.update();
    queueMicrotask(() => this.#grow());
    if (focus && session === this.#session) this.focus();
  }

  /** Switches to a message, or a note. @param {boolean} note */
  write(note) {
    this.#keep({ note });
    this.#options.onTyping?.(this.#session, false);
    this.#options.update();
    this.#field?.focus();
  }

  get #draft() {
    return draftOf(this.#session, this.#options.storage);
  }

  /** @param {Partial<import("./drafts.js").Draft>} change */
  #keep(change) {
    keepDraft(this.#session, change, this.#options.storage);
  }

  /** @param {string} session */
  #turnTo(session) {
    if (this.#session) this.#options.onTyping?.(this.#session, false);
    this.#session = session;
    this.#emoji = false;
    this.#asked = null;
  }

  /** @param {string} name */
  #text(name) {
    const { text, note } = this.#draft;
    const placeholder = name ? t("Write to {name}", { name }) : t("Write a message");
    return html`<textarea data-test="composer" rows="1" dir="auto"
      placeholder=${note ? t("Only operators see this") : placeholder}
      aria-label=${note ? t("Note") : t("Message")} aria-describedby="composer-limit"
        aria-autocomplete=${this.#options.canned ? "list" : nothing}
      aria-controls=${this.#asked ? "canned" : nothing}
        aria-activedescendant=${this.#asked ? `canned-${this.#chosen}` : nothing} .value=${live(text)}
        ${ref(this.#place)}
      @input=${this.#typed} @keydown=${this.#pressed} @paste=${this.#pasted} @blur=${this.#blurred}></textarea>`;
  }

  /** @param {boolean} note */
  #kinds(note) {
    const kind = (/** @type {boolean} */ on) => () => this.write(on);
    return html`<div class="composer__kinds" role="group" aria-label=${t("Type")}>
      <button type="button" data-test="reply-toggle" aria-keyshortcuts=${this.#options.shortcuts?.reply ?? nothing}
        aria-pressed=${String(!note)} @click=${kind(false)}>${t("Reply")}</button>
      <button type="button" data-test="note-toggle" aria-keyshortcuts=${this.#options.shortcuts?.note ?? nothing}
        aria-pressed=${String(note)} @click=${kind(true)}>${t("Note")}</button></div>`;
  }

  #attach() {
    if (!this.#options.onFiles) return nothing;
    const chosen = (/** @type {Event} */ event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      this.#give([...(input.files ?? [])]);
      input.value = ""; // the same file may be chosen again
    };
    const camera = this.#options.camera?.()
      ? html`<label class=${this.#button("bare")} data-test="camera">${icon("camera")}
        <input class="visually-hidden" type="file" accept="image/*" capture="environment"
          aria-label=${t("Take a picture")} @change=${chosen} /></label>`
      : nothing;
    return html`<label class=${this.#button("bare")} data-test="attach">${icon("paperclip")}
      <input class="visually-hidden" type="file" multiple accept=${ACCEPT} aria-label=${t("Attach a file")}
        @change=${chosen} /></label>${camera}`;
  }

  #emojiButton() {
    const toggle = async () => {
      this.#emoji = !this.#emoji;
      this.#emojiGrid ??= await import("./emoji.js").then(
        ({ emojiGrid }) => emojiGrid,
        () => null,
      );
      this.#emoji &&= this.#emojiGrid !== null;
      this.#options.update();
    };
    return html`<button class=${this.#button("bare")} type="button" data-test="emoji-open" aria-label=${t("Emoji")}
      aria-expanded=${String(this.#emoji)} @click=${toggle}>${icon("smile")}</button>`;
  }

  #cannedButton() {
    if (!this.#options.canned?.().length) return nothing;
    const open = () => this.#insert(/(^|\s)$/.test(this.#before()) ? "/" : " /");
    return html`<button class=${this.#button("bare")} type="button" data-test="canned-open"
      aria-label=${t("Canned response, or type /")} @click=${open}>${icon("square-slash")}</button>`;
  }

  /** @param {string} text @param {number} chips */
  #sendButton(text, chips) {
    const over = left(text) < 0;
    return html`<button class=${this.#button((text.trim() || chips) && !over ? "main" : "soft")} data-test="send"
      aria-label=${t("Send")}
      aria-disabled=${over ? "true" : nothing}
        aria-describedby=${over ? "composer-limit" : nothing}>${icon("arrow-up")}</button>`;
  }

  /** @param {string} look */
  #button(look) {
    return `btn ${look} icon ${this.#options.look === "desk" ? "small" : "touch"}`;
  }

  /** A field that isn't in the page yet has no height. */
  #place = (/** @type {Element | undefined} */ element) => {
    this.#field = /** @type {HTMLTextAreaElement | undefined} */ (element) ?? null;
    if (element) queueMicrotask(() => this.#grow());
  };

  /** A field just removed from the page may still report an input method's last word: it belongs to no other
   * conversation. */
  #typed = (/** @type {Event} */ event) => {
    if (this.#field && event.currentTarget === this.#field) this.#changed(this.#field.value);
  };

  /** @param {string} text */
  #changed(text) {
    this.#keep({ text });
    this.#word = this.#before();
    this.#ask();
    this.#chosen = 0;
    if (!this.#draft.note) this.#options.onTyping?.(this.#session, text.trim() !== "");
    this.#grow();
    this.#options.update();
  }

  /** Lists the canned responses for what was written last. */
  #ask() {
    this.#asked = this.#canned?.asked(this.#word, this.#options.canned?.() ?? []) ?? null;
  }

  #pressed = (/** @type {KeyboardEvent} */ event) => {
    // An input method uses Enter and the arrows for itself; Safari reports 229 after it has ended.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#asked && this.#steered(event.key)) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#send();
  };

  /**
   * Keys of the list of canned responses.
   * @param {string} key
   * @returns {boolean} whether it was one
   */
  #steered(key) {
    const found = this.#asked?.found ?? [];
    if (key === "Enter" || key === "Tab") {
      this.#insertCanned(found[this.#chosen]);
      return true;
    }
    if (key === "Escape") this.#asked = null;
    else if (key === "ArrowDown") this.#chosen = (this.#chosen + 1) % found.length;
    else if (key === "ArrowUp") this.#chosen = (this.#chosen + found.length - 1) % found.length;
    else return false;
    this.#options.update();
    return true;
  }

  #insertCanned = (/** @type {CannedOffer} */ { text }) => {
    const start = this.#asked?.start ?? this.#before().length;
    this.#replace(start, text);
  };

  #insert = (/** @type {string} */ text) => {
    this.#emoji = false;
    this.#replace(this.#before().length, text);
  };

  /**
   * Replaces the text between `start` and the cursor's end.
   * @param {number} start
   * @param {string} text
   */
  #replace(start, text) {
    const field = this.#field;
    if (!field) return;
    field.setRangeText(text, start, Math.max(start, field.selectionEnd), "end");
    field.focus();
    this.#changed(field.value);
  }

  #before() {
    return this.#field?.value.slice(0, this.#field.selectionStart) ?? "";
  }

  #closeEmoji = () => {
    this.#emoji = false;
    this.#options.update();
    this.#field?.focus();
  };

  #submitted = (/** @type {Event} */ event) => {
    event.preventDefault();
    this.#send();
  };

  #send() {
    const { text, note } = this.#draft;
    this.#field?.focus();
    if (left(text) < 0) return;
    this.#give(this.#chips.take(this.#session));
    if (!text.trim()) return this.#options.update();
    this.#options.onTyping?.(this.#session, false);
    this.#options.onSend(this.#session, text, note ? "note" : "message");
    this.#keep({ text: "" });
    if (this.#field) this.#field.value = "";
    this.#asked = null;
    this.#grow();
    this.#options.update();
  }

  #blurred = (/** @type {Event} */ event) => {
    if (event.currentTarget === this.#field) this.#options.onTyping?.(this.#session, false);
  };

  #pasted = (/** @type {ClipboardEvent} */ event) => {
    this.#taken(event, event.clipboardData);
  };

  #over = (/** @type {DragEvent} */ event) => {
    if (this.#options.onFiles && event.dataTransfer?.types.includes("Files")) event.preventDefault();
  };

  #dropped = (/** @type {DragEvent} */ event) => {
    this.#taken(event, event.dataTransfer);
  };

  #removeChip = (/** @type {import("./file_chips.js").Chip} */ chip) => {
    this.#chips.remove(this.#session, chip);
    this.#options.update();
    this.#field?.focus();
  };

  /** Pasted or dropped: files become chips, the browser inserts text into the field.
   * @param {Event} event @param {DataTransfer | null} transfer */
  #taken(event, transfer) {
    const files = filesOf(transfer);
    if (!files.length || !this.#options.onFiles) return;
    event.preventDefault();
    this.hold(this.#session, files);
  }

  /** @param {File[]} files */
  #give(files) {
    if (files.length) this.#options.onFiles?.(this.#session, files, this.#draft.note ? "note" : "message");
  }

  #grow() {
    const field = this.#field;
    if (!field) return;
    field.style.height = "";
    if (field.value) field.style.height = `${Math.min(TALLEST, Math.max(field.scrollHeight, field.offsetHeight))}px`;
  }
}
