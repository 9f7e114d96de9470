// Drafts per session: in the page, and in a storage so that a reload loses nothing.

import { readJson, write } from "../lib/storage.js";

/**
 * The kind is stored with the text: a note must not come back as a message.
 * @typedef {{text: string, note: boolean}} Draft
 */

const PREFIX = "contactcenter.draft.";
/** @type {Map<string, Draft>} */
const written = new Map();

/**
 * @param {string} session
 * @param {import("../lib/storage.js").Store | null} storage
 * @returns {Draft}
 */
export function draftOf(session, storage) {
  return written.get(session) ?? stored(session, storage) ?? { text: "", note: false };
}

/**
 * @param {string} session
 * @param {Partial<Draft>} change
 * @param {import("../lib/storage.js").Store | null} storage
 */
export function keepDraft(session, change, storage) {
  const draft = { ...draftOf(session, storage), ...change };
  written.set(session, draft);
  write(storage, PREFIX + session, draft.text ? JSON.stringify(draft) : null);
}

/**
 * @param {string} session
 * @param {import("../lib/storage.js").Store | null} storage
 * @returns {Draft | undefined}
 */
function stored(session, storage) {
  const { text, note } = readJson(storage, PREFIX + session) ?? {};
  return typeof text === "string" ? { text, note: note === true } : undefined;
}
