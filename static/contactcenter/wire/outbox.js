// Pending commands, in order. Kept ones are also stored, so that a reload loses nothing that was typed. Decides what
// may be sent now; sends nothing itself.

import { t } from "../ui/text.js";

/** @import { ClientCommand, OperatorCommand, SupervisorCommand } from "./protocol.js" */
/** @typedef {ClientCommand | OperatorCommand | SupervisorCommand} Command */
/** @typedef {Extract<Command, {type: "message.post" | "note.post"}>} Kept */

/**
 * Text typed but not yet in the log.
 * @typedef {object} Pending
 * @property {string} id
 * @property {string} session
 * @property {string} text
 * @property {"message" | "note"} kind
 * @property {"sending" | "failed"} state
 * @property {string} [reason] why it failed, or why it is tried again later, in words
 * @property {string} at ISO 8601
 */

/**
 * A pending command. `paused`: refused for now; `stored`: acknowledged, its log entry not yet seen; `failed`: refused
 * for good.
 * @typedef {object} Entry
 * @property {Command} command
 * @property {boolean} keep
 * @property {"waiting" | "sent" | "paused" | "stored" | "failed"} state
 * @property {string} at the server's time, for readers
 * @property {number} [kept] this device's time, for its age
 * @property {number} order
 * @property {number} attempts
 * @property {string} [reason]
 * @property {number} [seq] the number of its line, once acknowledged
 * @property {(ack: import("./protocol.js").Ack) => void} [resolve]
 * @property {(fault: Error) => void} [reject]
 */

const WEEK = 7 * 24 * 3_600_000;

/** A unique name. `crypto.randomUUID` is missing on plain http. */
export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export class Outbox {
  /** @type {Entry[]} */
  #entries = [];
  /** @type {Map<string, number>} the newest number seen of each session */
  #heads = new Map();
  #storage;
  #prefix;

  /**
   * @param {import("../lib/storage.js").Store | null} storage where kept commands survive a reload; one that throws
   *   counts as none
   * @param {string} role tells the outboxes of the two pages apart
   * @param {number} now this device's time in ms; what was kept for more than a week is not sent without a question
   */
  constructor(storage, role, now) {
    this.#storage = storage;
    this.#prefix = `contactcenter.outbox.${role}.`;
    this.#entries = this.#stored(now);
  }

  /**
   * @param {Command} command
   * @param {Pick<Entry, "keep" | "at" | "kept" | "resolve" | "reject">} rest
   */
  add(command, rest) {
    const order = Math.max(0, ...this.#entries.map((entry) => entry.order)) + 1;
    const entry = /** @type {Entry} */ ({ command, state: "waiting", order, attempts: 0, ...rest });
    this.#entries.push(entry);
    this.#save(entry);
  }

  /**
   * The commands that may be sent now. Of the kept commands of one session only one is sent at a time: a refused one
   * must not be overtaken.
   * @returns {Entry[]}
   */
  due() {
    const busy = new Set();
    return this.#entries.filter((entry) => {
      if (entry.state === "failed" || entry.state === "stored") return false;
      const lane = entry.keep ? sessionOf(entry.command) : entry;
      const free = !busy.has(lane);
      busy.add(lane);
      return free && entry.state === "waiting";
    });
  }

  /** A new connection: unacknowledged commands are sent again; acknowledged ones are in its snapshot. */
  renew() {
    this.#entries = this.#entries.filter((entry) => entry.state !== "stored");
    for (const entry of this.#entries)
      if (entry.state === "sent" || entry.state === "paused")
        Object.assign(entry, { state: "waiting", reason: undefined });
  }

  /** @param {string} id */
  find(id) {
    return this.#entries.find((entry) => entry.command.id === id);
  }

  /** The commands waiting for an answer, oldest first. */
  get sent() {
    return this.#entries.filter((entry) => entry.state === "sent");
  }

  /** The command a refusal without an id is most likely about: people's text first, because it blocks what was typed
   * after it. */
  get suspect() {
    const { sent } = this;
    return sent.find((entry) => entry.keep) ?? sent[0];
  }

  /**
   * The command is stored. A kept one stays visible until its log entry has arrived, so that it doesn't vanish for a
   * moment.
   * @param {Entry} entry
   * @param {number | null} seq
   */
  acknowledge(entry, seq) {
    this.#forget(entry);
    const seen = seq === null || seq <= (this.#heads.get(sessionOf(entry.command) ?? "") ?? 0);
    if (!entry.keep || seen) this.#remove(entry);
    else Object.assign(entry, { state: "stored", seq });
  }

  /**
   * @param {Entry} entry
   * @param {string} reason
   */
  fail(entry, reason) {
    if (!entry.keep) return this.#remove(entry);
    Object.assign(entry, { state: "failed", reason });
    this.#save(entry);
  }

  /** @param {Entry} entry */
  again(entry) {
    Object.assign(entry, { state: "waiting", reason: undefined, attempts: 0 });
    this.#save(entry);
  }

  /** @param {Entry} entry */
  discard(entry) {
    this.#forget(entry);
    this.#remove(entry);
  }

  /**
   * A log entry has arrived.
   * @param {{session: string, seq: number}} line
   * @returns {boolean} whether a kept command left by it
   */
  seen({ session, seq }) {
    this.#heads.set(session, Math.max(seq, this.#heads.get(session) ?? 0));
    const before = this.#entries.length;
    this.#entries = this.#entries.filter(
      (entry) => !(entry.state === "stored" && sessionOf(entry.command) === session && (entry.seq ?? 0) <= seq),
    );
    return this.#entries.length < before;
  }

  /** The visible part of it. @returns {Pending[]} */
  get pending() {
    return this.#entries
      .filter((entry) => entry.keep)
      .map(({ command, state, at, reason }) => {
        const { id, session, text, type } = /** @type {Kept} */ (command);
        const failed = state === "failed";
        const kind = type === "note.post" ? "note" : "message";
        return { id, session, text, kind, state: failed ? "failed" : "sending", at, ...(reason && { reason }) };
      });
  }

  /** Removes everything that would not survive a reload. @returns {Entry[]} */
  abandon() {
    const lost = this.#entries.filter((entry) => !entry.keep);
    this.#entries = this.#entries.filter((entry) => entry.keep);
    return lost;
  }

  /** @param {Entry} entry */
  #remove(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
  }

  // Each command has a key of its own: two tabs that share the storage then never overwrite each other.

  /** @param {Entry} entry */
  #key({ command }) {
    return `${this.#prefix}${sessionOf(command)}.${command.id}`;
  }

  /** @param {Entry} entry */
  #save(entry) {
    if (!entry.keep) return;
    const { command, at, kept, order, reason } = entry;
    quietly(() => this.#storage?.setItem(this.#key(entry), JSON.stringify({ command, at, kept, order, reason })));
  }

  /** @param {Entry} entry */
  #forget(entry) {
    if (entry.keep) quietly(() => this.#storage?.removeItem(this.#key(entry)));
  }

  /**
   * @param {number} now
   * @returns {Entry[]}
   */
  #stored(now) {
    /** @type {Entry[]} */
    const entries = [];
    quietly(() => {
      const storage = this.#storage;
      const keys = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index));
      for (const key of keys) {
        if (!key?.startsWith(this.#prefix)) continue;
        const saved = quietly(() => JSON.parse(storage?.getItem(key) ?? ""));
        if (saved?.command) {
          const reason =
            saved.reason ??
            (now - (saved.kept ?? Date.parse(saved.at)) < WEEK ? undefined : t("It was written more than a week ago."));
          entries.push({ ...saved, keep: true, reason, state: reason ? "failed" : "waiting", attempts: 0 });
        } else storage?.removeItem(key);
      }
    });
    return entries.sort((a, b) => a.order - b.order);
  }
}

/** @param {Command} command */
const sessionOf = (command) => ("session" in command ? command.session : "");

/**
 * Storages throw: when they're full, forbidden, or in private windows.
 * @template T
 * @param {() => T} action
 * @returns {T | undefined}
 */
export function quietly(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** A refusal in words. `code` is stable (`noun.reason`), `retry` says that the same command may succeed later. */
export class Fault extends Error {
  /**
   * @param {string} code
   * @param {string} text
   * @param {boolean} [retry]
   */
  constructor(code, text, retry = false) {
    super(text);
    this.name = "Fault";
    this.code = code;
    this.text = text;
    this.retry = retry;
  }
}
