// Makes names and other single lines of people safe to show: no direction controls, and nothing consisting of invisible
// characters. The stored text stays as it is.

import { graphemes } from "../lib/graphemes.js";
import { t } from "./text.js";

/** Direction controls: they would reverse the page's words, too. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const VISIBLE = /[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** A line without direction controls, empty if nothing of it is visible. @param {string} text */
export const plainLine = (text) => (VISIBLE.test(text) ? text.replace(DIRECTION, "").trim() : "");

/** A name as it's shown. @param {string | null | undefined} name */
export const nameOf = (name) => plainLine(name ?? "");

/** The visible words of a name. @param {string} name */
const wordsOf = (name) =>
  nameOf(name)
    .split(/\s+/)
    .filter((word) => VISIBLE.test(word));

/** The short name used in sentences. @param {string | null | undefined} name */
export const firstName = (name) => wordsOf(name ?? "")[0] ?? "";

/** One or two whole characters for the avatar. @param {string} name */
export function initials(name) {
  const words = wordsOf(name);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => graphemes(word)[0].toLocaleUpperCase()).join("");
}

/** Joins lines in a text without markup (a tooltip, a notification): none of them reverses another.
 * @param {(string | false | null | undefined)[]} lines */
export const joined = (lines) =>
  lines
    .map((text) => plainLine(text || ""))
    .filter(Boolean)
    .map((text) => `\u2068${text}\u2069`)
    .join(" · ");

/** One of us whose name the reader doesn't get: clients read no supervisor's.
 * @param {import("../wire/protocol.js").By} by */
export const staffWord = ({ role }) => (role === "supervisor" ? t("A supervisor") : t("The operator"));
