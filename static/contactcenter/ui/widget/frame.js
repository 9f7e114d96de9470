// The widget's frame: header, current page, and overlays. Renders the model, nothing more.

import { html, nothing } from "../../vendor/lit.js";
import { firstSprite } from "../sprites/first.js";
import { t } from "../text.js";
import { form } from "./chat_form.js";
import { entries } from "./entries.js";
import { header } from "./header.js";

/** @import { Model, Screen, View } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

/** The fallback: a page must never be empty for long. @param {Model} model */
const instead = (model) =>
  model.screen === "opening"
    ? t("Opening your call")
    : model.late
      ? t("This is taking longer than usual. It continues as soon as your network allows.")
      : "";

/** The pages a press on the launcher and one on the chat lead to: nobody waits for them. */
const AT_ONCE = /** @type {Partial<Record<Screen, View>>} */ ({ entries, form });

/** The current page; while its part is loading, an explanation once that takes long.
 * @param {Model} model @param {Act} act */
export function page(model, act) {
  const view = model.inEntries
    ? model.entries?.pages[model.screen]
    : (AT_ONCE[model.screen] ?? model.conversation?.pages[model.screen]);
  return view
    ? view(model, act)
    : html`<div class="screen" aria-busy="true"><p class="center" data-say>${instead(model)}</p></div>`;
}

/** The state in words for screen readers. @param {string} state */
export function stateWords(state) {
  return {
    none: "",
    waiting: "", // the page tells the place in it
    active: t("You’re connected"),
    reconnecting: t("Connection interrupted. Reconnecting."),
    closed: t("The conversation has ended"),
  }[state];
}

/** @param {Model} model */
export function interrupted({ sessionState, refused }) {
  if (refused)
    return html`<p class="notice" role="alert"><span>${t("This page is out of date.")}</span><button class="btn small"
      type="button" @click=${() => location.reload()}>${t("Reload")}</button></p>`;
  return sessionState === "reconnecting"
    ? html`<p class="notice calm">${t("Connection interrupted. Messages are sent when it’s back.")}</p>`
    : nothing;
}

/**
 * @param {Model} model
 * @param {Act} act
 */
export function frame(model, act) {
  return html`${firstSprite()}${model.conversation?.sprite()}${model.entries?.sprite()}${model.code?.sprite()}
    <div class="frame" data-size=${model.size} ?data-help=${model.helping}>
      ${header(model, act)}
      ${interrupted(model)}
      ${page(model, act)}
      <span class="visually-hidden" data-say data-test="session-state"
        data-state=${model.sessionState}>${stateWords(model.sessionState)}</span>
    </div>`;
}
