// A viewer for a picture, video or sound of the conversation. The bytes come from a short-lived address; nothing in
// them runs here.

import { html, ref } from "../../vendor/lit.js";
import { modal } from "../dialog.js";
import { isPicture } from "../file_words.js";
import { player } from "../media_player.js";
import { t } from "../text.js";

/** @import { Act } from "../../widget.js" */
/** @import { Looking } from "../../widget/conversation.js" */

/** @param {Looking} looking @param {Act} act */
const shown = ({ file, url }, act) =>
  isPicture(file) ? html`<img src=${url} alt=${file.name} />` : player(file, url, () => act.saveFile(file));

/** @param {Looking} looking @param {Act} act @param {unknown} dock the call, while one runs */
export const viewer = (
  looking,
  act,
  dock,
) => html`<dialog class="viewer" data-test="viewer" aria-label=${looking.file.name} ${ref(modal)}
  @cancel=${(/** @type {Event} */ event) => {
    event.preventDefault();
    act.shutFile();
  }}>
  <header><bdi class="cut">${looking.file.name}</bdi>
    <button class="btn touch" type="button" data-test="viewer-save"
      @click=${() => act.saveFile(looking.file)}>${t("Save")}</button>
    <button class="btn touch" type="button" data-test="viewer-close"
      @click=${act.shutFile}>${t("Close")}</button></header>
  <div class="viewer__content">${shown(looking, act)}</div>${dock}<div class="visually-hidden" aria-live="polite"
    data-announcer></div></dialog>`;
