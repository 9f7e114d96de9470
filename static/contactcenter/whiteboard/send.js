// Sends the board's commands to the server: reliably, droppably, or delayed.

/** A command about a board, of either side.
 * @typedef {import("../wire/protocol.js").Unsent<Extract<import("../wire/outbox.js").Command, {type:
 *   `board.${string}`}>>} Command */

export class BoardSender {
  #session = "";
  #board = "";
  #number = 0;
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */ #timers = new Map();

  /** @param {Pick<import("../wire/socket.js").Wire, "send" | "state">} wire */
  constructor(wire) {
    this.wire = wire;
  }

  /** From now on everything is about this board; empty: none. @param {string} session @param {string} board */
  to(session, board) {
    this.#session = session;
    this.#board = board;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** @param {Command["type"]} type @param {object} fields rejects with `Fault` */
  async send(type, fields) {
    if (this.#board)
      await this.wire.send(/** @type {Command} */ ({ type, session: this.#session, board: this.#board, ...fields }));
  }

  /** Not queued while offline: by then it would be outdated. @param {Command["type"]} type @param {object} fields */
  pass(type, fields) {
    if (this.wire.state !== "open") return;
    this.#number += 1;
    // A short id: there are twenty of these in a second.
    this.send(type, { id: `b${this.#number}`, ...fields }).catch(() => {});
  }

  /** Sends the last command of one name after so many ms without another.
   * @param {string} name @param {number} ms @param {() => void} action */
  later(name, ms, action) {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(
      name,
      setTimeout(() => {
        this.#timers.delete(name);
        action();
      }, ms),
    );
  }
}
