/* Times of a client in another time zone: the window of a CallBack in both zones (E3). Moments are arguments; never
   reads the clock. */

import { language, t } from "../../text.js";
import { clockTime } from "../../time.js";

/** @import { CallbackView } from "../../../wire/protocol.js" */

/** A CallBack that begins within this of its request was meant for at once, in ms. */
const AT_ONCE = 60_000;

/** Whether the client wants to be called as soon as possible.
 * @param {CallbackView} callback @param {string} asked when */
export const atOnce = ({ starts_at }, asked) => Date.parse(starts_at) - Date.parse(asked) < AT_ONCE;

/** A time of day in a zone, "14:03". @param {string} at @param {string} zone an IANA name */
function timeIn(at, zone) {
  const hourCycle = language().includes("-") ? undefined : "h23";
  return new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit", hourCycle, timeZone: zone }).format(
    new Date(at),
  );
}

/** The offset of a zone at a moment, for comparing zones. @param {string} at @param {string | undefined} timeZone */
const offset = (at, timeZone) =>
  new Intl.DateTimeFormat("en", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(at));

/** The last part of a zone's name, as people know it: "Prague". @param {string} zone */
export const placeOf = (zone) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** The day within a sentence: nothing for today, "tomorrow", or a date. @param {string} at @param {number} now */
export function dayWord(at, now) {
  const then = new Date(at);
  const today = new Date(now);
  const tomorrow = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1);
  if (then.toDateString() === today.toDateString()) return "";
  if (then.toDateString() === tomorrow.toDateString()) return t("tomorrow");
  return new Intl.DateTimeFormat(language(), { weekday: "short", day: "numeric", month: "short" }).format(then);
}

/** Prefixes the day if it isn't today. @param {string} at @param {string} words @param {number} now */
const onDay = (at, words, now) => [dayWord(at, now), words].filter(Boolean).join(", ");

/** A moment within a sentence: "14:03", "tomorrow, 14:03". @param {string} at @param {number} now */
export const momentWord = (at, now) => onDay(at, clockTime(at), now);

/** The window in the reader's own time, with the day if it isn't today.
 * @param {CallbackView} callback @param {number} now in ms */
export const ownWindow = ({ starts_at, ends_at }, now) =>
  onDay(starts_at, `${clockTime(starts_at)}–${clockTime(ends_at)}`, now);

/** The same window in the client's time; empty if the clocks there show the same, or the zone is unknown here.
 * @param {CallbackView} callback */
export function theirWindow({ starts_at, ends_at, zone }) {
  try {
    if (offset(starts_at, zone) === offset(starts_at, undefined)) return "";
    return `${timeIn(starts_at, zone)}–${timeIn(ends_at, zone)}`;
  } catch {
    return "";
  }
}

/** When to call, in one line of the queue.
 * @param {CallbackView} callback @param {string} asked @param {number} now in ms */
export function callWhen(callback, asked, now) {
  if (atOnce(callback, asked)) return t("call as soon as you can");
  return t("call {window}, your time", { window: ownWindow(callback, now) });
}

/** When to call, in full. @param {CallbackView} callback @param {string} asked @param {number} now in ms */
export function callWindow(callback, asked, now) {
  if (atOnce(callback, asked))
    return t("As soon as possible, until {time}", { time: momentWord(callback.ends_at, now) });
  const theirs = theirWindow(callback);
  const own = t("{window}, your time", { window: ownWindow(callback, now) });
  return theirs ? `${own} · ${t("{window} in {place}", { window: theirs, place: placeOf(callback.zone) })}` : own;
}
