// The sound of a new alert: once for each, unless it's switched off, which this browser remembers.

import { read } from "./storage.js";

/** @import { AlertView } from "../wire/protocol.js" */

const KEY = "contactcenter.alerts.silent";

export class AlertBell {
  /** Alerts that were there already. @type {Set<string> | null} */
  #known = null;

  /** @param {{storage: import("./storage.js").Store | null, tone: () => Promise<unknown>}} world `tone` resolves with
   *   null when the browser did not let it sound */
  constructor({ storage, tone }) {
    this.storage = storage;
    this.tone = tone;
    this.on = read(storage, KEY) !== "1";
    /** Whether the browser has refused to play. */
    this.blocked = false;
  }

  /** Sounds if one of these has begun to fire since the last time; what the page finds at first is silent.
   * @param {AlertView[]} alerts */
  async update(alerts) {
    const firing = alerts.filter(({ state }) => state === "firing").map(({ rule, since }) => `${rule} ${since}`);
    const news = this.#known !== null && firing.some((key) => !this.#known?.has(key));
    this.#known = new Set(firing);
    if (news) await this.#play();
  }

  /** Switches it on, with the sound to show it, or off. */
  async toggle() {
    this.on = !this.on;
    this.blocked = false;
    try {
      this.storage?.setItem(KEY, this.on ? "0" : "1");
    } catch {
      // A full or forbidden storage: it's as chosen until the page is closed.
    }
    await this.#play();
  }

  async #play() {
    if (this.on) this.blocked = (await this.tone()) === null;
  }
}
