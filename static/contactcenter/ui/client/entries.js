// The first page of the widget and the form of the chosen entry.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { notice } from "./notice.js";
import { entryText, entryTitle } from "./words.js";

const ICONS = /** @type {Record<string, import("../icon.js").IconName>} */ ({ chat: "message-circle", videocall: "video", callback: "phone-incoming" });

/** @param {{name: string, ready: boolean}} entry @param {any} act */
function entryButton({ name, ready }, act) {
  const reason = `entry-${name}-why`;
  return html`<button class="entry" type="button" data-test="entry-${name}" aria-disabled=${ready ? nothing : "true"}
      aria-describedby=${ready ? nothing : reason} @click=${() => ready && act.choose(name)}>
    <span class="tile">${icon(ICONS[name] ?? "message-circle", "l")}</span><b>${entryTitle(name)}</b>
    <small id=${reason}>${ready ? entryText(name) : t("Not available right now. Chat with us instead.")}</small>
    ${ready ? html`<span class="go">${icon("arrow-right", "turn")}</span>` : nothing}
  </button>`;
}

/** @param {any} model @param {any} act */
export function entries(model, act) {
  const { data } = model;
  return html`<div class="body">
    ${notice(model, act)}
    <h1>${data.greeting || t("Hello. How would you like to talk?")}</h1>
    <div class="entries">${data.entries.filter((/** @type {any} */ entry) => entry.name !== "invitation").map((/** @type {any} */ entry) => entryButton(entry, act))}</div>
  </div>`;
}

/** @param {any} model @param {any} act */
export function form(model, act) {
  const { data, page } = model;
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const line = (/** @type {string} */ name) => String(fields.get(name) ?? "").trim();
    act.submit({ name: line("name"), topic: line("topic"), message: line("message"), consent: fields.has("consent") });
  };
  const optional = html`<span class="quiet">${t("optional")}</span>`;
  return html`<div class="body">
    <h1>${t("How can we help?")}</h1>
    <p>${t("An operator reads this and answers here.")}</p>
    <form class="form" data-test="entry-form" novalidate @submit=${submit}>
      <div class="field"><label for="field-name">${t("Your name")} ${optional}</label>
        <input class="input touch" id="field-name" name="name" data-test="field-name" autocomplete="name" maxlength="200" dir="auto"></div>
      <div class="field"><label for="field-topic">${t("What is it about?")} ${optional}</label>
        <input class="input touch" id="field-topic" name="topic" data-test="field-topic" maxlength="200" dir="auto"></div>
      <div class="field"><label for="field-message">${t("Message")} ${optional}</label>
        <textarea class="input touch" id="field-message" name="message" data-test="field-message" rows="4" maxlength="4000" dir="auto"></textarea></div>
      ${data.consent
        ? html`<label class="tick"><input type="checkbox" name="consent" data-test="field-consent" aria-invalid=${page.error ? "true" : nothing}><span>${data.consent}</span></label>`
        : nothing}
      ${data.privacy ? html`<p class="quiet"><a href=${data.privacy} target="_blank" rel="noopener noreferrer" data-test="privacy">${t("How we handle your data")}</a></p>` : nothing}
      <span class="grow"></span>
      ${notice(model, act)}
      <button class="btn main touch wide" data-test="entry-submit" aria-busy=${String(page.busy)}>${t("Start chat")}</button>
    </form>
  </div>`;
}
