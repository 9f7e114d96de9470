// What a person wrote, as nodes: text stays text, addresses become links, line ends become breaks.

import { html } from "../vendor/lit.js";

/** Whatever is not one of these four never becomes a link. */
const ADDRESS = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"]+/gi;

/**
 * @typedef {{text: string, href?: string}} Piece
 */

/**
 * Cuts a text into plain pieces and links. Only `http`, `https`, `mailto` and `tel` become links.
 * @param {string} text
 * @returns {Piece[]}
 */
export function pieces(text) {
  /** @type {Piece[]} */
  const found = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const href = whole(address);
    if (!href) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/**
 * A message as nodes, set apart from the direction of the text around it.
 * @param {string} text
 */
export const written = (text) => html`<bdi>${pieces(text).map(({ text, href }) => (href ? link(text, href) : broken(text)))}</bdi>`;

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
  let text = address;
  for (;;) {
    const last = text.at(-1) ?? "";
    const opens = { ")": "(", "]": "[", "}": "{" }[last];
    const stray = opens && text.split(opens).length < text.split(last).length;
    if (!stray && !".,;:!?'’…".includes(last)) return text;
    text = text.slice(0, -1);
  }
}

/** The address as the browser reads it, if it can. @param {string} address */
function whole(address) {
  try {
    return new URL(address).href;
  } catch {
    return undefined;
  }
}
