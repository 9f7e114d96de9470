// Icons of looking together, as an inline sprite its view brings along: Lucide (ISC licence, see
// ../../vendor/lucide-LICENSE.txt).

import { html } from "../../vendor/lit.js";

/** @returns {import("../../vendor/lit.js").TemplateResult} */
export const boardSprite = () => html`<svg width="0" height="0" class="visually-hidden" aria-hidden="true">
  <symbol id="chevron-left" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="m15 18-6-6 6-6"/></symbol>
  <symbol id="chevron-right" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="m9 18 6-6-6-6"/></symbol>
  <symbol id="eraser" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M21 21H8a2 2 0 0 1-1.42-.587l-3.994-3.999a2 2 0 0 1 0-2.828l10-10a2 2 0 0 1 2.829 0l5.999 6a2 2 0 0 1 0 2.828L12.834 21"/><path vector-effect="non-scaling-stroke" d="m5.082 11.09 8.828 8.828"/></symbol>
  <symbol id="hand" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M18 11V6a2 2 0 0 0-2-2a2 2 0 0 0-2 2"/><path vector-effect="non-scaling-stroke" d="M14 10V4a2 2 0 0 0-2-2a2 2 0 0 0-2 2v2"/><path vector-effect="non-scaling-stroke" d="M10 10.5V6a2 2 0 0 0-2-2a2 2 0 0 0-2 2v8"/><path vector-effect="non-scaling-stroke" d="M18 8a2 2 0 1 1 4 0v6a8 8 0 0 1-8 8h-2c-2.8 0-4.5-.86-5.99-2.34l-3.6-3.6a2 2 0 0 1 2.83-2.82L7 15"/></symbol>
  <symbol id="mouse-pointer-2" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M4.037 4.688a.495.495 0 0 1 .651-.651l16 6.5a.5.5 0 0 1-.063.947l-6.124 1.58a2 2 0 0 0-1.438 1.435l-1.579 6.126a.5.5 0 0 1-.947.063z"/></symbol>
  <symbol id="pause" viewBox="0 0 24 24"><rect vector-effect="non-scaling-stroke" x="14" y="3" width="5" height="18" rx="1"/><rect vector-effect="non-scaling-stroke" x="5" y="3" width="5" height="18" rx="1"/></symbol>
  <symbol id="pen" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M21.174 6.812a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-1.32a2 2 0 0 0 .83-.497z"/></symbol>
  <symbol id="rotate-cw-square" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M12 5H6a2 2 0 0 0-2 2v3"/><path vector-effect="non-scaling-stroke" d="m9 8 3-3-3-3"/><path vector-effect="non-scaling-stroke" d="M4 14v4a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2h-2"/></symbol>
  <symbol id="undo-2" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M9 14 4 9l5-5"/><path vector-effect="non-scaling-stroke" d="M4 9h10.5a5.5 5.5 0 0 1 5.5 5.5a5.5 5.5 0 0 1-5.5 5.5H11"/></symbol>
  <symbol id="zoom-in" viewBox="0 0 24 24"><circle vector-effect="non-scaling-stroke" cx="11" cy="11" r="8"/><path vector-effect="non-scaling-stroke" d="m21 21-4.35-4.35M11 8v6M8 11h6"/></symbol>
  <symbol id="zoom-out" viewBox="0 0 24 24"><circle vector-effect="non-scaling-stroke" cx="11" cy="11" r="8"/><path vector-effect="non-scaling-stroke" d="m21 21-4.35-4.35M8 11h6"/></symbol>
</svg>`;
