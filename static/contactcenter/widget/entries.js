// All entries but the chat: video call, CallBack, code, message, and the separate window. Fetched when one of them is
// needed: a client who chats doesn't pay for it.

import { pageAllows } from "../call/devices/errors.js";
import { ENTRIES } from "../wire/constants.js";
import { Fault } from "../wire/outbox.js";
import { ownWindow, waiting } from "../ui/widget/call_waiting.js";
import { form, left, offline } from "../ui/widget/forms.js";
import { LONG } from "../ui/widget/session_words.js";
import { wayOut } from "../ui/widget/waiting_alternatives.js";
import { holdToLimits } from "../ui/text_limit.js";
import { inTrouble } from "../ui/device_steps.js";
import { waysSprite } from "../ui/sprites/entries.js";
import { t } from "../ui/text.js";
import { QueueDeviceCheck } from "./device_check.js";
import { deliver } from "./left_message.js";
import { OwnWindow } from "./call_window.js";
import { Slots } from "./callback_times.js";

/** @import { DeviceState } from "../wire/protocol.js" */
/** @import { Screen, View } from "./model.js" */
/** @import { EntryFields } from "./widget.js" */
/** Alternatives for a waiting client, and why they're offered now.
 * @typedef {{why: "browser" | "devices" | "long", callback: boolean, message: boolean}} Instead */

/** @type {readonly import("../call/devices/errors.js").Device[]} */
const DEVICES = ["microphone", "camera"];

/**
 * Why a waiting client should be offered another way; empty if there's no reason.
 * @param {{supported: boolean, microphone: DeviceState, camera: DeviceState, waited: number}} facts waited:
 *   milliseconds
 * @returns {"browser" | "devices" | "long" | ""}
 */
export function hindrance({ supported, microphone, camera, waited }) {
  if (!supported) return "browser";
  if (inTrouble(microphone) && inTrouble(camera)) return "devices";
  return waited >= LONG ? "long" : "";
}

export class Entries {
  pages = /** @type {Partial<Record<Screen, View>>} */ ({ form, waiting, window: ownWindow, offline, left });
  sprite = waysSprite;
  wayOut = /** @type {View} */ (wayOut);
  /** What the waiting client fills in instead. @type {"" | "callback" | "message"} */ offering = "";
  /** The session whose call the client wants here and not in a window. */
  #here = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #due;
  #session = "";

  /** @param {{widget: import("./widget.js").Widget, document?: Document}} options */
  constructor({ widget, document = globalThis.document }) {
    this.widget = widget;
    holdToLimits(document);
    const change = () => widget.change();
    this.slots = new Slots({ address: widget.data.slots, change, clock: () => widget.wire.clock() });
    this.check = new QueueDeviceCheck({ widget, document });
    this.window = new OwnWindow({
      name: `contactcenter.call.${widget.data.key}`,
      ready: () => (this.#running ? widget.identity.token : ""),
      closed: (take) => take && this.#takeOver(),
      change: () => widget.follow(),
    });
    const allowed = DEVICES.every((device) => pageAllows(device, document) !== false);
    /** The call can't, or must not, run in the frame. */
    this.needsWindow = widget.host.framed && (widget.data.callWindow || !allowed);
    widget.addEventListener("change", () => this.#follow());
    this.#follow();
  }

  get #running() {
    const { session } = this.widget.state;
    return session?.state === "waiting" || session?.state === "active" ? session : null;
  }

  /** The conversation belongs to a separate window now. */
  get elsewhere() {
    const session = this.#running;
    if (!session) return false;
    return (
      this.window.open ||
      (this.needsWindow && ENTRIES[session.entry].starts_call && !session.callback && this.#here !== session.id)
    );
  }

  #follow() {
    const { widget } = this;
    const session = this.#running;
    this.window.tell();
    if ((widget.screen === "form" && ENTRIES[widget.page.entry].waits_alone) || this.offering === "callback")
      this.slots.need();
    if (session?.id !== this.#session) this.#renew(session);
    if (session?.state === "waiting" && !this.elsewhere) {
      if (ENTRIES[session.entry].checks_devices && !session.callback) this.check.begin();
    } else if (session?.state === "active") this.check.hand();
    else if (!this.check.early) this.check.end();
  }

  /** @param {import("../wire/protocol.js").SessionView | null} session */
  #renew(session) {
    this.#session = session?.id ?? "";
    this.offering = "";
    this.check.preview?.repeat();
    clearTimeout(this.#due);
    const { clock } = this.widget.wire;
    if (session?.state === "waiting")
      this.#due = setTimeout(
        () => this.widget.change(),
        Math.max(0, Date.parse(session.created_at) + LONG - clock.call(this.widget.wire)),
      );
  }

  /** Enters the queue for a call; a window, if needed, opens on the press. @param {EntryFields} fields */
  async call(fields) {
    const { widget } = this;
    if (widget.page.busy) return;
    const consents = !widget.data.consent || fields.consent;
    if (this.needsWindow && consents && !this.window.show()) return widget.fail(this.#blocked());
    if (!(await widget.submit(fields)) && this.window.open) this.window.close();
  }

  /** @param {EntryFields & {time: string}} fields */
  async callBack({ time, ...fields }) {
    if (!(await this.widget.submit({ ...fields, ...this.#when(time) }))) this.#again();
  }

  /** Leaves a message, which needs no operator and no socket.
   * @param {{name: string, email: string, message: string, consent: boolean}} fields @returns {Promise<boolean>} */
  leaveMessage(fields) {
    const { widget } = this;
    const left = { form: false, message: false, left: { email: fields.email } };
    /** @type {import("./widget.js").FormCommand} */
    const command = { type: "message.leave", language: widget.data.language, page: widget.host.page, ...fields };
    return widget.ask(command, left, (sent) => deliver(widget, sent));
  }

  /** When the client wants to be called: "now", or the start of an offered time. @param {string} start */
  pick(start) {
    this.widget.page.typed.time = start;
    this.widget.change();
  }

  /** @param {"" | "callback" | "message"} way */
  offer(way) {
    this.offering = way;
    this.widget.forgive();
  }

  /** The waiting client chooses a phone call instead, and keeps the place.
   * @param {{phone: string, time: string}} fields */
  async choose({ phone, time }) {
    const session = this.#running?.id ?? "";
    const chosen = await this.widget.ask({ type: "callback.choose", session, phone, ...this.#when(time) }, {});
    if (!chosen) return this.#again();
    this.offering = "";
    this.check.end();
  }

  /** The client stops waiting and leaves a message; earlier messages stay with it.
   * @param {{email: string, message: string}} fields */
  async leaveInstead({ email, message }) {
    const { widget } = this;
    widget.page.left = { email: email || widget.state.email }; // shown as soon as nobody waits any more
    const left = await widget.ask(
      { type: "message.leave", session: this.#running?.id, page: widget.host.page, email, message },
      { form: false },
    );
    if (!left) widget.show({ left: null });
  }

  /** @param {string} time */
  #when(time) {
    return { slot: time === "now" ? "" : time, zone: this.slots.zone };
  }

  /** A refused time is gone: the offered times have changed. */
  #again() {
    if (/^callback\.(slot|closed)$/.test(this.widget.page.fault)) this.slots.look();
  }

  /** @param {number} now the server's time in ms @returns {Instead | null} */
  instead(now) {
    const session = this.#running;
    const { data, calls } = this.widget;
    if (session?.state !== "waiting" || session.callback || !ENTRIES[session.entry].needs_operator) return null;
    const { microphone = "not-asked", camera = "not-asked" } = this.check.preview ?? {};
    const supported = !ENTRIES[session.entry].starts_call || (calls.call?.supported ?? true);
    const why = hindrance({ supported, microphone, camera, waited: now - Date.parse(session.created_at) });
    const callback = data.entries.some(({ name }) => ENTRIES[name].waits_alone);
    return why && (callback || why !== "devices") ? { why, callback, message: why !== "devices" } : null;
  }

  /** Opens the window for a running conversation; a call moves there. Must be called on a press. */
  reopen() {
    this.#here = "";
    this.widget.forgive();
    if (!this.window.show({ take: Boolean(this.widget.calls.live) })) this.widget.fail(this.#blocked());
  }

  /** The client continues in the frame. */
  here() {
    this.#here = this.#running?.id ?? "";
    this.window.close();
    this.widget.follow();
    this.#takeOver();
  }

  #takeOver() {
    this.widget.follow();
    if (!this.elsewhere && this.widget.calls.live) this.widget.call((call) => !call.view.mine && call.takeOver());
  }

  #blocked() {
    return new Fault(
      "window.blocked",
      t("Your browser blocked the window. Allow pop-ups for this website in the address bar, then press again."),
    );
  }
}
