/* Actions for a client who isn't on the page: call them by phone (E3), answer their message (E5). Hidden once the
   client is back. */

import { html, nothing } from "../../../vendor/lit.js";
import { icon } from "../../icon.js";
import { t } from "../../text.js";
import { mailto } from "../mailto.js";
import { button } from "../components.js";
import { firstName } from "../words.js";
import { callWindow, momentWord } from "./callback_times.js";

/** @import { CallbackTried, CallbackView, LogEvent } from "../../../wire/protocol.js" */
/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** The attempted phone calls, newest first. @param {DeskSession} session @returns {CallbackTried[]} */
export const triesOf = (session) =>
  /** @type {LogEvent[]} */ (session.events).filter((event) => event.type === "callback.tried").reverse();

/** @param {PageState} page @param {CallbackTried} line */
function tried(page, { at, outcome, starts_at }) {
  const when = momentWord(at, page.now);
  if (outcome === "postponed")
    return html`<li>${icon("clock", "s")} ${t("Try again from {time}", {
      time: momentWord(starts_at ?? at, page.now),
    })}</li>`;
  return html`<li>${icon(outcome === "called" ? "phone" : "phone-off", "s")} ${
    outcome === "called" ? t("Called {time}", { time: when }) : t("No answer {time}", { time: when })
  }</li>`;
}

/** No answer: back into the queue, for later. @param {Act} act @param {DeskSession} session @param {boolean} busy */
function again(act, session, busy) {
  /** @param {"quarter" | "hour" | "tomorrow"} delay @param {string} words */
  const later = (delay, words) =>
    html`<button class="btn small" type="button" data-test="callback-postpone" data-value=${delay}
      aria-busy=${String(busy)} @click=${() => act.postpone(session.id, delay)}>${words}</button>`;
  return html`<div class="client-away__actions client-away__postpone" role="group" aria-labelledby="h-again"><span
    id="h-again">${t("Try again")}</span>
    ${later("quarter", t("In 15 minutes"))}${later("hour", t("In 1 hour"))}${later("tomorrow", t("Tomorrow"))}</div>`;
}

/** @param {Act} act @param {DeskSession} session */
const invitation = (act, session) =>
  button({
    test: "send-invitation",
    look: "small",
    icon: "link",
    label: t("Send an invitation"),
    popup: "dialog",
    press: () => act.invite(session.id),
  });

/** @param {PageState} page @param {Act} act @param {DeskSession} session @param {CallbackView} callback */
function phone(page, act, session, callback) {
  const busy = page.busy.has(`try ${session.id}`);
  const tries = triesOf(session);
  return html`<section class="client-away" data-test="client-gone" aria-labelledby="h-gone">
    <div class="client-away__row"><div><h2
      id="h-gone">${t("{name} left the page. Call by phone.", {
        name: firstName(session),
      })}</h2><p>${callWindow(callback, session.created_at, page.now)}</p></div>
      <a class="btn main num" data-test="callback-number"
        href=${`tel:${callback.phone}`}>${icon("phone", "s")} <bdi>${callback.shown}</bdi></a></div>
    <div class="client-away__actions">${button({
      test: "callback-called",
      look: "small",
      icon: "check",
      label: t("Called"),
      busy,
      press: () => act.tried(session.id, "called"),
    })}
      ${button({
        test: "callback-no-answer",
        look: "small",
        icon: "phone-off",
        label: t("No answer"),
        busy,
        press: () => act.tried(session.id, "no-answer"),
      })}${invitation(act, session)}</div>
    ${tries[0]?.outcome === "no-answer" ? again(act, session, busy) : nothing}
    ${
      tries.length
        ? html`<ul class="client-away__calls" data-test="callback-tries"
          aria-label=${t("Phone calls")}>${tries.map((line) => tried(page, line))}</ul>`
        : nothing
    }
  </section>`;
}

/** @param {Act} act @param {DeskSession} session */
function message(act, session) {
  const name = firstName(session);
  const { email } = session.client;
  const letter = mailto(email, t("Your message to {place}", { place: session.widget }));
  return html`<section class="client-away" data-test="client-gone" aria-labelledby="h-gone">
    <div class="client-away__row"><div><h2 id="h-gone">${t("{name} left a message", { name })}</h2>
      <p>${
        email
          ? t("Write here and {name} sees it after coming back. Or answer by e-mail.", { name })
          : t("Write here and {name} sees it after coming back. No e-mail address was left.", { name })
      }</p></div>
      <div class="client-away__actions">${invitation(act, session)}${
        email
          ? html`<a class="btn small" data-test="answer-email"
            href=${letter}>${icon("mail", "s")} ${t("Answer by e-mail")}</a>`
          : nothing
      }</div></div>
  </section>`;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function away(page, act, session) {
  if (session.state !== "active" || !session.away) return nothing;
  if (session.callback) return phone(page, act, session, session.callback);
  return session.message ? message(act, session) : nothing;
}
