// Assesses the quality of a call and which side causes trouble, from measurements. Slow to complain and slower to
// recover. Pure: a state and a sample give the next state; knows no words.

/** @typedef {import("./stats.js").Sample} Sample */
/** @typedef {"good" | "weak" | "bad"} Level */
/** @typedef {"own-network" | "peer-network" | "line" | "own-computer" | "peer-computer"} Cause */
/**
 * @typedef {object} Quality
 * @property {Level} level
 * @property {Cause | null} cause null while good
 * @property {Level} leaning what the last samples say
 * @property {number} since how many samples in a row they say so
 * @property {Cause | null} suspect the cause they point to
 */

/** @type {Quality} */
export const GOOD = { level: "good", cause: null, leaning: "good", since: 0, suspect: null };

const ORDER = ["good", "weak", "bad"];
/**
 * Samples in a row before a change counts: two to get worse, five to get better. A computer is busy for a moment now
 * and then, and a picture that has just started is small on any line: the browser finds the bandwidth step by step.
 */
const WORSE = 2;
const BETTER = 5;
const BUSY = 5;

/** @type {[keyof Sample, number, number][]} from which number on a sample is weak, and from which on it is bad */
const LIMITS = [
  ["loss", 0.05, 0.15],
  ["lostThere", 0.05, 0.15],
  ["delay", 500, 1200],
  ["jitter", 70, 200],
  ["concealed", 0.08, 0.25],
];

/** @param {number} value @param {number} weak @param {number} bad @returns {Level} */
const grade = (value, weak, bad) => (value >= bad ? "bad" : value >= weak ? "weak" : "good");

/** @param {Level} one @param {Level} other */
const worse = (one, other) => (ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other);

/** @param {Sample} sample @returns {Level} by its numbers alone */
function measured(sample) {
  return LIMITS.reduce(
    (/** @type {Level} */ found, [what, weak, bad]) =>
      worse(found, grade(/** @type {number} */ (sample[what]), weak, bad)),
    "good",
  );
}

/**
 * @param {Sample} sample
 * @param {{peer?: string, signing?: boolean}} [told] peer: by what the other side says its own picture is limited;
 *   signing: in sign-language mode a small picture is intended
 * @returns {{level: Level, cause: Cause | null}} of this sample alone
 */
export function judge(sample, { peer = "none", signing = false } = {}) {
  const level = measured(sample);
  if (level !== "good") return { level, cause: side(sample) };
  if (signing) return { level, cause: null };
  if (sample.limited === "bandwidth" && sample.sent > 0 && sample.sent <= 180)
    return { level: "weak", cause: "own-network" };
  if (sample.frozen >= 0.5) return { level: "weak", cause: peer === "cpu" ? "peer-computer" : "peer-network" };
  if (sample.limited === "cpu" && sample.sent > 0 && sample.sent <= 240)
    return { level: "weak", cause: "own-computer" };
  if (peer === "cpu" && sample.height > 0 && sample.height <= 240) return { level: "weak", cause: "peer-computer" };
  return { level: "good", cause: null };
}

/** Loss on receiving is the other side's uplink, the weaker half of most lines; loss at the other side is ours.
 * @param {Sample} sample @returns {Cause} */
function side({ loss, lostThere, concealed }) {
  const [came, went] = [Math.max(loss, concealed), lostThere];
  if (came >= 0.05 && came > 2 * went) return "peer-network";
  if (went >= 0.05 && went > 2 * came) return "own-network";
  return "line";
}

/**
 * @param {Quality} before
 * @param {Sample} sample
 * @param {Parameters<typeof judge>[1]} [told]
 * @returns {Quality}
 */
export function assess(before, sample, told) {
  const { level, cause } = judge(sample, told);
  const since = level === before.leaning ? before.since + 1 : 1;
  const next = { ...before, leaning: level, since, suspect: cause ?? before.suspect };
  if (level === before.level) return cause && cause !== before.cause && since >= BETTER ? { ...next, cause } : next;
  const small = measured(sample) === "good" && sample.frozen < 0.5;
  const needed =
    ORDER.indexOf(level) < ORDER.indexOf(before.level) ? BETTER : small || cause?.endsWith("computer") ? BUSY : WORSE;
  if (since < needed) return next;
  return { ...next, level, cause: level === "good" ? null : cause };
}
