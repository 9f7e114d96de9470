// A language in words. Knows no page.

import { language } from "./text.js";

/** A language code in words, if the browser knows it. @param {string} code */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([language()], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
