// The call of this tab. Its code is fetched when a conversation begins, before anybody presses anything. Also the
// loader of such parts, here because a file of its own would cost every guest its headers.

import { waiting } from "../lib/timers.js";

const AGAIN = 3000; // milliseconds, when it did not come

/** @typedef {import("../wire/protocol.js").SessionView} SessionView */
/** @typedef {import("../wire/protocol.js").CallView} CallView */
/** @typedef {import("../call/call.js").Call} Call */
/** @typedef {import("./model.js").CallCode} CallCode */

export class Calls {
  /** @type {Call | null} the call of this tab */ call = null;
  /** The call is for a window of its own: this page takes none. */ held = false;
  /** @type {SessionView | null} */ #session = null;
  /** @type {Lazy<CallCode>} the call's views and maker */ #code;

  /** The last call that was announced. */ #rung = "";

  /**
   * @param {object} options
   * @param {import("../wire/socket.js").Wire} options.wire
   * @param {() => Promise<CallCode>} options.load
   * @param {() => void} options.change
   * @param {() => void} options.ring a call begins that the client has to see
   */
  constructor({ wire, load, change, ring }) {
    this.wire = wire;
    this.#code = new Lazy(load);
    this.change = change;
    this.ring = ring;
  }

  /** The fetched part of the call, or null. */
  get code() {
    return this.#code.part;
  }

  /** @param {SessionView | null} session as it stands now */
  update(session) {
    this.#session = session;
    const { live } = this;
    if (live && live.id !== this.#rung && !this.held && ["requested", "accepted"].includes(live.state)) {
      this.#rung = live.id;
      this.ring();
    }
    if (this.call) this.call.update(this.#own, session);
    else if (session?.state === "active" && !this.held) this.ready().catch(() => {});
  }

  /** @returns {Promise<Call>} the call of this tab */
  async ready() {
    const code = await this.#code.ready();
    if (!this.call) {
      this.call = code.createCall({ role: "client", wire: this.wire });
      this.call.addEventListener("change", this.change);
      this.call.update(this.#own, this.#session);
      this.change();
    }
    return this.call;
  }

  /** The calls of this page: on hold only those somebody already carries. */
  get #own() {
    const calls = this.#session?.calls ?? [];
    return this.held ? calls.filter(({ client_leg }) => client_leg) : calls;
  }

  /** The website blocks a device for calls on this page. */
  get kept() {
    const { microphone, camera } = this.call?.view ?? {};
    return microphone === "blocked-page" || camera === "blocked-page";
  }

  /** The newest live call. `LIVE` isn't imported: constants.js isn't in the first bundle. @returns {CallView | null} */
  get live() {
    const calls = this.#session?.calls ?? [];
    return (
      calls.findLast((call) => ["asked", "requested", "accepted", "connected", "reconnecting"].includes(call.state)) ??
      null
    );
  }

  /** The question the client has to answer. @returns {CallView | null} */
  get prompt() {
    return this.live?.state === "requested" && this.live.prompt ? this.live : null;
  }
}

/**
 * A part of the page that is fetched when it's needed, and once.
 * @template T
 */
export class Lazy {
  /** @type {T | null} */ part = null;
  /** It is wanted, and takes long to come, or did not come. */ late = false;
  /** @type {Promise<T> | null} */ #fetching = null;
  #wanted = false;

  /** @param {() => Promise<T>} load */
  constructor(load) {
    this.load = load;
  }

  /** Fetches the part until it succeeds, once however often it's requested. @param {() => void} then when it is */
  want(then) {
    if (this.#wanted) return;
    this.#wanted = true;
    const again = () => {
      this.#wanted = false;
      this.want(then);
    };
    const late = () => {
      this.late = true;
      then();
    };
    waiting(this.ready(), late).then(then, () => {
      late();
      setTimeout(again, AGAIN);
    });
  }

  /** The part; a failed fetch is retried at the next need. @returns {Promise<T>} */
  async ready() {
    this.#fetching ??= this.load();
    try {
      this.part = await this.#fetching;
      this.late = false;
      return this.part;
    } catch (error) {
      this.#fetching = null;
      throw error;
    }
  }
}
