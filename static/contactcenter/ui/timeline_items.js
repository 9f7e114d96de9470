// The items of a conversation: its log in the order of a reader, in groups, with a divider for each day, and with what
// is pending at the end. Pure: timeline.js renders them.

import { lineOf } from "./system_lines.js";
import { t } from "./text.js";

/** @typedef {import("../wire/protocol.js").LogEvent} LogEvent */
/** @typedef {import("../wire/protocol.js").SessionView} SessionView */
/** @typedef {import("../wire/protocol.js").ShareView} ShareView */
/** @typedef {import("../wire/outbox.js").Pending} Pending */
/** @typedef {import("./timeline.js").Timeline} Timeline */
/**
 * One item to show. `last`: time and receipt are below it.
 * @typedef {object} Item
 * @property {"message" | "file" | "note" | "line" | "day" | "own"} kind
 * @property {string} key
 * @property {string} at
 * @property {number} [seq]
 * @property {import("../wire/protocol.js").By} [by]
 * @property {string} [state]
 * @property {string} [text]
 * @property {ShareView} [file]
 * @property {boolean} [deleted]
 * @property {Pending} [pending]
 * @property {import("../wire/protocol.js").LogEvent} [event] the line of the log it shows
 * @property {string} [look] a class of its bubble
 * @property {() => unknown} [show] what an item of the kind "own" shows
 * @property {import("./system_lines.js").Line | null} [line]
 * @property {boolean} [first]
 * @property {boolean} [last]
 */

const PAUSE = 5 * 60_000; // a longer silence opens a new group

/**
 * The items, in order, grouped.
 * @param {Timeline} timeline
 * @returns {Item[]}
 */
export function items(timeline) {
  const {
    view,
    me,
    now,
    client = "",
    operator = view.operator ?? "",
    pending = [],
    lines = lineOf,
    own,
    arrange = (list) => list,
    onHelp,
  } = timeline;
  const { deleted, latest } = filesOf(view.events);
  const files = new Set();
  const connected = new Set();
  /** @type {Item[]} */
  const list = [];
  for (const event of view.events) {
    const { seq, at, by } = event;
    const base = { key: `line ${seq}`, seq, at, by, event };
    const state = by.role === me ? receipt(event.shared, view, me) : undefined;
    if (event.type === "message.posted") {
      list.push({ ...base, key: event.command ?? base.key, kind: "message", text: event.text || t("Erased"), state });
    } else if (event.type === "note.posted") {
      list.push({ ...base, key: event.command ?? base.key, kind: "note", text: event.text || t("Erased") });
    } else if (event.type === "share.changed" && event.change !== "deleted" && event.file.sent) {
      if (!files.has(event.file.id))
        list.push({
          ...base,
          kind: "file",
          file: latest.get(event.file.id),
          deleted: deleted.has(event.file.id),
          state,
        });
      files.add(event.file.id);
    } else {
      const again = event.type === "call.changed" && event.move === "connected" && connected.has(event.call.id);
      if (event.type === "call.changed" && event.move === "connected") connected.add(event.call.id);
      const line = lines(event, { me, client, operator, own, onHelp }, again);
      if (line) list.push({ ...base, kind: "line", line });
      if (line?.note) list.push({ ...base, key: `note ${seq}`, kind: "note", text: line.note });
    }
  }
  const written = new Set(list.map(({ key }) => key));
  for (const each of pending) {
    if (each.session !== view.id || written.has(each.id)) continue;
    const by = { role: me, name: me === "operator" ? operator : client };
    list.push({ kind: each.kind, key: each.id, at: each.at, by, text: each.text, state: each.state, pending: each });
  }
  return grouped(withDays(arrange(list), now));
}

/** The newest state of each file, and the deleted ones. @param {LogEvent[]} events */
function filesOf(events) {
  const changes = events.filter((event) => event.type === "share.changed");
  const deleted = new Set(changes.filter(({ change }) => change === "deleted").map(({ file }) => file.id));
  const latest = new Map(changes.filter(({ change }) => change !== "deleted").map(({ file }) => [file.id, file]));
  return { deleted, latest };
}

/**
 * @param {number | null} shared
 * @param {SessionView} view
 * @param {"client" | "operator"} me
 */
function receipt(shared, { marks }, me) {
  const [delivered, read] =
    me === "client" ? [marks.operator_delivered, marks.operator_read] : [marks.client_delivered, marks.client_read];
  if (shared === null) return "sent";
  if (shared <= read) return "read";
  return shared <= delivered ? "delivered" : "sent";
}

/**
 * A divider for each new day; a conversation that began today needs none.
 * @param {Item[]} list
 * @param {number} now
 */
function withDays(list, now) {
  let before = new Date(now).toDateString();
  return list.flatMap((item) => {
    const today = new Date(item.at).toDateString();
    if (today === before) return [item];
    before = today;
    return [/** @type {Item} */ ({ kind: "day", key: `day ${today}`, at: item.at }), item];
  });
}

/** @param {Item[]} list */
function grouped(list) {
  return list.map((item, index) => ({
    ...item,
    first: !joins(list[index - 1], item),
    last: !joins(item, list[index + 1]),
  }));
}

/**
 * @param {Item | undefined} a
 * @param {Item | undefined} b
 */
function joins(a, b) {
  if (a?.kind === "line" && b?.kind === "line") return true;
  const bubbles = a && b && isBubble(a) && isBubble(b);
  return (
    bubbles && a.by?.role === b.by?.role && a.by?.name === b.by?.name && Date.parse(b.at) - Date.parse(a.at) < PAUSE
  );
}

/** @param {Item} item */
export const isBubble = ({ kind }) => kind === "message" || kind === "file";
