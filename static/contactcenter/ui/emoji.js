// A small grid of emoji under a button: arrow keys move, Enter chooses, Escape closes. The reader's own software names
// them.

import { html, nothing, ref } from "../vendor/lit.js";
import { t } from "./text.js";

const ROW = 8;
const EMOJI = [
  ..."😀😃😄😊🙂😉😍🤗",
  ..."😅😂🤣😇🤔😮😬😕",
  ..."🙁😢😭😤😴🤒🥳😎",
  ..."👍👎👏🙏👋👌💪🤝",
  ..."💙✅❌❗🎉🔥💡📷",
];

/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -ROW, ArrowDown: ROW };

/**
 * @param {{onPick: (emoji: string) => void, onClose: () => void}} act
 */
export function emojiGrid({ onPick, onClose }) {
  return html`<div class="emoji" data-test="emoji" role="group" aria-label=${t("Emoji")}
    @keydown=${(/** @type {KeyboardEvent} */ event) => move(event, onClose)}>
    ${EMOJI.map(
      (emoji, index) =>
        html`<button type="button" tabindex=${index ? -1 : 0} ${index ? nothing : ref(focused)}
          @click=${() => onPick(emoji)}>${emoji}</button>`,
    )}
  </div>`;
}

/** The grid can only be focused after it's rendered. @param {Element | undefined} first */
const focused = (first) => queueMicrotask(() => /** @type {HTMLElement | undefined} */ (first)?.focus());

/**
 * @param {KeyboardEvent} event
 * @param {() => void} onClose
 */
function move(event, onClose) {
  if (event.key === "Escape") {
    event.stopPropagation(); // only the grid closes, not what it lies in
    return onClose();
  }
  const grid = /** @type {HTMLElement} */ (event.currentTarget);
  const buttons = [...grid.querySelectorAll("button")];
  const mirrored = event.key.startsWith("Arrow") && getComputedStyle(grid).direction === "rtl" ? -1 : 1;
  const step = STEPS[event.key] * (Math.abs(STEPS[event.key]) === 1 ? mirrored : 1);
  const next = buttons[buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target)) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
