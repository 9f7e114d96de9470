// The browser's storage. Renders nothing.

/** What we use of a `Storage`.
 * @typedef {Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">} Store */

export {};
