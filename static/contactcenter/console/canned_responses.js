/* Canned responses in the language of the open conversation's client, with their placeholders filled in: {name} is the
   client's first name, {operator} the operator's. An unknown value leaves no gap behind. Pure. */

import { firstName } from "../ui/display_names.js";

/** @import { CannedView, OperatorView } from "../wire/protocol.js" */
/** @import { CannedOffer } from "../ui/canned_menu.js" */

/** @param {string} text @param {{name: string, operator: string}} names */
export const filled = (text, names) =>
  text.replace(/ ?\{(name|operator)\}/g, (place, which) => {
    const word = names[/** @type {"name" | "operator"} */ (which)];
    return word ? place.replace(`{${which}}`, () => word) : "";
  });

/**
 * The text for readers of a language: `de-at`, else `de`, else as first written.
 * @param {CannedView} response
 * @param {string} language
 * @param {string} first the language of the text as first written
 */
export function textIn({ text, texts = {} }, language, first) {
  for (let code = language; code; code = code.slice(0, Math.max(0, code.lastIndexOf("-"))))
    if (texts[code]) return { text: texts[code], language: code };
  return { text, language: first };
}

/**
 * @param {{canned: CannedView[], written_in?: string, me?: OperatorView | null} | null | undefined} desk
 * @param {{client: {name: string}, language?: string} | undefined} session the open one
 * @param {string} own the language of the operator's page
 * @returns {CannedOffer[]}
 */
export function cannedFor(desk, session, own) {
  const { canned = [], written_in: first = "", me = null } = desk ?? {};
  const names = { name: firstName(session?.client.name), operator: me?.name ?? "" };
  const reads = session?.language || first;
  return canned.map((response) => {
    const { text, language } = textIn(response, reads, first);
    const known = textIn(response, own, first).text;
    return {
      shortcut: response.shortcut,
      text: filled(text, names),
      also: known === text ? "" : known,
      language: language === reads && language === own ? "" : language,
      foreign: language.split("-")[0] !== reads.split("-")[0],
    };
  });
}
