// The way back if the browser blocks all storage in the frame: the host page keeps a sealed ticket for this tab, and
// the tab's legs of a call. Only the server can open a ticket, for the same browser and address. See
// docs/decisions/return-ticket.md.

const LONGEST = 1000; // characters of a ticket
const LEGS = 8;

/** @param {unknown} text
 * @returns {{ticket: string, legs: string[]}} what a host page gave back, as far as it can be ours */
export function keptOf(text) {
  let kept;
  try {
    kept = typeof text === "string" ? JSON.parse(text) : null;
  } catch {
    kept = null;
  }
  const ticket = typeof kept?.ticket === "string" && kept.ticket.length <= LONGEST ? kept.ticket : "";
  const legs = Array.isArray(kept?.legs)
    ? kept.legs.filter((/** @type {unknown} */ leg) => typeof leg === "string").slice(0, LEGS)
    : [];
  return { ticket, legs };
}

export class Ticket {
  /** The ticket the host page holds; empty if none. */
  #ticket = "";
  /** @type {string[]} what the tab is and was in calls */ #legs = [];
  /** @type {string[]} */ #earlier = [];
  #asking = false;
  #used = false;

  /**
   * @param {object} options
   * @param {import("./widget.js").Widget} options.widget
   * @param {{ticket: string, return: string}} options.addresses where a ticket is made, and where it is taken back
   * @param {typeof globalThis.fetch} [options.fetch]
   */
  constructor({ widget, addresses, fetch = globalThis.fetch.bind(globalThis) }) {
    this.widget = widget;
    this.addresses = addresses;
    this.fetch = fetch;
    widget.host.addEventListener("hello", () => this.#back());
    widget.addEventListener("change", () => this.#follow());
    this.#back();
  }

  /** Legs of this tab: the earlier ones, and where to store the current one. */
  get leg() {
    return { storage: null, earlier: this.#earlier, remember: (/** @type {string[]} */ legs) => this.#remember(legs) };
  }

  /** Returns with the data the host page kept, once. */
  async #back() {
    const { host, identity, wire } = this.widget;
    const { ticket, legs } = keptOf(host.kept);
    if (!ticket || this.#used || identity.token) return;
    this.#used = true;
    this.#earlier = this.#legs = legs;
    const answer = await this.#ask(this.addresses.return, { body: JSON.stringify({ ticket }) });
    if (identity.token) return; // whoever has begun anew meanwhile stays who they are
    if (!answer) return host.keep(null);
    this.#ticket = ticket;
    identity.keep(answer.token);
    wire.open();
  }

  /** A ticket is kept as long as the conversation lasts. */
  async #follow() {
    const { host, identity, state } = this.widget;
    const running = state.session?.state === "waiting" || state.session?.state === "active";
    if (running && !this.#ticket && !this.#asking) {
      this.#asking = true;
      const answer = await this.#ask(this.addresses.ticket, { headers: { Authorization: `Bearer ${identity.token}` } });
      this.#ticket = answer?.ticket ?? "";
      this.#tell();
    } else if (state.at && !running && this.#ticket) {
      this.#ticket = "";
      this.#asking = false;
      this.#legs = [];
      host.keep(null);
    }
  }

  /** @param {string[]} legs */
  #remember(legs) {
    this.#legs = legs;
    this.#tell();
  }

  /** As text: the JSON of a host page may have been altered. */
  #tell() {
    if (this.#ticket) this.widget.host.keep(JSON.stringify({ ticket: this.#ticket, legs: this.#legs }));
  }

  /** @param {string} address @param {RequestInit} options
   * @returns {Promise<{ticket: string, token: string} | null>} the answer, or null when there is none worth having */
  async #ask(address, options) {
    const response = await this.fetch(address, { method: "POST", credentials: "omit", ...options }).catch(() => null);
    return response?.ok ? response.json().catch(() => null) : null;
  }
}
