// Makes text storable and cuts it at whole characters. Every cut in the browser goes through here, because `slice`
// counts UTF-16 units and leaves half an emoji, which no server stores.

const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter();

/** Splits text into what a reader takes for characters; code points if the browser can't.
 * @param {string} text @returns {string[]} */
export const graphemes = (text) =>
  segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : [...text];

/** The text with U+FFFD in place of lone surrogates and NUL. @param {string} text */
export const wellFormed = (text) => text.replace(/[\0\p{Cs}]/gu, "\ufffd");

/** A message as JSON for the server, which refuses text that isn't well-formed. @param {object} message */
export const frameOf = (message) =>
  JSON.stringify(message, (_name, value) => (typeof value === "string" ? wellFormed(value) : value));

/** At most `most` code points of the text, as the server counts them, ending with a whole character.
 * @param {string} text @param {number} most */
export function cut(text, most) {
  const whole = wellFormed(text.slice(0, 2 * most + 2));
  let end = 0;
  let room = most;
  for (const part of graphemes(whole)) {
    room -= [...part].length;
    if (room < 0) return end ? whole.slice(0, end) : [...whole].slice(0, most).join("");
    end += part.length;
  }
  return whole;
}
