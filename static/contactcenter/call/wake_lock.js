// Keeps the screen awake during a call: a phone that dims in the middle of a sentence takes the picture along. Browsers
// give the lock back when the page is hidden; it's requested again when somebody looks. Without it nothing is lost.

export class WakeLock {
  #wanted = false;
  #asking = false;
  /** @type {{release(): Promise<void>, addEventListener?: EventTarget["addEventListener"]} | null} */ #lock = null;

  /** @param {{navigator?: Pick<Navigator, "wakeLock">, document?: Document}} [world] */
  constructor({ navigator = globalThis.navigator, document = globalThis.document } = {}) {
    this.navigator = navigator;
    this.document = document;
    document?.addEventListener?.("visibilitychange", () => this.#request());
  }

  /** From now on, until `release`. Can be called repeatedly. */
  hold() {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#request();
  }

  release() {
    this.#wanted = false;
    this.#lock?.release().catch(() => undefined);
    this.#lock = null;
  }

  async #request() {
    if (!this.#wanted || this.#lock || this.#asking || this.document?.visibilityState === "hidden") return;
    if (!allowed(this.document)) return;
    this.#asking = true;
    const lock = (await this.navigator?.wakeLock?.request("screen").catch(() => null)) ?? null;
    this.#asking = false;
    if (!lock) return;
    if (!this.#wanted) return void lock.release().catch(() => undefined);
    this.#lock = lock;
    lock.addEventListener?.("release", () => {
      if (this.#lock === lock) this.#lock = null;
    });
  }
}

/** Whether the website's frame passes it on. Chromium tells, and complains on the website's console to whoever tries.
 * @param {(Document & {featurePolicy?: {allowsFeature(name: string): boolean}}) | undefined} document */
const allowed = (document) => document?.featurePolicy?.allowsFeature("screen-wake-lock") ?? true;
