// Monitors a running call: whether media arrive, how good they are, what goes into the record, and whether the network
// is back. Reads the connection's statistics; the link acts on them and the page shows them. Renders nothing.

import { REAL } from "../../lib/timers.js";
import { assess, GOOD } from "./assess.js";
import { numbersOf, sampleOf } from "./stats.js";
import { Probe } from "../connection/network_probe.js";
import { QualityRecord } from "./log.js";
import { SigningWatch } from "./signing_watch.js";

/** @typedef {import("./stats.js").Numbers} Numbers */
/** @typedef {import("./signing_watch.js").Mode} Mode */
/** @typedef {{call: string, leg: string, expecting: boolean, signing?: Mode | null}} Charge expecting: the other side
 *   has something to send; signing: the call is in sign-language mode */

const LOOK = 500;
/** Checks between two quality samples. */
const SAMPLE = 4;
const SILENT = 2_000;
/** A check this late means that the computer slept; missing media prove nothing then, but will a moment later. */
const SLEPT = 3_000;
const WOKEN = 700;
const SEND_EVERY = 60_000;

export class QualityMonitor {
  quality = GOOD;
  /** @type {Charge | null} */ #charge = null;
  /** @type {import("../../lib/timers.js").Timer} */ #timer = null;
  /** @type {RTCPeerConnection | null} */ #pc = null;
  /** @type {Numbers | null} */ #last = null;
  /** @type {Numbers | null} the numbers of the sample before */ #sampled = null;
  #record = new QualityRecord();
  #heard = 0;
  #looked = 0;
  #looks = 0;
  #sent = 0;
  /** What limits the other side's picture, by its own word. */ #peer = "none";
  #limited = "none";
  /** @type {RTCPeerConnectionState} of the connection itself */ #state = "new";

  /**
   * @param {object} options
   * @param {import("../connection/link.js").Link} options.link
   * @param {Pick<import("../../wire/socket.js").Wire, "send"> & {renew?: () => void}} options.wire
   * @param {() => void} options.change `quality` is another one
   * @param {import("../connection/repair_ladder.js").Timers} [options.timers]
   * @param {() => number} [options.now] milliseconds
   * @param {Probe} [options.probe]
   * @param {EventTarget} [options.page]
   */
  constructor({ link, wire, change, timers = REAL, now = () => performance.now(), probe, page = globalThis }) {
    this.link = link;
    this.wire = wire;
    this.change = change;
    this.signing = new SigningWatch(link);
    this.timers = timers;
    this.now = now;
    this.probe =
      probe ??
      new Probe({
        timers,
        back: () => {
          wire.renew?.();
          link.hurry();
        },
      });
    link.addEventListener("told", (event) => {
      const { detail } = /** @type {CustomEvent<import("../connection/peer.js").Told>} */ (event);
      if (typeof detail.limited === "string") this.#peer = detail.limited;
      this.signing.hear(detail);
    });
    link.addEventListener("change", () => this.#charge && this.#probing());
    page.addEventListener?.("online", () => link.hurry());
    globalThis.navigator?.connection?.addEventListener?.("change", () => link.hurry());
    page.addEventListener?.("pagehide", () => this.#send());
  }

  /** Media may flow in this call on this leg. Can be called repeatedly.
   * @param {Charge} charge */
  follow(charge) {
    const same = this.#charge?.call === charge.call && this.#charge.leg === charge.leg;
    if (!same) this.stop();
    this.#charge = charge;
    this.signing.follow(charge.signing ?? null);
    if (same) return;
    this.#sent = this.now();
    this.#again();
  }

  /** The call has ended, or is carried elsewhere. */
  stop() {
    if (!this.#charge) return;
    this.#send();
    this.timers.clearTimeout(this.#timer);
    this.probe.stop();
    this.#charge = this.#pc = this.#last = this.#sampled = null;
    this.#record = new QualityRecord();
    this.#peer = this.#limited = "none";
    this.quality = GOOD;
    this.signing.follow(null);
  }

  #again() {
    this.#looked = this.now();
    this.#timer = this.timers.setTimeout(() => this.#look(), LOOK);
  }

  async #look() {
    const charge = this.#charge;
    const late = this.now() - this.#looked > SLEPT;
    await this.#read().catch(() => undefined);
    if (!charge || this.#charge?.leg !== charge.leg) return;
    if (late) this.#heard = this.now() - SILENT + WOKEN;
    this.#listen();
    this.#looks += 1;
    if (this.#looks % SAMPLE === 0) this.#sample();
    if (this.now() - this.#sent > SEND_EVERY) this.#send();
    this.#again();
  }

  async #read() {
    const pc = this.link.peer?.pc ?? null;
    if (pc !== this.#pc) {
      this.#last = this.#sampled = null;
      this.signing.renew();
    }
    this.#pc = pc;
    const report = await pc?.getStats?.();
    if (!report || pc !== this.#pc) return;
    const numbers = numbersOf(report, this.now());
    if (numbers.packets > (this.#last?.packets ?? 0)) this.#heard = numbers.at;
    this.#last = numbers;
  }

  /** Media arrived before, should still arrive, and don't: lost, although the connection may not have noticed. */
  #listen() {
    const should = Boolean(this.#charge?.expecting && this.#last?.packets);
    this.link.hear(should && this.now() - this.#heard >= SILENT);
  }

  #sample() {
    if (this.link.state !== "connected") {
      this.#sampled = null;
      this.#record.gap((SAMPLE * LOOK) / 1000);
      return;
    }
    const [before, now] = [this.#sampled, this.#last];
    this.#sampled = now;
    if (!before || !now) return;
    const sample = sampleOf(before, now);
    const signs = this.signing.add(sample);
    const quality = assess(this.quality, sample, { peer: this.#peer, signing: this.signing.on });
    const other = signs || quality.level !== this.quality.level || quality.cause !== this.quality.cause;
    this.quality = quality;
    this.#record.add(sample, quality.level);
    if (sample.limited !== this.#limited) {
      this.#limited = sample.limited;
      this.link.tell({ limited: sample.limited });
    }
    if (other) this.change();
  }

  /** A failed connection that gets an answer again notices the network first. */
  #probing() {
    const state = this.link.peer?.state ?? "new";
    if (this.#state === "failed" && (state === "disconnected" || state === "connected")) this.probe.hint();
    this.#state = state;
    if (this.link.repair) this.probe.start();
    else this.probe.stop();
  }

  #send() {
    this.#sent = this.now();
    const view = this.#record.view;
    if (!this.#charge || !view) return;
    const { call, leg } = this.#charge;
    this.wire.send({ type: "call.quality", call, leg, ...view }).catch(() => undefined);
  }
}
