// The widget's header: who the client is talking to, and the actions that are always available.

import { html } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { entryTitle } from "./entries.js";

/** @import { Model } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

const mark = () => html`<span class="brand-mark">${icon("message-circle", "l")}</span>`;

/** A window of its own has its browser's buttons. @param {Act} act */
const minimise = (act) =>
  act.minimise &&
  html`<button class="btn bare icon touch" type="button" aria-label=${t("Minimise")}
    @click=${act.minimise}>${icon("minus")}</button>`;

/** @param {{state: string, reason: string}} available */
function availability({ state, reason }) {
  const look = state === "online" ? "good" : state === "busy" ? "warn" : "";
  const word = state === "online" ? t("Online") : state === "busy" ? t("Busy") : t("Offline");
  return html`<p><i class="dot ${look}"></i> <span class="cut">${reason || word}</span></p>`;
}

/** @param {Model} model @param {Act} act */
export function header(model, act) {
  const { data, page, state } = model;
  // Every page has one first heading: its own, or this.
  const name = page.reading
    ? html`<h1 class="cut"><bdi>${data.name}</bdi></h1>`
    : html`<h2 class="cut"><bdi>${data.name}</bdi></h2>`;
  const plain = (/** @type {unknown} */ more) =>
    html`<header class="plain">${mark()}<div class="frame__name">${name}${more}</div>${minimise(act)}</header>`;
  switch (model.screen) {
    case "form":
      return html`<header class="plain">
        <button class="btn bare icon touch frame__back" type="button" aria-label=${t("Back")}
          @click=${act.back}>${icon("arrow-left")}</button>
        <div class="frame__name"><h2>${entryTitle(page.entry)}</h2></div>${minimise(act)}
      </header>`;
    case "waiting":
      return html`<header>${mark()}<div class="frame__name"><h1>${entryTitle(state.session?.entry)}</h1><p
        class="cut"><bdi>${data.name}</bdi></p></div>${minimise(act)}</header>`;
    case "conversation":
      return model.conversation ? model.conversation.header(model, act, minimise(act)) : plain("");
    case "ended":
      return plain("");
    default:
      return plain(availability(model.available));
  }
}
