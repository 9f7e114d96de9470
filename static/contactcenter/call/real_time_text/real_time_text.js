// Real-time text of this tab's call, for both pages: once both have agreed, what is typed here goes to the other side
// letter by letter, and what the other side types is kept for the view. A finished line is posted as a message under
// the line's own id, so that both pages know when the one takes the other's place. Renders nothing.

import { MESSAGE_LENGTH, OVER, RUNNING } from "../../wire/constants.js";
import { cut, wellFormed } from "../../lib/graphemes.js";
import { readJson, storageOf, write } from "../../lib/storage.js";
import { Timers } from "../../lib/timers.js";
import { newId } from "../../wire/outbox.js";
import { editOf } from "./edits.js";
import { heard, NOTHING, unposted } from "./heard.js";
import { Phrases } from "./phrases.js";

/** @import { CallText, LogEvent, ServerEvent, TypedLine } from "../../wire/protocol.js" */
/** @import { Command } from "../../wire/outbox.js" */
/** The call, as far as it's needed.
 * @typedef {Pick<import("../call.js").Call, "role" | "other" | "view" | "leg">} Carrier */
/** The conversation the page has for the call. @typedef {{events: readonly LogEvent[]}} Talk */

const EVERY = 100; // milliseconds between two batches of letters
const SETTLED = 2000; // after a pause the whole line goes once more: a last batch that got lost isn't missed for long
const ANSWER = 2000; // until the other side is asked again for what it has typed
const ASKINGS = 5;
const AGAIN = 500; // after a refusal, longer each time
const FAILURES = 5;
const FLYING = 30; // unanswered batches: a connection that stands still isn't given more
const REMEMBERED = 4; // own finished lines
const KEY = "contactcenter.text.";

/**
 * @typedef {object} TextView
 * @property {"off" | "asked" | "offered" | "on"} state `asked`: this side waits for the answer; `offered`: it's asked
 * @property {boolean} declined the other side has just said no
 * @property {string} own what is typed here
 * @property {string} other what the other side types
 * @property {readonly TypedLine[]} finishing the other side's finished lines whose messages aren't here yet
 * @property {{n: number, words: string, first: boolean}} said the newest phrase for screen readers; `first` of its line
 * @property {ReadonlySet<string>} heard the messages that were read while they were typed
 */

/** @returns {TypedLine} */
const emptyLine = () => ({ line: newId(), text: "" });

/** Event "change": the view has changed. */
export class RealTimeText extends EventTarget {
  /** @type {Talk | null} */ #talk = null;
  /** The call in which it's on here; empty while it's off. */ #call = "";
  /** The session of that call: what is typed in it belongs nowhere else, whatever the page shows by then. */
  #session = "";
  /** Who carried the call when the two last exchanged all of it. */ #legs = "";
  #own = emptyLine();
  /** Something was typed since the line came from elsewhere. */ #typed = false;
  /** The own line as the other side has it. */ #sent = "";
  #rev = 0;
  #flying = 0;
  #askings = 0;
  #failures = 0;
  #other = NOTHING;
  /** @type {readonly LogEvent[]} */ #events = [];
  /** @type {Set<string | null>} ids of posted messages */ #posted = new Set();
  #said = { n: 0, words: "", first: false };
  /** @type {Set<string>} */ #heard = new Set();
  /** @type {string[]} */ #finished = [];
  /** @type {CallText | null} */ #before = null;
  #declined = false;
  #timers;
  #phrases;
  #options;

  /**
   * @param {object} options
   * @param {Carrier} options.call
   * @param {EventTarget & Pick<import("../../wire/socket.js").Wire, "state" | "send" | "outbox">} options.wire
   * @param {(session: string, text: string, id: string) => void} options.post sends a finished line as a message
   * @param {(session: string, text: string) => void} options.keep puts an unfinished line where messages are written
   * @param {import("../../lib/storage.js").Store | null} [options.storage] where the line survives a reload
   * @param {import("../../lib/timers.js").Time} [options.time]
   */
  constructor({ storage = storageOf("sessionStorage"), time, ...options }) {
    super();
    this.#options = { storage, ...options };
    this.#timers = new Timers(time);
    this.#phrases = new Phrases({ say: (words, first) => this.#say(words, first), time });
    options.wire.addEventListener("event", (event) => this.#hear(/** @type {CustomEvent} */ (event).detail));
    options.wire.addEventListener("state", () => this.#call && this.#greet());
  }

  /** @returns {TextView} */
  get view() {
    const text = this.#agreement;
    const { role } = this.#options.call;
    const state = text?.state === "asked" ? (text.by === role ? "asked" : "offered") : (text?.state ?? "off");
    const { lines } = this.#other;
    return {
      state,
      declined: this.#declined,
      own: this.#own.text,
      other: lines.at(-1)?.text ?? "",
      finishing: lines.slice(0, -1),
      said: this.#said,
      heard: this.#heard,
    };
  }

  /** How it stands in the call this tab carries; null while it carries none. @returns {CallText | null} */
  get #agreement() {
    const { call, mine } = this.#options.call.view;
    return call && mine && RUNNING.includes(call.state) ? call.text : null;
  }

  /** At each change of the call or the session. @param {Talk | null | undefined} talk the session of the call */
  update(talk) {
    this.#talk = talk ?? null;
    const text = this.#agreement;
    this.#note(text);
    if (text?.state === "on") this.#begin();
    else if (this.#call) this.#end();
    else this.#recover();
    this.#settle();
  }

  /** Turns it on or off; turning it on asks the other side. Rejects with the reason in words.
   * @param {boolean} on @returns {Promise<unknown>} */
  set(on) {
    return this.#options.wire.send(/** @type {Command} */ ({ type: "text.set", ...this.#address, on }));
  }

  /** The field has changed. @param {string} text */
  type(text) {
    const whole = wellFormed(text);
    this.#own = { ...this.#own, text: whole.length > MESSAGE_LENGTH ? cut(whole, MESSAGE_LENGTH) : whole };
    this.#typed = true;
    this.#save();
    if (!this.#timers.runs("batch")) this.#batch();
    this.#tell();
  }

  /** Posts the line as a message and begins the next. @returns {boolean} whether there was anything to post */
  finish() {
    const { line, text } = this.#own;
    if (!this.#call || !text.trim()) return false;
    this.#finished = [...this.#finished, line].slice(-REMEMBERED);
    this.#clear();
    this.#options.post(this.#session, text, line);
    this.#tell();
    return true;
  }

  get #address() {
    const { view, leg } = this.#options.call;
    return { call: view.call?.id ?? "", leg: leg.id };
  }

  // The agreement

  /** Remembers a refusal until something else happens. @param {CallText | null} text */
  #note(text) {
    const before = this.#before;
    if (text?.state === before?.state && text?.by === before?.by) return;
    this.#before = text;
    const asked = before?.state === "asked" && before.by === this.#options.call.role;
    this.#declined = asked && text?.state === "off" && text.by === this.#options.call.other;
  }

  #begin() {
    const { call } = this.#options.call.view;
    if (!call) return;
    if (this.#call !== call.id) {
      this.#call = call.id;
      this.#session = call.session;
      this.#own = this.#stored(call.id) ?? emptyLine();
      this.#typed = false;
      this.#other = NOTHING;
      this.#legs = "";
    }
    const legs = `${call.client_leg} ${call.operator_leg}`;
    if (legs === this.#legs) return;
    this.#legs = legs;
    this.#greet();
  }

  /** It's off, the call is over, or another tab carries it: that tab gets the line from the other side. */
  #end() {
    const { call, phase } = this.#options.call.view;
    const moved =
      call?.id === this.#call && phase !== "ended" && RUNNING.includes(call.state) && call.text.state === "on";
    const { text } = this.#own;
    this.#clear();
    write(this.#options.storage, KEY + this.#call, null);
    this.#call = "";
    this.#other = NOTHING;
    this.#timers.stopAll();
    this.#phrases.stop();
    if (!moved && text.trim()) this.#options.keep(this.#session, text);
    this.#tell();
  }

  /** A line that was being typed when the page was reloaded, in a call that has ended since. */
  #recover() {
    const { call } = this.#options.call.view;
    if (!call || (!OVER.includes(call.state) && call.text.state === "on")) return;
    const line = this.#stored(call.id);
    if (!line) return;
    write(this.#options.storage, KEY + call.id, null);
    this.#options.keep(call.session, line.text);
  }

  // Sending

  #batch() {
    if (this.#send()) this.#timers.start("batch", EVERY, () => this.#batch());
  }

  /** @returns {boolean} whether there was anything to send */
  #send() {
    const { wire } = this.#options;
    const edit = editOf(this.#sent, this.#own.text);
    if (!edit || !this.#call || wire.state !== "open" || this.#flying >= FLYING) return false;
    this.#sent = this.#own.text;
    this.#rev += 1;
    this.#pass({ type: "text.edit", rev: this.#rev, line: this.#own.line, ...edit });
    this.#timers.start("settled", SETTLED, () => this.#show(false));
    return true;
  }

  /** Sends all that was typed and isn't posted.
   * @param {boolean} again the other side is to do the same
   * @param {import("./heard.js").Heard} known what the other side has typed, as it's known here */
  #show(again, known = this.#other) {
    const { wire } = this.#options;
    if (!this.#call || wire.state !== "open") return;
    this.#sent = this.#own.text;
    this.#rev += 1;
    const finished = wire.outbox
      .filter(({ id, state }) => this.#finished.includes(id) && state === "sending")
      .map(({ id, text }) => ({ line: id, text }));
    const back = known.lines.at(-1) ?? null;
    this.#pass({ type: "text.show", rev: this.#rev, lines: [...finished, this.#own], back, again });
  }

  /** @param {object} fields of the command */
  async #pass(fields) {
    this.#flying += 1;
    try {
      await this.#options.wire.send(/** @type {Command} */ ({ ...fields, ...this.#address }));
      this.#failures = 0;
    } catch {
      // The other side is away for a moment, or the connection was.
      if (this.#failures < FAILURES) this.#timers.start("again", AGAIN * 2 ** this.#failures++, () => this.#show(true));
    } finally {
      this.#flying -= 1;
      if (this.#call && !this.#timers.runs("batch")) this.#batch();
    }
  }

  /** The two exchange all they have typed: at the beginning, and after a reload or a reconnect of either. */
  #greet() {
    this.#askings = this.#failures = 0;
    this.#ask();
  }

  #ask() {
    if (!this.#call || this.#askings++ >= ASKINGS) return;
    this.#timers.start("asking", ANSWER, () => this.#ask());
    this.#show(true);
  }

  // Hearing

  /** @param {ServerEvent} event */
  #hear(event) {
    if (event.type !== "text.edited" && event.type !== "text.shown") return;
    if (event.call !== this.#call) return;
    const before = this.#other;
    this.#other = heard(before, event);
    if (event.type === "text.shown") {
      this.#timers.stop("asking");
      this.#askings = 0;
      if (event.again) this.#show(false, before.leg !== event.leg && !event.lines.at(-1)?.text ? before : this.#other);
      if (event.back) this.#restore(event.back);
    } else if (this.#other.gap && !this.#timers.runs("asking")) this.#ask();
    this.#settle();
    const line = this.#other.lines.at(-1);
    if (line) this.#phrases.hear(line.line, line.text);
    this.#tell();
  }

  /** The own line as the other side has it, for a page that has lost it. @param {TypedLine} back */
  #restore(back) {
    const { wire } = this.#options;
    const done = this.#posted.has(back.line) || wire.outbox.some(({ id }) => id === back.line);
    if (this.#typed || this.#own.text || !back.text || done) return;
    this.#own = back;
    this.#save();
    this.#show(false);
  }

  /** Drops the lines that are messages now. */
  #settle() {
    const events = this.#talk?.events ?? [];
    if (events !== this.#events) {
      this.#events = events;
      this.#posted = new Set(events.map((event) => (event.type === "message.posted" ? event.command : null)));
    }
    const before = this.#other;
    this.#other = unposted(before, this.#posted);
    if (this.#other === before) return;
    for (const { line, text } of before.lines) {
      if (!this.#posted.has(line)) continue;
      this.#heard.add(line);
      this.#phrases.end(line, messageOf(events, line) ?? text);
    }
    this.#tell();
  }

  /** @param {string} words @param {boolean} first */
  #say(words, first) {
    this.#said = { n: this.#said.n + 1, words, first };
    this.#tell();
  }

  // The own line

  #clear() {
    this.#own = emptyLine();
    this.#sent = "";
    this.#timers.stop("batch");
    this.#timers.stop("settled");
    this.#save();
  }

  #save() {
    if (!this.#call) return;
    write(this.#options.storage, KEY + this.#call, this.#own.text ? JSON.stringify(this.#own) : null);
  }

  /** @param {string} call @returns {TypedLine | null} */
  #stored(call) {
    const { line, text } = readJson(this.#options.storage, KEY + call) ?? {};
    return typeof line === "string" && typeof text === "string" && text ? { line, text } : null;
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}

/** The text of the message a line has become. @param {readonly LogEvent[]} events @param {string} line */
function messageOf(events, line) {
  const found = events.findLast((event) => event.type === "message.posted" && event.command === line);
  return found?.type === "message.posted" ? found.text : undefined;
}
