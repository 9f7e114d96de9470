// The channel to the host page. The loader hands over a port; nothing is received before, and only from an allowed
// origin. The host page gets sizes, counts, states, who is in a call and, unless the widget forbids it, who answered
// with the first words. It may store sealed data: no token, and nothing that the client wrote.

import { cut } from "../lib/graphemes.js";

/** @typedef {{url: string, title: string, referrer: string}} Page */
/** A message to the loader. @typedef {{type: string, [field: string]: unknown}} Told */
/**
 * A message of the loader, as far as it's one: none of it is trusted.
 * @typedef {{type: string, page?: Partial<Record<keyof Page, unknown>>, phone?: unknown, open?: unknown, entry?:
 *   unknown, kept?: unknown, identity?: unknown, parameters?: unknown}} Heard
 */

const LINE = 200;
const ADDRESS = 2000;

/** @param {Partial<Record<keyof Page, unknown>> | null | undefined} page
 * @returns {Page} what the host says of its page, cut to what the server takes */
export function pageOf(page) {
  const text = (/** @type {unknown} */ value, /** @type {number} */ length) =>
    typeof value === "string" ? cut(value, length) : "";
  return { url: text(page?.url, ADDRESS), title: text(page?.title, LINE), referrer: text(page?.referrer, ADDRESS) };
}

/**
 * Events: "hello" (the loader is there), "page", "phone", "opened", "closed", "entry" (detail: its name), "press"
 * (detail: the button, on the bar of a call or an answer) and "said" (detail: `identity` or `parameters`, the website's
 * data about the client). None of it is trusted. Opened by itself, without a loader, the page counts as open.
 */
export class Host extends EventTarget {
  /** @type {MessagePort | null} */ #port = null;
  #said = new Map();

  /** @param {{origins: string[], window: Window}} options */
  constructor({ origins, window }) {
    super();
    const alone = window.parent === window;
    this.framed = !alone;
    this.open = alone;
    /** @type {unknown} what the host page kept for this tab */
    this.kept = null;
    this.phone = alone && window.matchMedia("(max-width: 32rem), (max-width: 60rem) and (max-height: 28rem)").matches;
    /** @type {Page} */
    this.page = alone ? pageOf({ url: window.location.href, title: window.document.title }) : pageOf(null);
    window.addEventListener("message", (event) => {
      const trusted = event.source === window.parent && !alone && origins.includes(event.origin);
      if (!trusted || event.data?.type !== "contactcenter.hello" || !event.ports[0]) return;
      this.#listen(event.ports[0], event.data);
    });
  }

  /** @param {MessagePort} port @param {Heard} hello */
  #listen(port, hello) {
    this.#port?.close();
    this.#port = port;
    this.page = pageOf(hello.page);
    this.phone = hello.phone === true;
    this.open = hello.open === true;
    this.kept = hello.kept;
    port.onmessage = (event) => this.#hear(event.data);
    for (const message of this.#said.values()) port.postMessage(message);
    this.#emit("hello");
    this.#tell(hello);
    if (typeof hello.entry === "string" && hello.entry) this.#emit("entry", hello.entry);
  }

  /** @param {Heard} message */
  #hear(message) {
    if (message?.type === "page") this.page = pageOf(message.page);
    else if (message?.type === "phone") this.phone = message.phone === true;
    else if (message?.type === "opened" || message?.type === "closed") this.open = message.type === "opened";
    else if (message?.type !== "entry" && message?.type !== "press") return this.#tell(message);
    this.#emit(message.type, message.entry);
  }

  /** @param {Heard} message that may say something of the client */
  #tell(message) {
    if (message?.identity !== undefined || message?.parameters !== undefined) this.#emit("said", message);
  }

  /** @param {string} name @param {unknown} [detail] */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Sends a state; repeated ones are skipped, and a new channel gets the last of each kind. @param {Told} message */
  say(message) {
    const before = this.#said.get(message.type);
    if (before && JSON.stringify(before) === JSON.stringify(message)) return;
    this.#said.set(message.type, message);
    this.#port?.postMessage(message);
  }

  /** @param {"fits" | "chat" | "call"} size @param {number} [height] in CSS pixels, for "fits" */
  size(size, height = 0) {
    this.say({ type: "size", size, height });
  }

  /** @param {number} count @param {string} words the count in words, for the launcher's name
   * @param {string} mark what stands before the page's title */
  unread(count, words, mark) {
    this.say({ type: "unread", count, words, mark });
  }

  /** @param {string} state
   * @param {boolean} running a conversation is going on: after a page change the loader brings it back */
  state(state, running) {
    this.say({ type: "state", state, running });
  }

  /** The widget's availability, for the launcher. @param {{state: string, reason: string}} available */
  stands({ state, reason }) {
    this.say({ type: "availability", detail: { state, reason } });
  }

  /** The call's state. @param {string} detail its phase */
  calls(detail) {
    this.say({ type: "call", detail });
  }

  /** The client has entered. @param {string} detail by which entry */
  entered(detail) {
    this.#port?.postMessage({ type: "entry", detail });
  }

  /** Tells the website in words that its request wasn't carried out. @param {{code?: string, text?: string}} fault */
  refuse({ code = "unknown", text = "" }) {
    this.#port?.postMessage({ type: "error", detail: { code, text } });
  }

  /** Has data kept for this tab across page changes, or removed. The host page can read it.
   * @param {string | null} kept */
  keep(kept) {
    this.say({ type: "keep", kept });
  }

  minimise() {
    this.#port?.postMessage({ type: "minimise" });
  }

  /** Asks to be shown, because somebody is calling. */
  show() {
    this.#port?.postMessage({ type: "open" });
  }
}
