// Times for a CallBack, as the server offers them, in the client's own time zone.

import { byDay } from "../ui/widget/callback_words.js";

const FRESH = 60_000; // milliseconds after which they are looked up again
const LONGEST = 10_000; // milliseconds; what is not answered by then is not answered

export class Slots {
  /** @type {"none" | "looking" | "there" | "failed"} */ state = "none";
  /** As soon as possible is possible. */ now = false;
  /** @type {import("../ui/widget/callback_words.js").Day[]} */ days = [];
  zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  #at = 0;

  /** @param {{address: string, change: () => void, clock: () => number, fetch?: typeof globalThis.fetch}} options
   *   clock: the server's time in ms */
  constructor({ address, change, clock, fetch = globalThis.fetch.bind(globalThis) }) {
    this.address = address;
    this.change = change;
    this.clock = clock;
    this.fetch = fetch;
  }

  /** Loads them unless that has just been done. */
  need() {
    if (this.state === "none" || (this.state === "there" && this.clock() - this.#at > FRESH)) this.look();
  }

  async look() {
    if (this.state === "looking") return;
    this.state = "looking";
    this.change();
    const response = await this.fetch(
      `${this.address}${this.address.includes("?") ? "&" : "?"}zone=${encodeURIComponent(this.zone)}`,
      {
        credentials: "omit",
        signal: AbortSignal.timeout(LONGEST),
      },
    ).catch(() => null);
    const answer = response?.ok ? await response.json().catch(() => null) : null;
    this.#at = this.clock();
    this.state = answer ? "there" : "failed";
    if (answer) {
      this.now = answer.now === true;
      this.days = byDay(answer.slots, this.#at);
    }
    this.change();
  }

  /** The chosen time: the previous one while it's offered, or the soonest.
   * @param {string | undefined} wanted @returns {string} */
  chosen(wanted) {
    const all = this.days.flatMap(({ slots }) => slots.map(({ start }) => start));
    if (wanted && (all.includes(wanted) || (wanted === "now" && this.now))) return wanted;
    return this.now ? "now" : (all[0] ?? "");
  }
}
