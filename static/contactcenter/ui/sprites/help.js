// The icon of calls for help, for console and live board: Lucide (ISC licence, see ../../vendor/lucide-LICENSE.txt).

import { html } from "../../vendor/lit.js";

/** @returns {import("../../vendor/lit.js").TemplateResult} */
export const helpSprite = () => html`<svg width="0" height="0" class="visually-hidden" aria-hidden="true">
  <symbol id="life-buoy" viewBox="0 0 24 24"><circle vector-effect="non-scaling-stroke" cx="12" cy="12" r="10"/><path vector-effect="non-scaling-stroke" d="m4.93 4.93 4.24 4.24"/><path vector-effect="non-scaling-stroke" d="m14.83 9.17 4.24-4.24"/><path vector-effect="non-scaling-stroke" d="m14.83 14.83 4.24 4.24"/><path vector-effect="non-scaling-stroke" d="m9.17 14.83-4.24 4.24"/><circle vector-effect="non-scaling-stroke" cx="12" cy="12" r="4"/></symbol>
</svg>`;
