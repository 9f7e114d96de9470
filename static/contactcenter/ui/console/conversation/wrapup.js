/* The wrap-up form of an ended session: result, tags, and a note (S6). Its draft survives a reload. */

import { MESSAGE_LENGTH } from "../../../wire/constants.js";
import { toggled } from "../../../console/wrapup_drafts.js";
import { html, live, nothing } from "../../../vendor/lit.js";
import { icon } from "../../icon.js";
import { t } from "../../text.js";
import { duration } from "../../time.js";
import { since } from "../durations.js";
import { ownName } from "../own_names.js";
import { rated } from "../client/rating.js";

/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** One of the options.
 * @param {"radio" | "checkbox"} type @param {string} name @param {string} word as first written
 * @param {string} shown in the operator's language @param {boolean} chosen
 * @param {() => void} choose */
const choice = (type, name, word, shown, chosen, choose) =>
  html`<label><input type=${type} name=${name} value=${word} .checked=${live(chosen)}
    @change=${choose}>${icon("check", "s")} <bdi>${shown}</bdi></label>`;

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function wrapup(page, act, session) {
  const { result, tags, note } = act.conclusion(session.id);
  const results = page.desk?.results ?? [];
  const labels = page.desk?.tags ?? [];
  const busy = page.busy.has(`wrapup ${session.id}`);
  const finish = () => {
    if (!busy) act.wrapup(session.id);
  };
  const conclude = (/** @type {Parameters<typeof act.conclude>[1]} */ part) => act.conclude(session.id, part);
  const typed = (/** @type {Event} */ event) =>
    conclude({ note: /** @type {HTMLTextAreaElement} */ (event.currentTarget).value });
  // Enter inserts a line break in a note: with Control or Command it submits.
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      finish();
    }
  };
  return html`<form class="wrapup" data-test="wrapup" @submit=${(/** @type {Event} */ event) => {
    event.preventDefault();
    finish();
  }} @keydown=${pressed}>
    <header><h2>${t("Wrap up")}</h2><span class="quiet">${t("You’ll get new clients once you finish")}</span>
      <time class="quiet num" data-test="wrapup-time"
        aria-label=${t("Time in wrap-up")}>${duration(since(session.ended_at, page.now))}</time></header>
    ${rated(session.rating, "wrapup-rating")}
    ${
      results.length
        ? html`<div class="field"><span class="field__label" id="results">${t("Result")}</span>
      <fieldset class="choices" data-test="wrapup-result"
        aria-labelledby="results">${results.map((word) =>
          choice("radio", "result", word, ownName(page.desk, "results", word), word === result, () =>
            conclude({ result: word }),
          ),
        )}</fieldset></div>`
        : nothing
    }
    ${
      labels.length
        ? html`<div class="field"><span class="field__label" id="tags">${t("Tags")}</span>
      <fieldset class="choices" data-test="wrapup-tags"
        aria-labelledby="tags">${labels.map((word) =>
          choice("checkbox", "tag", word, ownName(page.desk, "tags", word), tags.includes(word), () =>
            conclude({ tags: toggled(tags, word) }),
          ),
        )}</fieldset></div>`
        : nothing
    }
    <div class="field"><label for="wrapup-note">${t("Note")} <span
      class="quiet">${t("only operators see this")}</span></label>
      <textarea class="input" id="wrapup-note" data-test="wrapup-note" rows="2" data-most=${MESSAGE_LENGTH}
        .value=${live(note)} @input=${typed}></textarea></div>
    <div class="form-actions"><button class="btn main" data-test="wrapup-done" aria-busy=${busy ? "true" : nothing}
      aria-keyshortcuts="Control+Enter">${t("Done")}</button></div>
  </form>`;
}
