// Sign-language mode of a running call: chooses the size of the picture this side sends, and finds out whether each
// side's signs get through. Is given samples of the connection; renders nothing.

import { BEGIN, enough, hindrance, LEGIBLE, legible, resize } from "./signing.js";

/** @typedef {import("./signing.js").Reason} Reason */
/** @typedef {import("./stats.js").Sample} Sample */
/** @typedef {{sends: boolean, expects: boolean}} Mode sends: this side's camera is seen; expects: the other's should
 *   be */

/** Samples in a row with too few pictures before the other side is told. */
const FEW = 2;

export class SigningWatch {
  /** @type {Mode | null} */ #mode = null;
  #size = BEGIN;
  #legible = LEGIBLE;
  #few = 0;
  #told = "";
  /** By the other side's word: too few of this side's pictures arrive, and what hinders it from sending more. */
  #thin = false;
  /** @type {Reason | null} */ #hindered = null;

  /** @param {Pick<import("../connection/link.js").Link, "sign" | "tell">} link */
  constructor(link) {
    this.link = link;
  }

  /** Whose signs don't get through, and why; nothing outside the mode.
   * @returns {{own: Reason | null, peer: Reason | null}} */
  get view() {
    return this.#legible;
  }

  get on() {
    return this.#mode !== null;
  }

  /** @param {Mode | null} mode null: the mode is off. Can be called repeatedly. */
  follow(mode) {
    const before = this.#mode;
    this.#mode = mode;
    if (!mode) {
      if (before) this.#reset();
      this.link.sign(null);
    } else if (!before) this.link.sign(this.#size.rung);
  }

  /** The other side's own word. @param {import("../connection/peer.js").Told} told */
  hear({ thin, hindered }) {
    if (typeof thin === "boolean") this.#thin = thin;
    if (hindered !== undefined) this.#hindered = hindered;
  }

  /** The connection is another one: it has been told nothing. */
  renew() {
    this.#told = "";
    this.#few = 0;
    this.#thin = false;
    this.#hindered = null;
  }

  /** @param {Sample} sample @returns {boolean} whether `view` has changed */
  add(sample) {
    const mode = this.#mode;
    if (!mode) return false;
    const seen = {
      sent: sample.picturesSent,
      source: sample.source,
      room: sample.room,
      edge: sample.edge,
      thin: this.#thin,
    };
    if (mode.sends) {
      this.#size = resize(this.#size, seen);
      this.link.sign(this.#size.rung, sample.edge);
    }
    const own = mode.sends ? hindrance(seen, sample.limited) : null;
    const few = mode.expects && !enough(sample.pictures);
    this.#few = few ? this.#few + 1 : 0;
    this.#tell({ thin: this.#few >= FEW, hindered: own === "line" ? null : own });
    const before = this.#legible;
    this.#legible = legible(before, { own, peer: few ? (this.#hindered ?? "line") : null });
    return before.own !== this.#legible.own || before.peer !== this.#legible.peer;
  }

  /** @param {{thin: boolean, hindered: Reason | null}} now */
  #tell(now) {
    const told = JSON.stringify(now);
    if (told === this.#told) return;
    // Nothing to say is what the other side believes.
    if (this.#told || now.thin || now.hindered) this.link.tell(now);
    this.#told = told;
  }

  #reset() {
    this.#size = BEGIN;
    this.#legible = LEGIBLE;
    this.renew();
  }
}
