/* The right side: four tabs about the open session and the panel of the selected one. */

import { ariaKeys } from "../../console/shortcuts.js";
import { html, nothing } from "../../vendor/lit.js";
import { t } from "../text.js";
import { callPanel } from "./call/call_tab.js";
import { clientPanel } from "./client/client_tab.js";
import { icon } from "../icon.js";
import { notesOf, notesPanel } from "./client/notes.js";
import { button, count } from "./components.js";
import { liveCall } from "./rules.js";
import { filesOf, sharePanel, unseenFiles } from "./share/share_tab.js";

/** @import { DeskSession } from "../../state/console.js" */
/** @import { Act, PageState, Tab } from "../../console/page_state.js" */

/** @type {Tab[]} */
const TABS = ["client", "call", "share", "notes"];

/** @type {Record<Tab, (page: PageState, act: Act, session: DeskSession) => unknown>} */
const PANELS = { client: clientPanel, call: callPanel, share: sharePanel, notes: notesPanel };

/** Arrows, Home and End move through the tabs. @param {KeyboardEvent} event @param {Act} act @param {Tab} tab */
function move(event, act, tab) {
  const forward =
    getComputedStyle(/** @type {Element} */ (event.currentTarget)).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const step = event.key === forward ? 1 : event.key.startsWith("ArrowL") || event.key.startsWith("ArrowR") ? -1 : 0;
  const next =
    event.key === "Home"
      ? TABS[0]
      : event.key === "End"
        ? TABS[TABS.length - 1]
        : step
          ? TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]
          : null;
  if (!next) return;
  event.preventDefault();
  act.tab(next);
  /** @type {HTMLElement | null} */ (document.getElementById(`tab-${next}`))?.focus();
}

/** @param {PageState} page @param {DeskSession} session @returns {Record<Tab, [string, unknown]>} */
const labels = (page, session) => ({
  client: [t("Client"), nothing],
  call: [t("Call"), liveCall(session)?.state === "asked" && page.tab !== "call" ? count(1, true) : nothing],
  share: [t("Share"), count(filesOf(session).length, unseenFiles(page, session).length > 0)],
  notes: [t("Notes"), count(Math.max(session.notes, notesOf(session).length))],
});

/** The tabs' count: only new items if there are any. @param {PageState} page @param {DeskSession} session */
function counted(page, session) {
  const asked = liveCall(session)?.state === "asked";
  const fresh = Number(asked) + unseenFiles(page, session).length;
  return fresh ? count(fresh, true) : count(filesOf(session).length + Math.max(session.notes, notesOf(session).length));
}

/** Opens the drawer with the tabs when the window is too narrow for them.
 * @param {PageState} page @param {Act} act @param {DeskSession} session */
export const drawerButton = (
  page,
  act,
  session,
) => html`<button type="button" class="btn bare side__open" data-test="drawer-open"
  aria-label=${t("About this session")}
  aria-expanded=${String(page.drawer)} aria-controls="side"
    @click=${() =>
      page.drawer ? act.closeDrawer() : act.openDrawer()}>${icon("panel-right")}${counted(page, session)}</button>`;

/** Esc closes the drawer, unless the focused element needs it first. @param {KeyboardEvent} event @param {Act} act */
function closeByKey(event, act) {
  if (event.key !== "Escape" || event.defaultPrevented || /** @type {Element} */ (event.target).closest("[popover]"))
    return;
  event.preventDefault();
  act.closeDrawer(true);
}

/** The drawer closes when the focus moves to an element below it. Layers opened from it leave it open.
 * @param {FocusEvent & {currentTarget: HTMLElement}} event @param {Act} act */
function leave({ currentTarget, relatedTarget }, act) {
  const next = /** @type {Element | null} */ (relatedTarget);
  if (next && !currentTarget.contains(next) && !next.closest('dialog, [popover], [data-test="drawer-open"]'))
    act.closeDrawer();
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function side(page, act, session) {
  const { tab } = page;
  const words = labels(page, session);
  return html`<div class="side__shade" @click=${() => act.closeDrawer()}></div>
  <aside class="side" id="side" aria-label=${t("About this session")}
    @keydown=${(/** @type {KeyboardEvent} */ event) => closeByKey(event, act)}
    @focusout=${(/** @type {FocusEvent & {currentTarget: HTMLElement}} */ event) => leave(event, act)}>
    ${button({
      test: "drawer-close",
      look: "bare icon side__close",
      icon: "x",
      title: t("Close"),
      press: () => act.closeDrawer(true),
    })}
    <div class="tabs" role="tablist" aria-label=${t("About this session")}
      @keydown=${(/** @type {KeyboardEvent} */ event) => move(event, act, tab)}>
      ${TABS.map(
        (name) => html`<button type="button" role="tab" id=${`tab-${name}`} data-test=${`tab-${name}`}
          aria-selected=${name === tab} aria-controls="panel"
        aria-keyshortcuts=${ariaKeys(`tab-${name}`)} tabindex=${name === tab ? 0 : -1}
          @click=${() => act.tab(name)}>${words[name][0]} ${words[name][1]}</button>`,
      )}
    </div>
    <div class=${`panel ${tab}`} id="panel" role="tabpanel" data-test=${`panel-${tab}`} aria-labelledby=${`tab-${tab}`}
      tabindex="0">${PANELS[tab](page, act, session)}</div>
  </aside>`;
}
