// The browser's storage, which throws when it's full, forbidden, or in private windows: then it counts as empty, and
// what is written lives as long as the page. Modules that load before the chat is open use `quietly` of wire/outbox.js
// instead: another file would cost every guest its headers.

/** What we use of a `Storage`.
 * @typedef {Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">} Store */

/** The browser's own, or null if it's forbidden.
 * @param {"localStorage" | "sessionStorage"} kind @returns {Storage | null} */
export function storageOf(kind) {
  try {
    return globalThis[kind] ?? null;
  } catch {
    return null;
  }
}

/** @param {Store | null} storage @param {string} key @returns {string | null} */
export function read(storage, key) {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

/** A value that was written as JSON; null if there is none. Others may have written there: check its form.
 * @param {Store | null} storage @param {string} key */
export function readJson(storage, key) {
  try {
    return JSON.parse(storage?.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {Store | null} storage @param {string} key @param {string | null} value null: it is removed */
export function write(storage, key, value) {
  try {
    if (value === null) storage?.removeItem(key);
    else storage?.setItem(key, value);
  } catch {
    // Full or forbidden: it lives as long as the page.
  }
}
