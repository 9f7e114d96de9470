/* Drafts of wrap-ups: in the page, and in a storage so that a reload loses nothing. Knows no desk. */

/** `tags` in the order they were chosen. @typedef {{result: string, tags: string[], note: string}} Conclusion */

const PREFIX = "contactcenter.wrapup.";

/** Nothing is chosen or written yet. @returns {Conclusion} */
export const noConclusion = () => ({ result: "", tags: [], note: "" });

/** @param {string} session @param {import("../lib/storage.js").Store | null} storage one that throws counts as none
 * @returns {Conclusion} */
export function conclusionOf(session, storage) {
  try {
    const { result, tags, note } = JSON.parse(storage?.getItem(PREFIX + session) ?? "");
    if (typeof result !== "string" || typeof note !== "string" || !Array.isArray(tags)) return noConclusion();
    return { result, note, tags: tags.filter((tag) => typeof tag === "string") };
  } catch {
    return noConclusion();
  }
}

/** @param {string} session @param {Conclusion | null} conclusion null: it is done
 * @param {import("../lib/storage.js").Store | null} storage */
export function keepConclusion(session, conclusion, storage) {
  try {
    if (conclusion) storage?.setItem(PREFIX + session, JSON.stringify(conclusion));
    else storage?.removeItem(PREFIX + session);
  } catch {
    // Full or forbidden: the draft lives as long as the page.
  }
}

/** Selects a tag, or removes it. @param {string[]} tags @param {string} tag */
export const toggled = (tags, tag) => (tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag]);
