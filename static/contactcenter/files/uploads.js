// Uploads of this page: progress, errors, and retry. Shared by both pages; renders nothing.

/** @import { Parcel, Headers, ShareView, LibraryView } from "./transfer.js" */

/**
 * `part`: from 0 to 1, at 1 the server checks the file; `error`: why it failed, in words.
 * @typedef {object} Sending
 * @property {number} id
 * @property {string} session
 * @property {boolean} library
 * @property {string} name
 * @property {number} size in bytes
 * @property {number} part
 * @property {string} error
 * @property {boolean} retry the same file may pass later
 * @property {() => void} cancel stops it, or puts the refusal away
 * @property {() => void} again
 */

export class Uploads {
  /** @type {Sending[]} */ list = [];
  #count = 0;

  /** @param {{headers: Headers, change: () => void, ready?: (session: string) => Promise<unknown>, again?: (parcel:
   *   Parcel) => unknown, load?: () => Promise<Pick<typeof import("./transfer.js"), "upload">>}} options ready:
   *   resolves when the server takes files of this session; again: sends a refused file once more; load: fetches what
   *   carries the bytes */
  constructor({
    headers,
    change,
    ready = async () => {},
    again = (parcel) => this.send(parcel),
    load = () => import("./transfer.js"),
  }) {
    this.headers = headers;
    this.change = change;
    this.ready = ready;
    this.again = again;
    this.load = load;
  }

  /**
   * Sends one file. A refusal stays in the list until it's dismissed or the file is sent again.
   * @param {Parcel} parcel
   * @returns {Promise<ShareView | LibraryView | null>} null when it was refused or stopped
   */
  async send(parcel) {
    const { file, session = "", library = false, name = file instanceof File ? file.name : "file" } = parcel;
    const drop = () => {
      this.list = this.list.filter((other) => other !== row);
      this.change();
    };
    let stopped = false;
    /** Until the bytes are on their way the file is just forgotten, however long the server takes to want it. */
    let stop = () => {
      stopped = true;
      drop();
    };
    /** @type {Sending} */
    const row = {
      id: ++this.#count,
      session,
      library,
      name,
      size: file.size,
      part: 0,
      error: "",
      retry: false,
      again: () => {
        drop();
        this.again(parcel);
      },
      cancel: () => stop(), // what is on the screen has this one, at any stage
    };
    this.list = [...this.list, row];
    this.change();
    try {
      const [{ upload }] = await Promise.all([this.load(), this.ready(session)]);
      if (stopped) return null;
      const { done, cancel } = upload({
        ...parcel,
        headers: this.headers,
        onProgress: (part) => {
          row.part = part;
          this.change();
        },
      });
      stop = cancel;
      const view = await done;
      drop();
      return view;
    } catch (error) {
      const {
        code = "",
        message = "",
        text = message,
        retry = true,
      } = /** @type {Partial<import("../wire/outbox.js").Fault>} */ (error);
      stop = drop;
      if (code === "share.cancelled") drop();
      else Object.assign(row, { error: text, retry });
      this.change();
      return null;
    }
  }
}
