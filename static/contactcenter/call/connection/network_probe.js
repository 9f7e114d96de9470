// Detects quickly that the network is back while a call's connection is away, as nothing else announces it. A socket
// that lost data waits ever longer before it retries, so once the server answers, the socket is reopened. Requests a
// few bytes from the server, nothing else.

import { REAL } from "../../lib/timers.js";

/** @typedef {import("./repair_ladder.js").Timers} Timers */

const PAUSE = 400;
const PATIENCE = 900;

/** @returns {Promise<boolean>} whether the server answered in time */
async function ask() {
  try {
    await fetch("/healthz", {
      method: "HEAD",
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return true;
  } catch {
    return false;
  }
}

export class Probe {
  /** @type {import("../../lib/timers.js").Timer} */ #timer = null;
  #running = false;
  /** The last request got no answer. */
  #missed = false;

  /**
   * @param {object} options
   * @param {() => void} options.back the network was away and is back
   * @param {() => Promise<boolean>} [options.reach]
   * @param {Timers} [options.timers]
   */
  constructor({ back, reach = ask, timers = REAL }) {
    this.back = back;
    this.reach = reach;
    this.timers = timers;
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#missed = false;
    this.#look();
  }

  stop() {
    this.#running = false;
    this.timers.clearTimeout(this.#timer);
  }

  /** Another sign that the network is back: a browser may hold back requests that got no answer. */
  hint() {
    if (!this.#running || !this.#missed) return;
    this.#missed = false;
    this.back();
  }

  /** Requests overlap: one without an answer must not delay the next. */
  #look() {
    this.#timer = this.timers.setTimeout(() => this.#look(), PAUSE);
    this.reach().then((answered) => {
      if (!this.#running) return;
      if (answered && this.#missed) this.back();
      this.#missed = !answered;
    });
  }
}
