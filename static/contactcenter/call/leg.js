// The id of this tab as one side of a call. Each page load is a leg of its own; the tab remembers its earlier legs, so
// that after a reload it can take its side back without asking. Knows no call and no socket.

import { readJson, storageOf, write } from "../lib/storage.js";
import { newId } from "../wire/outbox.js";

const KEY = "contactcenter.legs";
const REMEMBERED = 8;

/**
 * This page's leg, and whether another one was this same tab before a reload.
 * The legs are stored when the page is left: a copy of the tab, made while it lives, then inherits nothing.
 * @param {{storage?: import("../lib/storage.js").Store | null, page?: EventTarget, random?: () => string, earlier?:
 *   string[], remember?: (legs: string[]) => void}} [options] earlier, remember: for a page without storage that has
 *   another place for what the tab was; told at each change, newest first
 */
export function createLeg({
  storage = storageOf("sessionStorage"),
  page = globalThis,
  random = newId,
  earlier = legsIn(storage),
  remember = () => {},
} = {}) {
  const legs = [random()];
  const all = () => [...legs, ...earlier].slice(0, REMEMBERED);
  remember(all());
  write(storage, KEY, "[]");
  page.addEventListener("pagehide", () => write(storage, KEY, JSON.stringify(all())));
  page.addEventListener("pageshow", (event) => {
    if (/** @type {PageTransitionEvent} */ (event).persisted) write(storage, KEY, "[]");
  });
  return {
    /** The current leg. */
    get id() {
      return legs[0];
    },
    /** Becomes another leg: both sides then build their connection anew. */
    renew() {
      legs.unshift(random());
      remember(all());
    },
    /** @param {string | null} leg @returns {boolean} whether `leg` was this tab, now or before a reload */
    was(leg) {
      return leg !== null && (legs.includes(leg) || earlier.includes(leg));
    },
  };
}

/** @typedef {ReturnType<typeof createLeg>} Leg */

/** @param {import("../lib/storage.js").Store | null} storage @returns {string[]} */
function legsIn(storage) {
  const legs = readJson(storage, KEY);
  return Array.isArray(legs) ? legs : [];
}
