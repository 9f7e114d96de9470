// When to repair a connection: wait a little, restart, restart again, at last build it anew. Knows only states and time.

const WAIT = { disconnected: 2_000, connecting: 8_000, again: 5_000 };
const RESTARTS = 3;

/** @typedef {{setTimeout: (then: () => void, milliseconds: number) => any, clearTimeout: (timer: any) => void}} Timers */

/** @type {Timers} */
const REAL = { setTimeout: (then, ms) => setTimeout(then, ms), clearTimeout: (timer) => clearTimeout(timer) };

/** Watches the states of one connection and calls for repairs until it stands. */
export class Healer {
  #restarts = 0;
  /** @type {any} */ #timer = null;

  /**
   * @param {object} options
   * @param {() => void} options.restart find a new path for the connection there is
   * @param {() => void} options.rebuild the connection is beyond repair
   * @param {Timers} [options.timers]
   */
  constructor({ restart, rebuild, timers = REAL }) {
    this.restart = restart;
    this.rebuild = rebuild;
    this.timers = timers;
  }

  /** @param {RTCPeerConnectionState} state as it is now */
  watch(state) {
    if (state === "connected" || state === "closed") this.stop();
    else if (state === "failed" && !this.#restarts) this.#repair();
    else if (state === "disconnected" && !this.#restarts) this.#in(WAIT.disconnected);
    else if (this.#timer === null) this.#in(WAIT.connecting);
  }

  /** Repair nothing any more; the next `watch` starts afresh. */
  stop() {
    this.timers.clearTimeout(this.#timer);
    this.#timer = null;
    this.#restarts = 0;
  }

  #repair() {
    this.#restarts += 1;
    if (this.#restarts > RESTARTS) {
      this.stop();
      this.rebuild();
    } else {
      this.#in(WAIT.again);
      this.restart();
    }
  }

  /** @param {number} milliseconds */
  #in(milliseconds) {
    this.timers.clearTimeout(this.#timer);
    this.#timer = this.timers.setTimeout(() => this.#repair(), milliseconds);
  }
}
