// Named timers: starting one again stops the previous one. The clock is passed in, so that tests control it. Also
// reports long waits of a page: nobody waits longer than PATIENCE without an explanation.

/** What `setTimeout` returned, or nothing. @typedef {number | null | undefined} Timer */
/** @typedef {{now: () => number, setTimeout: (action: () => void, milliseconds: number) => number, clearTimeout:
 *   (timer: Timer) => void}} Time */

/** @type {Time} */
export const REAL = {
  now: () => Date.now(),
  setTimeout: (action, milliseconds) => globalThis.setTimeout(action, milliseconds),
  clearTimeout: (timer) => globalThis.clearTimeout(timer ?? undefined),
};

/** How long a page may wait silently, in milliseconds. */
export const PATIENCE = 5000;

/**
 * Waits for something, and reports if it takes long.
 * @template T
 * @param {Promise<T>} promise
 * @param {() => void} late shows in words what is waited for, and a way out
 * @returns {Promise<T>}
 */
export async function waiting(promise, late) {
  const timer = setTimeout(late, PATIENCE);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

export class Timers {
  #time;
  /** @type {Map<string, Timer>} */
  #running = new Map();

  /** @param {Time} [time] */
  constructor(time = REAL) {
    this.#time = time;
  }

  /** Milliseconds of this computer's clock. */
  now() {
    return this.#time.now();
  }

  /**
   * @param {string} name
   * @param {number} milliseconds
   * @param {() => void} action
   */
  start(name, milliseconds, action) {
    this.stop(name);
    const run = () => {
      this.#running.delete(name);
      action();
    };
    this.#running.set(name, this.#time.setTimeout(run, milliseconds));
  }

  /** @param {string} name */
  runs(name) {
    return this.#running.has(name);
  }

  /** @param {string} name */
  stop(name) {
    if (!this.runs(name)) return;
    this.#time.clearTimeout(this.#running.get(name));
    this.#running.delete(name);
  }

  stopAll() {
    for (const name of [...this.#running.keys()]) this.stop(name);
  }
}
