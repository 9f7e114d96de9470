// One session, changed by events. Pure: view and event in, view out, the same object if nothing changed. A snapshot
// with the events after it must equal a later snapshot; the replay tests hold both sides to that.

/** @typedef {import("../wire/protocol.js").SessionView} SessionView */
/** @typedef {import("../wire/protocol.js").OperatorSessionView} OperatorSessionView */
/** @typedef {import("../wire/protocol.js").ServerEvent} ServerEvent */
/** @typedef {import("../wire/protocol.js").LogEvent} LogEvent */
/** @typedef {import("../wire/protocol.js").Marks} Marks */

/**
 * @template {SessionView} V
 * @param {V} view
 * @param {ServerEvent} event
 * @returns {V}
 */
export function reduceSession(view, event) {
  if (event.type === "session.snapshot")
    return event.session.id === view.id ? renewed(view, /** @type {V} */ (event.session)) : view;
  if (!("session" in event) || event.session !== view.id) return view;
  if (event.type === "message.marks") return marked(view, event.marks);
  if (event.type === "queue.position")
    return event.position === view.position ? view : { ...view, position: event.position };
  if (event.type === "session.page") return prepended(view, event.events);
  return isLine(event) && event.seq === view.head + 1 ? appended(view, event) : view;
}

/**
 * Whether log entries between the view and this event are missing: request them with `session.resume`.
 * @param {SessionView} view
 * @param {ServerEvent | {type: "outbox.changed"}} event a line of the log, or a heartbeat, which tells the last number
 */
export function needsResume(view, event) {
  if (event.type === "heartbeat") return (event.heads[view.id] ?? 0) > view.head;
  return isLine(event) && event.session === view.id && event.seq > view.head + 1;
}

/**
 * Whether the log has entries older than the view.
 * @param {SessionView} view
 */
export const hasOlder = (view) => view.events.length > 0 && view.events[0].seq > 1;

/**
 * A newer snapshot in place of a view. Entries that arrived before the snapshot are kept, and so are older ones that
 * were loaded, if they join.
 * @template {SessionView} V
 * @param {V | null | undefined} view
 * @param {V} snapshot
 * @returns {V}
 */
export function renewed(view, snapshot) {
  if (view?.id !== snapshot.id) return snapshot;
  const first = snapshot.events[0]?.seq ?? snapshot.head + 1;
  const older = view.events.filter(({ seq }) => seq < first);
  const joins = older.at(-1)?.seq === first - 1;
  const base = joins ? { ...snapshot, events: [...older, ...snapshot.events] } : snapshot;
  return marked(view.events.reduce(reduceSession, base), view.marks);
}

/**
 * Entries of a type this page doesn't know yet are entries all the same: they have a number.
 * @param {ServerEvent | {type: "outbox.changed"}} event
 * @returns {event is LogEvent}
 */
export const isLine = (event) => "seq" in event && "shared" in event;

/**
 * @template {SessionView} V
 * @param {V} view
 * @param {LogEvent} line
 * @returns {V}
 */
function appended(view, line) {
  return { ...view, ...effect(view, line), head: line.seq, events: [...view.events, line] };
}

/**
 * An entry's effects besides being an entry.
 * @param {SessionView | OperatorSessionView} view
 * @param {LogEvent} line
 * @returns {Partial<OperatorSessionView>}
 */
function effect(view, line) {
  const operators = "files" in view;
  switch (line.type) {
    case "session.changed":
      return changed(view, line);
    case "call.changed":
      return { calls: placed(view.calls, line.call) };
    case "client.changed":
      return operators ? { client: line.client } : {};
    case "share.changed":
      return operators ? { files: filed(view.files, line.file) } : {};
    case "note.posted":
      return operators ? { notes: view.notes + 1 } : {};
    case "session.rated":
      return { rating: line.rating };
    case "help.changed":
      return { help: line.help };
    case "board.opened":
    case "board.frozen":
      return { board: line.board };
    case "board.closed":
      return { board: null };
    case "callback.tried":
      return view.callback ? { callback: { ...view.callback, tries: line.tries } } : {};
    default:
      return {};
  }
}

/**
 * @param {SessionView | OperatorSessionView} view
 * @param {import("../wire/protocol.js").SessionChanged} line
 * @returns {Partial<OperatorSessionView>}
 */
function changed(view, { step, state, away, operator, result, at }) {
  const over = state === "wrapup" || state === "closed" || state === "abandoned" || state === "missed";
  return {
    state,
    away,
    operator,
    accepted_at: step === "accepted" ? at : view.accepted_at,
    ended_at: over ? (view.ended_at ?? at) : view.ended_at,
    ...(state !== "waiting" && { position: null }),
    ...("result" in view && { result }),
  };
}

/**
 * @template {{id: string}} T
 * @param {T[]} list
 * @param {T} item
 * @returns {T[]}
 */
function placed(list, item) {
  return list.some(({ id }) => id === item.id) ? list.map((old) => (old.id === item.id ? item : old)) : [...list, item];
}

/**
 * Only existing files are shown: a deleted one leaves the list.
 * @param {import("../wire/protocol.js").ShareView[]} files
 * @param {import("../wire/protocol.js").ShareView} file
 */
function filed(files, file) {
  return file.state === "ready" ? placed(files, file) : files.filter(({ id }) => id !== file.id);
}

/**
 * Read marks only grow, in whatever order they come.
 * @template {SessionView} V
 * @param {V} view
 * @param {Marks} marks
 * @returns {V}
 */
function marked(view, marks) {
  const grown = { ...view.marks };
  for (const key of /** @type {(keyof Marks)[]} */ (Object.keys(grown))) grown[key] = Math.max(grown[key], marks[key]);
  const same = /** @type {(keyof Marks)[]} */ (Object.keys(grown)).every((key) => grown[key] === view.marks[key]);
  return same ? view : { ...view, marks: grown };
}

/**
 * @template {SessionView} V
 * @param {V} view
 * @param {LogEvent[]} lines
 * @returns {V}
 */
function prepended(view, lines) {
  const first = view.events[0]?.seq ?? view.head + 1;
  const older = lines.filter(({ seq }) => seq < first);
  return older.at(-1)?.seq === first - 1 ? { ...view, events: [...older, ...view.events] } : view;
}
