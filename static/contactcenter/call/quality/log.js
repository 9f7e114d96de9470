// The quality record of one leg: coarse samples of the whole call in bounded space, however long it lasts. Pure except
// for its samples.

/** @typedef {import("./stats.js").Sample} Sample */
/** @typedef {import("./assess.js").Level} Level */
/** @typedef {import("../../wire/protocol.js").QualitySample} QualitySample */

const FIRST_SECONDS = 5;
const MOST = 120;
const LEVELS = ["good", "weak", "bad"];

/** Five seconds per sample at first; when space runs out, two become one. */
export class QualityRecord {
  /** Seconds per sample. */
  every = FIRST_SECONDS;
  /** @type {QualitySample[]} */ samples = [];
  /** @type {{sample: Sample, level: Level}[]} */ #open = [];
  #seconds = 0;
  relayed = false;

  /** @param {Sample} sample @param {Level} level what the person was told at that time */
  add(sample, level) {
    this.#open.push({ sample, level });
    this.#seconds += sample.seconds;
    this.relayed = sample.relayed;
    if (this.#seconds >= this.every) this.#keep();
  }

  /** The connection was away for a while: adds a sample that shows it. @param {number} seconds */
  gap(seconds) {
    this.#seconds += seconds;
    if (this.#seconds >= this.every) this.#keep(true);
  }

  /** The record for the server; null while there is nothing yet.
   * @returns {{every: number, relayed: boolean, samples: QualitySample[]} | null} */
  get view() {
    return this.samples.length ? { every: this.every, relayed: this.relayed, samples: this.samples } : null;
  }

  #keep(away = false) {
    const whole = this.#open;
    const mean = (/** @type {(sample: Sample) => number} */ of) =>
      whole.length ? whole.reduce((sum, { sample }) => sum + of(sample), 0) / whole.length : 0;
    const level = away ? 3 : Math.max(0, ...whole.map((one) => LEVELS.indexOf(one.level)));
    this.samples.push({
      loss: bound(
        mean(({ loss }) => loss * 1000),
        1000,
      ),
      delay: bound(
        mean(({ delay }) => delay),
        60_000,
      ),
      jitter: bound(
        mean(({ jitter }) => jitter),
        60_000,
      ),
      frozen: bound(
        mean(({ frozen }) => frozen * 1000),
        1000,
      ),
      kbit: bound(
        mean(({ kbit }) => kbit),
        1_000_000,
      ),
      height: bound(whole.at(-1)?.sample.height ?? 0, 10_000),
      level,
    });
    this.#open = [];
    this.#seconds = 0;
    if (this.samples.length > MOST) this.#halve();
  }

  #halve() {
    const pairs = [];
    for (let index = 0; index < this.samples.length; index += 2)
      pairs.push(merge(this.samples[index], this.samples[index + 1] ?? this.samples[index]));
    this.samples = pairs;
    this.every *= 2;
  }
}

/** The mean of two, but the worse of their levels.
 * @param {QualitySample} one @param {QualitySample} other @returns {QualitySample} */
function merge(one, other) {
  const middle = (/** @type {keyof QualitySample} */ what) => Math.round((one[what] + other[what]) / 2);
  return {
    loss: middle("loss"),
    delay: middle("delay"),
    jitter: middle("jitter"),
    frozen: middle("frozen"),
    kbit: middle("kbit"),
    height: other.height,
    level: Math.max(one.level, other.level),
  };
}

/** @param {number} value @param {number} most */
const bound = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
