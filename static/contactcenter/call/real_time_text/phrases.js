// What a screen reader says of a line that is being typed: phrases, not letters. A phrase is said when its sentence has
// ended, or the writer pauses. Decides what is said and when; who says it is passed in.

import { Timers } from "../../lib/timers.js";

/** How long nobody has typed when the rest is said, in milliseconds. */
const PAUSE = 1200;
/** A sentence's end with something after it: "3.5" is none. */
const SENTENCE = /^[\s\S]*(?:[.!?…؟।۔][)"'”’»]*(?=\s)|[。！？]|\n)/u;

export class Phrases {
  #line = "";
  #text = "";
  #said = "";
  #timers;

  /** @param {{say: (words: string, first: boolean) => void, time?: import("../../lib/timers.js").Time}} options */
  constructor({ say, time }) {
    this.say = say;
    this.#timers = new Timers(time);
  }

  /** The line as it now stands. @param {string} line @param {string} text */
  hear(line, text) {
    if (line !== this.#line) {
      if (this.#line) this.#tell(this.#text);
      this.#begin(line);
    }
    if (text === this.#text) return;
    this.#text = text;
    const sentences = SENTENCE.exec(text)?.[0] ?? "";
    if (sentences.length > this.#said.length && sentences.startsWith(this.#said)) this.#tell(sentences);
    this.#timers.start("pause", PAUSE, () => this.#tell(this.#text));
  }

  /** The line is a message now: says what is left of it. @param {string} line @param {string} text */
  end(line, text) {
    if (line !== this.#line) this.#begin(line);
    this.#timers.stop("pause");
    this.#tell(text);
    this.#begin("");
  }

  /** Says nothing more. */
  stop() {
    this.#timers.stopAll();
    this.#begin("");
  }

  /** @param {string} line */
  #begin(line) {
    this.#line = line;
    this.#text = this.#said = "";
  }

  /** Says what is new up to the end of `text`. After a correction, from the word that was corrected.
   * @param {string} text */
  #tell(text) {
    const same = commonStart(this.#said, text);
    const from = same < this.#said.length ? text.slice(0, same).search(/\S*$/u) : same;
    const first = this.#said === "";
    const words = text.slice(from).trim();
    this.#said = text;
    if (/[\p{L}\p{N}\p{S}]/u.test(words)) this.say(words, first);
  }
}

/** How many units two texts begin with alike. @param {string} a @param {string} b */
function commonStart(a, b) {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}
