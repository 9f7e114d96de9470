// The id of this tab as one side of a call. Each page load is a leg of its own; the tab remembers its earlier legs, so
// that after a reload it can take its side back without asking. Knows no call and no socket.

import { newId } from "../wire/outbox.js";

const KEY = "contactcenter.legs";
const REMEMBERED = 8;

/**
 * This page's leg, and whether another one was this same tab before a reload.
 * The legs are stored when the page is left: a copy of the tab, made while it lives, then inherits nothing.
 * @param {{storage?: Storage | null, page?: EventTarget, random?: () => string, earlier?: string[], remember?: (legs:
 *   string[]) => void}} [options] earlier, remember: for a page without storage that has another place for what the tab
 *   was; told at each change, newest first
 */
export function createLeg({
  storage = sessionStorageOrNull(),
  page = globalThis,
  random = newId,
  earlier = read(storage),
  remember = () => {},
} = {}) {
  const legs = [random()];
  const all = () => [...legs, ...earlier].slice(0, REMEMBERED);
  remember(all());
  write(storage, []);
  page.addEventListener("pagehide", () => write(storage, all()));
  page.addEventListener("pageshow", (event) => {
    if (/** @type {PageTransitionEvent} */ (event).persisted) write(storage, []);
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

function sessionStorageOrNull() {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}

/** @param {Storage | null} storage @returns {string[]} */
function read(storage) {
  try {
    const legs = JSON.parse(storage?.getItem(KEY) ?? "[]");
    return Array.isArray(legs) ? legs : [];
  } catch {
    return [];
  }
}

/** @param {Storage | null} storage @param {string[]} legs */
function write(storage, legs) {
  try {
    storage?.setItem(KEY, JSON.stringify(legs));
  } catch {
    // A page without storage carries its call all the same; only a reload then needs a click.
  }
}
