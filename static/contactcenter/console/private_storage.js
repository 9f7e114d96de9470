/* Drafts of one operator, separate from others' in the same browser: nobody sends or sees another's text. */

/** @import { Store } from "../lib/storage.js" */

/** A part of a browser's storage, with keys of its own. @implements {Store} */
export class OwnStorage {
  #storage;
  #prefix;

  /** @param {Storage} storage @param {string | number} person whose part this is */
  constructor(storage, person) {
    this.#storage = storage;
    this.#prefix = `contactcenter.of.${person}.`;
  }

  get #keys() {
    const all = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index) ?? "");
    return all.filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length));
  }

  get length() {
    return this.#keys.length;
  }

  /** @param {number} index @returns {string | null} */
  key(index) {
    return this.#keys[index] ?? null;
  }

  /** @param {string} key @returns {string | null} */
  getItem(key) {
    return this.#storage.getItem(this.#prefix + key);
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.#storage.setItem(this.#prefix + key, value);
  }

  /** @param {string} key */
  removeItem(key) {
    this.#storage.removeItem(this.#prefix + key);
  }
}
