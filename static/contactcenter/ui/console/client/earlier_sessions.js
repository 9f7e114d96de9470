/* The client's earlier sessions: a list in the Client tab, each with its first words; one is opened to read. */

import { html, nothing } from "../../../vendor/lit.js";
import { icon } from "../../icon.js";
import { language, t } from "../../text.js";
import { clockTime } from "../../time.js";
import { dotted, section } from "../components.js";
import { ownName } from "../own_names.js";
import { ENTRY_ICONS, entryWord } from "../words.js";

/** @import { PastSession } from "../../../wire/protocol.js" */
/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** A short date: without the year if it's this one. @param {string} at @param {number} now */
export function shortDay(at, now) {
  const then = new Date(at);
  if (then.toDateString() === new Date(now).toDateString()) return clockTime(at);
  const year = then.getFullYear() === new Date(now).getFullYear() ? undefined : /** @type {const} */ ("numeric");
  return new Intl.DateTimeFormat(language(), { day: "numeric", month: "short", year }).format(then);
}

/** @param {PageState} page @param {Act} act @param {PastSession} past */
function entry(page, act, past) {
  const result = ownName(page.desk, "results", past.result);
  return html`<li>${icon(ENTRY_ICONS[past.entry], "s")}
  <button type="button" class="text-button cut" data-test="past-item" data-session=${past.id} aria-haspopup="dialog"
    aria-busy=${page.busy.has(`read ${past.id}`) ? "true" : nothing}
    @click=${() => act.read(past.id)}><bdi>${past.preview || result || entryWord(past.entry)}</bdi></button>
  <time datetime=${past.created_at}>${shortDay(past.created_at, page.now)}</time>
  <span class="quiet cut">${dotted([past.operator, result])}</span></li>`;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function earlier(page, act, { history = [] }) {
  return history.length
    ? html`<section>${section(t("Earlier sessions"))}<ul
      class="earlier-sessions">${history.map((past) => entry(page, act, past))}</ul></section>`
    : nothing;
}
