// Buttons that say why they're disabled, and dialogs: components of both the console and the widget. Their content and
// actions are passed in.

import { html, nothing, ref } from "../vendor/lit.js";
import { icon } from "./icon.js";
import { t } from "./text.js";

/** @import { IconName } from "./icon.js" */

/**
 * A button; `keys`: its shortcut, as `aria-keyshortcuts` has it. With a `reason` it's disabled but keeps the focus, and
 * `reasonId` names the element with the explanation.
 * @param {{test?: string, look?: string, icon?: IconName, label?: string, title?: string, keys?:
 *   string, reason?: string, reasonId?: string, busy?: boolean, expanded?: boolean, popup?: string, press: (event:
 *   Event) => void}} part
 */
export function button({
  test,
  look = "",
  icon: sign,
  label,
  title,
  keys,
  reason = "",
  reasonId,
  busy = false,
  expanded,
  popup,
  press,
}) {
  const off = Boolean(reason) || busy;
  return html`<button type="button" class=${`btn ${look}`} data-test=${test ?? nothing} aria-label=${title ?? nothing}
    aria-keyshortcuts=${keys ?? nothing}
    aria-disabled=${off ? "true" : nothing} aria-describedby=${reason && reasonId ? reasonId : nothing}
      aria-busy=${busy ? "true" : nothing}
    aria-haspopup=${popup ?? nothing} aria-expanded=${expanded === undefined ? nothing : String(expanded)}
    @click=${(/** @type {Event} */ event) => off || press(event)}>${
      sign ? icon(sign, look.includes("icon") && !look.includes("small") ? "" : "s") : nothing
    }${label ? html` ${label}` : nothing}</button>`;
}

/** The second click of a double click isn't an answer to what the first one opened. */
const HASTE = 500; // milliseconds
let opened = 0;

/** Shown in every dialog: the call while one runs. @type {() => unknown} */
let docked = () => nothing;

/** @param {() => unknown} view drawn at the end of every dialog from now on */
export function docking(view) {
  docked = view;
}

/** The focused element before the first of consecutive dialogs. @type {HTMLElement | null} */
let opener = null;

/** For `ref`: opens a dialog when it's rendered and returns the focus when the last has closed; in between the browser
 * keeps it inside.
 * @param {Element | undefined} element */
export function modal(element) {
  queueMicrotask(() => {
    if (element?.isConnected) {
      opener ??= /** @type {HTMLElement | null} */ (document.activeElement);
      /** @type {HTMLDialogElement} */ (element).showModal();
      opened = performance.now();
    } else if (!document.querySelector("dialog[open]")) {
      opener?.focus();
      opener = null;
    }
  });
}

/**
 * A modal dialog. Esc, its cross and a press beside it close it.
 * @param {{test?: string, look: string, title: string, closeTest?: string, alert?: boolean, close: () => void}} part
 * @param {unknown} body
 */
export function dialog({ test, look, title, closeTest, alert = false, close }, body) {
  const id = `h-${look.split(" ")[0]}`;
  return html`<dialog class=${`dialog ${look}`} data-test=${test ?? nothing} role=${alert ? "alertdialog" : nothing}
    aria-labelledby=${id} ${ref(modal)}
    @cancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      close();
    }}
    @click=${(/** @type {Event} */ event) =>
      event.target === event.currentTarget && performance.now() - opened > HASTE && close()}>
    <header><h2 id=${id}>${title}</h2>${
      alert ? nothing : button({ test: closeTest, look: "bare icon", icon: "x", title: t("Close"), press: close })
    }</header>
    ${body}${docked()}<div class="visually-hidden" aria-live="polite" data-announcer></div>
  </dialog>`;
}
