// Length limits: how many characters a message has left, and when to show it; and fields that accept no more than their
// maximum.

import { MESSAGE_LENGTH } from "../wire/constants.js";
import { cut } from "../lib/graphemes.js";
import { nothing } from "../vendor/lit.js";
import { tn } from "./text.js";

const NEAR = 200; // characters left from which it is spoken of

/**
 * Characters left, counted as the server counts them.
 * @param {string} text
 */
export const left = (text) =>
  text.length < MESSAGE_LENGTH - NEAR ? MESSAGE_LENGTH : MESSAGE_LENGTH - [...text].length;

/**
 * The limit in words, once it's near.
 * @param {string} text
 */
export function limit(text) {
  const rest = left(text);
  if (rest > NEAR) return nothing;
  return rest < 0
    ? tn("{n} character too many", "{n} characters too many", -rest)
    : tn("{n} character left", "{n} characters left", rest);
}

/** @param {Event} event */
function hold(event) {
  const field = /** @type {HTMLInputElement} */ (event.target);
  const most = Number(field.dataset?.most);
  // Text of an unfinished input method is cut when it's finished.
  if (!most || /** @type {InputEvent} */ (event).isComposing || [...field.value].length <= most) return;
  const at = field.selectionStart;
  field.value = cut(field.value, most);
  if (at !== null) field.setSelectionRange(Math.min(at, field.value.length), Math.min(at, field.value.length));
}

/**
 * Fields with `data-most` accept so many characters, counted as the server counts them: `maxlength` counts UTF-16 units
 * and cuts through a reader's characters.
 * @param {EventTarget} [page]
 */
export function holdToLimits(page = document) {
  // Before the views get the event.
  for (const type of ["input", "compositionend"]) page.addEventListener(type, hold, true);
}
