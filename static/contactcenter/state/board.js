// The live board in the page: the newest frame, and whether it is still true. Pure.

/** @import { Ack, ServerEvent, SupervisorCommand, Unsent } from "../wire/protocol.js" */
/** @import { LiveBoard, LiveOperator, LiveSession } from "../wire/protocol.js" */

/**
 * What the views are drawn from.
 * @typedef {object} BoardState
 * @property {LiveBoard | null} shown the newest frame
 * @property {string | null} staleSince since when it may be old, by the server's clock; null while it's live
 */

/**
 * The board for its views: its state, the time, and what they can do.
 * @typedef {BoardState & {
 *   now: number,
 *   addresses: {session: string, operator: string, group: string},
 *   rights: {steer_session: boolean, steer_operator: boolean},
 *   reasons: string[],
 *   send: (command: Unsent<SupervisorCommand>) => Promise<Ack>,
 *   change: () => void,
 * }} BoardPage
 */

/** @typedef {LiveOperator | LiveSession} BoardRow */

/** @type {BoardState} */
export const EMPTY = { shown: null, staleSince: null };

/** Takes an event of the socket. @param {BoardState} state @param {ServerEvent} event @returns {BoardState} */
export function reduceBoard(state, event) {
  return event.type === "board" ? { shown: event, staleSince: null } : state;
}

/** The connection has changed. @param {BoardState} state @param {boolean} connected @param {string} at now, ISO 8601
 * @returns {BoardState} */
export function reduceLink(state, connected, at) {
  return connected || state.staleSince ? state : { ...state, staleSince: at };
}

/** Whether a row is a session's. @param {BoardRow} row @returns {row is LiveSession} */
export const isSession = (row) => "number" in row;
