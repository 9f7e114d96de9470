// The console's state, changed by events. Pure; the page knows the open session and passes it in.

import { posted } from "./widget.js";
import { reduceSession, renewed } from "./session.js";

/** @typedef {import("../wire/protocol.js").ServerEvent} ServerEvent */
/** @typedef {import("../wire/protocol.js").OperatorSessionView} OperatorSessionView */
/** @typedef {import("./widget.js").OutboxChanged} OutboxChanged */
/** @typedef {import("../wire/outbox.js").Pending} Pending */
/**
 * `typing`: the client is typing; `unread`: the client's messages and files the operator hasn't seen.
 * @typedef {OperatorSessionView & {typing: boolean, unread: number}} DeskSession
 */
/**
 * `me` is null before the first snapshot; `order` is how the sessions came to the operator.
 * @typedef {object} DeskState
 * @property {string} at
 * @property {import("../wire/protocol.js").OperatorView | null} me
 * @property {import("../wire/protocol.js").QueueItem[]} queue
 * @property {number} waiting how many wait, those not in `queue` included
 * @property {Record<string, DeskSession>} sessions
 * @property {string[]} order
 * @property {import("../wire/protocol.js").CannedView[]} canned
 * @property {string[]} results
 * @property {string[]} tags
 * @property {string[]} reasons why one may be away
 * @property {import("../wire/protocol.js").InvitationView[]} invitations the operator's newest
 * @property {import("../wire/protocol.js").NamesView} names of results, tags and reasons in the operator's language
 * @property {string} written_in the language supervisors write in first
 * @property {Pending[]} outbox
 */

/** Before the first snapshot. @type {DeskState} */
export const NOTHING = {
  at: "",
  me: null,
  queue: [],
  waiting: 0,
  sessions: {},
  order: [],
  canned: [],
  results: [],
  tags: [],
  reasons: [],
  invitations: [],
  names: { results: {}, tags: {}, reasons: {} },
  written_in: "",
  outbox: [],
};

/**
 * @param {DeskState} state
 * @param {ServerEvent | OutboxChanged} event
 * @param {string | null} [opened] the session before the operator's eyes: nothing in it counts as unread
 * @returns {DeskState}
 */
export function reduceDesk(state, event, opened = null) {
  switch (event.type) {
    case "outbox.changed":
      return { ...state, outbox: event.outbox };
    case "desk.snapshot":
      return whole(state, event, opened);
    case "desk.changed":
      return { ...state, me: event.me, queue: event.queue, waiting: event.waiting, invitations: event.invitations };
    case "session.dropped":
      return without(state, event.session);
    case "session.snapshot":
      return given(state, /** @type {OperatorSessionView} */ (event.session), opened);
    case "message.typing":
      return event.by.role === "client" ? typed(state, event) : state;
  }
  if (!("session" in event) || typeof event.session !== "string") return state;
  const before = state.sessions[event.session];
  const session = before && reduceSession(before, event);
  if (session === before) return state;
  const said = event.type === "message.posted";
  const typing = session.typing && !(said && event.by.role === "client");
  const next = replaced(state, counted({ ...session, typing }, opened));
  const written = said || event.type === "note.posted";
  return written ? { ...next, outbox: posted(state.outbox, event.command) } : next;
}

/**
 * The operator has opened a session: nothing in it is unread any more.
 * @param {DeskState} state
 * @param {string | null} opened
 * @returns {DeskState}
 */
export function openSession(state, opened) {
  const session = opened === null ? undefined : state.sessions[opened];
  return session?.unread ? replaced(state, { ...session, unread: 0 }) : state;
}

/**
 * @param {DeskState} state
 * @param {import("../wire/protocol.js").DeskSnapshot} event
 * @param {string | null} opened
 * @returns {DeskState}
 */
function whole(state, { type: _, sessions, ...lists }, opened) {
  const fresh = sessions.map((session) => onDesk(state, session, opened));
  const order = sessions.map(({ id }) => id);
  return { ...state, ...lists, sessions: Object.fromEntries(fresh.map((session) => [session.id, session])), order };
}

/**
 * @param {DeskState} state
 * @param {OperatorSessionView} session
 * @param {string | null} opened
 */
function given(state, session, opened) {
  const order = state.order.includes(session.id) ? state.order : [...state.order, session.id];
  return { ...replaced(state, onDesk(state, session, opened)), order };
}

/**
 * @param {DeskState} state
 * @param {OperatorSessionView} session
 * @param {string | null} opened
 */
function onDesk(state, session, opened) {
  /** @type {OperatorSessionView | undefined} */
  const before = state.sessions[session.id];
  return counted({ ...renewed(before, session), typing: false, unread: 0 }, opened);
}

/**
 * @param {DeskSession} session
 * @param {string | null} opened
 * @returns {DeskSession}
 */
function counted(session, opened) {
  return {
    ...session,
    unread: session.id === opened ? 0 : session.events.filter((line) => isUnread(line, session)).length,
  };
}

/**
 * @param {import("../wire/protocol.js").LogEvent} line
 * @param {DeskSession} session
 */
function isUnread(line, { marks }) {
  const tells = line.type === "message.posted" || (line.type === "share.changed" && line.change !== "deleted");
  return tells && line.by.role === "client" && line.shared !== null && line.shared > marks.operator_read;
}

/**
 * @param {DeskState} state
 * @param {import("../wire/protocol.js").MessageTyping} event
 */
function typed(state, { session, on }) {
  const before = state.sessions[session];
  return before && before.typing !== on ? replaced(state, { ...before, typing: on }) : state;
}

/**
 * @param {DeskState} state
 * @param {DeskSession} session
 * @returns {DeskState}
 */
function replaced(state, session) {
  return { ...state, sessions: { ...state.sessions, [session.id]: session } };
}

/**
 * @param {DeskState} state
 * @param {string} id
 * @returns {DeskState}
 */
export function without(state, id) {
  if (!(id in state.sessions)) return state;
  const { [id]: _, ...sessions } = state.sessions;
  return { ...state, sessions, order: state.order.filter((other) => other !== id) };
}
