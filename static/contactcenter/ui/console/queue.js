/* *Waiting*: who waits, oldest first; accepting and looking before accepting. */

import { html, nothing, repeat } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { duration } from "../time.js";
import { button, count, section } from "./parts.js";
import { since } from "./moments.js";
import { acceptReason, laneReason } from "./rules.js";
import { ENTRY_ICONS, entryWord, fullName } from "./words.js";

/** @import { QueueItem } from "../../protocol.js" */
/** @import { Act, PageState } from "../../console/page.js" */

/** From here on the wait is shown as too long, in milliseconds. */
const LONG = 120_000;

/** @param {QueueItem} item */
function about(item) {
  if (item.entry === "callback" && item.client.phone) return item.client.phone;
  return item.client.topic || item.preview || item.client.page.title || item.widget;
}

/** @param {PageState} page @param {Act} act @param {QueueItem} item @param {boolean} main the oldest that can be accepted */
function entry(page, act, item, main) {
  const wait = since(item.since, page.now);
  const reason = page.desk ? acceptReason(page.desk, item) : "";
  const own = reason && !laneReason(/** @type {NonNullable<PageState["desk"]>} */ (page.desk));
  const id = own ? `why-${item.id}` : "lane-why";
  return html`<li class="item" data-test="queue-item" data-session=${item.id} data-number=${item.number} data-entry=${item.entry} data-wait=${Math.floor(wait / 1000)}>
    <span class="kind">${icon(ENTRY_ICONS[item.entry])}</span>
    <span class="name cut"><bdi>${fullName(item)}</bdi></span><time class=${wait > LONG ? "time long" : "time"}>${duration(wait)}</time>
    <span class="what cut">${entryWord(item.entry)} · <bdi>${about(item)}</bdi>${item.away && item.entry !== "callback" ? html` · ${t("client away")}` : nothing}</span>
    <span class="do">${button({ test: "accept", look: main ? "small main" : "small", label: t("Accept"), reason, reasonId: id, busy: page.busy.has(item.id), press: () => act.accept(item.id) })}
      ${own ? html`<span class="why cut" id=${id}>${reason}</span>` : button({ test: "preview", look: "small bare", label: t("Preview"), press: () => act.peek(item.id) })}</span>
  </li>`;
}

/** @param {PageState} page @param {Act} act */
export function queue(page, act) {
  const items = page.desk?.queue ?? [];
  const lane = page.desk ? laneReason(page.desk) : "";
  const first = items.find((item) => page.desk && !acceptReason(page.desk, item));
  return html`<section data-test="queue" aria-labelledby="h-wait">
    ${section(t("Waiting"), { id: "h-wait", level: 2, more: count(items.length) })}
    ${lane && items.length ? html`<p class="why lane-why" id="lane-why">${lane}</p>` : nothing}
    ${items.length ? nothing : html`<p class="hint">${t("Nobody is waiting.")}</p>`}
    <ul class="lane">${repeat(items, (item) => item.id, (item) => entry(page, act, item, item === first))}</ul>
  </section>`;
}
