/* A button and its menu: arrow keys, Home and End move in it, Esc and Tab close it, and the focus returns to the
   button. The browser closes it at a press beside it. */

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { placeOf } from "../placement.js";
import { keysInWords } from "../shortcut.js";
import { t } from "../text.js";

/** @import { IconName } from "../icon.js" */

const ITEM = '[role^="menuitem"]';
const ITEMS = `${ITEM}, select`;

/** @param {HTMLElement} menu @returns {HTMLElement[]} */
const itemsOf = (menu) => [.../** @type {NodeListOf<HTMLElement>} */ (menu.querySelectorAll(ITEMS))];

/** @param {HTMLElement} menu @returns {HTMLElement | null} */
const buttonOf = (menu) => document.querySelector(`[aria-haspopup="menu"][popovertarget="${menu.id}"]`);

/** @param {KeyboardEvent & {currentTarget: HTMLElement}} event */
export const moveInMenu = (event) => move(event.currentTarget, event);

/** Keys pressed before the focus has reached the menu just opened.
 * @param {KeyboardEvent & {currentTarget: HTMLButtonElement}} event */
export function moveFromButton(event) {
  const menu = /** @type {HTMLElement | null} */ (event.currentTarget.popoverTargetElement);
  if (menu?.matches(":popover-open")) move(menu, event);
}

/** @param {HTMLElement} menu @param {KeyboardEvent} event */
function move(menu, event) {
  const items = itemsOf(menu);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (event.key === "Tab") return menu.hidePopover(); // and on from the button
  const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}

/** Places an opened menu at its button and moves the focus into it.
 * @param {ToggleEvent & {currentTarget: HTMLElement}} event */
export function menuToggled({ newState, currentTarget: menu }) {
  const button = buttonOf(menu);
  if (newState !== "open" || !button) return;
  const { left, top } = placeOf(menu, button, {
    align: getComputedStyle(button).direction === "rtl" ? "left" : "right",
  });
  Object.assign(menu.style, { inset: "auto", left: `${left}px`, top: `${top}px` });
  if (!menu.contains(document.activeElement)) /** @type {HTMLElement | null} */ (menu.querySelector(ITEM))?.focus();
}

/**
 * A menu item. `apart`: a destructive one, last and behind a divider.
 * @typedef {{test: string, icon: IconName, label: string, keys?: string, apart?: boolean, press: () => void}} Item
 */

/** The menu closes first: the opened layer returns the focus to its button.
 * @param {Event} event @param {{press: () => void}} item */
export function choose(event, { press }) {
  /** @type {HTMLElement | null} */ (
    /** @type {HTMLElement} */ (event.currentTarget).closest("[popover]")
  )?.hidePopover();
  press();
}

/** @param {Item} item */
const line = (item) => html`${item.apart ? html`<hr role="separator">` : nothing}
  <button type="button" role="menuitem" class=${item.apart ? "menu__danger" : ""} data-test=${item.test} tabindex="-1"
    aria-keyshortcuts=${item.keys ?? nothing}
    @click=${(/** @type {Event} */ event) => choose(event, item)}>${icon(item.icon, "s")} <bdi
      class="cut">${item.label}</bdi> ${
        item.keys ? html`<kbd class="key">${keysInWords(item.keys)}</kbd>` : nothing
      }</button>`;

/** @param {{id: string, test: string, items: Item[], name?: string, look?: string}} part */
export const menu = ({ id, test, items, name = t("More"), look = "bare icon" }) =>
  items.length
    ? html`<button type="button" class=${`btn ${look}`} data-test=${test} aria-label=${name} aria-haspopup="menu"
      popovertarget=${id} @keydown=${moveFromButton}>${icon("ellipsis")}</button>
  <div class="menu" id=${id} popover role="menu" aria-label=${name} @keydown=${moveInMenu}
    @toggle=${menuToggled}>${items.map(line)}</div>`
    : nothing;
