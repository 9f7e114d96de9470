// Another way for a waiting client: a phone call, or a message left. The place in the queue stays until one is chosen.
// Loaded with the other entries.

import { html, nothing, ref } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { clientLine, filled, line } from "./fields.js";
import { phone } from "./forms.js";
import { time } from "./callback_times.js";

/** @import { Model, With } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */
/** @typedef {import("../../widget/entries.js").Instead} Instead */

/** Moves the focus to the form, whose fields are rendered later. */
const focusFirst = ref(
  (form) =>
    form &&
    queueMicrotask(() =>
      /** @type {HTMLElement | null} */ (form.querySelector("input, textarea"))?.focus({ preventScroll: true }),
    ),
);

/** @param {Instead} instead */
function words({ why, callback }) {
  if (why === "browser")
    return callback
      ? t("This browser can’t make video calls. We can call you by phone instead.")
      : t("This browser can’t make video calls. Leave us a message instead.");
  if (why === "devices")
    return t("The call still works: you’ll see and hear the operator. Or we can call you by phone.");
  return callback
    ? t("You don’t have to wait here. We can call you, or you can leave a message.")
    : t("You don’t have to wait here. Leave us a message instead.");
}

/** @param {With<"entries">} model @param {Act} act */
export function wayOut(model, act) {
  const { entries } = model;
  const instead = entries.instead(model.now);
  if (!instead) return nothing;
  if (entries.offering)
    return html`<form class="form entry-form alternatives" data-test="entry-form" novalidate ${focusFirst}
      @input=${act.remember} @change=${act.remember}
    @submit=${(/** @type {Event} */ event) =>
      entries.offering === "message"
        ? entries.leaveInstead(filled(event, ["email", "message"]))
        : entries.choose(filled(event, ["phone", "time"]))}>
    ${entries.offering === "message" ? message(model) : html`${phone(model)}${time(model)}`}
    <div class="actions alternatives__foot"><button class="btn main touch wide" data-test="entry-submit"
      aria-busy=${String(model.page.busy)}>${
        entries.offering === "message" ? t("Leave the message") : t("Call me back")
      }</button>
      <button class="btn bare touch wide" type="button" data-test="wait-on"
        @click=${() => entries.offer("")}>${t("Keep waiting here")}</button></div>
  </form>`;
  const { callback, message: leave } = instead;
  return html`<section class="alternatives" data-test="way-out"><p
    data-say>${words(instead)} ${t("You keep your place until you choose.")}</p>
    ${
      callback
        ? html`<button class="btn touch wide" type="button" data-test="callback-instead"
          @click=${() => entries.offer("callback")}>${icon("phone-incoming")} ${t("Call me back instead")}</button>`
        : nothing
    }
    ${
      leave
        ? html`<button class="btn touch wide" type="button" data-test="message-instead"
          @click=${() => entries.offer("message")}>${icon("message-circle")} ${t("Leave a message instead")}</button>`
        : nothing
    }</section>`;
}

/** @param {Model} model */
function message(model) {
  const known = model.state.email;
  return html`<p class="quiet">${t("You’ll leave the queue. What you’ve written so far is sent along.")}</p>
    ${known ? nothing : clientLine(model, "email")}
    ${line(model, "message", t("Message"), { rows: 4, max: 4000, must: true })}`;
}
