// The header of a conversation: who the client is talking to, the call, and the end. Fetched with the conversation.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { initials, nameOf } from "../display_names.js";
import { t } from "../text.js";

/** @import { Model, SessionModel } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

/** @param {Model} model @param {Act} act */
function menu(model, act) {
  const open = model.page.menu;
  return html`<div class="header-menu">
    <button class="btn bare icon touch" type="button" aria-label=${t("More")} aria-haspopup="true"
      aria-expanded=${String(open)} @click=${() => act.menu(!open)}>${icon("ellipsis")}</button>
    ${
      open
        ? html`<div class="header-menu__list"><button class="btn bare danger touch wide" type="button"
          data-test="end-session" @click=${act.end}>${icon("log-out")} ${t("End conversation")}</button></div>`
        : nothing
    }
  </div>`;
}

/** @param {Model} model @param {Act} act */
function ask(model, act) {
  if (model.callShown || model.live) return nothing;
  const why = model.available.insecure;
  return html`<button class="btn bare icon touch" type="button" data-test="ask-call"
    aria-label=${t("Ask for a video call")} aria-disabled=${why ? "true" : nothing}
    aria-description=${why ?? nothing} @click=${() => why || act.askCall()}>${icon("video")}</button>`;
}

/** @param {SessionModel} model @param {Act} act @param {unknown} minimise the button that every head has */
export function talkHeader(model, act, minimise) {
  const { data, state } = model;
  const who = nameOf(state.session.operator) || data.name;
  return html`<header>
    <span class="face l" aria-hidden="true">${initials(who)}</span>
    <div class="frame__name"><h1 class="cut"><bdi>${who}</bdi></h1>${
      model.callTime
        ? html`<p class="num">${t("In a call, {time}", { time: model.callTime })}</p>`
        : html`<p><i class="dot good"></i> <bdi class="cut">${data.name}</bdi></p>`
    }</div>
    ${ask(model, act)}${menu(model, act)}${minimise}
  </header>`;
}
