// The end: thanks, who ended it, the rating, the transcript, and a fresh start.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { firstName } from "../display_names.js";
import { t } from "../text.js";
import { conversationLog } from "./conversation.js";
import { rating, transcript } from "./rating.js";
import { endWords } from "./session_words.js";
import { noticeOrDelay } from "./delay.js";

/** @import { SessionModel, With } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

/** @param {SessionModel & With<"conversation">} model
 * @param {Act} act `act.again` is null where there is no fresh start */
export function ended(model, act) {
  const { state, page, conversation } = model;
  const name = firstName(state.name);
  const { session } = state;
  const talked = Boolean(session.accepted_at && session.operator);
  const written = session.events.some((event) => event.type === "message.posted");
  const asking = talked && conversation.ending.view.rated !== "done";
  const fresh = act.again
    ? html`<button class="btn touch wide ${asking && !page.reading ? "" : "main"}" type="button"
      data-test="new-conversation" @click=${act.again}>${t("New conversation")}</button>`
    : nothing;
  if (page.reading) {
    return html`${noticeOrDelay(model, act)}${conversationLog(model, act)}<div class="composer-area"><div
      class="actions">
      <button class="btn touch wide" type="button"
        @click=${() => act.read(false)}>${t("Back")}</button>${fresh}</div></div>`;
  }
  return html`<div class="screen ended" data-test="ended">
    ${noticeOrDelay(model, act)}
    ${
      session.accepted_at
        ? html`<span class="done-mark">${icon("check", "l")}</span><h1
          class="center">${name ? t("Thank you, {name}", { name }) : t("Thank you")}</h1>`
        : html`<h1 class="center">${session.state === "missed" ? t("We’re sorry") : t("You left the queue")}</h1>`
    }
    <p class="center">${endWords(session)}${asking ? html`<br>${t("How was it?")}` : nothing}</p>
    ${talked ? html`${rating(conversation.ending)}${transcript(conversation.ending)}` : nothing}
    <div class="actions">
      ${
        written
          ? html`<button class="btn touch wide" type="button" data-test="read-conversation"
            @click=${() => act.read(true)}>${t("Read the conversation")}</button>`
          : nothing
      }
      ${fresh}${act.again || written ? nothing : html`<p class="center quiet">${t("You can close this page.")}</p>`}
    </div>
  </div>`;
}
