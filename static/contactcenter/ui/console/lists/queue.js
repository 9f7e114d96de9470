/* *Waiting*: the waiting clients, oldest first, with accept and preview. The reasons why somebody can't be accepted
   come from the server. */

import { ariaKeys } from "../../../console/shortcuts.js";
import { ENTRIES } from "../../../wire/constants.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { icon } from "../../icon.js";
import { joined, plainLine } from "../../display_names.js";
import { t, tn } from "../../text.js";
import { clockTime, duration, span } from "../../time.js";
import { languageName } from "../../language_name.js";
import { button, count, dotted, section } from "../components.js";
import { left, since } from "../durations.js";
import { isGone, laneReasons, ownReason, waitingOrder } from "../rules.js";
import { deviceIcon, deviceTone, deviceWord, firstName, fullName, kindIcon, kindWord } from "../words.js";
import { atOnce, callWhen, dayWord } from "../client/callback_times.js";

/** @import { DeviceState, QueueItem } from "../../../wire/protocol.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */
/** @import { Desk } from "../rules.js" */

/** From here on the wait is shown as too long, in milliseconds. */
const LONG = 120_000;
/** A CallBack this near to its end is shown as urgent. */
const PRESSING = 15 * 60_000;
const HOUR = 60 * 60_000;

/** Its topic, in a few words. @param {QueueItem} item */
export function about(item) {
  if (item.callback) return item.callback.shown;
  return [item.client.topic, item.preview, item.client.page.title, item.widget].map(plainLine).find(Boolean) ?? "";
}

/** Further details an operator may want before accepting, for one quiet line (S2). @param {QueueItem} item */
export function rest({ client, callback, widget }) {
  const software = [client.browser, client.os].filter(Boolean).join(", ");
  const phone = callback ? "" : client.phone;
  return [
    phone,
    plainLine(client.page.title) || client.page.url,
    client.language && languageName(client.language),
    software,
    widget,
  ].filter(Boolean);
}

/** The wait; for a CallBack with a chosen time, from when or until when. @param {QueueItem} item @param {number} now */
function when({ since: from, callback }, now) {
  const wait = since(from, now);
  const waiting = { words: wait < HOUR ? duration(wait) : span(wait), long: wait > LONG };
  if (!callback || atOnce(callback, from)) return waiting;
  const ahead = Date.parse(callback.starts_at) > now;
  const at = ahead ? callback.starts_at : callback.ends_at;
  const time = dayWord(at, now) || clockTime(at);
  return {
    words: ahead ? t("from {time}", { time }) : t("until {time}", { time }),
    long: !ahead && left(callback.ends_at, now) < PRESSING,
  };
}

/** @param {"microphone" | "camera"} device @param {DeviceState} state @param {string} name */
const checked = (device, state, name) => html`<span class=${`chip ${deviceTone(state)}`} data-test=${`check-${device}`}
  data-state=${state}>${icon(deviceIcon(state, device), "s")}
  <span class="visually-hidden">${device === "camera" ? t("Camera") : t("Microphone")}: </span>${
    state === "granted" ? t("Works") : deviceWord(state, device, name)
  }</span>`;

/** Microphone and camera as found by the client's own check (E2); nothing before it has run.
 * @param {{number: number, devices: {microphone: DeviceState, camera: DeviceState}, client: {name: string}}} item */
export function deviceCheck(item) {
  const { devices } = item;
  if (devices.microphone === "not-asked" && devices.camera === "not-asked") return nothing;
  const name = firstName(item);
  return html`${checked("microphone", devices.microphone, name)}${checked("camera", devices.camera, name)}`;
}

/** The third line of cards with more than a chat; its height is the same whatever it contains.
 * @param {QueueItem} item @param {number} now */
function third(item, now) {
  const gone = item.away && !item.message ? html`<span class="chip">${t("Client away")}</span>` : nothing;
  const only = item.only_you ? html`<span class="chip own">${t("Only you")}</span>` : nothing;
  if (item.callback)
    return html`<span class="list-item__details"><span
      class="cut">${callWhen(item.callback, item.since, now)}</span>${gone}</span>`;
  const { checks_devices, by_code } = ENTRIES[item.entry];
  if (checks_devices && !by_code) {
    const devices = gone === nothing ? deviceCheck(item) : nothing;
    return html`<span class="list-item__details">${only}${gone}${
      devices === nothing && gone === nothing ? html`<span class="cut">${dotted(rest(item))}</span>` : devices
    }</span>`;
  }
  return item.only_you || by_code ? html`<span class="list-item__details">${only}${gone}</span>` : nothing;
}

/** The second line: the topic, or why it can't be accepted, or that the client is away.
 * @param {QueueItem} item @param {string} reason */
function second(item, reason) {
  if (reason) return html`<bdi>${reason}</bdi>`;
  const gone = isGone(item) && !ENTRIES[item.entry].starts_call && !item.only_you;
  return html`${[gone && t("Client away"), kindWord(item)]
    .filter(Boolean)
    .map((word) => html`<span>${word} ·</span>`)}<bdi>${about(item)}</bdi>`;
}

/** The second click of a double click would accept whoever has moved into its place. @param {Event} event */
const isSecond = (event) => /** @type {UIEvent} */ (event).detail > 1;

/**
 * A card of *Waiting*. Its height depends only on the kind of session, so changes don't move the others.
 * @param {PageState} page @param {Act} act @param {QueueItem} item
 * @param {{desk: Desk, first: QueueItem | undefined, reasons: string[]}} lane `first`: the oldest that can be accepted;
 *   `reasons`: what stands above the cards
 */
function entry(page, act, item, { desk, first, reasons }) {
  const name = fullName(item);
  const wait = since(item.since, page.now);
  const reason = item.refusal;
  const own = ownReason(desk, item);
  const at = reasons.indexOf(reason);
  const time = when(item, page.now);
  return html`<li class=${isGone(item) ? "list-item absent" : "list-item"} data-test="queue-item" data-glide
    data-session=${item.id} data-number=${item.number} data-entry=${item.entry} data-wait=${Math.floor(wait / 1000)}>
    <span class="list-item__icon">${icon(kindIcon(item))}</span>
    <span class="list-item__name cut"><bdi>${name}</bdi></span>
    <span class="list-item__action">${button({
      test: "accept",
      look: item === first ? "small main" : "small",
      label: t("Accept"),
      title: t("Accept {name}", { name }),
      keys: item === first ? ariaKeys("accept") : undefined,
      reason,
      reasonId: own ? `why-${item.id}` : `lane-why-${Math.max(at, 0)}`,
      busy: page.busy.has(item.id),
      press: (event) => isSecond(event) || act.accept(item.id),
    })}</span>
    <span class="list-item__line"><span class="list-item__summary cut"
      id=${`why-${item.id}`}>${second(item, own)}</span><time
      class=${time.long ? "list-item__time long" : "list-item__time"}>${time.words}</time></span>
    ${third(item, page.now)}
    <button type="button" class="list-item__open" data-test="preview" aria-haspopup="dialog"
      aria-label=${t("Preview {name}", { name })}
      aria-description=${joined([name, own, kindWord(item), about(item), ...rest(item)])}
      aria-busy=${page.busy.has(`peek ${item.id}`) ? "true" : nothing} @click=${() => act.peek(item.id)}></button>
  </li>`;
}

/** Why not everybody can be accepted. Its space is always reserved. @param {string[]} reasons @param {boolean} empty */
const reasonsAbove = (reasons, empty) =>
  html`<div class="queue__reason" id="lane-why">${
    empty
      ? html`<p>${t("Nobody is waiting.")}</p>`
      : reasons.map((reason, at) => html`<p id=${`lane-why-${at}`}>${reason}</p>`)
  }</div>`;

/** @param {PageState} page @param {Act} act */
export function queue(page, act) {
  const { desk } = page;
  const items = waitingOrder(desk?.queue ?? []);
  const reasons = desk ? laneReasons(desk) : [];
  const more = (desk?.waiting ?? 0) - items.length;
  const first = items.find((item) => desk && !isGone(item) && !item.refusal);
  return html`<section class="queue" data-test="queue" data-glide aria-labelledby="h-wait">
    ${section(t("Waiting"), { id: "h-wait", level: 2, more: count(desk?.waiting ?? 0) })}
    ${reasonsAbove(reasons, !items.length)}
    <ul class="session-list">${
      desk
        ? repeat(
            items,
            (item) => item.id,
            (item) => entry(page, act, item, { desk, first, reasons }),
          )
        : nothing
    }
      ${
        more > 0
          ? html`<li class="hint"
            data-test="queue-more">${tn("And {n} more waiting.", "And {n} more waiting.", more)}</li>`
          : nothing
      }</ul>
  </section>`;
}
