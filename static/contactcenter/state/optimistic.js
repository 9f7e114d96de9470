// Optimistic updates: requests the server hasn't answered yet, applied on top of the desk so that they show at once.
// Pure. The server's desk contains none of them, so removing an update is all it takes to go back.

import { without } from "./console.js";

/** @typedef {import("../wire/protocol.js").CallView} CallView */
/** @typedef {import("../wire/protocol.js").OperatorSessionView} OperatorSessionView */
/** @typedef {import("../wire/protocol.js").QueueItem} QueueItem */
/** @typedef {import("../wire/protocol.js").ShareView} ShareView */
/** @typedef {import("./console.js").DeskState} DeskState */
/** @typedef {import("./console.js").DeskSession} DeskSession */
/**
 * `at`: the server's time of the press. `answered`: the server has done it, in log entry `seq` if it wrote one.
 * @typedef {{id: number, session: string, at: string, answered?: boolean, seq?: number | null}} Base
 */
/** @typedef {Base & {kind: "accept", item: QueueItem}} Accept */
/** @typedef {Base & {kind: "end"}} End */
/** `close`: the wrap-up is done. @typedef {Base & {kind: "close"}} Close */
/** @typedef {Base & {kind: "edit", client: import("../console/forms.js").ClientForm}} Edit */
/** @typedef {Base & {kind: "call"}} Request */
/** @typedef {Base & {kind: "decline", call: string}} Decline */
/** `file`: its id, once it's known.
 * @typedef {Base & {kind: "snapshot", call: string, name: string, file?: string}} Snapshot */
/** @typedef {Accept | End | Close | Edit | Request | Decline | Snapshot} Update */

/**
 * The desk as the operator sees it.
 * @param {DeskState} state
 * @param {readonly Update[]} updates oldest first
 * @returns {DeskState}
 */
export const withUpdates = (state, updates) => updates.reduce(updated, state);

/**
 * The desk itself shows the update's effect, so that the update can be removed.
 * @param {DeskState} state as the server told it
 * @param {Update} update
 */
export function isSettled(state, update) {
  /** @type {DeskSession | undefined} */
  const session = state.sessions[update.session];
  if (update.kind === "accept") return session !== undefined;
  if (!session) return update.answered === true;
  switch (update.kind) {
    case "close":
      return false;
    case "end":
      return session.state !== "active";
    case "snapshot":
      return update.answered === true && (!update.file || session.files.some(({ id }) => id === update.file));
    default:
      return update.answered === true && (update.seq ?? 0) <= session.head;
  }
}

/**
 * @param {DeskState} state
 * @param {Update} update
 * @returns {DeskState}
 */
function updated(state, update) {
  if (update.kind === "accept") return accepted(state, update);
  if (update.kind === "close") return without(state, update.session);
  /** @type {DeskSession | undefined} */
  const session = state.sessions[update.session];
  if (!session) return state;
  const change = changed(session, update, state);
  return change ? { ...state, sessions: { ...state.sessions, [session.id]: { ...session, ...change } } } : state;
}

/**
 * @param {DeskSession} session
 * @param {Exclude<Update, Accept | Close>} update
 * @param {DeskState} state
 * @returns {Partial<DeskSession> | null}
 */
function changed(session, update, { me }) {
  const { calls } = session;
  const { at } = update;
  switch (update.kind) {
    case "end":
      return session.state === "active" ? { state: "wrapup", ended_at: at } : null;
    case "edit":
      return { client: { ...session.client, ...update.client } };
    case "call":
      return { calls: requested(calls, update) };
    case "decline":
      return {
        calls: calls.map((call) =>
          call.id === update.call && call.state === "asked"
            ? { ...call, state: "declined", ended_at: at, ended_by: "operator" }
            : call,
        ),
      };
    case "snapshot":
      return session.files.some(({ id }) => id === update.file)
        ? null
        : { files: [...session.files, placeholder(update, me?.name ?? "")] };
  }
}

/**
 * The waiting client in the console, before the server has sent the whole session.
 * @param {DeskState} state
 * @param {Accept} update
 * @returns {DeskState}
 */
function accepted(state, { session, item, at }) {
  if (session in state.sessions) return state;
  const queue = state.queue.filter(({ id }) => id !== session);
  return {
    ...state,
    queue,
    waiting: Math.max(queue.length, state.waiting - (state.queue.length - queue.length)),
    sessions: { ...state.sessions, [session]: opening(item, state.me?.name ?? null, at) },
    order: [...state.order, session],
  };
}

const MARKS = { client_delivered: 0, client_read: 0, operator_delivered: 0, operator_read: 0 };
const DEVICES = {
  microphone: /** @type {const} */ ("not-asked"),
  camera: /** @type {const} */ ("not-asked"),
  screen: false,
};

/**
 * @param {QueueItem} item
 * @param {string | null} operator
 * @param {string} at
 * @returns {DeskSession}
 */
const opening = (
  { id, number, entry, since, client, away, widget, devices = DEVICES, callback = null, message = false },
  operator,
  at,
) => ({
  id,
  number,
  entry,
  state: "active",
  away,
  operator,
  created_at: since,
  accepted_at: at,
  ended_at: null,
  head: 0,
  language: "",
  events: [],
  calls: [],
  help: null,
  marks: MARKS,
  position: null,
  callback,
  rating: null,
  board: null,
  client,
  widget,
  message,
  result: "",
  files: [],
  notes: 0,
  tags: [],
  devices,
  history: [],
  typing: false,
  unread: 0,
});

/**
 * A call that the client asked for starts at once; any other asks the client.
 * @param {CallView[]} calls
 * @param {Request} update
 * @returns {CallView[]}
 */
function requested(calls, { session, at }) {
  const last = calls.at(-1);
  if (last?.state === "asked")
    return [...calls.slice(0, -1), { ...last, state: "accepted", accepted_at: at, deadline_at: null }];
  if (last && ["requested", "accepted", "connected", "reconnecting"].includes(last.state)) return calls;
  return [
    ...calls,
    {
      id: "",
      session,
      state: "requested",
      created_at: at,
      accepted_at: null,
      connected_at: null,
      ended_at: null,
      deadline_at: null,
      ended_by: null,
      reason: "",
      interrupted_by: null,
      video: false,
      client_leg: null,
      operator_leg: null,
      client: DEVICES,
      operator: DEVICES,
      defaults: { operator_microphone: true, operator_camera: true, client_microphone: true, client_camera: false },
      prompt: true,
      signing: last?.signing ?? false,
      camera: { asked: "", allowed: false },
      text: { state: "off", by: null },
    },
  ];
}

/**
 * The picture being taken.
 * @param {Snapshot} update
 * @param {string} author
 * @returns {ShareView}
 */
const placeholder = ({ id, call, name, at }, author) => ({
  id: `pending ${id}`,
  kind: "snapshot",
  state: "pending",
  name,
  size: 0,
  mime: "image/png",
  sha256: "",
  by: { role: "operator", name: author },
  at,
  sent: false,
  width: null,
  height: null,
  source: "",
  url: "",
  call,
});
