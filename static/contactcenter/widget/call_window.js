// The separate window for a call, used if the website blocks the devices in the frame, or if the widget is set up that
// way. Opened on the client's press; the client's token goes to our own origin in that very window, and into no
// address.

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
   * @param {Window} [options.page] the frame's window
   */
  constructor({ name, ready, closed, change, page = globalThis.window }) {
    this.name = name;
    this.ready = ready;
    this.closed = closed;
    this.change = change;
    this.page = page;
    page.addEventListener("message", (event) => {
      if (
        event.source !== this.#window ||
        event.origin !== page.location.origin ||
        event.data?.type !== "contactcenter.window"
      )
        return;
      this.#asked = true;
      this.tell();
    });
  }

  get open() {
    return this.#window !== null;
  }

  /** Opens it; must be called on a press.
   * @param {{take?: boolean}} [how] take: a call that runs already goes over to it
   * @returns {boolean} false: the browser blocked it */
  show({ take = false } = {}) {
    const { location } = this.page;
    // An open window of this name is loaded again.
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

  /** Hands the client over once both are ready. */
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
