// A part of the page that is fetched when it is needed, and once.

/** @template T */
export class Lazy {
  /** @type {T | null} */ part = null;
  /** @type {Promise<T> | null} */ #fetching = null;

  /** @param {() => Promise<T>} load */
  constructor(load) {
    this.load = load;
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
