/* Clients offered to this operator alone (S3): each a toast with the seconds left. It doesn't take the focus, so nobody
   is interrupted while writing; for the keyboard it comes right after the top bar, or in the open dialog
   (console/offers_layer.js). */

import { html, nothing, repeat } from "../../../vendor/lit.js";
import { t, tn } from "../../text.js";
import { left } from "../durations.js";
import { button } from "../components.js";
import { about } from "./queue.js";
import { offersOf } from "../rules.js";
import { fullName, kindIcon, kindWord } from "../words.js";

/** @import { QueueItem } from "../../../wire/protocol.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** The usual length of an offer, in seconds: the ring of a longer one stays full until then. */
const USUAL = 30;

/** @param {PageState} page @param {Act} act @param {QueueItem} item */
function offer(page, act, item) {
  const seconds = left(item.offer_until, page.now) / 1000;
  const reason = page.desk ? item.refusal : "";
  const id = `offer-${item.id}`;
  const what = `${kindWord(item)} · ${about(item)}`;
  return html`<section class="offer" data-test="offer" data-session=${item.id} role="alertdialog" aria-labelledby=${id}
    aria-describedby=${`${id}-what`}>
    <span class="ring num" role="timer" aria-label=${tn("{n} second left", "{n} seconds left", seconds)}
      .style=${`--left: ${Math.min(100, (100 * seconds) / USUAL)}`}>${seconds}</span>
    <div><h2 class="cut" id=${id}><bdi>${fullName(item)}</bdi></h2><p class="cut"
      id=${`${id}-what`}><bdi>${reason || what}</bdi></p>
      <p class="visually-hidden" role="alert">${t("{name} is offered to you.", { name: fullName(item) })}</p></div>
    ${button({
      test: "offer-pass",
      look: "bare",
      label: t("Pass"),
      busy: page.busy.has(`pass ${item.id}`),
      press: () => act.pass(item.id),
    })}
    ${button({
      test: "offer-accept",
      look: "main",
      icon: kindIcon(item),
      label: t("Accept"),
      reason,
      reasonId: `${id}-what`,
      busy: page.busy.has(item.id),
      press: () => act.accept(item.id),
    })}
  </section>`;
}

/** @param {PageState} page @param {Act} act */
export function offers(page, act) {
  const items = page.desk ? offersOf(page.desk, page.now) : [];
  return items.length
    ? html`${repeat(
        items,
        (item) => item.id,
        (item) => offer(page, act, item),
      )}`
    : nothing;
}
