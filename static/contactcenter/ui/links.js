// A person's text as nodes: text stays text, addresses become links, line ends become breaks.

import { html } from "../vendor/lit.js";

// An address ends at a space, at a quote that isn't an apostrophe, and at the stops and brackets of Chinese and
// Japanese, which nobody writes into an address without encoding them: browsers would read `。` as a dot and lead to
// another host.
const CHARACTER = String.raw`[^\s<>"“”„‟«»‹›，。、；：！？｡､「」『』【】〈〉《》〔〕…]`;

/** Anything else never becomes a link. */
const ADDRESS = new RegExp(String.raw`\b(?:https?:\/\/|mailto:|tel:|www\.(?=[^\s.]+\.[^\s.]))${CHARACTER}+`, "gi");

/**
 * @typedef {{text: string, href?: string}} Piece
 */

/**
 * Splits a text into plain pieces and links. Only `http`, `https`, `mailto` and `tel` become links, and `www.` as
 * `https`.
 * @param {string} text
 * @returns {Piece[]}
 */
export function pieces(text) {
  /** @type {Piece[]} */
  const found = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const bare = /^www\./i.test(address);
    // A part of something longer, such as an e-mail address or another kind of address.
    if (bare && /[\w@.:/-]$/.test(text.slice(0, match.index))) continue;
    const href = whole(bare ? `https://${address}` : address);
    if (!href) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/**
 * A message as nodes, isolated from the direction of the text around it.
 * @param {string} text
 */
export const written = (text) =>
  html`<bdi>${pieces(text).map(({ text, href }) => (href ? link(text, href) : broken(text)))}</bdi>`;

/**
 * @param {string} text
 * @param {string} href
 */
const link = (text, href) => html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${text}</a>`;

/** @param {string} text */
const broken = (text) => text.split("\n").map((line, index) => (index ? html`<br />${line}` : line));

/**
 * Without the punctuation that belongs to the sentence; a closing bracket stays if it was opened inside.
 * @param {string} address
 */
function trimmed(address) {
  // No host name contains a bracket except those of IPv6.
  let text = address.replace(/^((?:https?:\/\/|www\.)[^/?#(){}（）［］｛｝]*)[(){}（）［］｛｝].*$/is, "$1");
  for (;;) {
    const last = text.at(-1) ?? "";
    const opens = { ")": "(", "]": "[", "}": "{", "）": "（", "］": "［", "｝": "｛" }[last];
    const stray = opens && text.split(opens).length < text.split(last).length;
    if (!stray && !".,;:!?'‘’‚‛".includes(last)) return text;
    text = text.slice(0, -1);
  }
}

/** The address as the browser parses it, if it can. @param {string} address */
function whole(address) {
  try {
    return new URL(address).href;
  } catch {
    return undefined;
  }
}
