// Tooltips of icon buttons and of truncated names, for a whole page: a button's name, why it can't be pressed, its
// shortcut. The words are those of screen readers (aria-label, aria-describedby, aria-keyshortcuts): nothing has to be
// written twice. As WCAG 1.4.13 asks: Esc hides it, the pointer may move onto it, and it stays until pointer and focus
// have left. Not on touch screens.

import { placeOf } from "./placement.js";
import { keysInWords } from "./shortcut.js";

const DELAY = 450; // milliseconds the pointer rests on a button
const SOON = 600; // milliseconds after one was shown the next comes at once
const LEAVING = 150; // milliseconds to get from the button onto the tooltip

const BUTTONS =
  ".btn.icon, .tool, .round-button, .side__open, .conversation__back, [aria-keyshortcuts]:not(textarea, form)";
/** A button across a whole row: truncated texts in the row are shown with it. */
const ROWS = ".list-item > .list-item__open";
const CUT = ".cut";
/** An element with its own words for its tooltip: the address of a link. */
const TOLD = "[data-tip]";

/** Whether a text is truncated, by its own box or by the one around its words. @param {Element} element */
const isCut = (element) =>
  [element, ...element.children, ...element.querySelectorAll(".cut__piece > bdi")].some(
    ({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth,
  );

/** The words of an element; people's texts don't affect the direction of their neighbours. @param {Element} element */
function text(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const written of copy.querySelectorAll("bdi")) written.replaceWith(`\u2068${written.textContent}\u2069`);
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** The tooltip of an element: its words and its shortcut; null if there is nothing to add to what is visible.
 * @param {Element} element @returns {{words: string, keys: string} | null} */
export function tipOf(element) {
  if (element.hasAttribute("title")) return null; // the browser shows its own
  // Its menu says it.
  if (/** @type {HTMLButtonElement} */ (element).popoverTargetElement?.matches(":popover-open")) return null;
  const { tip } = /** @type {HTMLElement} */ (element).dataset;
  if (tip) return { words: tip, keys: "" };
  if (element.matches(CUT)) return isCut(element) ? { words: text(element), keys: "" } : null;
  if (element.matches(ROWS)) {
    const told = element.getAttribute("aria-description");
    if (told) return { words: told, keys: "" };
    const cut = [...(element.parentElement?.querySelectorAll(CUT) ?? [])].filter(isCut).map(text);
    return cut.length ? { words: cut.join("\n"), keys: "" } : null;
  }
  // The file input inside of a label has the name.
  const named = element.matches("label") ? (element.querySelector("input") ?? element) : element;
  const why =
    element.getAttribute("aria-disabled") === "true"
      ? document.getElementById(element.getAttribute("aria-describedby") ?? "")
      : null;
  const words =
    (why && text(why)) ||
    element.getAttribute("aria-description") ||
    named.getAttribute("aria-label") ||
    named.getAttribute("placeholder") ||
    text(element);
  return words ? { words, keys: why ? "" : (named.getAttribute("aria-keyshortcuts") ?? "") } : null;
}

export class Tooltips {
  #tip = document.createElement("div");
  /** @type {Element | null} */ #target = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #shown = -SOON;
  /** The newest key was one that moves the focus: only then does focus show a tooltip. */ #moving = false;
  #watch = new MutationObserver(() => this.#follow());

  constructor() {
    this.#tip.className = "tooltip";
    this.#tip.popover = "manual";
    this.#tip.setAttribute("aria-hidden", "true"); // a screen reader has read it with the button
    this.#tip.dataset.test = "tooltip";
    document.addEventListener("pointerover", (event) => this.#over(event));
    document.addEventListener("pointerout", (event) => this.#out(event));
    const pressed = () => {
      this.#moving = false;
      this.hide();
    };
    document.addEventListener("pointerdown", pressed, true);
    document.addEventListener("focusin", (event) => {
      if (this.#moving) this.#begin(this.#near(event.target), 0);
    });
    document.addEventListener("focusout", ({ target }) => {
      if (this.#target?.contains(/** @type {Node} */ (target))) this.hide();
    });
    document.addEventListener(
      "keydown",
      ({ key }) => {
        this.#moving = key === "Tab" || key.startsWith("Arrow");
        if (key === "Escape") this.hide();
      },
      true,
    );
    document.addEventListener(
      "scroll",
      ({ target }) => {
        if (/** @type {Node} */ (target).contains(this.#target)) this.hide();
      },
      true,
    );
  }

  hide() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#target) return;
    if (this.#tip.isConnected) {
      this.#shown = performance.now();
      this.#watch.disconnect();
      this.#tip.remove();
    }
    this.#target = null;
  }

  /** @param {PointerEvent} event */
  #over({ target, pointerType }) {
    if (pointerType === "touch") return;
    if (this.#tip.contains(/** @type {Node} */ (target))) return clearTimeout(this.#timer);
    const near = this.#near(target);
    if (near && near === this.#target) return clearTimeout(this.#timer);
    if (near) this.#begin(near, performance.now() - this.#shown < SOON || this.#tip.isConnected ? 0 : DELAY);
  }

  /** @param {PointerEvent} event */
  #out({ relatedTarget }) {
    const next = /** @type {Node | null} */ (relatedTarget);
    if (!this.#target || this.#target.contains(next) || this.#tip.contains(next)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), this.#tip.isConnected ? LEAVING : 0);
  }

  /** Elements that can have a tooltip. @param {EventTarget | null} target @returns {Element | null} */
  #near(target) {
    return target instanceof Element ? (target.closest(TOLD) ?? target.closest(`${BUTTONS}, ${ROWS}, ${CUT}`)) : null;
  }

  /** @param {Element | null} target @param {number} delay */
  #begin(target, delay) {
    this.hide();
    if (!target) return;
    this.#target = target;
    this.#timer = setTimeout(() => this.#show(), delay);
  }

  #show() {
    const target = this.#target;
    if (!target?.isConnected || !this.#write(target)) return this.hide();
    // Elements outside of a modal dialog are inert, and full screen hides them.
    (target.closest("dialog[open], :fullscreen") ?? document.body).append(this.#tip);
    this.#tip.showPopover();
    this.#place(target);
    this.#watch.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["aria-label", "aria-disabled", "open"],
    });
  }

  /** @param {Element} target */
  #write(target) {
    const tip = tipOf(target);
    if (!tip || target.getAttribute("aria-expanded") === "true") return false;
    const keys = tip.keys ? keysInWords(tip.keys) : "";
    if (this.#tip.dataset.words === `${tip.words}\n${keys}`) return true;
    this.#tip.dataset.words = `${tip.words}\n${keys}`;
    this.#tip.replaceChildren(Object.assign(document.createElement("span"), { textContent: tip.words, dir: "auto" }));
    if (keys) this.#tip.append(Object.assign(document.createElement("kbd"), { textContent: keys }));
    return true;
  }

  /** Moved by a transform: the layout of the page rendered below it never shifts. @param {Element} target */
  #place(target) {
    // Beside a row, not over the next one.
    const { left, top } = placeOf(this.#tip, target, {
      side: target.matches(ROWS) ? "beside" : target.closest(".call-bar, .composer-area") ? "above" : "below",
    });
    this.#tip.style.translate = `${left}px ${top}px`;
  }

  /**
   * The page was rendered again: the button may be gone, behind a dialog, or have another name. A tooltip follows the
   * focus to another place; at the pointer it stays, and is hidden when the button has moved away from the pointer.
   */
  #follow() {
    const target = this.#target;
    const dialog = document.querySelector("dialog[open]");
    const { words } = this.#tip.dataset;
    if (!target?.isConnected || (dialog && !dialog.contains(target)) || !this.#write(target)) return this.hide();
    if (this.#tip.dataset.words !== words || !target.matches(":hover")) this.#place(target);
  }
}
