// What is shown beside the launcher while the widget is minimised, an answer or a question: who, the words that open
// the widget, and a button that puts it away. The loader renders it as text.

import { tone } from "../lib/notify.js";
import { t } from "../ui/text.js";

const CLOSE = "M18 6 6 18M6 6l12 12";

/** Comes after the loader's own sheet and extends its buttons. */
export const CSS = `.answer { position: fixed; z-index: 2147483647; inset-inline-end: 20px; box-sizing: border-box;
  inset-block-end: calc(max(20px, env(safe-area-inset-bottom)) + 64px); width: max-content;
  max-width: min(320px, calc(100vw - 40px));
  display: grid; grid-template-columns: minmax(0, 1fr) auto; border-radius: 18px; border-end-end-radius: 6px;
  background: light-dark(#fff, oklch(0.26 0.008 265)); color: light-dark(oklch(0.25 0.012 70), oklch(0.95 0.003 265));
  font: 400 15px/1.4 "Segoe UI Variable Text", system-ui, sans-serif;
  box-shadow: 0 0 0 1px light-dark(oklch(0.25 0.02 70 / 0.1), oklch(1 0 0 / 0.14)), 0 4px 12px oklch(0 0 0 / 0.12),
  0 20px 48px -12px oklch(0 0 0 / 0.35); }
.answer > strong { align-self: end; padding-inline-start: 16px; font-size: 13px; font-weight: 600; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; cursor: pointer; }
.answer > button { position: static; min-height: 0; background: none; color: inherit; box-shadow: none; font: inherit;
  border-radius: 12px; translate: none; }
.answer > [data-test$="-open"] { grid-area: 2 / 1 / auto / span 2; display: -webkit-box;
  -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; padding: 0; margin: 2px 16px 14px;
  border-radius: 4px; text-align: start; overflow-wrap: anywhere; }
.answer > [data-test$="-close"] { grid-area: 1 / 2; justify-content: center; width: 40px; height: 40px;
  padding: 0; opacity: 0.7; }
.answer > [data-test$="-close"]:is(:hover, :focus-visible) { opacity: 1; }
.answer svg { width: 16px; height: 16px; pointer-events: none; }
@media (forced-colors: active) { .answer { border: 1px solid CanvasText; } }
@media (prefers-reduced-motion: no-preference) { .answer { animation: arrive 320ms cubic-bezier(0.2, 0.8, 0.2, 1); } }`;

/**
 * @param {string} name what its presses are called, and its elements in tests
 * @param {string} who @param {string} words @param {string} shut what the press that puts it away is called
 * @returns {import("./minimised.js").Part[]}
 */
export const bubble = (name, who, words, shut) => [
  ["strong", { dir: "auto" }, who, "", name],
  ["button", { type: "button", dir: "auto", "data-test": `launcher-${name}-open` }, words, "", name],
  ["button", { type: "button", "data-test": `launcher-${name}-close`, "aria-label": t("Close") }, "", CLOSE, shut],
];

/** Before the client has touched the frame browsers block sound. */
export const sound = () => navigator.userActivation?.hasBeenActive && tone().catch(() => {});
