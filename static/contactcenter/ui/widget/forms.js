// The forms of every entry but the chat: video call, CallBack, code, and the message while nobody is available. Fetched
// when one is needed.

import { html, nothing } from "../../vendor/lit.js";
import { namesOf } from "../client_fields.js";
import { icon } from "../icon.js";
import { language, t } from "../text.js";
import { waysIn } from "./entries.js";
import { clientLine, clientLines, closing, filled, line } from "./fields.js";
import { time } from "./callback_times.js";

/** @import { Model, With } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

/** @param {Model} model @param {string} words */
const send = (model, words) =>
  html`<button class="btn main touch wide" data-test="entry-submit"
    aria-busy=${String(model.page.busy)}>${words}</button>`;

/** @param {unknown} inside @param {Act} act @param {(event: Event) => void} submit */
const formOf = (inside, act, submit) =>
  html`<form class="form entry-form" data-test="entry-form" novalidate @input=${act.remember} @change=${act.remember}
    @submit=${submit}>${inside}</form>`;

/** @param {With<"entries">} model @param {Act} act */
export function form(model, act) {
  const view = { videocall, callback, invitation }[/** @type {string} */ (model.page.entry)];
  return html`<div class="screen">${view?.(model, act)}</div>`;
}

/** Where the call opens, said before anything opens. @param {With<"entries">} model */
function place({ data, entries }) {
  if (!entries.needsWindow) return nothing;
  return html`<p class="why">${icon("app-window", "s")} <span>${
    data.callWindow
      ? t("The call opens in its own window.")
      : t("This website doesn’t allow camera and microphone. The call opens in its own window, which asks for them.")
  }</span></p>`;
}

/** @param {With<"entries">} model @param {Act} act */
function videocall(model, act) {
  const { entries } = model;
  const submit = (/** @type {Event} */ event) => entries.call(filled(event, namesOf(model.page.entry)));
  return html`<h1>${t("Who is calling?")}</h1><p>${t("An operator sees this before they answer.")}</p>
    ${formOf(
      html`
      ${clientLines(model)}
      ${place(model)}
      ${closing(model, act)}
      ${send(model, entries.needsWindow ? t("Open the call window") : t("Continue"))}`,
      act,
      submit,
    )}`;
}

/** @param {With<"entries">} model @param {Act} act */
function callback(model, act) {
  const submit = (/** @type {Event} */ event) =>
    model.entries.callBack(filled(event, ["phone", ...namesOf(model.page.entry), "message", "time"]));
  return html`<h1>${t("We’ll call you")}</h1><p>${t(
    "You can close this page. Keep it open and we’ll call you here by video.",
  )}</p>
    ${formOf(
      html`
      ${phone(model)}
      ${clientLines(model)}
      ${line(model, "message", t("What should we know?"), { rows: 2, max: 1000 })}
      ${time(model)}
      ${closing(model, act)}
      ${send(model, t("Call me back"))}`,
      act,
      submit,
    )}`;
}

/** @param {Pick<Model, "data" | "page">} model */
export function phone({ data, page }) {
  const country = countryName(data.country);
  const hint = data.dial ? t("Without a country code: {country}, +{dial}", { country, dial: data.dial }) : "";
  return clientLine({ page }, "phone", { hint });
}

/** @param {string} code */
function countryName(code) {
  try {
    return new Intl.DisplayNames([language()], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** @param {With<"entries">} model @param {Act} act */
function invitation(model, act) {
  const submit = (/** @type {Event} */ event) =>
    model.entries.call(filled(event, ["code", ...namesOf(model.page.entry)]));
  return html`<h1>${t("You have a code")}</h1><p>${t("It leads straight to the person who gave it to you.")}</p>
    ${formOf(
      html`
      ${line(model, "code", t("Code"), {
        autocomplete: "off",
        must: true,
        hint: t("Capitals, spaces and dashes don’t matter."),
        max: 64,
      })}
      ${clientLines(model)}
      ${place(model)}
      ${closing(model, act)}
      ${send(model, model.entries.needsWindow ? t("Open the call window") : t("Continue"))}`,
      act,
      submit,
    )}`;
}

/** Nobody is available: the reason, a form to leave a message, and the entries that still work.
 * @param {With<"entries">} model @param {Act} act */
export function offline(model, act) {
  const submit = (/** @type {Event} */ event) =>
    model.entries.leaveMessage(filled(event, [...namesOf("message"), "message"]));
  return html`<div class="screen">
    <h1>${t("Leave us a message")}</h1>
    <p>${model.available.reason} ${t("We’ll answer as soon as we’re back.")}</p>
    ${formOf(
      html`
      ${clientLines(model, "message")}
      ${line(model, "message", t("Message"), { rows: 4, max: 4000, must: true })}
      ${closing(model, act)}
      ${send(model, t("Send"))}`,
      act,
      submit,
    )}
    <h2 class="other-entries">${t("Other ways")}</h2>
    ${waysIn(model, act)}
  </div>`;
}

/** The message was received. @param {Model} model @param {Act} act */
export function left(model, act) {
  const email = model.page.left?.email;
  return html`<div class="screen">
    <span class="done-mark">${icon("message-circle", "l")}</span>
    <h1 class="center">${t("Thank you, we got your message")}</h1>
    <p class="center">${
      email
        ? t("We’ll reply to {email}.", { email })
        : t("Our answer will be waiting here. Come back to this page to read it.")
    }</p>
    <div class="actions"><button class="btn main touch wide" type="button" data-test="new-conversation"
      @click=${act.again}>${t("Close")}</button></div>
  </div>`;
}
