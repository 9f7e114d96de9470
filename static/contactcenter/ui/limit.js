// How much a message may still hold, and when to say so.

import { MESSAGE_LENGTH } from "../constants.js";
import { nothing } from "../vendor/lit.js";
import { tn } from "./text.js";

const NEAR = 200; // characters left from which it is spoken of

/**
 * Characters left, counted as the server counts them.
 * @param {string} text
 */
export const left = (text) => (text.length < MESSAGE_LENGTH - NEAR ? MESSAGE_LENGTH : MESSAGE_LENGTH - [...text].length);

/**
 * The limit in words, once it is near.
 * @param {string} text
 */
export function limit(text) {
  const rest = left(text);
  if (rest > NEAR) return nothing;
  return rest < 0
    ? tn("{n} character too many", "{n} characters too many", -rest)
    : tn("{n} character left", "{n} characters left", rest);
}
