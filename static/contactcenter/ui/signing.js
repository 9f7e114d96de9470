// What both pages show of sign-language mode on the picture.

import { html } from "../vendor/lit.js";
import { icon } from "./icon.js";
import { t } from "./text.js";

/** On the picture while the mode is on; a screen reader says it when it appears. */
export const signBadge = () =>
  html`<span class="stage__label stage__signing" data-say
    data-test="signing">${icon("signing", "s")} <span>${t("Sign language")}</span></span>`;

/** Leads to the text field; shown with the words of signing_words.js. @param {() => unknown} press */
export const writeButton = (press) =>
  html`<button class="btn small" type="button" data-test="write-instead" @click=${press}>${t("Write")}</button>`;
