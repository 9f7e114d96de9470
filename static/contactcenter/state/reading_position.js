// A reader's position in a conversation: at its end, or above it, and from which message on it's new to them. Pure.
// Counts in the numbers both sides share, as read marks do.

/** @typedef {import("../wire/protocol.js").SessionView} SessionView */
/** @typedef {import("../wire/protocol.js").LogEvent} LogEvent */
/**
 * `seen`: the last message the reader could see. `after`: the message before the first unread one, as long as the
 * divider is shown; null: nowhere.
 * @typedef {{session: string, above: boolean, seen: number, after: number | null}} Reading
 */

/** Nobody reads yet. @type {Reading} */
export const UNREAD = { session: "", above: false, seen: 0, after: null };

/**
 * Messages and files of people.
 * @param {LogEvent} line
 * @returns {line is import("../wire/protocol.js").MessagePosted | import("../wire/protocol.js").ShareChanged}
 */
export const tells = (line) =>
  line.type === "message.posted" ||
  (line.type === "share.changed" && (line.change === "added" || line.change === "sent") && line.file.sent);

/** @param {SessionView} view @param {number} seen @param {(line: LogEvent) => boolean} of
 * @returns {LogEvent[]} what was written after that line, by those meant */
const since = (view, seen, of) => view.events.filter((line) => (line.shared ?? 0) > seen && tells(line) && of(line));

/** @param {SessionView} view */
const head = ({ events }) => events.reduce((last, { shared }) => Math.max(last, shared ?? 0), 0);

/**
 * @param {Reading} before
 * @param {SessionView} view the conversation that is open
 * @param {object} now
 * @param {"client" | "operator"} now.me
 * @param {boolean} now.looking the page is in front of the reader
 * @param {boolean} now.above the reader has scrolled up
 * @param {number} now.read up to where they had read when the conversation was opened
 * @returns {Reading}
 */
export function reading(before, view, { me, looking, above, read }) {
  const opened = before.session !== view.id;
  const from = opened ? { session: view.id, above: false, seen: read, after: null } : { ...before, above };
  const theirs = since(view, from.seen, ({ by }) => by.role !== me);
  const own = since(view, from.seen, ({ by }) => by.role === me);
  const unseen = theirs.length > 0 && (opened || from.above || !looking);
  // Writing a message means having read those before it.
  const after =
    own.length && looking ? null : unseen && (from.after === null || from.seen > from.after) ? from.seen : from.after;
  const seen = looking && !from.above ? Math.max(from.seen, head(view)) : from.seen;
  const same = !opened && seen === before.seen && after === before.after && from.above === before.above;
  return same ? before : { ...from, seen, after };
}

/** The number of messages that arrived while the reader was above.
 * @param {Reading} state @param {SessionView} view @param {"client" | "operator"} me */
export const newAbove = (state, view, me) =>
  state.above && state.session === view.id ? since(view, state.seen, ({ by }) => by.role !== me).length : 0;
