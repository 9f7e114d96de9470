// A change of a line as it's sent: one place where something was removed and something was put. Pure; places are
// counted in UTF-16 units and never inside a character that takes two.

/** @typedef {{at: number, cut: number, add: string}} Edit */

/** Whether a place lies between the two units of one character. @param {string} text @param {number} at */
const splits = (text, at) => /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));

/**
 * The smallest edit that makes one text the other; null if they're the same.
 * @param {string} before @param {string} after @returns {Edit | null}
 */
export function editOf(before, after) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before[at] === after[at]) at += 1;
  if (splits(before, at) || splits(after, at)) at -= 1;
  let tail = 0;
  while (tail < shorter - at && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  if (splits(before, before.length - tail) || splits(after, after.length - tail)) tail -= 1;
  return { at, cut: before.length - tail - at, add: after.slice(at, after.length - tail) };
}

/**
 * The text after an edit; null if the edit was made to another text.
 * @param {string} text @param {Edit} edit @returns {string | null}
 */
export function applied(text, { at, cut, add }) {
  if (at + cut > text.length) return null;
  return text.slice(0, at) + add + text.slice(at + cut);
}
