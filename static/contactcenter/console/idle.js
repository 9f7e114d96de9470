/* Detects an idle console: after a while the operator is set to away, and back at the next input (S3). Reports and
   remembers; the server knows whether an away was chosen or detected. */

import { clockTime } from "../ui/time.js";
import { t } from "../ui/text.js";

/** @import { OperatorView } from "../wire/protocol.js" */

/** Minimum time between notifications of other tabs in this browser about activity, in ms. */
const SPREAD = 2000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel"];

/**
 * The state to report now; null if nothing has to be.
 * @param {Pick<OperatorView, "chosen" | "idle">} me
 * @param {boolean} still nobody has touched any console of this browser for as long as it takes
 * @returns {"away" | "online" | null}
 */
export function idleMove(me, still) {
  if (me.idle) return still ? null : "online";
  return still && me.chosen === "online" ? "away" : null;
}

/**
 * The message for the returning operator, in words; empty if nothing has happened.
 * @param {OperatorView | null | undefined} before @param {OperatorView | null | undefined} after
 * @param {string | null} since when the away began, ISO 8601 @param {string} now
 */
export function backWords(before, after, since, now) {
  if (!before?.idle || !after || after.idle) return "";
  if (!since) return t("You were set to away because this page was idle. You’re back now.");
  return t("You were away from {from} to {to} because this page was idle.", {
    from: clockTime(since),
    to: clockTime(now),
  });
}

/** Watches the operator's activity. */
export class Idle {
  #touched;
  #spread = 0;
  #told = false;
  /** @type {BroadcastChannel | null} */ #others = null;

  /**
   * @param {object} world
   * @param {number} world.limit ms without a touch; 0: never away by itself
   * @param {() => {me: OperatorView | null | undefined, calling: boolean, link: string}} world.look `calling`: a call
   *   is activity enough
   * @param {(state: "away" | "online") => Promise<unknown>} world.report
   * @param {() => number} [world.clock]
   * @param {BroadcastChannel | null} [world.others] the other tabs of this browser
   */
  constructor({ limit, look, report, clock = Date.now, others = null }) {
    this.limit = limit;
    this.look = look;
    this.report = report;
    this.clock = clock;
    this.#touched = clock();
    this.#others = others;
    others?.addEventListener("message", () => this.#begin());
  }

  /** Follows all input on the page. @param {EventTarget} page */
  watch(page) {
    for (const type of TOUCHES) page.addEventListener(type, () => this.touch(), { capture: true, passive: true });
  }

  touch() {
    this.#begin();
    if (this.clock() - this.#spread < SPREAD) return;
    this.#spread = this.clock();
    this.#others?.postMessage("touched");
  }

  /** Checks the clock; called every second and at every input. */
  check() {
    const { me, calling, link } = this.look();
    if (calling) this.#touched = this.clock();
    if (!this.limit || !me || link !== "open") return;
    const still = this.clock() - this.#touched >= this.limit;
    const move = idleMove(me, still);
    // Away is reported once per idle period: another browser of the same operator may know better and say so.
    if (!move || (move === "away" && this.#told)) return;
    this.#told = move === "away";
    this.report(move).catch(() => {
      this.#told = false;
    });
  }

  #begin() {
    this.#touched = this.clock();
    this.#told = false;
    if (this.look().me?.idle) this.check();
  }
}
