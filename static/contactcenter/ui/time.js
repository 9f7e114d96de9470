// Times and durations in the page's language. Moments are arguments; never reads the clock itself.

import { language, t, tn } from "./text.js";

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string} name
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(name, options) {
  const key = `${language()} ${name}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(language(), options);
    formats.set(key, made);
  }
  return made;
}

/**
 * A time of day, "14:03". A language without a country has no format of its own, so it gets 24 hours.
 * @param {string} at ISO 8601
 */
export function clockTime(at) {
  const custom = language().includes("-") ? undefined : "h23";
  return format("time", { hour: "2-digit", minute: "2-digit", hourCycle: custom }).format(new Date(at));
}

/**
 * The day of a moment as seen from another: "Today", "Yesterday" or a date.
 * @param {string} at ISO 8601
 * @param {number} now milliseconds
 */
export function day(at, now) {
  const then = new Date(at);
  const today = new Date(now);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (then.toDateString() === today.toDateString()) return t("Today");
  if (then.toDateString() === yesterday.toDateString()) return t("Yesterday");
  return format("day", { day: "numeric", month: "long", year: "numeric" }).format(then);
}

/**
 * A duration as on a stop-watch: "0:18", "4:12", "1:04:12".
 * @param {number} milliseconds below zero counts as zero
 */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/**
 * A duration in words: "just now", "3 minutes", "2 hours", "5 days".
 * @param {number} milliseconds
 */
export function span(milliseconds) {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return t("just now");
  if (minutes < 60) return tn("{n} minute", "{n} minutes", minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return tn("{n} hour", "{n} hours", hours);
  return tn("{n} day", "{n} days", Math.floor(hours / 24));
}

/** A number with one decimal, "0.4". @param {number} value */
export const decimal = (value) =>
  new Intl.NumberFormat(language(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
