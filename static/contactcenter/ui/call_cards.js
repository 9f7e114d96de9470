// One card per call in a conversation: when, how long, how many snapshots; it opens to its entries. The last entry,
// with the current state or the outcome, stays where it was written. The log itself doesn't change.

import { html } from "../vendor/lit.js";
import { icon } from "./icon.js";
import { t, tn } from "./text.js";
import { clockTime, duration } from "./time.js";
import { systemLine } from "./timeline.js";

/** @typedef {import("../wire/protocol.js").CallView} CallView */
/** @typedef {import("./timeline_items.js").Item} Item */
/** @typedef {{call: CallView, items: Item[], snapshots: number}} Group */

/** So many entries are shown directly: a card would take no less room. */
const FEW = 2;

/** @param {Item[]} list @returns {Item[]} */
export function withCalls(list) {
  const groups = [...byCall(list).values()].filter(({ items }) => items.length > FEW);
  if (!groups.length) return list;
  /** @type {Map<Item, Item[]>} what stands in the place of a line */
  const instead = new Map(
    groups.flatMap((group) => group.items.slice(0, -1).map((item, index) => [item, index ? [] : [card(group)]])),
  );
  return list.flatMap((item) => instead.get(item) ?? [item]);
}

/** The entries of each call. A snapshot belongs to the call it was taken in: the newest one before it.
 * @param {Item[]} list */
function byCall(list) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  /** @type {Group | undefined} */
  let newest;
  for (const item of list) {
    const { event, kind } = item;
    if (kind !== "line" || !event) continue;
    if (event.type === "call.changed") {
      const { call } = event;
      newest = groups.get(call.id) ?? { call, items: [], snapshots: 0 };
      newest.call = call;
      groups.set(call.id, newest);
    } else if (event.type !== "snapshot.taken" || !newest) continue;
    newest.items.push(item);
    if (event.type === "snapshot.taken") newest.snapshots += 1;
  }
  return groups;
}

/** @param {Group} group @returns {Item} */
const card = ({ call, items, snapshots }) => ({
  kind: "own",
  key: `call ${call.id}`,
  at: items[0].at,
  show: () => html`<details class="call-summary" data-test="call-card" data-call=${call.id}>
    <summary>${icon("video", "s")} <span>${summary(call, snapshots, items[0].at)}</span></summary>
    ${items.slice(0, -1).map((item) => systemLine({ ...item, first: false }))}</details>`,
});

/** @param {CallView} call @param {number} snapshots @param {string} at */
function summary({ connected_at: from, ended_at: to }, snapshots, at) {
  const length = from && to ? duration(Date.parse(to) - Date.parse(from)) : "";
  return [t("Video call"), clockTime(at), length, snapshots && tn("{n} snapshot", "{n} snapshots", snapshots)]
    .filter(Boolean)
    .join(" · ");
}
