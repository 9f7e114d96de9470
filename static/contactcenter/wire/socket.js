// The one socket of a tab: reconnects by itself, answers heartbeats, keeps unacknowledged commands and sends them again
// with the same id. Knows frames and ids, not their meaning; no DOM except the two events that say the network may be
// back.

import { frameOf } from "../lib/graphemes.js";
import { Fault, newId, Outbox } from "./outbox.js";
import { PATIENCE, Timers } from "../lib/timers.js";
import { t } from "../ui/text.js";

export { Fault };

/** @import { Command, Entry } from "./outbox.js" */
/** @import { Ack, FaultAnswer, ServerEvent, Unsent } from "./protocol.js" */
/** @typedef {Extract<Command, {type: "hello"}>} Hello */
/** @typedef {"connecting" | "open" | "reconnecting" | "closed"} WireState */

const ANSWER = 15_000; // from opening a socket to the answer to hello
const SILENCE = 45_000; // two heartbeats missed: the socket is presumed dead
const STABLE = 10_000; // a connection this old was not part of a storm
const LONGEST = 30_000;
const REFUSED = 4_000; // a command the server can't take now waits no longer: a refusal costs little
const CLOSING = 1000; // from a refused hello to the close code that tells why
const FIRST = 500;
const SIGNED_OUT = 4401;
const ELSEWHERE = 4409; // this person has many newer tabs
const REST = 300_000; // until somebody looks at this one

/**
 * Events: "event" (`detail`: the server's event), "state" (`detail`: `{state, reason, fault}`), "late" (`late` has
 * changed), "outbox" (`detail`: the pending commands).
 */
export class Wire extends EventTarget {
  /** @type {WireState} */
  state = "connecting";
  /** Why it's closed: "signed-out", "refused" or "left". @type {string | null} */
  reason = null;
  /** The connection, or an answer, takes longer than a reader should wait without an explanation. */
  late = false;
  /** @type {Fault | null} */
  #refusal = null;
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {string | null} */
  #hello = null;
  #attempts = 0;
  #offset = 0;
  #heard = 0;
  #timers;
  #options;
  #outbox;

  /**
   * @param {object} options
   * @param {string} options.url
   * @param {() => Unsent<Hello>} options.hello the first command, asked for at each connection
   * @param {"client" | "operator" | "supervisor"} options.role
   * @param {import("../lib/storage.js").Store | null} [options.storage] where kept commands survive a reload
   * @param {typeof globalThis.WebSocket} [options.WebSocket]
   * @param {import("../lib/timers.js").Time} [options.time]
   * @param {() => number} [options.random]
   * @param {EventTarget} [options.window] hears "online"
   * @param {EventTarget & {visibilityState?: string}} [options.document] hears "visibilitychange"
   */
  constructor({
    url,
    hello,
    role,
    storage = null,
    WebSocket = globalThis.WebSocket,
    time,
    random = Math.random,
    window = globalThis.window,
    document = globalThis.document,
  }) {
    super();
    this.#options = { url, hello, WebSocket, random, window, document };
    this.#timers = new Timers(time);
    this.#outbox = new Outbox(storage, role, this.#timers.now());
  }

  /** Connects, and stays connected until `close()` or until the server says that nobody is signed in. */
  open() {
    if (this.#socket || this.#timers.runs("again")) return;
    this.#options.window?.addEventListener("online", this.#back);
    this.#options.document?.addEventListener("visibilitychange", this.#back);
    this.#refusal = null;
    this.#attempts = 0;
    this.#become("connecting");
    this.#connect();
  }

  /** The network was away and is back: sent data waits ever longer for its retry, a new socket doesn't. */
  renew() {
    if (this.state !== "open" && this.state !== "reconnecting") return;
    this.#drop();
    this.#timers.stop("again");
    this.#become("reconnecting");
    this.#connect();
  }

  /** Leaves for good. Kept commands stay in the storage; the others are refused with `wire.closed`. */
  close() {
    this.#end("left");
  }

  /**
   * Sends a command as soon as possible, and again until it's answered.
   * @param {Unsent<Command>} command
   * @param {{keep?: boolean}} [options] keep: survives a reload and is shown as pending; for what a person typed
   * @returns {Promise<Ack>} rejects with `Fault`
   */
  send(command, { keep = false } = {}) {
    const whole = /** @type {Command} */ ({ id: newId(), ...command });
    return new Promise((resolve, reject) => {
      if (this.state === "closed" && !keep) return reject(closed());
      this.#outbox.add(whole, {
        keep,
        at: new Date(this.clock()).toISOString(),
        kept: this.#timers.now(),
        resolve,
        reject,
      });
      if (keep) this.#tellOutbox();
      this.#pump();
    });
  }

  /** Messages typed but not yet in the log, oldest first. */
  get outbox() {
    return this.#outbox.pending;
  }

  /** Sends a failed one again. @param {string} id */
  retry(id) {
    const entry = this.#outbox.find(id);
    if (entry?.state !== "failed") return;
    this.#outbox.again(entry);
    this.#tellOutbox();
    this.#pump();
  }

  /** Discards a failed one. @param {string} id */
  discard(id) {
    const entry = this.#outbox.find(id);
    if (entry?.state !== "failed") return;
    this.#outbox.discard(entry);
    this.#tellOutbox();
  }

  /** The server's time in milliseconds, by the newest heartbeat or snapshot. */
  clock() {
    return this.#timers.now() + this.#offset;
  }

  #connect() {
    const address = new URL(this.#options.url, globalThis.location?.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new this.#options.WebSocket(address.href);
    this.#socket = socket;
    this.#hello = null;
    socket.onopen = () => socket === this.#socket && this.#greet(socket);
    socket.onmessage = ({ data }) => socket === this.#socket && this.#receive(socket, data);
    socket.onclose = ({ code }) => socket === this.#socket && this.#lost(code);
    this.#timers.start("silence", ANSWER, () => this.#lost());
    this.#watch();
  }

  /** @param {WebSocket} socket */
  #greet(socket) {
    this.#hello = newId();
    socket.send(frameOf({ id: this.#hello, ...this.#options.hello() }));
  }

  /**
   * @param {WebSocket} socket
   * @param {string} data
   */
  #receive(socket, data) {
    const frame = parse(data);
    if (!frame) return;
    this.#heard = this.#timers.now();
    if (this.state === "open") this.#timers.start("silence", SILENCE, () => this.#lost());
    if (frame.type === "ack") return this.#acknowledged(frame);
    if (frame.type === "fault") return this.#refused(frame);
    if (frame.type === "heartbeat") socket.send(frameOf({ id: newId(), type: "heartbeat", beat: frame.beat }));
    if (frame.type === "heartbeat" || frame.type === "client.snapshot" || frame.type === "desk.snapshot") {
      this.#offset = Date.parse(frame.at) - this.#timers.now();
    }
    const left = "seq" in frame && this.#outbox.seen(/** @type {{session: string, seq: number}} */ (frame));
    this.dispatchEvent(new CustomEvent("event", { detail: frame }));
    if (left) this.#tellOutbox();
  }

  /** @param {Ack} ack */
  #acknowledged(ack) {
    if (ack.id === this.#hello) return this.#welcomed();
    const entry = this.#outbox.find(ack.id);
    if (!entry) return;
    this.#outbox.acknowledge(entry, ack.seq);
    this.#watch(true);
    entry.resolve?.(ack);
    if (entry.keep) this.#tellOutbox();
    this.#pump();
  }

  #welcomed() {
    this.#become("open");
    this.#timers.start("silence", SILENCE, () => this.#lost());
    this.#timers.start("stable", STABLE, () => (this.#attempts = 0));
    this.#outbox.renew();
    this.#tellOutbox();
    this.#pump();
  }

  /** @param {FaultAnswer} answer */
  #refused({ id, code, text, retry }) {
    const fault = new Fault(code, text, retry);
    // Before it's answered there is only the hello a refusal can be about.
    if (this.state !== "open" && (id === null || id === this.#hello)) {
      if (retry) return this.#lost();
      this.#refusal = fault;
      return this.#timers.start("silence", CLOSING, () => this.#lost());
    }
    const entry = id === null ? this.#outbox.suspect : this.#outbox.find(id);
    if (!entry) return;
    if (retry && entry.keep) return this.#postpone(entry, text);
    this.#outbox.fail(entry, text);
    this.#watch(true);
    entry.reject?.(fault);
    if (entry.keep) this.#tellOutbox();
    this.#pump();
  }

  /** @param {Entry} entry @param {string} reason */
  #postpone(entry, reason) {
    Object.assign(entry, { state: "paused", reason });
    this.#tellOutbox();
    this.#watch(true);
    this.#timers.start(entry.command.id, this.#delay(++entry.attempts, REFUSED), () => {
      if (entry.state === "paused") Object.assign(entry, { state: "waiting", reason: undefined });
      this.#pump();
    });
  }

  #pump() {
    if (this.state !== "open" || !this.#socket) return;
    for (const entry of this.#outbox.due()) {
      entry.state = "sent";
      this.#socket.send(frameOf(entry.command));
    }
    this.#watch();
  }

  /** Reports once if nothing has arrived for a while though something is expected.
   * @param {boolean} [answered] something has just come */
  #watch(answered = false) {
    const waits = this.state === "open" ? this.#outbox.sent.length > 0 : this.state !== "closed";
    if (answered || !waits) this.#timers.stop("late");
    if (this.late && (answered || !waits)) this.#tellLate(false);
    else if (waits && !this.late && !this.#timers.runs("late"))
      this.#timers.start("late", PATIENCE, () => this.#tellLate(true));
  }

  /** @param {boolean} late */
  #tellLate(late) {
    this.late = late;
    this.dispatchEvent(new Event("late"));
  }

  /** @param {number} [code] */
  #lost(code) {
    this.#drop();
    if (code === SIGNED_OUT) return this.#end("signed-out");
    if (this.#refusal) return this.#end("refused");
    this.#become("reconnecting");
    this.#timers.start("again", code === ELSEWHERE ? REST : this.#delay(this.#attempts++), () => this.#connect());
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#timers.stop("silence");
    this.#timers.stop("stable");
    socket?.close();
  }

  /** @param {string} reason */
  #end(reason) {
    this.#drop();
    this.#timers.stopAll();
    this.#options.window?.removeEventListener("online", this.#back);
    this.#options.document?.removeEventListener("visibilitychange", this.#back);
    this.#become("closed", reason);
    for (const entry of this.#outbox.abandon()) entry.reject?.(this.#refusal ?? closed());
  }

  /** The network, or the reader, is back: no reason to wait any longer. */
  #back = () => {
    if (this.#options.document?.visibilityState === "hidden") return;
    // Timers stop while a computer sleeps; its clock doesn't.
    if (this.state === "open" && this.#timers.now() - this.#heard > SILENCE) this.#lost();
    if (!this.#timers.runs("again")) return;
    this.#timers.stop("again");
    this.#connect();
  };

  /** Spread over a growing time, so that a crowd that lost its server doesn't come back at once.
   * @param {number} attempts @param {number} [longest] milliseconds */
  #delay(attempts, longest = LONGEST) {
    return this.#options.random() * Math.min(longest, FIRST * 2 ** attempts);
  }

  /**
   * @param {WireState} state
   * @param {string | null} [reason]
   */
  #become(state, reason = null) {
    if (state === this.state && reason === this.reason) return;
    this.state = state;
    this.reason = reason;
    this.#watch();
    this.dispatchEvent(new CustomEvent("state", { detail: { state, reason, fault: this.#refusal } }));
  }

  #tellOutbox() {
    this.dispatchEvent(new CustomEvent("outbox", { detail: this.outbox }));
  }
}

const closed = () => new Fault("wire.closed", t("You are not connected."), true);

/**
 * @param {string} data
 * @returns {ServerEvent | null}
 */
function parse(data) {
  try {
    const frame = JSON.parse(data);
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}
