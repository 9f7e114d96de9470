/* Drafts of wrap-ups: in the page, and in a storage so that a reload loses nothing. Knows no desk. */

import { readJson, write } from "../lib/storage.js";

/** `tags` in the order they were chosen. @typedef {{result: string, tags: string[], note: string}} Conclusion */

const PREFIX = "contactcenter.wrapup.";

/** Nothing is chosen or written yet. @returns {Conclusion} */
export const noConclusion = () => ({ result: "", tags: [], note: "" });

/** @param {string} session @param {import("../lib/storage.js").Store | null} storage
 * @returns {Conclusion} */
export function conclusionOf(session, storage) {
  const { result, tags, note } = readJson(storage, PREFIX + session) ?? {};
  if (typeof result !== "string" || typeof note !== "string" || !Array.isArray(tags)) return noConclusion();
  return { result, note, tags: tags.filter((tag) => typeof tag === "string") };
}

/** @param {string} session @param {Conclusion | null} conclusion null: it is done
 * @param {import("../lib/storage.js").Store | null} storage */
export function keepConclusion(session, conclusion, storage) {
  write(storage, PREFIX + session, conclusion && JSON.stringify(conclusion));
}

/** Selects a tag, or removes it. @param {string[]} tags @param {string} tag */
export const toggled = (tags, tag) => (tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag]);
