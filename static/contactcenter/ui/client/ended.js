// The end: thanks, who ended it, what was written, and a fresh start.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { conversationLog } from "./conversation.js";
import { notice } from "./notice.js";
import { endWords } from "./words.js";

/** @param {any} model @param {any} act */
export function ended(model, act) {
  const { state, page } = model;
  const name = state.name.trim();
  const written = state.session.events.some((/** @type {any} */ event) => event.type === "message.posted");
  const acts = html`<div class="acts">
    ${written && !page.reading ? html`<button class="btn touch wide" type="button" @click=${() => act.read(true)}>${t("Read the conversation")}</button>` : nothing}
    <button class="btn main touch wide" type="button" data-test="new-conversation" @click=${act.again}>${t("New conversation")}</button>
  </div>`;
  if (page.reading) return html`${conversationLog(model, act)}<div class="write">${acts}</div>`;
  return html`<div class="body" data-test="ended">
    ${notice(model, act)}
    <span class="done">${icon("check", "l")}</span>
    <h1 class="center">${name ? t("Thank you, {name}", { name }) : t("Thank you")}</h1>
    <p class="center">${endWords(state.session)}</p>
    ${acts}
  </div>`;
}
