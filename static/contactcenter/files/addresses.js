// Short-lived addresses of the pictures a page shows, fetched when they're needed and again after they expire.

import { isPicture } from "../ui/file_words.js";

/** @import { Headers } from "./transfer.js" */

/** Minimum time between two requests for an address, in ms: a picture that never loads must not ask forever. */
const PAUSE = 30_000;

export class Addresses {
  /** @type {Record<string, string>} by file */ of = {};
  /** @type {Map<string, number>} */ #asked = new Map();

  /** @param {{headers: Headers, change: () => void, load?: () => Promise<Pick<typeof import("./transfer.js"),
   *   "address">>}} options */
  constructor({ headers, change, load = () => import("./transfer.js") }) {
    this.headers = headers;
    this.change = change;
    this.load = load;
  }

  /** Fetches the missing addresses of these pictures.
   * @param {Iterable<{id: string, mime: string, state?: string}>} files @param {boolean} [library] */
  want(files, library = false) {
    for (const file of files)
      if (isPicture(file) && file.state !== "deleted" && !this.#asked.has(file.id)) this.renew(file.id, library);
  }

  /** @param {string} id @param {boolean} [library] */
  async renew(id, library = false) {
    if (Date.now() - (this.#asked.get(id) ?? 0) < PAUSE) return;
    this.#asked.set(id, Date.now());
    try {
      const { address } = await this.load();
      const { url } = await address(id, { headers: this.headers, form: "small", library });
      this.of = { ...this.of, [id]: url };
      this.change();
    } catch {
      // Without an address the file shows its icon instead of its picture.
    }
  }
}
