// Canned responses by shortcut or by a word in them: "/hours" or "#hours" at the end of the text before the cursor.
// Finds and lists; inserts nothing.

import { html, ref } from "../vendor/lit.js";
import { plainLine } from "./display_names.js";
import { t } from "./text.js";

/** @typedef {import("../wire/protocol.js").CannedView} CannedView */

/** From so many letters on, a part of the text matches too. */
const TELLING = 2;

/** Keeps the selected one visible, however long the list is. @param {boolean} chosen */
const inSight = (chosen) =>
  ref((element) => {
    if (chosen) element?.scrollIntoView?.({ block: "nearest" });
  });

/**
 * The responses that match the text before the cursor, and where the shortcut begins; null if it contains none.
 * @param {string} before
 * @param {CannedView[]} canned
 * @returns {{start: number, found: CannedView[]} | null}
 */
export function asked(before, canned) {
  const match = /(?:^|\s)([/#]([^\s/#]*))$/.exec(before);
  if (!match) return null;
  const word = match[2].toLocaleLowerCase();
  const named = canned.filter(({ shortcut }) => shortcut.toLocaleLowerCase().startsWith(word));
  // People who forget the shortcut remember a word of the text.
  const told =
    word.length < TELLING
      ? []
      : canned.filter(
          (one) => !named.includes(one) && `${one.shortcut} ${one.text}`.toLocaleLowerCase().includes(word),
        );
  const found = [...named, ...told];
  return found.length ? { start: before.length - match[1].length, found } : null;
}

/**
 * @param {{id: string, found: CannedView[], chosen: number, onPick: (response: CannedView) => void}} list
 */
export const cannedList = ({
  id,
  found,
  chosen,
  onPick,
}) => html`<ul class="canned" id=${id} data-test="canned" role="listbox" aria-label=${t("Canned responses")}>
  ${found.map(
    (response, index) => html`<li id=${`${id}-${index}`} role="option" data-test="canned-option"
      aria-selected=${String(index === chosen)} ${inSight(index === chosen)}
    @mousedown=${(/** @type {Event} */ event) => event.preventDefault()} @click=${() => onPick(response)}>
    <b><bdi>/${response.shortcut}</bdi></b> <span class="cut"><bdi>${plainLine(response.text)}</bdi></span></li>`,
  )}
</ul>`;
