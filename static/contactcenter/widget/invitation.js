// The entry by an invitation: whether its operator is here, joining, and waiting for an absent operator. Polls the
// server; the widget enters. Renders nothing.

import { waiting } from "../lib/timers.js";
import { t } from "../ui/text.js";
import { clockTime } from "../ui/time.js";

const AWAY_AGAIN = 5000; // milliseconds between two looks while the operator is away
const HERE_AGAIN = 30_000;
const LONGEST = 10_000; // milliseconds; what is not answered by then is asked again

/** @import { InvitationData } from "./page_data.d.ts" */
/** @typedef {import("./widget.js").EntryFields & {consent: boolean}} Entered */
/** @typedef {"invited" | "waiting" | "conversation" | "ended"} Stage */

/** Events: `change` whenever the view has changed; `over` when nobody can enter with it any more. */
export class Invited extends EventTarget {
  /** @type {Entered | null} what to come in with as soon as the operator is here */ wanted = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #next;
  /** How the invitation stands was asked long ago, and not answered. */ late = false;
  #seen = "";

  /**
   * @param {object} options
   * @param {import("./widget.js").Widget} options.widget
   * @param {InvitationData} options.data
   * @param {typeof globalThis.fetch} [options.fetch]
   */
  constructor({ widget, data, fetch = globalThis.fetch.bind(globalThis) }) {
    super();
    this.widget = widget;
    this.data = data;
    this.fetch = fetch;
    /** The inviting operator isn't here right now. */
    this.away = data.state === "offline";
    widget.page.entry = "invitation";
    widget.page.typed.name ??= data.invited;
    widget.addEventListener("change", () => this.#follow());
    this.#follow();
    this.#lookLater();
  }

  /** @returns {Stage} */
  get stage() {
    const { screen, state } = this.widget;
    // A client who waits elsewhere on this website enters here all the same.
    if (screen === "waiting") return state.session?.entry === "invitation" ? "waiting" : "invited";
    return screen === "conversation" || screen === "ended" ? screen : "invited";
  }

  /** @param {Entered} fields */
  async join(fields) {
    if (this.data.consent && !fields.consent) return void this.widget.submit(fields);
    this.wanted = fields;
    if (!this.away) await this.#enter();
    this.#tell();
  }

  /** Stops waiting: the form is shown again. */
  stay() {
    this.wanted = null;
    this.#tell();
  }

  async #enter() {
    const fields = this.wanted;
    if (!fields) return;
    const done = await this.widget.submit({ ...fields, code: this.data.code });
    const { fault } = this.widget.page;
    this.wanted = null;
    if (done) return;
    if (fault === "invitation.offline") {
      this.widget.forgive();
      this.wanted = fields;
      this.#stands(true);
    } else if (fault.startsWith("invitation.")) {
      await this.look();
    }
  }

  /** The invitation's current state. */
  async look() {
    const asked = this.fetch(this.data.look, {
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(LONGEST),
    }).catch(() => null);
    const response = await waiting(asked, () => this.#isLate(true));
    const answer = await response?.json().catch(() => null);
    this.#isLate(!answer);
    if (answer?.state === "over") {
      if (this.stage === "invited") this.dispatchEvent(new Event("over"));
    } else if (answer?.state) {
      this.#stands(answer.state === "offline");
      if (!this.away && this.wanted) await this.#enter();
    }
    this.#lookLater();
  }

  /** @param {boolean} late */
  #isLate(late) {
    if (late === this.late) return;
    this.late = late;
    this.#tell();
  }

  /** @param {boolean} away */
  #stands(away) {
    if (away === this.away) return;
    this.away = away;
    this.#lookLater();
    this.#tell();
  }

  #lookLater() {
    clearTimeout(this.#next);
    if (this.stage === "invited" || this.stage === "waiting")
      this.#next = setTimeout(() => this.look(), this.away ? AWAY_AGAIN : HERE_AGAIN);
  }

  /** A conversation that ended before this page was opened isn't shown here. */
  #follow() {
    const { session } = this.widget.state;
    if (session && ["waiting", "active"].includes(session.state)) this.#seen = session.id;
    else if (session && session.id !== this.#seen && this.widget.page.putAway !== session.id) this.widget.again();
    const check = this.widget.entries.part?.check;
    if (check) check.early = this.stage === "invited";
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }

  /** Until when the link is valid and for what, in the reader's language. @param {Date} [now] */
  goodUntil(now = new Date()) {
    const { expires, language, reusable } = this.data;
    const end = new Date(expires);
    const clock = clockTime(expires);
    const days = Math.round((new Date(end).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / 86_400_000);
    const day =
      days < 2
        ? new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day")
        : new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }).format(end);
    return reusable
      ? t("This link is valid until {day}, {clock}.", { day, clock })
      : t("This link is for one call and is valid until {day}, {clock}.", { day, clock });
  }
}
