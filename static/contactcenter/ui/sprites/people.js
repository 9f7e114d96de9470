// Icons of invitations, redirects and the client's data in the console, as an inline sprite a page renders once: Lucide
// (ISC licence, see ../../vendor/lucide-LICENSE.txt).

import { html } from "../../vendor/lit.js";

/** @returns {import("../../vendor/lit.js").TemplateResult} */
export const peopleSprite = () => html`<svg width="0" height="0" class="visually-hidden" aria-hidden="true">
  <symbol id="badge-check" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M3.85 8.62a4 4 0 0 1 4.78-4.77 4 4 0 0 1 6.74 0 4 4 0 0 1 4.78 4.78 4 4 0 0 1 0 6.74 4 4 0 0 1-4.77 4.78 4 4 0 0 1-6.75 0 4 4 0 0 1-4.78-4.77 4 4 0 0 1 0-6.76Z"/><path vector-effect="non-scaling-stroke" d="m9 12 2 2 4-4"/></symbol>
  <symbol id="ban" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M4.929 4.929 19.07 19.071"/><circle vector-effect="non-scaling-stroke" cx="12" cy="12" r="10"/></symbol>
  <symbol id="copy" viewBox="0 0 24 24"><rect vector-effect="non-scaling-stroke" width="14" height="14" x="8" y="8" rx="2" ry="2"/><path vector-effect="non-scaling-stroke" d="M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2"/></symbol>
  <symbol id="mail" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="m22 7-8.991 5.727a2 2 0 0 1-2.009 0L2 7"/><rect vector-effect="non-scaling-stroke" x="2" y="4" width="20" height="16" rx="2"/></symbol>
  <symbol id="pencil" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M21.174 6.812a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-1.32a2 2 0 0 0 .83-.497z"/><path vector-effect="non-scaling-stroke" d="m15 5 4 4"/></symbol>
  <symbol id="phone" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384"/></symbol>
  <symbol id="users" viewBox="0 0 24 24"><path vector-effect="non-scaling-stroke" d="M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2"/><path vector-effect="non-scaling-stroke" d="M16 3.128a4 4 0 0 1 0 7.744"/><path vector-effect="non-scaling-stroke" d="M22 21v-2a4 4 0 0 0-3-3.87"/><circle vector-effect="non-scaling-stroke" cx="9" cy="7" r="4"/></symbol>
</svg>`;
