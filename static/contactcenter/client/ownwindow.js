// The window of its own in which a call runs where the website keeps the devices from the frame, or where the widget wants it so.
// Opened under the client's press; the client's token goes to our own origin in that very window, and into no address.

const LOOK = 500; // milliseconds between two looks whether it is still open
const LOOKS = "popup,width=460,height=800";

export class OwnWindow {
  /** @type {Window | null} */ #window = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #looking;
  /** It has loaded and waits for the client. */
  #asked = false;
  #take = false;

  /**
   * @param {object} options
   * @param {string} options.name of the window: one for each widget
   * @param {() => string} options.ready the client's token once the client is in, before that nothing
   * @param {(take: boolean) => void} options.closed it is gone; take: it was to take a running call over
   * @param {() => void} options.change
   * @param {any} [options.page] the frame's window
   */
  constructor({ name, ready, closed, change, page = globalThis.window }) {
    this.name = name;
    this.ready = ready;
    this.closed = closed;
    this.change = change;
    this.page = page;
    page.addEventListener("message", (/** @type {MessageEvent} */ event) => {
      if (event.source !== this.#window || event.origin !== page.location.origin || event.data?.type !== "contactcenter.window") return;
      this.#asked = true;
      this.tell();
    });
  }

  get open() {
    return this.#window !== null;
  }

  /** Opens it; call this under a press. @param {{take?: boolean}} [how] take: a call that runs already goes over to it @returns {boolean} false: the browser blocked it */
  show({ take = false } = {}) {
    const { location } = this.page;
    // A window of this name that is still there is loaded again.
    const opened = this.page.open(location.origin + location.pathname, this.name, LOOKS);
    if (!opened) return false;
    this.#window = opened;
    this.#asked = false;
    this.#take = take;
    clearInterval(this.#looking);
    this.#looking = setInterval(() => opened.closed && this.#end(), LOOK);
    this.change();
    return true;
  }

  /** Hands the client over, as soon as both are ready. */
  tell() {
    const token = this.ready();
    if (!this.#asked || !token) return;
    this.#asked = false;
    this.#window?.postMessage({ type: "contactcenter.handover", token, take: this.#take }, this.page.location.origin);
  }

  front() {
    this.#window?.focus();
  }

  close() {
    this.#window?.close();
    this.#end();
  }

  #end() {
    if (!this.#window) return;
    clearInterval(this.#looking);
    this.#window = null;
    this.closed(this.#take);
    this.change();
  }
}
