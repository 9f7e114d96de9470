/* Highlights the search words in the past session being read, and scrolls to the first one. The page's own elements
   stay as they are: the browser draws the highlights over them. */

/** Positions of words in a text, ignoring case.
 * @param {string} text @param {string[]} words @returns {[number, number][]} from, to */
export function places(text, words) {
  const whole = text.toLocaleLowerCase();
  if (whole.length !== text.length) return []; // a letter that grows when it is made small: the places would be wrong
  return words.flatMap((word) => {
    const found = /** @type {[number, number][]} */ ([]);
    for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + word.length))
      found.push([at, at + word.length]);
    return found;
  });
}

/** The search words. @param {string} text */
export const wordsOf = (text) =>
  text
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word.length > 1);

export class SearchHighlight {
  #shown = "";

  /**
   * Called after each rendering.
   * @param {{id: string, events: unknown[]} | null} past the session that is read
   * @param {string} search what was looked for
   * @param {Document} [document]
   */
  update(past, search, document = globalThis.document) {
    const key = past ? `${past.id} ${past.events.length} ${search}` : "";
    if (key === this.#shown || !globalThis.CSS?.highlights) return;
    const another = past && !this.#shown.startsWith(`${past.id} `);
    this.#shown = key;
    const root = past && search ? document.querySelector(".past-session__conversation") : null;
    const ranges = root
      ? [...root.querySelectorAll(".bubble, .note")].flatMap((element) =>
          this.#ranges(element, wordsOf(search), document),
        )
      : [];
    CSS.highlights.set("hit", new Highlight(...ranges));
    if (another) ranges[0]?.startContainer.parentElement?.scrollIntoView({ block: "center" });
  }

  /** @param {Element} element @param {string[]} words @param {Document} document */
  #ranges(element, words, document) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const ranges = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const [from, to] of places(node.textContent ?? "", words)) {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, to);
        ranges.push(range);
      }
    }
    return ranges;
  }
}
