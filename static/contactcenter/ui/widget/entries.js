// The first page of the widget: the entries with their names and icons, and why one can't be used now.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { notice } from "./notice.js";

/** @import { Model } from "../../widget/model.js" */
/** @import { Entry } from "../../wire/protocol.js" */
/** @import { Act } from "../../widget.js" */

const ICONS = /** @type {Record<string, import("../icon.js").IconName>} */ ({
  chat: "message-circle",
  videocall: "video",
  callback: "phone-incoming",
});

/** @param {string} [entry] @returns {string} */
export function entryTitle(entry) {
  switch (entry) {
    case "videocall":
      return t("Video call");
    case "callback":
      return t("Call me back");
    case "invitation":
      return t("Invitation");
    default:
      return t("Chat");
  }
}

/** @param {string} entry @returns {string} */
function entryText(entry) {
  switch (entry) {
    case "videocall":
      return t("See an operator. Your camera stays off until you turn it on.");
    case "callback":
      return t("Leave a number and a good time");
    case "invitation":
      return t("Straight to the person who invited you");
    default:
      return t("Write to us and send photos");
  }
}

/** @param {Entry} name @param {string} why it cannot be used now; empty: it can @param {Pick<Act, "choose">} act */
function entryButton(name, why, act) {
  const reason = `entry-${name}-why`;
  return html`<button class="entry" type="button" data-test="entry-${name}" aria-disabled=${why ? "true" : nothing}
      aria-describedby=${why ? reason : nothing} @click=${() => why || act.choose(name)}>
    <span class="entry__icon">${icon(ICONS[name], "l")}</span><b>${entryTitle(name)}</b>
    <small id=${reason}>${why || entryText(name)}</small>
    ${why ? nothing : html`<span class="entry__arrow">${icon("arrow-right")}</span>`}
  </button>`;
}

/** The entries, unavailable ones with their reason. @param {Model} model @param {Act} act */
export function waysIn({ available, data }, act) {
  const names = data.entries.map(({ name }) => name);
  return html`<div
    class="entries">${names
      .filter((name) => name !== "invitation")
      .map((name) => entryButton(name, available.entries[name], act))}</div>
    ${
      names.includes("invitation")
        ? html`<button class="btn bare touch entries__code" type="button" data-test="entry-invitation"
          @click=${() => act.choose("invitation")}>${icon("ticket")} ${t("I have a code")}</button>`
        : nothing
    }`;
}

/** @param {Model} model @param {Act} act */
export function entries(model, act) {
  return html`<div class="screen">
    ${notice(model, act)}
    <h1>${model.data.greeting || t("Hello. How would you like to talk?")}</h1>
    ${waysIn(model, act)}
  </div>`;
}
