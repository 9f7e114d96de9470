/* Files of the open sessions as the console carries them: uploads with progress, and short-lived addresses of pictures. */

import { address, upload } from "../share.js";
import { isPicture } from "../ui/files.js";

/** @import { ShareView } from "../protocol.js" */
/** @import { PageState } from "./page.js" */

export class Files {
  /** @type {Map<string, number>} when an address was last asked for, in ms */ #asked = new Map();

  /** @param {PageState} page @param {() => void} change */
  constructor(page, change) {
    this.page = page;
    this.change = change;
    this.headers = () => ({ "X-CSRFToken": page.place.csrf });
  }

  /**
   * Sends one file and shows how far it is. A refusal stays beside the file until it is closed.
   * @param {string} session @param {File} file @param {boolean} send
   */
  async upload(session, file, send) {
    const { page } = this;
    const job = upload({ file, session, send, headers: this.headers, onProgress: (part) => { row.part = part; this.change(); } });
    const drop = () => { page.uploads = page.uploads.filter((other) => other !== row); this.change(); };
    /** @type {import("./page.js").Upload} */
    const row = { session, name: file.name, part: 0, error: "", cancel: job.cancel };
    page.uploads = [...page.uploads, row];
    this.change();
    try {
      await job.done;
      drop();
    } catch (error) {
      if (/** @type {{code?: string}} */ (error).code === "share.cancelled") return drop();
      Object.assign(row, { error: /** @type {Error} */ (error).message, cancel: drop });
      page.tab = "share";
      this.change();
    }
  }

  /** Stores a snapshot. @param {string} session @param {Blob} picture @returns {Promise<ShareView>} rejects with `Fault` */
  keep(session, picture) {
    return upload({ file: picture, session, kind: "snapshot", name: "snapshot.png", headers: this.headers }).done;
  }

  /** @param {string} share @param {boolean} inline to show it, otherwise to save it @returns {Promise<string>} rejects with `Fault` */
  async address(share, inline) {
    return (await address(share, { headers: this.headers, inline })).url;
  }

  /** Fetches addresses for the pictures of a session that have none yet. @param {{files: ShareView[]} | undefined} session */
  pictures(session) {
    for (const file of session?.files ?? []) if (isPicture(file) && !this.#asked.has(file.id)) this.renew(file.id);
  }

  /** Fetches an address anew, at most once a minute. @param {string} share */
  async renew(share) {
    if (Date.now() - (this.#asked.get(share) ?? 0) < 60_000) return;
    this.#asked.set(share, Date.now());
    try {
      this.page.addresses = { ...this.page.addresses, [share]: await this.address(share, true) };
      this.change();
    } catch {
      // Without an address the file shows its sign instead of its picture.
    }
  }
}
