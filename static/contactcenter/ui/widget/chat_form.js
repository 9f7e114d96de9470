// The form of the chat, here at once: the client can write while the conversation it leads to is fetched.

import { html } from "../../vendor/lit.js";
import { namesOf } from "../client_fields.js";
import { t } from "../text.js";
import { clientLines, closing, filled, line } from "./fields.js";

/** @import { Model } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

/** @param {Model} model @param {Act} act */
export function form(model, act) {
  return html`<div class="screen">
    <h1>${t("How can we help?")}</h1>
    <p>${t("An operator reads this and answers here.")}</p>
    <form class="form" data-test="entry-form" novalidate @input=${act.remember}
      @submit=${(/** @type {Event} */ event) => act.submit(filled(event, [...namesOf(model.page.entry), "message"]))}>
      ${clientLines(model)}
      ${line(model, "message", t("Message"), { rows: 4, max: 4000 })}
      ${closing(model, act)}
      <button class="btn main touch wide" data-test="entry-submit"
        aria-busy=${String(model.page.busy)}>${t("Start chat")}</button>
    </form>
  </div>`;
}
