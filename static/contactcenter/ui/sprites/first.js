// Icons from the first page on, as an inline sprite a page renders once: Lucide (ISC licence, see
// ../../vendor/lucide-LICENSE.txt).

import { html } from "../../vendor/lit.js";

/** @returns {import("../../vendor/lit.js").TemplateResult} */
export const firstSprite = () => html`<svg width="0" height="0" class="visually-hidden" aria-hidden="true">
  <symbol id="arrow-left" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="m12 19-7-7 7-7"/><path vector-effect="non-scaling-stroke" d="M19 12H5"/></symbol>
  <symbol id="arrow-right" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M5 12h14"/><path vector-effect="non-scaling-stroke" d="m12 5 7 7-7 7"/></symbol>
  <symbol id="message-circle" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719"/></symbol>
  <symbol id="minus" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M5 12h14"/></symbol>
  <symbol id="phone-incoming" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M16 2v6h6"/><path vector-effect="non-scaling-stroke" d="m22 2-6 6"/><path vector-effect="non-scaling-stroke" d="M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384"/></symbol>
  <symbol id="ticket" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M2 9a3 3 0 0 1 0 6v2a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-2a3 3 0 0 1 0-6V7a2 2 0 0 0-2-2H4a2 2 0 0 0-2 2ZM13 5v2M13 17v2M13 11v2"/></symbol>
  <symbol id="video" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="m16 13 5.223 3.482a.5.5 0 0 0 .777-.416V7.87a.5.5 0 0 0-.752-.432L16 10.5"/><rect vector-effect="non-scaling-stroke" x="2" y="6" width="14" height="12" rx="2"/></symbol>
  <symbol id="x" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M18 6 6 18"/><path vector-effect="non-scaling-stroke" d="m6 6 12 12"/></symbol>
</svg>`;
