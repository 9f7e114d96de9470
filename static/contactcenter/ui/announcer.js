// Says what changes to people who listen instead of looking. Views mark what is worth saying with `data-say`, and this
// puts the words into one polite live region that is there from the start: a region that comes with its words isn't
// heard (docs/decisions/announcements.md). An error is an alert of its own, and says itself.

/** Words wait until nobody has typed for so long, in milliseconds: a screen reader that echoes keys would drop them. */
const PAUSE = 800;
/** What a page shows for less than this isn't said, in milliseconds: a state on the way to the next. */
const SETTLES = 300;
/** Words that were said leave the page after so long: nobody should come upon them while reading it. */
const STAYS = 10_000;
const UNSAID = 'time, button, .meta, [aria-hidden="true"], [hidden]';
const BLOCKS = "p, h1, h2, h3, li, div";
/** Marks the end of a block until its text is known. */
const END = "\ue000";

/** The words of an element: those of its attribute, or what it shows without times and buttons.
 * @param {HTMLElement} element */
export function wordsOf(element) {
  const given = element.dataset.say;
  if (given) return given;
  const copy = /** @type {HTMLElement} */ (element.cloneNode(true));
  for (const part of copy.querySelectorAll(UNSAID)) part.remove();
  for (const part of copy.querySelectorAll(BLOCKS)) part.append(END);
  return sentences(copy.textContent ?? "");
}

/** One line in place of several blocks: a reader pauses where a block ends. @param {string} text */
export const sentences = (text) =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\s·\ue000]+$/, "")
    .replace(/([.!?:…]?)[\s·]*\ue000[\s\ue000]*/g, (_all, end) => `${end || "."} `)
    .trim();

export class Announcer {
  /** What each marked element said last, and the text it had then. @type {WeakMap<Element, {text: string, words:
   * string}>} */
  #said = new WeakMap();
  /** The conversation on show and its newest line. */
  #log = { session: "", newest: 0 };
  /** @type {string[]} */ #waiting = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #typed = -Infinity;
  #begun = false;
  #region = region();

  constructor() {
    document.body.append(this.#region);
    const typed = () => {
      this.#typed = performance.now();
    };
    document.addEventListener("input", typed, true);
  }

  /** Call after each rendering. What is there at first isn't said: a reader begins with the page.
   * @param {HTMLElement} root @param {boolean} [ready] the page has shown more than that it's loading */
  follow(root, ready = true) {
    const marked = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-say]:not([data-seq])"));
    for (const element of marked) {
      const text = `${element.dataset.say} ${element.textContent}`;
      const before = this.#said.get(element);
      if (before?.text === text || !element.checkVisibility()) continue;
      const words = wordsOf(element);
      this.#said.set(element, { text, words });
      if (this.#begun && words && words !== before?.words)
        setTimeout(() => element.isConnected && this.#said.get(element)?.words === words && this.say(words), SETTLES);
    }
    this.#follow(/** @type {HTMLElement | null} */ (root.querySelector("[role=log]")));
    this.#begun ||= ready;
  }

  /** New lines of the conversation, but not of one that has just been opened. @param {HTMLElement | null} log */
  #follow(log) {
    const lines = /** @type {HTMLElement[]} */ ([...(log?.querySelectorAll("[data-seq]") ?? [])]);
    const session = log?.dataset.session ?? "";
    const newest = lines.reduce((most, { dataset }) => Math.max(most, Number(dataset.seq)), 0);
    const { session: before, newest: known } = this.#log;
    this.#log = { session, newest: session === before ? Math.max(known, newest) : newest };
    if (session !== before || !known) return;
    for (const line of lines)
      if (Number(line.dataset.seq) > known && line.dataset.say !== undefined && line.checkVisibility())
        this.say(wordsOf(line));
  }

  /** Says this once nobody types. @param {string} words */
  say(words) {
    this.#waiting.push(words);
    this.#speak();
  }

  #speak = () => {
    clearTimeout(this.#timer);
    const left = this.#typed + PAUSE - performance.now();
    if (left > 0) {
      this.#timer = setTimeout(this.#speak, left);
      return;
    }
    // What lies behind a modal dialog is heard no more than seen.
    const open = [...document.querySelectorAll("dialog[open]")].at(-1);
    const place = open?.querySelector("[data-announcer]") ?? this.#region;
    for (const words of this.#waiting.splice(0)) {
      const line = document.createElement("p");
      line.textContent = words;
      place.append(line);
      setTimeout(() => line.remove(), STAYS);
    }
  };
}

/** An empty live region. */
function region() {
  const made = document.createElement("div");
  made.className = "visually-hidden";
  made.setAttribute("aria-live", "polite");
  made.dataset.announcer = "";
  return made;
}
