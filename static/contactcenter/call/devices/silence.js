// Decides from a microphone's level whether it hears nothing at all, which its owner can't notice. Pure. Silence here
// is digital silence, which no room has; docs/decisions/silent-microphone.md has the numbers.

/**
 * One and a half steps of 16 bits, about −87 dB: what a muted or broken device delivers. The noise of a microphone in a
 * quiet room, even after the browser's noise suppression, is several steps.
 */
export const DIGITAL_SILENCE = 1.5 / 32_768;

/** So long from the start without a single sound, in milliseconds: headsets need two seconds to begin. */
export const NEVER_HEARD = 6_000;
/** So long after it worked. */
export const FELL_SILENT = 20_000;
/** A pause of digital silence between two sounds, at least this long, comes from a noise gate. */
export const GATED = 1_000;

/** One microphone, from being turned on to being turned off. */
export class Silence {
  /** It hears nothing. */ told = false;
  #heard = false;
  /** It falls silent between words by itself: silence then means nothing. */ #gated = false;
  /** @type {number | null} when the present silence began */ #since = null;

  /**
   * @param {number | null} level root mean square of a moment, 0 to 1; null: unknown, which is no silence
   * @param {number} now milliseconds
   * @returns {boolean} `told`
   */
  hear(level, now) {
    if (level === null) {
      this.#since = null;
    } else if (level > DIGITAL_SILENCE) {
      if (this.#heard && this.#since !== null && now - this.#since >= GATED) this.#gated = true;
      this.#heard = true;
      this.#since = null;
      this.told = false;
    } else {
      this.#since ??= now;
      const patience = this.#heard ? FELL_SILENT : NEVER_HEARD;
      if (now - this.#since >= patience && !this.#gated) this.told = true;
    }
    return this.told;
  }
}
