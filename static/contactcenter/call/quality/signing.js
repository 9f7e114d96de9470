// The size of the picture in sign-language mode, from what the line and the computer make of it, and whether signs get
// through at all. Size gives way at once and comes back slowly. Pure: a state and a sample give the next state.

import { SIGNING_PICTURES, SIZES, SMALLEST } from "./encoding.js";

/**
 * @typedef {object} Seen what one sample says about this side's picture
 * @property {number} sent pictures a second that were sent
 * @property {number} source pictures a second the camera gives; 0 if the browser doesn't tell
 * @property {number} room kilobits a second the line can take; 0 if the browser doesn't tell
 * @property {boolean} thin the other side says that too few of them arrive
 * @property {number} edge lines of the shorter edge of the camera's picture; 0 while unknown
 */
/**
 * @typedef {object} Signing
 * @property {number} rung of `SIZES`
 * @property {number} well samples in a row that would allow the next larger size
 * @property {number} wait how many are needed
 * @property {number} tried samples since the size grew last; Infinity once it has proven itself
 */

/** Begins with a middle size: nothing is known yet. @type {Signing} */
export const BEGIN = { rung: 2, well: 0, wait: 4, tried: Number.POSITIVE_INFINITY };

/** A larger size needs so much more than its own need before it's tried. */
const SPARE = 1.25;
/** A size that lasted so many samples is no mistake. */
const PROVEN = 8;
const SHORTEST = 4;
const LONGEST = 64;

/** One picture more or less in a sample of two seconds is rounding. @param {number} pictures a second */
export const enough = (pictures) => pictures + 0.5 >= SIGNING_PICTURES;

/** Whether the camera itself gives too few: no size changes that. @param {Seen} seen */
const dark = ({ source }) => source > 0 && !enough(source);

/** Whether the pictures there are get through. @param {Seen} seen */
const passes = (seen) => (dark(seen) ? seen.sent >= seen.source - 1 : !seen.thin && enough(seen.sent));

/** The size at which this camera's picture is sent whole: larger ones are the same. @param {number} edge */
const whole = (edge) =>
  edge
    ? Math.max(
        0,
        SIZES.findLastIndex(({ lines }) => lines >= edge),
      )
    : 0;

/**
 * @param {Signing} before
 * @param {Seen} seen
 * @returns {Signing}
 */
export function resize(before, seen) {
  const rung = Math.max(before.rung, whole(seen.edge));
  const fits = seen.room ? SIZES.findIndex(({ need }) => need <= seen.room) : rung;
  const down = Math.min(SMALLEST, Math.max(fits, passes(seen) ? rung : rung + 1));
  if (down > rung) {
    // A size that failed soon after it was tried is tried later the next time.
    const wait = before.tried < PROVEN ? Math.min(LONGEST, before.wait * 2) : SHORTEST;
    return { rung: down, well: 0, wait, tried: Number.POSITIVE_INFINITY };
  }
  const tried = before.tried + 1;
  const larger = rung > whole(seen.edge) && (seen.room === 0 || seen.room >= SPARE * SIZES[rung - 1].need);
  const well = larger && passes(seen) ? before.well + 1 : 0;
  if (well >= before.wait) return { rung: rung - 1, well: 0, wait: before.wait, tried: 0 };
  return { rung, well, tried, wait: tried === PROVEN ? SHORTEST : before.wait };
}

/** @typedef {"line" | "computer" | "camera"} Reason why signs don't get through */
/** @typedef {{own: Reason | null, peer: Reason | null, ownSince: number, peerSince: number}} Legible own: this side's
 *   signs aren't seen there; peer: the other's aren't seen here; since: samples in a row that say something else */

/** @type {Legible} */
export const LEGIBLE = { own: null, peer: null, ownSince: 0, peerSince: 0 };

/** A size that is too large for the line is given up within this many samples: only what remains is told. */
const LOST = 3;
const FOUND = 2;

/**
 * @param {Legible} before
 * @param {{own: Reason | null, peer: Reason | null}} now of this sample alone
 * @returns {Legible}
 */
export function legible(before, now) {
  const [own, ownSince] = turned(before.own, now.own, before.ownSince);
  const [peer, peerSince] = turned(before.peer, now.peer, before.peerSince);
  return { own, peer, ownSince, peerSince };
}

/** @param {Reason | null} told @param {Reason | null} now @param {number} since @returns {[Reason | null, number]} */
function turned(told, now, since) {
  if (told === now) return [told, 0];
  return since + 1 >= (told === null ? LOST : FOUND) ? [now, 0] : [told, since + 1];
}

/**
 * Why this side's signs don't get through, by one sample.
 * @param {Seen} seen @param {string} limited by what the browser says the sent picture is limited
 * @returns {Reason | null}
 */
export function hindrance(seen, limited) {
  if (dark(seen)) return "camera";
  if (seen.thin || !enough(seen.sent)) return limited === "cpu" ? "computer" : "line";
  return null;
}
