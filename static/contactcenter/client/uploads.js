// Files on their way from the client into the session.

/** @typedef {{name: string, part: number, cancel: () => void}} Sending part: from 0 to 1 */

export class Uploads {
  /** @type {Sending[]} */ list = [];

  /** @param {{identity: import("./identity.js").Identity, change: () => void, fail: (error: unknown) => void}} options */
  constructor({ identity, change, fail }) {
    this.identity = identity;
    this.change = change;
    this.fail = fail;
    this.headers = () => ({ Authorization: `Bearer ${this.identity.token}` });
  }

  /** @param {string} session @param {Iterable<File>} files */
  send(session, files) {
    for (const file of files) this.#one(session, file);
  }

  /** @param {string} session @param {File} file */
  async #one(session, file) {
    /** @type {Sending} */
    const sending = { name: file.name, part: 0, cancel: () => {} };
    const onProgress = (/** @type {number} */ part) => {
      sending.part = part;
      this.change();
    };
    this.list = [...this.list, sending];
    this.change();
    try {
      const { upload } = await import("../share.js");
      const { done, cancel } = upload({ file, session, send: true, headers: this.headers, onProgress });
      sending.cancel = cancel;
      await done;
    } catch (error) {
      if (/** @type {any} */ (error).code !== "share.cancelled") this.fail(error);
    } finally {
      this.list = this.list.filter((other) => other !== sending);
      this.change();
    }
  }
}
