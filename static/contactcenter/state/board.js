// The live board in the page: the newest frame, and whether it is still true. Pure.

/** @import { Ack, ServerEvent, SupervisorCommand, Unsent } from "../wire/protocol.js" */
/** @import { LiveBoard, LiveOperator, LiveSession } from "../wire/protocol.js" */

/**
 * What the views are drawn from.
 * @typedef {object} BoardState
 * @property {LiveBoard | null} shown the newest frame
 * @property {string | null} heard when the server last said what is on the board, by its clock
 * @property {boolean} live whether that is still true
 */

/** A measure in words. @typedef {{name: string, words: string, meaning: string, kind: "count" | "share" | "seconds"}}
 *   MeasureWords */

/**
 * The board for its views: its state, the time, and what they can do.
 * @typedef {BoardState & {
 *   now: number,
 *   patient: boolean,
 *   measures: MeasureWords[],
 *   addresses: Record<"session" | "operator" | "sessions", string>,
 *   rights: {steer_session: boolean, steer_operator: boolean},
 *   reasons: string[],
 *   bell: import("../lib/alert_bell.js").AlertBell | null,
 *   send: (command: Unsent<SupervisorCommand>) => Promise<Ack>,
 *   change: () => void,
 * }} BoardPage
 * `bell`: the sound of alerts, null where nothing can be pressed; `patient`: the page has just been opened, nothing
 * needs to be said about the connection yet
 */

/** @typedef {LiveOperator | LiveSession} BoardRow */

/** The server speaks at least every five seconds: after so many milliseconds without a word the board may be old. */
export const SILENCE = 12_000;

/** The state of a page with the board the server has drawn. @param {LiveBoard} shown @returns {BoardState} */
export const drawn = (shown) => ({ shown, heard: shown.at, live: false });

/** Takes an event of the socket. @param {BoardState} state @param {ServerEvent} event @returns {BoardState} */
export function reduceBoard(state, event) {
  if (event.type === "board") return { shown: event, heard: event.at, live: true };
  // What is the same has been sent on this connection: after a new hello a whole board comes first.
  if (event.type === "board.same" && state.live) return { ...state, heard: event.at };
  return state;
}

/** The connection is lost. @param {BoardState} state @returns {BoardState} */
export const reduceLost = (state) => (state.live ? { ...state, live: false } : state);

/** Whether the server has been silent for too long. @param {BoardState} state @param {number} now the server's clock */
export const isSilent = (state, now) => state.live && state.heard !== null && now - Date.parse(state.heard) > SILENCE;

/** Whether a row is a session's. @param {BoardRow} row @returns {row is LiveSession} */
export const isSession = (row) => "number" in row;

/** The operators as the board lists them: those who are here by name, then the others.
 * @param {LiveBoard} board @returns {LiveOperator[]} */
export const roster = ({ operators }) => [
  ...operators.filter(({ state }) => state !== "offline"),
  ...operators.filter(({ state }) => state === "offline"),
];

/** Since when the first client waits on a page, in any group. @param {LiveBoard} board @returns {string | null} */
export const longestWait = ({ groups }) =>
  groups.reduce(
    (/** @type {string | null} */ first, { longest }) =>
      longest && (first === null || longest < first) ? longest : first,
    null,
  );

/** A measure now: the longest wait goes on between two frames; the others are as they were told.
 * @param {LiveBoard} board @param {string} name @param {number} now @returns {number | null} */
export function measured(board, name, now) {
  if (name === "longest_wait") {
    const since = longestWait(board);
    return since ? Math.max(0, Math.floor((now - Date.parse(since)) / 1000)) : null;
  }
  return board.measures.find((measure) => measure.name === name)?.value ?? null;
}
