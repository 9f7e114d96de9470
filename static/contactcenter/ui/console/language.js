// The language of the console: a choice in the presence menu. The page is loaded anew in it.

import { html } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { language, t } from "../text.js";

/** @import { PageState } from "../../console/page_state.js" */

/** A language in itself, so that its speakers find it. @param {string} code */
function ownName(code) {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** @param {PageState} page */
export const languageChoice = ({ place }) =>
  html`<form class="menu__language" method="post" action=${place.language}>
    <input type="hidden" name="csrfmiddlewaretoken" .value=${place.csrf}>
    <input type="hidden" name="next" .value=${location.pathname}>
    <label>${icon("languages", "s")} <span>${t("Language")}</span>
      <select name="language" data-test="language"
        @change=${(/** @type {Event & {currentTarget: HTMLSelectElement}} */ { currentTarget }) =>
          currentTarget.form?.requestSubmit()}>${place.languages.map(
          (code) => html`<option value=${code} lang=${code} .selected=${code === language()}>${ownName(code)}</option>`,
        )}</select></label></form>`;
