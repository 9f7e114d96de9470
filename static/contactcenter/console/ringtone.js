/* The sound that calls the operator, repeated until the event is handled (C12). Of all tabs of a browser one sounds at
   a time; it never overlaps itself and stops in the middle of a note once everything is handled. Knows no session. */

import { tone } from "../lib/notify.js";

/** @import { Sound } from "../lib/notify.js" */

/** Events handled within a blink need no sound, in ms. */
export const SETTLE = 400;
/** The pause between two tones, in ms; the longer one after a minute. */
export const OFTEN = 5000;
export const SELDOM = 15_000;
const PATIENT = 60_000;

const LOCK = "contactcenter.bell";

/**
 * Events that call for the operator. A message only does so while nobody looks at any console.
 * @typedef {{id: string, kind: "client" | "offer" | "call" | "message"}} Wanted
 */

export class Ringtone {
  /** @type {Wanted[]} */ #wanted = [];
  /** @type {Sound | null} */ #sounding = null;
  #turn = 0;
  #running = false;
  #cut = () => {};

  /**
   * @param {object} world replaced in tests
   * @param {() => boolean} world.muted
   * @param {() => Promise<boolean>} world.unseen nobody looks at a console in this browser
   * @param {(heard: boolean) => void} [world.told] whether the browser let it sound
   * @param {() => Promise<Sound | null>} [world.sound]
   * @param {Pick<LockManager, "request"> | undefined} [world.locks]
   * @param {(ms: number) => Promise<void>} [world.wait]
   * @param {() => number} [world.clock]
   */
  constructor({
    muted,
    unseen,
    told = () => {},
    sound = tone,
    locks = globalThis.navigator?.locks,
    wait = (ms) => new Promise((done) => setTimeout(done, ms)),
    clock = Date.now,
  }) {
    this.muted = muted;
    this.unseen = unseen;
    this.told = told;
    this.sound = sound;
    this.locks = locks;
    this.wait = wait;
    this.clock = clock;
  }

  /** The current events. @param {Wanted[]} wanted */
  call(wanted) {
    const before = new Set(this.#wanted.map(({ id }) => id));
    const news = wanted.some(({ id }) => !before.has(id));
    this.#wanted = wanted;
    if (!wanted.length || this.muted()) return this.#end();
    if (news || !this.#running) this.#begin();
  }

  /** Sounds once, for minor events. */
  async once() {
    if (this.muted() || this.#running) return;
    await this.#alone(this.#turn, () => this.#play());
  }

  #end() {
    this.#turn += 1;
    this.#running = false;
    this.#cut();
    this.#sounding?.stop();
    this.#sounding = null;
  }

  /** A new event restarts the ringing, so that it's heard at once. */
  #begin() {
    this.#end();
    this.#running = true;
    this.#repeat(this.#turn);
  }

  /** @param {number} turn */
  async #repeat(turn) {
    await this.#pause(SETTLE);
    await this.#alone(turn, async () => {
      const since = this.clock();
      while (turn === this.#turn) {
        const silent = this.#wanted.every(({ kind }) => kind === "message") && !(await this.unseen());
        if (turn === this.#turn && !silent) await this.#play();
        if (turn === this.#turn) await this.#pause(this.clock() - since > PATIENT ? SELDOM : OFTEN);
      }
    });
  }

  /** Waits only while there is something to wait for: another tab may need the lock. @param {number} ms */
  #pause(ms) {
    return Promise.race([
      this.wait(ms),
      new Promise((cut) => {
        this.#cut = () => cut(undefined);
      }),
    ]);
  }

  /** Runs if no other tab rings and this turn is still valid. @param {number} turn @param {() => Promise<void>} work */
  async #alone(turn, work) {
    if (turn !== this.#turn) return;
    if (!this.locks) return work();
    await this.locks.request(LOCK, () => (turn === this.#turn ? work() : undefined));
  }

  async #play() {
    const turn = this.#turn;
    const sound = await this.sound().catch(() => null);
    this.told(sound !== null);
    if (turn !== this.#turn) return sound?.stop();
    this.#sounding = sound;
    await sound?.ended;
  }
}
