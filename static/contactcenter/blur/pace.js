// Whether a device keeps up with what it has to draw. Pure: it is told of each picture and looks at no clock.

/** Fewer pictures a second than this are no video. */
const ENOUGH = 15;

/** For how long it must have been so, in milliseconds. */
const SUSTAINED = 3_000;

/** Few pictures for any other reason (little light, a hidden page) leave the device idle: then it is not too slow. */
const BUSY = 0.75;

/** A pause longer than this is no work at all, in milliseconds. */
const PAUSE = 1_000;

/** Counts the pictures of one camera. */
export class Pace {
  #since = 0;
  #last = 0;
  #pictures = 0;
  #worked = 0;

  /**
   * One more picture is drawn.
   * @param {number} at when it was done, in milliseconds of any clock
   * @param {number} took how long was worked on it, in milliseconds
   * @returns {boolean} it has been too slow for three seconds
   */
  drawn(at, took) {
    const began = at - took;
    if (!this.#last || began - this.#last > PAUSE) this.#restart(began);
    this.#last = at;
    this.#pictures += 1;
    this.#worked += took;
    const span = at - this.#since;
    if (span < SUSTAINED) return false;
    const slow = (1000 * this.#pictures) / span < ENOUGH && this.#worked / span > BUSY;
    this.#restart(at);
    return slow;
  }

  /** @param {number} at */
  #restart(at) {
    this.#since = at;
    this.#pictures = this.#worked = 0;
  }
}
