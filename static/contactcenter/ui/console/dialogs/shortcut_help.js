/* The keyboard help: every shortcut and its action. */

import { deedWords, PARTS, written } from "../../../console/shortcuts.js";
import { html } from "../../../vendor/lit.js";
import { t } from "../../text.js";
import { button, dialog } from "../components.js";

/** @import { Deed } from "../../../console/shortcuts.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** @param {Deed} deed */
const row = (deed) =>
  html`<div data-test="key" data-deed=${deed}><dt>${deedWords(deed)}</dt><dd><kbd
    class="key">${written(deed)}</kbd></dd></div>`;

/** @param {PageState} _page @param {Act} act */
export const keyHelp = (_page, act) =>
  dialog(
    { test: "keys-dialog", look: "shortcuts", title: t("Keyboard"), closeTest: "keys-close", close: act.shut },
    html`
  <div class="shortcuts__body">${PARTS.map(
    ({ title, deeds }) => html`<section><h3>${title()}</h3><dl>${deeds.map(row)}</dl></section>`,
  )}</div>
  <footer><span
    class="hint">${t(
      "What you type goes to the open conversation. Only these keys do something else.",
    )}</span>${button({ label: t("Done"), press: act.shut })}</footer>`,
  );
