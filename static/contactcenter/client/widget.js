// The widget as a whole: what it knows and what the client can do. It speaks to the socket, the identity and the host
// page it is given; it draws nothing.

import { needsResume } from "../state/session.js";
import { NOTHING, reduceClient } from "../state/client.js";
import { t, tn } from "../ui/text.js";
import { Calls } from "./calls.js";
import { Lazy } from "./lazy.js";
import { Seen, unread } from "./seen.js";

const TYPING_AGAIN = 3000; // milliseconds between two signs of typing
const TYPING_ENDS = 6000; // without a new sign the other side has stopped
const FETCH_AGAIN = 3000; // milliseconds, when the conversation's part of the page did not come

/** @typedef {"none" | "waiting" | "active" | "reconnecting" | "closed"} SessionState */

/** Event "change": something to draw is different. */
export class Widget extends EventTarget {
  state = NOTHING;
  page = { form: false, entry: "chat", error: "", busy: false, menu: false, reading: false, putAway: "", without: new Set() };
  #typingSaid = 0;
  #talkWanted = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #typingEnds;

  /**
   * @param {object} options
   * @param {any} options.data of the page
   * @param {import("../wire.js").Wire} options.wire
   * @param {import("./identity.js").Identity} options.identity
   * @param {import("./host.js").Host} options.host
   * @param {() => Promise<any>} options.loadCall fetches the call's code
   * @param {() => Promise<import("./talk.js").Talk>} options.loadTalk fetches the conversation's part of the page
   */
  constructor({ data, wire, identity, host, loadCall, loadTalk }) {
    super();
    this.data = data;
    this.wire = wire;
    this.identity = identity;
    this.host = host;
    this.calls = new Calls({ wire, load: loadCall, change: () => this.change() });
    this.talk = new Lazy(loadTalk);
    this.seen = new Seen((session, delivered, read) => this.#quietly({ type: "message.seen", session, delivered, read }));
    wire.addEventListener("event", (event) => this.#apply(/** @type {CustomEvent} */ (event).detail));
    wire.addEventListener("state", () => this.#connection());
    wire.addEventListener("outbox", (event) => this.#apply({ type: "outbox.changed", outbox: /** @type {CustomEvent} */ (event).detail }));
    for (const name of ["hello", "opened", "closed", "phone"]) host.addEventListener(name, () => this.change());
    for (const name of ["hello", "page"]) host.addEventListener(name, () => this.#visit());
    host.addEventListener("entry", (event) => this.choose(/** @type {CustomEvent} */ (event).detail));
    if (identity.token) wire.open();
  }

  /** What the page shows. */
  get screen() {
    const { session } = this.state;
    if (!session || session.id === this.page.putAway) return this.page.form ? "form" : "entries";
    if (session.state === "waiting") return "waiting";
    return session.state === "active" ? "conversation" : "ended";
  }

  /** @returns {SessionState} */
  get sessionState() {
    const { session } = this.state;
    if (!session || session.id === this.page.putAway) return "none";
    if (session.state !== "waiting" && session.state !== "active") return "closed";
    return this.wire.state === "open" ? session.state : "reconnecting";
  }

  /** The client has the conversation in front of them. */
  get reading() {
    return this.host.open && globalThis.document?.visibilityState !== "hidden";
  }

  change() {
    const { session } = this.state;
    this.seen.update(session, this.reading);
    const count = this.host.open || !session ? 0 : unread(session, this.seen.readOf(session));
    this.host.unread(count, tn("{n} new message", "{n} new messages", count));
    this.host.state(this.sessionState, session?.state === "waiting" || session?.state === "active");
    this.dispatchEvent(new Event("change"));
  }

  // What the client does

  /** @param {string} entry */
  choose(entry) {
    if (!this.data.entries.some((/** @type {any} */ offered) => offered.name === entry && offered.ready)) return;
    this.#wantTalk();
    this.#show({ form: true, entry, error: "" });
  }

  back() {
    this.#show({ form: false, error: "" });
  }

  /** @param {{name: string, topic: string, message: string, consent: boolean}} fields */
  async submit(fields) {
    if (this.page.busy) return;
    if (this.data.consent && !fields.consent) return this.#show({ error: t("Tick the box to go on.") });
    this.#show({ busy: true, error: "" });
    try {
      await this.#enter({ type: "entry.start", entry: this.page.entry, page: this.host.page, ...fields });
      if (fields.name) this.#set({ name: fields.name });
      this.#show({ form: false, reading: false });
    } catch (error) {
      this.fail(error);
    } finally {
      this.#show({ busy: false });
    }
  }

  /** @param {string} text */
  post(text) {
    const { session } = this.state;
    if (!session || !text.trim()) return;
    this.type(false);
    // A refusal stays beside the message, in the outbox: there is nothing else to say.
    this.wire.send({ type: "message.post", session: session.id, text }, { keep: true }).catch(() => {});
  }

  /** @param {boolean} on the client is typing */
  type(on) {
    const { session } = this.state;
    const now = Date.now();
    if (session?.state !== "active" || this.wire.state !== "open") return;
    if (on ? now - this.#typingSaid < TYPING_AGAIN : !this.#typingSaid) return;
    this.#typingSaid = on ? now : 0;
    this.#quietly({ type: "message.type", session: session.id, on });
  }

  leave() {
    this.#ask("session.leave");
  }

  end() {
    this.#show({ menu: false });
    this.#ask("session.end");
  }

  again() {
    this.#show({ putAway: this.state.session?.id ?? "", form: false, reading: false, error: "", without: new Set() });
  }

  older() {
    const { session } = this.state;
    if (session?.events.length) this.#quietly({ type: "session.history", session: session.id, before: /** @type {any} */ (session.events[0]).seq });
  }

  /** @param {boolean} reading */
  read(reading) {
    this.#show({ reading });
  }

  /** @param {boolean} menu */
  menu(menu) {
    this.#show({ menu });
  }

  forgive() {
    this.#show({ error: "" });
  }

  /** @param {string} device @param {string} state */
  goWithout(device, state) {
    this.#show({ without: new Set([...this.page.without, `${device} ${state}`]) });
  }

  /** Help that was put away may be shown once more. */
  helpAgain() {
    this.#show({ without: new Set() });
  }

  /** Does something with the call; a refusal is shown in words. @param {(call: any) => unknown} action */
  async call(action) {
    try {
      await action(await this.calls.ready());
    } catch (error) {
      this.fail(error);
    }
  }

  // What happens

  /** @param {any} command */
  async #enter(command) {
    if (!this.identity.token) await this.identity.create();
    this.wire.open();
    try {
      await this.wire.send(command);
    } catch (error) {
      // The token was too old: once more, as somebody new.
      if (this.identity.token) throw error;
      await this.identity.create();
      this.wire.open();
      await this.wire.send(command);
    }
  }

  /** @param {string} type */
  async #ask(type) {
    const { session } = this.state;
    if (!session) return;
    try {
      await this.wire.send(/** @type {any} */ ({ type, session: session.id }));
    } catch (error) {
      this.fail(error);
    }
  }

  /** @param {any} command whose refusal helps nobody */
  #quietly(command) {
    this.wire.send(command).catch(() => {});
  }

  #visit() {
    const { session } = this.state;
    const live = session?.state === "waiting" || session?.state === "active";
    if (live && this.wire.state === "open") this.#quietly({ type: "page.visit", session: session.id, page: this.host.page });
  }

  #connection() {
    if (this.wire.state === "closed" && this.wire.reason === "signed-out") {
      this.identity.forget();
      this.#set({ session: null, name: "", typing: false });
    }
    if (this.wire.state === "open") this.seen.renew();
    this.change();
  }

  /** @param {any} event of the server, or the wire's outbox */
  #apply(event) {
    const { session } = this.state;
    if (session && needsResume(session, event)) this.#quietly({ type: "session.resume", session: session.id, after: session.head });
    if (event.type === "message.typing" && event.by.role === "operator") this.#expectTyping(event);
    const next = reduceClient(this.state, event);
    if (next !== this.state) this.#set(next);
  }

  /** @param {any} event */
  #expectTyping(event) {
    clearTimeout(this.#typingEnds);
    if (event.on) this.#typingEnds = setTimeout(() => this.#set({ typing: false }), TYPING_ENDS);
  }

  /** Fetches the conversation's part of the page, until it is there. */
  #wantTalk() {
    if (this.#talkWanted) return;
    this.#talkWanted = true;
    const again = () => {
      this.#talkWanted = false;
      this.#wantTalk();
    };
    this.talk.ready().then(() => this.change(), () => setTimeout(again, FETCH_AGAIN));
  }

  /** @param {object} part */
  #set(part) {
    this.state = { ...this.state, ...part };
    if (this.state.session) this.#wantTalk();
    this.calls.update(this.state.session);
    this.change();
  }

  /** @param {object} part */
  #show(part) {
    Object.assign(this.page, part);
    this.change();
  }

  /** Shows a refusal in words. @param {any} error */
  fail(error) {
    this.#show({ error: error?.text || t("That did not work. Try again in a moment.") });
  }
}
