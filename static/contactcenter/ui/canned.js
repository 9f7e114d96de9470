// Canned responses by their short names: "/hours" or "#hours" at the end of what stands before the cursor. Finds and lists; inserts nothing.

import { html } from "../vendor/lit.js";
import { t } from "./text.js";

/** @typedef {import("../protocol.js").CannedView} CannedView */

/**
 * The responses the text before the cursor asks for, and where the asking begins; null when it asks for none.
 * @param {string} before
 * @param {CannedView[]} canned
 * @returns {{start: number, found: CannedView[]} | null}
 */
export function asked(before, canned) {
  const match = /(?:^|\s)([/#]([^\s/#]*))$/.exec(before);
  if (!match) return null;
  const word = match[2].toLocaleLowerCase();
  const found = canned.filter(({ shortcut }) => shortcut.toLocaleLowerCase().startsWith(word));
  return found.length ? { start: before.length - match[1].length, found } : null;
}

/**
 * @param {{id: string, found: CannedView[], chosen: number, onPick: (response: CannedView) => void}} list
 */
export const cannedList = ({ id, found, chosen, onPick }) => html`<ul class="canned" id=${id} data-test="canned" role="listbox" aria-label=${t("Canned responses")}>
  ${found.map((response, index) => html`<li id=${`${id}-${index}`} role="option" data-test="canned-option" aria-selected=${String(index === chosen)}
    @mousedown=${(/** @type {Event} */ event) => event.preventDefault()} @click=${() => onPick(response)}>
    <b>/${response.shortcut}</b> <span class="cut">${response.text}</span></li>`)}
</ul>`;
