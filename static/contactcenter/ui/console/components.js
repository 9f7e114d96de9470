/* Small components used all over the console: buttons that say why they're disabled, avatars, dialogs. Their content
   and actions are passed in. */

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { plainLine } from "../display_names.js";
import { initials } from "./words.js";

export { button, dialog } from "../dialog.js";

/** @import { IconName } from "../icon.js" */

/**
 *
 * A button of the call bar: an icon whose tooltip (ui/tooltip.js) has its name, or the reason when it cannot be
 * pressed.
 * @param {{test: string, icon: IconName, name: string, keys?: string, state?: string, look?: string, reason?: string,
 *   busy?: boolean, press: () => void}} part
 */
export function tool({ test, icon: sign, name, keys, state, look = "", reason = "", busy = false, press }) {
  const id = `why-${test}`;
  return html`<button type="button" class=${`tool ${look}`} data-test=${test} data-state=${state ?? nothing}
    aria-label=${name} aria-keyshortcuts=${keys ?? nothing}
    aria-disabled=${reason || busy ? "true" : nothing} aria-busy=${busy ? "true" : nothing}
      aria-describedby=${reason ? id : nothing} @click=${() => reason || busy || press()}>${icon(sign)}${
        reason ? html`<span class="visually-hidden" id=${id}>${reason}</span>` : nothing
      }</button>`;
}

/** An avatar with initials, or an icon if there is no name. @param {string} name @param {string} look */
export const face = (name, look = "") =>
  html`<span class=${`face ${look}`} aria-hidden="true">${initials(name) || icon("user", "s")}</span>`;

/** People's texts side by side in one line: none affects the direction of its neighbours, and each is cut at its own
 * end.
 * @param {(string | false | 0 | null | undefined)[]} lines */
export const dotted = (lines) =>
  lines
    .map((text) => plainLine(text || ""))
    .filter(Boolean)
    .map((text, index) => html`<span class="cut__piece">${index ? " · " : nothing}<bdi>${text}</bdi></span>`);

/** A number beside a word; nothing at zero. @param {number} n @param {boolean} fresh */
export const count = (n, fresh = false) =>
  n ? html`<span class=${fresh ? "count new" : "count"}>${n}</span>` : nothing;

/** A heading of a list or of a block in a panel.
 * @param {unknown} words @param {{id?: string, level?: 2 | 3, more?: unknown}} options */
export const section = (words, { id, more = nothing, level = 3 } = {}) =>
  level === 2
    ? html`<h2 class="section" id=${id ?? nothing}>${words} ${more}</h2>`
    : html`<h3 class="section" id=${id ?? nothing}>${words} ${more}</h3>`;

/** The last refusal, inside a dialog: the top bar is behind it. @param {{error: string}} page */
export const refusal = ({ error }) =>
  error ? html`<p class="alert" role="alert">${icon("triangle-alert", "s")} <span>${error}</span></p>` : nothing;
