// Detects whether a device keeps up with drawing. Pure: it is told about each picture and reads no clock.

/** Fewer pictures per second than this aren't video. */
const ENOUGH = 15;

/** How long it must be too slow, in milliseconds. */
const SUSTAINED = 3_000;

/** Few pictures for other reasons (little light, a hidden page) leave the device idle: then it isn't too slow. */
const BUSY = 0.75;

/** A pause longer than this counts as no work at all, in milliseconds. */
const PAUSE = 1_000;

/** Counts the pictures of one camera. */
export class FrameRate {
  #since = 0;
  #last = 0;
  #pictures = 0;
  #worked = 0;

  /**
   * Records one drawn picture.
   * @param {number} at when it was done, in milliseconds of any clock
   * @param {number} took how long was worked on it, in milliseconds
   * @param {number} [needed] pictures a second
   * @returns {boolean} it has been too slow for three seconds
   */
  drawn(at, took, needed = ENOUGH) {
    const began = at - took;
    if (!this.#last || began - this.#last > PAUSE) this.#restart(began);
    this.#last = at;
    this.#pictures += 1;
    this.#worked += took;
    const span = at - this.#since;
    if (span < SUSTAINED) return false;
    const slow = (1000 * this.#pictures) / span < needed && this.#worked / span > BUSY;
    this.#restart(at);
    return slow;
  }

  /** @param {number} at */
  #restart(at) {
    this.#since = at;
    this.#pictures = this.#worked = 0;
  }
}
