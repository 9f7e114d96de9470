/* The distance of a server time from now. The clock is an argument. */

/** Milliseconds from now to a moment, in whole seconds rounded up, never below zero.
 * @param {string | null | undefined} at @param {number} now in ms */
export const left = (at, now) => (at ? Math.max(0, Math.ceil((Date.parse(at) - now) / 1000)) * 1000 : 0);

/** Milliseconds since a moment, never below zero. @param {string | null | undefined} at @param {number} now in ms */
export const since = (at, now) => (at ? Math.max(0, now - Date.parse(at)) : 0);
