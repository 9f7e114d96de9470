/* Small parts every corner of the console uses: buttons that say why they are disabled, round faces, dialogs.
   Parts get what they show and what to do. */

import { guard, html, nothing, ref } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { initials } from "./words.js";

/** @import { IconName } from "../icon.js" */

/**
 * A button. With a `reason` it is disabled but keeps focus, and `reasonId` names the element that says why.
 * @param {{test?: string, look?: string, icon?: IconName, turn?: boolean, label?: string, title?: string, reason?: string, reasonId?: string,
 *   busy?: boolean, expanded?: boolean, popup?: string, press: (event: Event) => void}} part
 */
export function button({ test, look = "", icon: sign, turn = false, label, title, reason = "", reasonId, busy = false, expanded, popup, press }) {
  const off = Boolean(reason) || busy;
  return html`<button type="button" class=${`btn ${look}`} data-test=${test ?? nothing} aria-label=${title ?? nothing}
    aria-disabled=${off ? "true" : nothing} aria-describedby=${reason && reasonId ? reasonId : nothing} aria-busy=${busy ? "true" : nothing}
    aria-haspopup=${popup ?? nothing} aria-expanded=${expanded === undefined ? nothing : String(expanded)}
    @click=${(/** @type {Event} */ event) => off || press(event)}>${sign ? icon(sign, `${look.includes("icon") && !look.includes("small") ? "" : "s"}${turn ? " turn" : ""}`) : nothing}${label ? html` ${label}` : nothing}</button>`;
}

/**
 * A button of the call bar: an icon with its name, and the reason when it cannot be pressed, in a tip.
 * @param {{test: string, icon: IconName, name: string, state?: string, look?: string, reason?: string, press: () => void}} part
 */
export function tool({ test, icon: sign, name, state, look = "", reason = "", press }) {
  const id = `tip-${test}`;
  return html`<button type="button" class=${`tool ${look}`} data-test=${test} data-state=${state ?? nothing} aria-label=${name}
    aria-disabled=${reason ? "true" : nothing} aria-describedby=${reason ? id : nothing} @click=${() => reason || press()}>${icon(sign)}<span
      class="tip" role="tooltip" id=${id}>${reason || name}</span></button>`;
}

/** A stream for `.srcObject`: an object would be set anew at each drawing, and the picture would start anew each time. @param {MediaStream | null} stream */
export const showing = (stream) => guard([stream], () => stream);

/** A round face with initials, or a sign when there is no name. @param {string} name @param {string} look */
export const face = (name, look = "") => html`<span class=${`face ${look}`} aria-hidden="true">${initials(name) || icon("user", "s")}</span>`;

/** A number beside a word; nothing at zero. @param {number} n @param {boolean} fresh */
export const count = (n, fresh = false) => (n ? html`<span class=${fresh ? "count new" : "count"}>${n}</span>` : nothing);

/** A heading of a list or of a block in a panel. @param {unknown} words @param {{id?: string, level?: 2 | 3, more?: unknown}} options */
export const section = (words, { id, more = nothing, level = 3 } = {}) =>
  level === 2 ? html`<h2 class="section" id=${id ?? nothing}>${words} ${more}</h2>` : html`<h3 class="section" id=${id ?? nothing}>${words} ${more}</h3>`;

/** The last refusal, inside a dialog: what the top bar says is behind it. @param {{error: string}} page */
export const refusal = ({ error }) => (error ? html`<p class="alert" role="alert">${icon("triangle-alert", "s")} <span>${error}</span></p>` : nothing);

/** What had the focus before the first of the dialogs that followed each other. @type {HTMLElement | null} */
let opener = null;

/** Opens a dialog when it comes into the page and gives the focus back when the last has gone; in between the browser keeps it inside. @param {Element | undefined} element */
function open(element) {
  queueMicrotask(() => {
    if (element?.isConnected) {
      opener ??= /** @type {HTMLElement | null} */ (document.activeElement);
      /** @type {HTMLDialogElement} */ (element).showModal();
    } else if (!document.querySelector("dialog[open]")) {
      opener?.focus();
      opener = null;
    }
  });
}

/**
 * A dialog over the page. Esc, its cross and a press beside it close it.
 * @param {{test?: string, look: string, title: string, closeTest?: string, alert?: boolean, close: () => void}} part @param {unknown} body
 */
export function dialog({ test, look, title, closeTest, alert = false, close }, body) {
  const id = `h-${look.split(" ")[0]}`;
  return html`<dialog class=${`dialog ${look}`} data-test=${test ?? nothing} role=${alert ? "alertdialog" : nothing} aria-labelledby=${id} ${ref(open)}
    @cancel=${(/** @type {Event} */ event) => { event.preventDefault(); close(); }}
    @click=${(/** @type {Event} */ event) => event.target === event.currentTarget && close()}>
    <header><h2 id=${id}>${title}</h2>${alert ? nothing : button({ test: closeTest, look: "bare icon", icon: "x", title: t("Close"), press: close })}</header>
    ${body}
  </dialog>`;
}
