// A small picture that can be moved to another corner: dragged, or with the arrow keys. The page remembers the corner.

import { read, storageOf, write } from "../lib/storage.js";
import { html } from "../vendor/lit.js";
import { t } from "./text.js";

/** @typedef {"top-start" | "top-end" | "bottom-start" | "bottom-end"} Corner */

const KEY = "contactcenter.corner";
/** @type {readonly Corner[]} */
const CORNERS = ["top-start", "top-end", "bottom-start", "bottom-end"];

/** The corner chosen in this browser. @param {Corner} usual @returns {Corner} */
export function readCorner(usual) {
  const kept = /** @type {Corner} */ (read(storageOf("localStorage"), KEY));
  return CORNERS.includes(kept) ? kept : usual;
}

/** @param {Corner} corner */
export const writeCorner = (corner) => write(storageOf("localStorage"), KEY, corner);

/**
 * The corner nearest to a point.
 * @param {{x: number, y: number}} point
 * @param {{left: number, top: number, width: number, height: number}} box around it
 * @param {boolean} rtl start is at the right
 * @returns {Corner}
 */
export function nearest({ x, y }, { left, top, width, height }, rtl) {
  const atLeft = x < left + width / 2;
  return `${y < top + height / 2 ? "top" : "bottom"}-${atLeft === rtl ? "end" : "start"}`;
}

/**
 * The corner an arrow key leads to; null for none.
 * @param {Corner} corner @param {string} key @param {boolean} rtl
 * @returns {Corner | null}
 */
export function moved(corner, key, rtl) {
  const [row, side] = corner.split("-");
  if (key === "ArrowUp") return /** @type {Corner} */ (`top-${side}`);
  if (key === "ArrowDown") return /** @type {Corner} */ (`bottom-${side}`);
  if (key === "ArrowLeft") return /** @type {Corner} */ (`${row}-${rtl ? "end" : "start"}`);
  if (key === "ArrowRight") return /** @type {Corner} */ (`${row}-${rtl ? "start" : "end"}`);
  return null;
}

/** @param {Element} element */
const rtl = (element) => getComputedStyle(element).direction === "rtl";

/** Follows the finger and snaps to the nearest corner on release.
 * @param {PointerEvent} event @param {(corner: Corner) => void} put */
function drag(event, put) {
  const small = /** @type {HTMLElement} */ (event.currentTarget);
  const from = { x: event.clientX, y: event.clientY };
  if (event.button !== 0) return;
  small.setPointerCapture(event.pointerId);
  small.onpointermove = ({ clientX, clientY }) => {
    small.dataset.dragged = "true";
    small.style.translate = `${clientX - from.x}px ${clientY - from.y}px`;
  };
  small.onpointerup = small.onpointercancel = ({ type }) => {
    small.onpointermove = small.onpointerup = small.onpointercancel = null;
    const box = small.getBoundingClientRect();
    const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const stage = /** @type {HTMLElement} */ (small.parentElement).getBoundingClientRect();
    const far = small.dataset.dragged === "true";
    small.style.translate = "";
    delete small.dataset.dragged;
    if (far && type === "pointerup") put(nearest(middle, stage, rtl(small)));
  };
}

/**
 * @param {Corner} corner @param {(corner: Corner) => void} put @param {unknown} body the picture
 */
export const cornered = (
  corner,
  put,
  body,
) => html`<div class="small-picture" data-corner=${corner} tabindex="0" role="group"
  aria-label=${t("Your picture: drag it, or move it with the arrow keys")}
  @pointerdown=${(/** @type {PointerEvent} */ event) => drag(event, put)}
  @keydown=${(/** @type {KeyboardEvent & {currentTarget: Element}} */ event) => {
    const next = moved(corner, event.key, rtl(event.currentTarget));
    if (!next) return;
    event.preventDefault();
    put(next);
  }}>${body}</div>`;
