/* The search field below the lists for the operator's own past sessions, and its results. */

import { html, live, nothing, repeat } from "../../../vendor/lit.js";
import { SHORTEST } from "../../../console/actions/presence.js";
import { ariaKeys } from "../../../console/shortcuts.js";
import { icon } from "../../icon.js";
import { nameOf } from "../../display_names.js";
import { t, tn } from "../../text.js";
import { clockTime, day } from "../../time.js";
import { dotted } from "../components.js";
import { ownName } from "../own_names.js";
import { ENTRY_ICONS } from "../words.js";

/** @import { PastSession } from "../../../wire/protocol.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** @param {PageState} page @param {PastSession} found */
function when(page, { created_at }) {
  const word = day(created_at, page.now);
  return word === t("Today") ? clockTime(created_at) : word;
}

/** @param {PastSession} found */
const nameFound = ({ client, number }) => nameOf(client) || t("Client {number}", { number });

/** @param {PageState} page @param {Act} act @param {PastSession} found */
const entry = (page, act, found) => html`<li class="list-item">
  <button type="button" class="list-item__open" data-test="search-result" data-session=${found.id}
    data-number=${found.number} aria-busy=${page.busy.has(`read ${found.id}`) ? "true" : nothing}
    aria-label=${t("Read the session with {name}", { name: nameFound(found) })}
      @click=${() => act.read(found.id)}></button>
  <span class="list-item__icon">${icon(ENTRY_ICONS[found.entry])}</span>
  <span class="list-item__name cut"><bdi>${nameFound(found)}</bdi></span><time
    class="list-item__time">${when(page, found)}</time>
  <span class="list-item__summary cut">${
    found.result || found.preview
      ? dotted([ownName(page.desk, "results", found.result), found.preview])
      : t("Nothing written")
  }</span></li>`;

/** Shown in place of results. @param {PageState} page */
function words({ search: { text, found }, busy, link }) {
  if (text.trim().length < SHORTEST) return t("Type at least two letters of a name, a number or a message.");
  if (found)
    return found.sessions.length
      ? tn("{n} session", "{n} sessions", found.sessions.length)
      : t("No past session of yours matches.");
  if (link !== "open") return t("The search continues once you’re connected again.");
  return busy.has("search") ? t("Searching") : "";
}

/** Down moves from the field into the list and through it, up moves back.
 * @param {KeyboardEvent & {currentTarget: HTMLElement}} event @param {Act} act */
function steer(event, act) {
  const form = event.currentTarget;
  const field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  if (event.key === "Escape") {
    event.preventDefault();
    act.search("");
    act.searching(false);
    return field.blur();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const places = [
    field,
    .../** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll('[data-test="search-result"]')),
  ];
  const at = places.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  event.preventDefault();
  places[Math.min(places.length - 1, Math.max(0, at + step))]?.focus();
}

/** @param {PageState} page @param {Act} act */
export function find(page, act) {
  const { text, open, found } = page.search;
  const shown = open && text !== "";
  return html`<form class="search" role="search" @submit=${(/** @type {Event} */ event) => event.preventDefault()}
    @keydown=${(/** @type {KeyboardEvent & {currentTarget: HTMLElement}} */ event) => steer(event, act)}
      @focusin=${() => act.searching(true)}
      @focusout=${(/** @type {FocusEvent & {currentTarget: HTMLElement}} */ event) => {
        // A past session covers the list: the list is still there when it closes.
        if (!page.past && !event.currentTarget.contains(/** @type {Node | null} */ (event.relatedTarget)))
          act.searching(false);
      }}>
    ${
      shown
        ? html`<div class="search__results" data-test="found"><p class="hint" data-say>${words(page)}</p>
      ${
        found?.sessions.length
          ? html`<ul class="session-list" aria-label=${t("Past sessions")}>${repeat(
              found.sessions,
              ({ id }) => id,
              (one) => entry(page, act, one),
            )}</ul>`
          : nothing
      }</div>`
        : nothing
    }
    <label>${icon("search", "s")}<input class="input" type="search" data-test="search" autocomplete="off"
      data-most="100" aria-keyshortcuts=${ariaKeys("search")} placeholder=${t("Search past sessions")}
      aria-label=${t("Search your past sessions")}
      .value=${live(text)}
        @input=${(/** @type {Event} */ event) =>
          act.search(/** @type {HTMLInputElement} */ (event.currentTarget).value)}></label>
  </form>`;
}
