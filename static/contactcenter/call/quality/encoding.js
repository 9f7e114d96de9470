// What a call sends: size, pictures a second and bits a second of the picture, and the bits of the voice. Pure: knows
// no connection, no device, no time.

/** @typedef {{lines: number, need: number, most: number}} Size lines: of the picture's shorter edge; need: kilobits a
 *   second below which signs blur at this size; most: kilobits a second that still improve it */
/**
 * @typedef {object} Wish
 * @property {boolean} held nothing arrives right now
 * @property {boolean} small the line has little bandwidth
 * @property {number | null} rung of `SIZES` in sign-language mode; null outside it
 * @property {number} edge lines of the shorter edge of the picture that is there; 0 while unknown
 */
/** @typedef {{maxBitrate: number, scaleResolutionDownBy: number, maxFramerate: number}} Picture */

/** What sign language needs: EN 301 549, 6.5.3. */
export const SIGNING_PICTURES = 20;

/** More than needed: what a line loses or a processor misses now and then must not be seen. */
const PICTURES = 30;

/** Sizes of sign-language mode, from the largest: size gives way first, pictures a second never. The numbers are what
 * VP8 needs for a person who moves, half of H.264's worst case and more.
 * @type {readonly Size[]} */
export const SIZES = [
  { lines: 720, need: 1_200, most: 2_500 },
  { lines: 540, need: 750, most: 1_500 },
  { lines: 360, need: 400, most: 900 },
  { lines: 270, need: 230, most: 500 },
  { lines: 180, need: 110, most: 300 },
  { lines: 135, need: 0, most: 160 },
];

/** The last size: when the line is too thin for this one, it's too thin for signing. */
export const SMALLEST = SIZES.length - 1;

/** From this size on the voice yields to the picture. */
const THIN = 3;

const WHOLE = { maxBitrate: 2_500_000, scaleResolutionDownBy: 1, maxFramerate: 30 };
/** For a line with little bandwidth. */
const SMALL = { maxBitrate: 250_000, scaleResolutionDownBy: 2, maxFramerate: 15 };
/** For a line that carries nothing right now: everything lost meanwhile is sent again later, before the first new
 * picture. */
const HELD = { maxBitrate: 50_000, scaleResolutionDownBy: 4, maxFramerate: 1 };

/** @param {Wish} wish @returns {Picture} what the picture's sender may use */
export function picture({ held, small, rung, edge }) {
  if (held) return HELD;
  if (rung === null) return small ? SMALL : WHOLE;
  const { lines, most } = SIZES[small ? SMALLEST : rung];
  const scale = (edge || SIZES[0].lines) / lines;
  return { maxBitrate: most * 1000, scaleResolutionDownBy: Math.max(1, scale), maxFramerate: PICTURES };
}

/** The voice's bits a second. Sixteen kilobits still carry eight kilohertz: EN 301 549 asks for seven.
 * @param {Pick<Wish, "small" | "rung">} wish @returns {number | undefined} undefined: as the browser likes */
export function voice({ small, rung }) {
  return rung !== null && (small || rung >= THIN) ? 16_000 : undefined;
}
