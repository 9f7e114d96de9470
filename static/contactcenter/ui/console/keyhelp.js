/* The help of the keyboard: every key and what it does, and the switch that turns the single ones off (WCAG 2.1.4). */

import { html, live } from "../../vendor/lit.js";
import { deedWords, PARTS, written } from "../../console/keys.js";
import { t } from "../text.js";
import { button, dialog } from "./parts.js";

/** @import { Deed } from "../../console/keys.js" */
/** @import { Act, PageState } from "../../console/page.js" */

/** @param {string} words */
const key = (words) => html`<kbd class="key">${words}</kbd>`;

/** @param {PageState} page @param {Deed} deed @param {boolean} apple */
function row(page, deed, apple) {
  const { single, chord } = written(deed, apple);
  return html`<div data-test="key" data-deed=${deed}><dt>${deedWords(deed)}</dt><dd class=${page.singleKeys ? "" : "off"}>${key(single)}</dd><dd>${chord ? key(chord) : ""}</dd></div>`;
}

/** @param {PageState} page @param {Act} act */
export function keyHelp(page, act) {
  const apple = /Mac|iPhone|iPad/.test(navigator.platform);
  return dialog({ test: "keys-dialog", look: "keys", title: t("Keyboard"), closeTest: "keys-close", close: act.shut }, html`
    <div class="body">${PARTS.map(({ title, deeds }) => html`<section><h3>${title()}</h3><dl>${deeds.map((deed) => row(page, deed, apple))}</dl></section>`)}</div>
    <footer><label class="tick"><input type="checkbox" data-test="keys-single" .checked=${live(page.singleKeys)}
        @change=${(/** @type {Event} */ event) => act.useSingleKeys(/** @type {HTMLInputElement} */ (event.currentTarget).checked)}>
      <span>${t("Single keys work while you do not write. The others work everywhere.")}</span></label>
      ${button({ label: t("Done"), press: act.shut })}</footer>`);
}
