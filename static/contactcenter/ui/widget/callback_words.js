// Times for a CallBack in the client's own time zone, in words. Pure; moments are arguments.

import { language, t } from "../text.js";

/** @typedef {{start: string, end: string}} Slot both ISO 8601, UTC */
/** `chip`: its short name. @typedef {{name: string, chip: string, slots: Slot[]}} Day */

const DAY = /** @type {const} */ ({ weekday: "long", day: "numeric", month: "long" });
const CHIP = /** @type {const} */ ({ weekday: "short", day: "numeric", month: "short" });

/**
 * The page's language in the reader's region: an English page says 14:00 in London and 2:00 PM in Boston.
 * @param {string} [page] @param {string} [reader] the browser's own language
 */
export function locale(page = language(), reader = globalThis.navigator?.language ?? "") {
  try {
    const { region } = new Intl.Locale(reader);
    return region && !new Intl.Locale(page).region ? new Intl.Locale(page, { region }).toString() : page;
  } catch {
    return page;
  }
}

/** @param {string} at @param {string} [where]
 * @returns {string} a time of day, "2:00 PM" or "14:00"; without a country, which has no custom, in 24 hours */
export function hourWords(at, where = locale()) {
  const half = where.includes("-") && new Intl.DateTimeFormat(where, { hour: "numeric" }).resolvedOptions().hour12;
  const how = half
    ? /** @type {const} */ ({ hour: "numeric" })
    : /** @type {const} */ ({ hour: "2-digit", hourCycle: "h23" });
  return new Intl.DateTimeFormat(where, { ...how, minute: "2-digit" }).format(new Date(at));
}

/** @param {string} at @param {number} now milliseconds @param {Intl.DateTimeFormatOptions} [how]
 * @returns {string} "Today", "Tomorrow" or the day of the week with its date */
export function dayWords(at, now, how = DAY) {
  const then = new Date(at);
  const today = new Date(now);
  const tomorrow = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1);
  if (then.toDateString() === today.toDateString()) return t("Today");
  if (then.toDateString() === tomorrow.toDateString()) return t("Tomorrow");
  return new Intl.DateTimeFormat(locale(), how).format(then);
}

/** @param {Slot} slot @param {number} now @returns {string} "Today, 15:00 to 16:00" */
export const slotWords = ({ start, end }, now) =>
  t("{day}, {from} to {to}", { day: dayWords(start, now), from: hourWords(start), to: hourWords(end) });

/** The offered times by the days of the client's calendar.
 * @param {Slot[]} slots the soonest first @param {number} now @returns {Day[]} */
export function byDay(slots, now) {
  /** @type {Map<string, Day>} */
  const days = new Map();
  for (const slot of slots) {
    const name = dayWords(slot.start, now);
    const day = days.get(name) ?? { name, chip: dayWords(slot.start, now, CHIP), slots: [] };
    day.slots.push(slot);
    days.set(name, day);
  }
  return [...days.values()];
}

/** @param {string} zone @param {number} now
 * @returns {string} whose clock the times are of, "Your time, Central European Standard Time" */
export function zoneWords(zone, now) {
  const part = new Intl.DateTimeFormat(language(), { timeZone: zone || undefined, timeZoneName: "long" })
    .formatToParts(new Date(now))
    .find(({ type }) => type === "timeZoneName");
  return t("Your time, {zone}", { zone: part?.value ?? zone });
}

/** When a client who waits for a CallBack will be called.
 * @param {import("../../wire/protocol.js").CallbackView} callback @param {number} now @returns {string} */
export function whenWords({ starts_at, ends_at }, now) {
  const hour = 3_600_000;
  if (Date.parse(ends_at) - Date.parse(starts_at) > hour) {
    // One without a time begins when it was asked for; the page's clock goes by the second, and may be behind.
    return Date.parse(starts_at) - now > 60_000
      ? t("{day}, from {from}", { day: dayWords(starts_at, now), from: hourWords(starts_at) })
      : t("As soon as someone is free");
  }
  return slotWords({ start: starts_at, end: ends_at }, now);
}
