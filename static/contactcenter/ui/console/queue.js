/* *Waiting*: who waits, oldest first; accepting and looking before accepting. Why somebody cannot be accepted is the server's word. */

import { html, nothing, repeat } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { joined, plainLine } from "../names.js";
import { t, tn } from "../text.js";
import { clockTime, duration, span } from "../time.js";
import { languageName } from "./client.js";
import { button, count, dotted, section } from "./parts.js";
import { left, since } from "./moments.js";
import { acceptReason, laneReason } from "./rules.js";
import { deviceIcon, deviceTone, deviceWord, firstName, fullName, kindIcon, kindWord } from "./words.js";
import { atOnce, callWhen, dayWord } from "./zones.js";

/** @import { DeviceState, QueueItem } from "../../protocol.js" */
/** @import { Act, PageState } from "../../console/page.js" */

/** From here on the wait is shown as too long, in milliseconds. */
const LONG = 120_000;
/** So near to its end a CallBack is shown as pressing. */
const PRESSING = 15 * 60_000;
const HOUR = 60 * 60_000;

/** What it is about, in a few words. @param {QueueItem} item */
export function about(item) {
  if (item.callback) return item.callback.shown;
  return [item.client.topic, item.preview, item.client.page.title, item.widget].map(plainLine).find(Boolean) ?? "";
}

/** The rest of what an operator may want to know before accepting, for one quiet line (S2). @param {QueueItem} item */
export function rest({ client, callback, widget }) {
  const software = [client.browser, client.os].filter(Boolean).join(", ");
  const phone = callback ? "" : client.phone;
  return [phone, plainLine(client.page.title) || client.page.url, client.language && languageName(client.language), software, widget].filter(Boolean);
}

/** How long they wait; of a CallBack with a time of its own, from when or till when. @param {QueueItem} item @param {number} now */
function when({ since: from, callback }, now) {
  const wait = since(from, now);
  const waiting = { words: wait < HOUR ? duration(wait) : span(wait), long: wait > LONG };
  if (!callback || atOnce(callback, from)) return waiting;
  const ahead = Date.parse(callback.starts_at) > now;
  const at = ahead ? callback.starts_at : callback.ends_at;
  const time = dayWord(at, now) || clockTime(at);
  return { words: ahead ? t("from {time}", { time }) : t("till {time}", { time }), long: !ahead && left(callback.ends_at, now) < PRESSING };
}

/** @param {"microphone" | "camera"} device @param {DeviceState} state @param {string} name */
const checked = (device, state, name) => html`<span class=${`chip ${deviceTone(state)}`} data-test=${`check-${device}`} data-state=${state}>${icon(deviceIcon(state, device), "s")}
  <span class="said">${device === "camera" ? t("Camera") : t("Microphone")}: </span>${state === "granted" ? t("Works") : deviceWord(state, device, name)}</span>`;

/** Microphone and camera as the client's own check found them (E2); nothing before it has. @param {{devices: {microphone: DeviceState, camera: DeviceState}, client: {name: string}}} item */
export function deviceCheck({ devices, client }) {
  if (devices.microphone === "not-asked" && devices.camera === "not-asked") return nothing;
  const name = firstName({ client });
  return html`${checked("microphone", devices.microphone, name)}${checked("camera", devices.camera, name)}`;
}

/** What sets this one apart, as chips. @param {QueueItem} item */
function marks(item) {
  const devices = item.entry === "videocall" && !item.callback ? deviceCheck(item) : nothing;
  const gone = item.away && !item.message;
  if (devices === nothing && !item.only_you && !gone) return nothing;
  return html`<span class="marks">${devices}${item.only_you ? html`<span class="chip own">${t("Only you")}</span>` : nothing}${gone ? html`<span class="chip">${t("Client away")}</span>` : nothing}</span>`;
}

/** @param {PageState} page @param {Act} act @param {QueueItem} item @param {boolean} main the oldest that can be accepted */
function entry(page, act, item, main) {
  const wait = since(item.since, page.now);
  const reason = page.desk ? acceptReason(page.desk, item) : "";
  const own = reason && page.desk && reason !== laneReason(page.desk);
  const id = own ? `why-${item.id}` : "lane-why";
  const time = when(item, page.now);
  const more = rest(item);
  return html`<li class="item" data-test="queue-item" data-session=${item.id} data-number=${item.number} data-entry=${item.entry} data-wait=${Math.floor(wait / 1000)}>
    <span class="kind">${icon(kindIcon(item))}</span>
    <span class="name cut"><bdi>${fullName(item)}</bdi></span><time class=${time.long ? "time long" : "time"}>${time.words}</time>
    <span class="what cut">${kindWord(item)} · <bdi>${about(item)}</bdi></span>
    ${item.callback ? html`<span class="what cut">${callWhen(item.callback, item.since, page.now)}</span>` : nothing}
    <span class="rest cut" title=${joined(more)}>${dotted(more)}</span>
    ${marks(item)}
    <span class="do">${button({ test: "accept", look: main ? "small main" : "small", label: t("Accept"), reason, reasonId: id, busy: page.busy.has(item.id), press: () => act.accept(item.id) })}
      ${button({ test: "preview", look: "small bare", label: t("Preview"), popup: "dialog", busy: page.busy.has(`peek ${item.id}`), press: () => act.peek(item.id) })}</span>
    ${own ? html`<span class="why" id=${id}>${reason}</span>` : nothing}
  </li>`;
}

/** @param {PageState} page @param {Act} act */
export function queue(page, act) {
  const items = page.desk?.queue ?? [];
  const lane = page.desk ? laneReason(page.desk) : "";
  const more = (page.desk?.waiting ?? 0) - items.length;
  const first = items.find((item) => page.desk && !acceptReason(page.desk, item));
  return html`<section data-test="queue" aria-labelledby="h-wait">
    ${section(t("Waiting"), { id: "h-wait", level: 2, more: count(page.desk?.waiting ?? 0) })}
    ${lane && items.length ? html`<p class="why lane-why" id="lane-why">${lane}</p>` : nothing}
    ${items.length ? nothing : html`<p class="hint">${t("Nobody is waiting.")}</p>`}
    <ul class="lane">${repeat(items, (item) => item.id, (item) => entry(page, act, item, item === first))}</ul>
    ${more > 0 ? html`<p class="hint" data-test="queue-more">${tn("And {n} more who wait.", "And {n} more who wait.", more)}</p>` : nothing}
  </section>`;
}
