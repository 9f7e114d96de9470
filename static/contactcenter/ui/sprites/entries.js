// Icons of the entries that are fetched later, as an inline sprite a page renders once: Lucide (ISC licence, see
// ../../vendor/lucide-LICENSE.txt).

import { html } from "../../vendor/lit.js";

/** @returns {import("../../vendor/lit.js").TemplateResult} */
export const waysSprite = () => html`<svg width="0" height="0" class="visually-hidden" aria-hidden="true">
  <symbol id="app-window" viewBox="0 0 24 24"><rect vector-effect="non-scaling-stroke" x="2" y="4" width="20" height="16" rx="2"/><path vector-effect="non-scaling-stroke" d="M10 4v4"/><path vector-effect="non-scaling-stroke" d="M2 8h20"/><path vector-effect="non-scaling-stroke" d="M6 4v4"/></symbol>
</svg>`;
