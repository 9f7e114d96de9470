/* The form that concludes an ended session: what came of it, and a note (S6). */

import { MESSAGE_LENGTH } from "../../constants.js";
import { html, live, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";

/** @import { DeskSession } from "../../state/desk.js" */
/** @import { Act, PageState } from "../../console/page.js" */

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function wrapup(page, act, session) {
  const conclusion = page.conclusions[session.id] ?? { result: "", note: "" };
  const results = page.desk?.results ?? [];
  const busy = page.busy.has(`wrapup ${session.id}`);
  const done = (/** @type {Event} */ event) => { event.preventDefault(); if (!busy) act.wrapup(session.id, conclusion); };
  return html`<form class="wrap" data-test="wrapup" @submit=${done}>
    <header><h2>${t("Wrap up")}</h2><span class="quiet">${t("You get new clients again when you are done")}</span></header>
    ${results.length ? html`<div class="field"><span class="label" id="results">${t("Result")}</span>
      <fieldset class="choices" data-test="wrapup-result" aria-labelledby="results">${results.map((result) => html`<label><input type="radio" name="result" value=${result}
        .checked=${live(result === conclusion.result)} @change=${() => act.conclude(session.id, { result })}>${icon("check", "s")} <bdi>${result}</bdi></label>`)}</fieldset></div>` : nothing}
    <div class="field"><label for="wrapup-note">${t("Note")} <span class="quiet">${t("only operators see this")}</span></label>
      <textarea class="input" id="wrapup-note" data-test="wrapup-note" rows="2" maxlength=${MESSAGE_LENGTH} .value=${live(conclusion.note)}
        @input=${(/** @type {Event} */ event) => act.conclude(session.id, { note: /** @type {HTMLTextAreaElement} */ (event.currentTarget).value })}></textarea></div>
    <div class="ends"><button class="btn main" data-test="wrapup-done" aria-busy=${busy ? "true" : nothing}>${t("Done")}</button></div>
  </form>`;
}
