// A part of the page that is fetched when it is needed, and once.

const AGAIN = 3000; // milliseconds, when it did not come

/** @template T */
export class Lazy {
  /** @type {T | null} */ part = null;
  /** @type {Promise<T> | null} */ #fetching = null;
  #wanted = false;

  /** @param {() => Promise<T>} load */
  constructor(load) {
    this.load = load;
  }

  /** Fetches the part until it is there, once however often it is asked for. @param {() => void} then when it is */
  want(then) {
    if (this.#wanted) return;
    this.#wanted = true;
    const again = () => {
      this.#wanted = false;
      this.want(then);
    };
    this.ready().then(then, () => setTimeout(again, AGAIN));
  }

  /** The part; a failed fetch is tried again at the next need. @returns {Promise<T>} */
  async ready() {
    this.#fetching ??= this.load();
    try {
      this.part = await this.#fetching;
      return this.part;
    } catch (error) {
      this.#fetching = null;
      throw error;
    }
  }
}
