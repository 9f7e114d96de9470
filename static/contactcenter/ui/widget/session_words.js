// The state of a session in words: its place in the queue and the expected wait, or how it ended.

import { nameOf, staffWord } from "../display_names.js";
import { t, tn } from "../text.js";

const ORDINAL = new Intl.PluralRules("en", { type: "ordinal" });

/** @param {number | null} position counted from one @returns {string} */
export function placeInLine(position) {
  if (!position) return t("You’re in the queue");
  if (position === 1) return t("You’re next");
  switch (ORDINAL.select(position)) {
    case "one":
      return t("{n}st in the queue", { n: position });
    case "two":
      return t("{n}nd in the queue", { n: position });
    case "few":
      return t("{n}rd in the queue", { n: position });
    default:
      return t("{n}th in the queue", { n: position });
  }
}

/** Whether a waiting session's place is to be said now. It comes a moment after the session, and what is said then has
 * both; a session without one after five seconds has none for now.
 * @param {import("../../wire/protocol.js").SessionView} session @param {number} now @returns {boolean} */
export const isPlaceSettled = ({ position, created_at }, now) =>
  Boolean(position) || now - Date.parse(created_at) > 5_000;

/** @param {import("../../wire/protocol.js").SessionView} session @returns {string} how the session came to its end */
export function endWords(session) {
  const steps = session.events.filter((event) => event.type === "session.changed");
  const last = steps.findLast((event) => ["ended", "left", "abandoned", "missed"].includes(event.step)) ?? steps.at(-1);
  if (session.state === "missed" || last?.step === "missed")
    return t("Nobody was free in time. Write to us again later.");
  if (!session.accepted_at) return t("Come back any time.");
  if (last?.by.role === "client") return t("You ended the conversation.");
  if (last && last.by.role !== "system")
    return t("{name} ended the conversation.", { name: nameOf(last.by.name) || staffWord(last.by) });
  return t("The conversation ended because you were away for a while.");
}

/** After so many milliseconds in the queue another way is offered. */
export const LONG = 120_000;

/**
 * The expected remaining wait; empty if it's unknown, or the wait has proved it wrong.
 * @param {number | null} expected seconds @param {number} waited milliseconds so far
 */
export function waitWords(expected, waited) {
  if (expected === null || waited > Math.max(2000 * expected, LONG)) return "";
  if (expected < 45) return t("Less than a minute");
  const minutes = Math.round(expected / 60);
  return minutes > 60 ? t("More than an hour") : tn("About {n} minute", "About {n} minutes", minutes);
}
