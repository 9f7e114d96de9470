// When to repair a connection and how far to go: a ladder that is climbed only after the previous attempt reached the
// other side. Knows only states, rungs and time.

import { REAL } from "../../lib/timers.js";

const WAIT = { disconnected: 2_000, silent: 500, connecting: 8_000, again: 5_000 };

/** From the gentlest to the last: another path, the relay alone, a fresh connection, a smaller picture, voice only.
 * @typedef {"restart" | "relay" | "fresh" | "smaller" | "voice"} Rung
 * @type {readonly Rung[]} */
export const RUNGS = ["restart", "relay", "fresh", "smaller", "voice"];

/** @typedef {Pick<import("../../lib/timers.js").Time, "setTimeout" | "clearTimeout">} Timers */

/** Watches the states of one connection and requests repairs until it's connected. */
export class RepairLadder {
  /** The current rung; null while nothing has been tried. @type {Rung | null} */
  rung = null;
  /** @type {import("../../lib/timers.js").Timer} */ #timer = null;

  /**
   * @param {object} options
   * @param {(rung: Rung) => void} options.attempt
   * @param {() => boolean} options.answered whether the last attempt reached the other side: if not, a stronger one
   *   would not either
   * @param {() => readonly Rung[]} [options.rungs] those that can be tried
   * @param {Timers} [options.timers]
   */
  constructor({ attempt, answered, rungs = () => RUNGS, timers = REAL }) {
    this.attempt = attempt;
    this.answered = answered;
    this.rungs = rungs;
    this.timers = timers;
  }

  /** @param {RTCPeerConnectionState} state as it is now
   * @param {boolean} [silent] nothing came for a while, whatever the state says */
  watch(state, silent = false) {
    if (state === "connected" || state === "closed") this.stop();
    else if (state === "failed" && !this.rung) this.#repair();
    else if (state === "disconnected" && !this.rung) this.#in(silent ? WAIT.silent : WAIT.disconnected);
    else if (this.#timer === null) this.#in(WAIT.connecting);
  }

  /** Something improved (the network is back): try at once instead of waiting. */
  hurry() {
    if (this.#timer === null) return;
    this.#in(WAIT.again);
    this.rung ??= this.rungs()[0];
    this.attempt(this.rung);
  }

  /** The other side is on a higher rung. @param {Rung} rung */
  follow(rung) {
    if (this.rung === null || RUNGS.indexOf(rung) > RUNGS.indexOf(this.rung)) this.rung = rung;
  }

  /** Stops repairing; the next `watch` starts afresh. */
  stop() {
    this.timers.clearTimeout(this.#timer);
    this.#timer = null;
    this.rung = null;
  }

  #repair() {
    const rungs = this.rungs();
    const next = this.rung === null ? 0 : RUNGS.indexOf(this.rung) + (this.answered() ? 1 : 0);
    this.rung = rungs.find((rung) => RUNGS.indexOf(rung) >= next) ?? rungs[rungs.length - 1];
    this.#in(WAIT.again);
    this.attempt(this.rung);
  }

  /** @param {number} milliseconds */
  #in(milliseconds) {
    this.timers.clearTimeout(this.#timer);
    this.#timer = this.timers.setTimeout(() => this.#repair(), milliseconds);
  }
}
