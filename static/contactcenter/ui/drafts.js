// Drafts per session: in the page, and in a storage so that a reload loses nothing.

/**
 * The kind is stored with the text: a note must not come back as a message.
 * @typedef {{text: string, note: boolean}} Draft
 */

const PREFIX = "contactcenter.draft.";
/** @type {Map<string, Draft>} */
const written = new Map();

/**
 * @param {string} session
 * @param {import("../lib/storage.js").Store | null} storage one that throws counts as none
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
  try {
    if (draft.text) storage?.setItem(PREFIX + session, JSON.stringify(draft));
    else storage?.removeItem(PREFIX + session);
  } catch {
    // Full or forbidden: the draft lives as long as the page.
  }
}

/**
 * @param {string} session
 * @param {import("../lib/storage.js").Store | null} storage
 * @returns {Draft | undefined}
 */
function stored(session, storage) {
  try {
    const { text, note } = JSON.parse(storage?.getItem(PREFIX + session) ?? "");
    return typeof text === "string" ? { text, note: note === true } : undefined;
  } catch {
    return undefined;
  }
}
