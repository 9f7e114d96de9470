// The widget as a whole: its state and the client's actions. It uses the socket, the identity and the host page it's
// given; it renders nothing.

import { Fault } from "../wire/outbox.js";
import { needsResume } from "../state/session.js";
import { NOTHING, reduceClient } from "../state/widget.js";
import { waiting } from "../lib/timers.js";
import { t, tn } from "../ui/text.js";
import { Calls, Lazy } from "./call_loader.js";
import { needsEntries, screenOf, stateOf } from "./model.js";

/** @import { ClientCommand, Entry, EntryStart, MessageLeave, CallbackChoose } from "../wire/protocol.js" */
/** @import { MessageTyping, ServerEvent, Unsent } from "../wire/protocol.js" */
/** @import { OutboxChanged } from "../state/widget.js" */
/** @import { PageState } from "./model.js" */
/** @typedef {import("../call/devices/errors.js").Device} Device */
/** The input of a form for an entry. @typedef {Partial<Omit<EntryStart, "id" | "type">>} EntryFields */
/**
 * What a form sends.
 * @typedef {Unsent<EntryStart | MessageLeave | CallbackChoose> & {name?: string | null, consent?: boolean}} FormCommand
 */

const TYPING_AGAIN = 3000; // milliseconds between two signs of typing
const TYPING_ENDS = 6000; // without a new sign the other side has stopped

/** Event "change": the view has changed. */
export class Widget extends EventTarget {
  state = NOTHING;
  page = /** @type {PageState} the call's part adds its own */ ({
    form: false,
    entry: "chat",
    message: false,
    error: "",
    fault: "",
    busy: false,
    late: false,
    menu: false,
    reading: false,
    putAway: "",
    opening: false,
    left: null,
    typed: {},
    without: new Set(),
  });
  /** @type {Record<string, string> | null} what the website says of the client, for operators */ parameters = null;
  /** Messages that arrived while the widget was minimised, and what the call asks meanwhile. */
  unread = 0;
  /** What the call asks of a client who doesn't see it, in words: the call's part knows. @type {() => string[]} */
  questions = () => [];
  #typingSaid = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #typingEnds;

  /**
   * @param {object} options
   * @param {import("./page_data.d.ts").PageData} options.data
   * @param {import("../wire/socket.js").Wire} options.wire
   * @param {import("./identity.js").Identity} options.identity
   * @param {import("./host.js").Host} options.host
   * @param {() => Promise<import("./model.js").CallCode>} options.loadCall fetches the call's code
   * @param {() => Promise<import("./conversation.js").Conversation>} options.loadConversation fetches the
   *   conversation's part of the page
   * @param {() => Promise<import("./entries.js").Entries>} options.loadEntries fetches the part with every way in
   *   but the chat
   */
  constructor({ data, wire, identity, host, loadCall, loadConversation, loadEntries }) {
    super();
    this.data = data;
    this.wire = wire;
    this.identity = identity;
    this.host = host;
    this.calls = new Calls({ wire, load: loadCall, change: () => this.change(), ring: () => host.open || host.show() });
    this.conversation = new Lazy(loadConversation);
    this.entries = new Lazy(loadEntries);
    wire.addEventListener("event", (event) => this.#apply(/** @type {CustomEvent} */ (event).detail));
    wire.addEventListener("state", () => this.#connection());
    wire.addEventListener("late", () => this.change());
    wire.addEventListener("outbox", (event) =>
      this.#apply({ type: "outbox.changed", outbox: /** @type {CustomEvent} */ (event).detail }),
    );
    for (const name of ["hello", "opened", "closed", "phone"]) host.addEventListener(name, () => this.change());
    for (const name of ["hello", "page"]) host.addEventListener(name, () => this.visit());
    host.addEventListener(
      "entry",
      (event) =>
        this.choose(/** @type {CustomEvent} */ (event).detail) ||
        host.refuse({ code: "entry.unavailable", text: t("This entry can’t be used now.") }),
    );
    if (identity.token) wire.open();
  }

  /** The page to show. */
  get screen() {
    return screenOf(this);
  }

  /** The widget's availability; insecure: why no call can work here.
   * @returns {import("../state/widget.js").Available & {insecure?: string}} */
  get available() {
    const available = this.state.available ?? this.data.available;
    if (globalThis.isSecureContext !== false) return available;
    const insecure = t("Video calls need a website that uses https.");
    return { ...available, insecure, entries: { ...available.entries, videocall: insecure } };
  }

  /** @returns {import("./model.js").SessionState} */
  get sessionState() {
    return stateOf(this);
  }

  /** The client can see the conversation. */
  get reading() {
    return this.host.open && globalThis.document?.visibilityState !== "hidden";
  }

  change() {
    const { session } = this.state;
    const messages = this.conversation.part?.seen.update(session, this.reading) ?? 0;
    const asked = this.questions();
    const count = messages + asked.length;
    if (messages || !count) asked.unshift(tn("{n} new message", "{n} new messages", messages));
    this.unread = this.host.open ? 0 : count;
    this.host.unread(this.unread, asked.join(". "), count && this.data.alerts ? `(${count}) ` : "");
    this.host.state(this.sessionState, session?.state === "waiting" || session?.state === "active");
    this.host.stands(this.available);
    this.host.calls(this.calls.call?.view.phase ?? "none");
    if (needsEntries(this) || this.calls.kept) this.#want(this.entries);
    this.dispatchEvent(new Event("change"));
  }

  // The client's actions

  /** @param {Entry} entry @returns {boolean} whether it can be used */
  choose(entry) {
    if (!this.data.entries.some((offered) => offered.name === entry) || this.available.entries[entry]) return false;
    this.#want(this.conversation);
    this.show({ form: true, entry, message: false, error: "", fault: "" });
    return true;
  }

  back() {
    this.show({ form: false, error: "", fault: "" });
  }

  /** The text of a field, until it's sent: neither going back nor a refusal loses it.
   * @param {HTMLInputElement} input */
  remember(input) {
    if (input.name) this.page.typed[input.name] = input.type === "checkbox" ? input.checked : input.value;
  }

  /** Goes in. @param {EntryFields} fields of the form @returns {Promise<boolean>} whether it was let in */
  async submit(fields) {
    const { entry } = this.page;
    const parameters = this.parameters && { parameters: this.parameters };
    const done = await this.ask(
      { type: "entry.start", entry, language: this.data.language, page: this.host.page, ...parameters, ...fields },
      { form: false, reading: false },
    );
    if (done) this.host.entered(entry);
    return done;
  }

  /**
   * Sends the form; a refusal is shown beside it in words.
   * @param {FormCommand} command
   * @param {Partial<PageState>} then how the page stands after it
   * @param {(command: FormCommand) => Promise<unknown>} [send]
   * @returns {Promise<boolean>} whether it was done
   */
  async ask(command, then, send = () => this.identity.send(this.wire, command)) {
    if (this.page.busy) return false;
    this.show({ busy: true, late: false, error: "", fault: "" });
    try {
      if (this.data.consent && command.consent === false)
        throw new Fault("entry.consent", t("Tick the box to continue."));
      await waiting(send(command), () => this.show({ late: true }));
      if (command.name) this.#set({ name: command.name });
      const { name = "", email = "", phone = "" } = this.page.typed;
      this.show({ ...then, typed: { name, email, phone } });
      return true;
    } catch (error) {
      if (this.page.busy) this.fail(error);
      return false;
    } finally {
      this.show({ busy: false, late: false });
    }
  }

  /** The client no longer waits for the answer. */
  stop() {
    this.show({ busy: false, late: false });
    this.wire.close();
    if (this.state.session) this.wire.open();
  }

  /** @param {string} text */
  post(text) {
    const { session } = this.state;
    if (!session || !text.trim()) return;
    this.type(false);
    // A refusal is shown beside the message, in the outbox: nothing else to report.
    this.wire.send({ type: "message.post", session: session.id, text }, { keep: true }).catch(() => {});
  }

  /** @param {boolean} on the client is typing */
  type(on) {
    const { session } = this.state;
    const now = Date.now();
    if (session?.state !== "active" || this.wire.state !== "open") return;
    if (on ? now - this.#typingSaid < TYPING_AGAIN : !this.#typingSaid) return;
    this.#typingSaid = on ? now : 0;
    this.quietly({ type: "message.type", session: session.id, on });
  }

  leave() {
    this.#tell("session.leave");
  }

  end() {
    this.show({ menu: false });
    this.#tell("session.end");
  }

  again() {
    this.show({
      putAway: this.state.session?.id ?? "",
      form: false,
      left: null,
      reading: false,
      error: "",
      fault: "",
      without: new Set(),
    });
  }

  older() {
    const { session } = this.state;
    if (session?.events.length)
      this.quietly({
        type: "session.history",
        session: session.id,
        before: session.events[0].seq,
      });
  }

  /** @param {boolean} reading */
  read = (reading) => this.show({ reading });

  /** @param {boolean} menu */
  menu = (menu) => this.show({ menu });

  forgive() {
    this.show({ error: "", fault: "" });
  }

  /** @param {Device} device @param {string} state */
  goWithout(device, state) {
    this.show({ without: new Set([...this.page.without, `${device} ${state}`]) });
  }

  /** Dismissed help may be shown again. */
  helpAgain() {
    this.show({ without: new Set() });
  }

  /** Runs an action of the call; a refusal is shown in words.
   * @param {(call: import("../call/call.js").Call) => unknown} action */
  async call(action) {
    try {
      await action(await this.calls.ready());
    } catch (error) {
      this.fail(error);
    }
  }

  // What happens

  /** @param {"session.leave" | "session.end"} type */
  async #tell(type) {
    const { session } = this.state;
    if (!session) return;
    try {
      await this.wire.send({ type, session: session.id });
    } catch (error) {
      this.fail(error);
    }
  }

  /** @param {Unsent<ClientCommand>} command whose refusal helps nobody */
  quietly(command) {
    this.wire.send(command).catch(() => {});
  }

  /** Reports the client's page as soon as possible: when the website sends it, and when the connection is open. */
  visit() {
    const { page } = this.host;
    const { session } = this.state;
    const live = session?.state === "waiting" || session?.state === "active";
    if (live && page.url && this.wire.state === "open") this.quietly({ type: "page.visit", session: session.id, page });
  }

  #connection() {
    if (this.wire.state === "closed" && this.wire.reason === "signed-out") this.forget();
    if (this.wire.state === "open") {
      this.conversation.part?.seen.renew();
      this.visit();
    }
    this.change();
  }

  /** Nothing of the previous client is shown or used any more. */
  forget() {
    this.identity.forget();
    this.#set({ session: null, name: "", email: "", typing: false });
  }

  /** @param {ServerEvent | OutboxChanged} event */
  #apply(event) {
    const { session } = this.state;
    if (session && needsResume(session, event))
      this.quietly({ type: "session.resume", session: session.id, after: session.head });
    if (event.type === "message.typing" && event.by.role === "operator") this.#expectTyping(event);
    const next = reduceClient(this.state, event);
    if (next !== this.state) this.#set(next);
  }

  /** The widget's availability from a source other than the socket.
   * @param {import("../state/widget.js").Available} available */
  stands(available) {
    this.#apply({ type: "availability.changed", ...available });
  }

  /** @param {MessageTyping} event */
  #expectTyping(event) {
    clearTimeout(this.#typingEnds);
    if (event.on) this.#typingEnds = setTimeout(() => this.#set({ typing: false }), TYPING_ENDS);
  }

  /** Fetches a part of the page, until it succeeds. @param {Lazy<unknown>} part */
  #want(part) {
    part.want(() => this.follow());
  }

  /** @param {Partial<typeof NOTHING>} part */
  #set(part) {
    this.state = { ...this.state, ...part };
    const { session } = this.state;
    if (session) this.#want(this.conversation);
    if (session && session.entry !== "chat") this.#want(this.entries);
    this.follow();
  }

  /** Keeps the call up to date. One that may belong to a separate window is left alone until that is known. */
  follow() {
    const { session } = this.state;
    this.calls.held = this.entries.part?.elsewhere ?? (session?.entry ?? "chat") !== "chat";
    this.calls.update(session);
    this.change();
  }

  /** @param {Partial<PageState>} part */
  show(part) {
    Object.assign(this.page, part);
    this.change();
  }

  /** Shows a refusal in words. @param {unknown} error */
  fail(error) {
    const { text, code = "" } = /** @type {Partial<Fault>} */ (error ?? {});
    this.show({ error: text || t("That didn’t work. Try again in a moment."), fault: code });
  }
}
