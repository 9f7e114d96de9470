// Canned responses by shortcut or by a word in them: "/hours" or "#hours" at the end of the text before the cursor.
// Finds and lists; inserts nothing.

import { html, nothing, ref } from "../vendor/lit.js";
import { plainLine } from "./display_names.js";
import { languageName } from "./language_name.js";
import { t } from "./text.js";

/**
 * A response as it is inserted. `also`: the same in the operator's language; `language`: of the text, where it isn't
 * that of both; `foreign`: the client reads another one.
 * @typedef {{shortcut: string, text: string, also?: string, language?: string, foreign?: boolean}} CannedOffer
 */

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
 * @param {CannedOffer[]} canned
 * @returns {{start: number, found: CannedOffer[]} | null}
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
          (one) =>
            !named.includes(one) && `${one.shortcut} ${one.text} ${one.also ?? ""}`.toLocaleLowerCase().includes(word),
        );
  const found = [...named, ...told];
  return found.length ? { start: before.length - match[1].length, found } : null;
}

/** The language, where it isn't the one that both read. @param {CannedOffer} response */
function inWords({ language, foreign }) {
  if (!language) return nothing;
  const name = languageName(language);
  return html`<small class="canned__language" data-test="canned-language" data-state=${foreign ? "other" : "client"}>${
    foreign ? t("Only in {language}", { language: name }) : name
  }</small>`;
}

/**
 * @param {{id: string, found: CannedOffer[], chosen: number, onPick: (response: CannedOffer) => void}} list
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
    <b><bdi>/${response.shortcut}</bdi></b> <span class="cut"><bdi lang=${response.language || nothing}>${plainLine(
      response.text,
    )}</bdi></span>${inWords(response)}</li>`,
  )}
</ul>`;
