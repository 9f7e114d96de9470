// Times for a CallBack in words of the client's own clock. Pure; takes moments as arguments.

import { language, t } from "../text.js";
import { clockTime } from "../time.js";

/** @typedef {{start: string, end: string}} Slot both ISO 8601, UTC */
/** @typedef {{name: string, slots: Slot[]}} Day */

const DAY = /** @type {const} */ ({ weekday: "long", day: "numeric", month: "long" });

/** @param {string} at @param {number} now milliseconds @returns {string} "Today", "Tomorrow" or the day of the week with its date */
export function dayWords(at, now) {
  const then = new Date(at);
  const today = new Date(now);
  const tomorrow = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1);
  if (then.toDateString() === today.toDateString()) return t("Today");
  if (then.toDateString() === tomorrow.toDateString()) return t("Tomorrow");
  return new Intl.DateTimeFormat(language(), DAY).format(then);
}

/** @param {Slot} slot @param {number} now @returns {string} "Today, 15:00 to 16:00" */
export const slotWords = ({ start, end }, now) => t("{day}, {from} to {to}", { day: dayWords(start, now), from: clockTime(start), to: clockTime(end) });

/** The offered times by the days of the client's calendar. @param {Slot[]} slots the soonest first @param {number} now @returns {Day[]} */
export function byDay(slots, now) {
  /** @type {Map<string, Day>} */
  const days = new Map();
  for (const slot of slots) {
    const name = dayWords(slot.start, now);
    const day = days.get(name) ?? { name, slots: [] };
    day.slots.push(slot);
    days.set(name, day);
  }
  return [...days.values()];
}

/** @param {string} zone @param {number} now @returns {string} whose clock the times are of, "Your time, Central European Standard Time" */
export function zoneWords(zone, now) {
  const part = new Intl.DateTimeFormat(language(), { timeZone: zone || undefined, timeZoneName: "long" }).formatToParts(new Date(now)).find(({ type }) => type === "timeZoneName");
  return t("Your time, {zone}", { zone: part?.value ?? zone });
}

/** When a client who waits for a CallBack is called. @param {import("../../protocol.js").CallbackView} callback @param {number} now @returns {string} */
export function whenWords({ starts_at, ends_at }, now) {
  const hour = 3_600_000;
  if (Date.parse(ends_at) - Date.parse(starts_at) > hour) return t("As soon as somebody is free");
  return slotWords({ start: starts_at, end: ends_at }, now);
}
