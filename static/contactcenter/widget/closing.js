// The end of a conversation (S6): the client's rating, and the transcript by mail. Renders nothing; the input stays
// until it's sent.

import { waiting } from "../lib/timers.js";
import { t } from "../ui/text.js";

/** @import { SessionRate, TranscriptSend } from "../wire/protocol.js" */
/** @typedef {"" | "sending" | "done"} Progress */
/** @typedef {Omit<SessionRate, "id" | "session"> | Omit<TranscriptSend, "id" | "session">} Answer */
/** @typedef {{late: boolean, value: number, comment: string, rated: Progress, rateError: string, email: string | null,
 *   mailed: Progress, sentTo: string, mailError: string}} View */

/** @type {View} */
const FRESH = {
  late: false,
  value: 0,
  comment: "",
  rated: "",
  rateError: "",
  email: null,
  mailed: "",
  sentTo: "",
  mailError: "",
};

export class Closing {
  /** @type {View} */ #view = FRESH;
  #session = "";

  /** @param {import("./widget.js").Widget} widget */
  constructor(widget) {
    this.widget = widget;
  }

  /** The client's input for the current session; `email` is the known one until they enter another.
   * @returns {View & {email: string}} */
  get view() {
    const { session, email } = this.widget.state;
    if (session && session.id !== this.#session) {
      this.#session = session.id;
      const { value = 0, comment = "" } = session.rating ?? {};
      this.#view = { ...FRESH, value, comment, rated: value ? "done" : "" };
    }
    return { ...this.#view, email: this.#view.email ?? email };
  }

  /** @param {number} value one to five */
  choose(value) {
    this.#change({ value, rateError: "" });
  }

  /** @param {string} comment */
  comment(comment) {
    this.#change({ comment });
  }

  /** Sends the rating; a sent one can be changed and sent again. */
  async rate() {
    const { value, comment, rated } = this.view;
    if (rated === "sending") return;
    if (rated === "done") return this.#change({ rated: "" });
    if (!value) return this.#change({ rateError: t("Choose one to five stars first.") });
    this.#change({ rated: "sending", rateError: "" });
    const refused = await this.#send({ type: "session.rate", value, comment: comment.trim() });
    this.#change({ rated: refused ? "" : "done", rateError: refused });
  }

  /** @param {string} email */
  address(email) {
    this.#change({ email, mailError: "", mailed: "" });
  }

  /** Mails the conversation to the current address. */
  async mail() {
    const { email, mailed } = this.view;
    const address = email.trim();
    if (mailed === "sending") return;
    if (!address) return this.#change({ mailError: t("Enter the address to send it to.") });
    this.#change({ mailed: "sending", mailError: "" });
    const refused = await this.#send({ type: "transcript.send", email: address });
    this.#change({ mailed: refused ? "" : "done", mailError: refused, sentTo: address });
  }

  /** @param {Answer} command @returns {Promise<string>} the refusal in words, empty when it was done */
  async #send(command) {
    try {
      await waiting(this.widget.wire.send({ ...command, session: this.#session }), () => this.#change({ late: true }));
      return "";
    } catch (error) {
      return (
        /** @type {Partial<import("../wire/outbox.js").Fault>} */ (error).text ||
        t("That didn’t work. Try again in a moment.")
      );
    } finally {
      this.#change({ late: false });
    }
  }

  /** @param {Partial<View>} part */
  #change(part) {
    this.#view = { ...this.#view, ...part };
    this.widget.change();
  }
}
