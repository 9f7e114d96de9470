// The camera a person flipped to: for this tab, until its devices are released. A reload keeps it, the next visit
// begins with the camera that was chosen.

import { readJson, storageOf, write } from "../../lib/storage.js";

/** @typedef {import("../camera/facing.js").Other} Other */

const KEY = "contactcenter.flipped";

export class Flipped {
  /** @type {Partial<Other>} empty while nobody has flipped */ #now;

  /** @param {Storage | null} [storage] */
  constructor(storage = storageOf("sessionStorage")) {
    this.storage = storage;
    this.#now = readJson(storage, KEY) ?? {};
  }

  /** What it adds to the choices of this browser. */
  get choice() {
    return this.#now;
  }

  /** @param {Partial<Other>} other */
  keep(other) {
    this.#now = other;
    write(this.storage, KEY, JSON.stringify(other));
  }

  clear() {
    if (Object.keys(this.#now).length) this.keep({});
  }
}
