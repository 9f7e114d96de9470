// Timers by name: starting one again stops the one before. The clock is handed in, so that tests own it.
// And how every wait of a page that may be long is told: nobody waits longer than PATIENCE without words.

/** @typedef {{now: () => number, setTimeout: (action: () => void, milliseconds: number) => any, clearTimeout: (timer: any) => void}} Time */

/** @type {Time} */
const REAL = {
  now: () => Date.now(),
  setTimeout: (action, milliseconds) => globalThis.setTimeout(action, milliseconds),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
};

/** So long a page may wait in silence, in milliseconds. */
export const PATIENCE = 5000;

/**
 * Waits for something, and tells when it takes long.
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
  /** @type {Map<string, any>} */
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
