// Names and other single lines people wrote, made fit to be shown: nothing that turns the line around, and nothing where only
// invisible characters are. What is stored stays as it is.

import { graphemes } from "../graphemes.js";

/** Controls that set the direction of what follows: they would turn the words of the page, too. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const VISIBLE = /[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** A line without controls of direction, empty when nothing of it can be seen. @param {string} text */
export const plainLine = (text) => (VISIBLE.test(text) ? text.replace(DIRECTION, "").trim() : "");

/** A name as it is shown. @param {string | null | undefined} name */
export const nameOf = (name) => plainLine(name ?? "");

/** The words of a name that can be seen. @param {string} name */
const wordsOf = (name) => nameOf(name).split(/\s+/).filter((word) => VISIBLE.test(word));

/** The short name by which people are spoken of. @param {string | null | undefined} name */
export const firstName = (name) => wordsOf(name ?? "")[0] ?? "";

/** One or two whole characters for the round face. @param {string} name */
export function initials(name) {
  const words = wordsOf(name);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => graphemes(word)[0].toLocaleUpperCase()).join("");
}

/** Lines side by side in a text that takes no markup (a tip, a notice): none of them turns another. @param {(string | false | null | undefined)[]} lines */
export const joined = (lines) => lines.map((text) => plainLine(text || "")).filter(Boolean).map((text) => `\u2068${text}\u2069`).join(" · ");
