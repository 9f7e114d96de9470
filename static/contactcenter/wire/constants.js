// Constants of both sides: bounds, states and moves of a call, entry types. Written by `manage.py protocol`; do not edit.

/** @import { CallState, Entry, Role } from "./protocol.js" */

/** The largest frame, in bytes. */
export const FRAME_BYTES = 65536;

/** The longest message or note, in characters. */
export const MESSAGE_LENGTH = 4000;

/** Each side of the shared content measures this much, whatever its pixels. */
export const SPAN = 10000;

/** The longest stroke, in coordinates, two for each point. */
export const STROKE_NUMBERS = 512;

/** The largest zoom of the shared view, in per cent. */
export const ZOOM_MOST = 800;

/** The longest signal from one leg to the other, in characters. */
export const SIGNAL_LENGTH = 32768;

/** One side wants the call, the other hasn't answered.
 * @type {readonly CallState[]} */
export const WAITING = ["asked", "requested"];

/** Both sides want the call.
 * @type {readonly CallState[]} */
export const RUNNING = ["accepted", "connected", "reconnecting"];

/** Live states. A session has at most one such call.
 * @type {readonly CallState[]} */
export const LIVE = ["accepted", "asked", "connected", "reconnecting", "requested"];

/** Terminal: no move leads out of these.
 * @type {readonly CallState[]} */
export const OVER = ["cancelled", "declined", "ended", "expired", "failed"];

/** The moves: from which state to which, and who may make them.
 * @type {ReadonlyArray<{from: CallState | "none", move: string, to: CallState, by: Role[]}>} */
export const MOVES = [
  {"from": "none", "move": "ask", "to": "asked", "by": ["client"]},
  {"from": "none", "move": "request", "to": "requested", "by": ["operator"]},
  {"from": "none", "move": "start", "to": "accepted", "by": ["system"]},
  {"from": "asked", "move": "request", "to": "accepted", "by": ["operator"]},
  {"from": "asked", "move": "decline", "to": "declined", "by": ["operator"]},
  {"from": "asked", "move": "cancel", "to": "cancelled", "by": ["client", "system"]},
  {"from": "asked", "move": "expire", "to": "expired", "by": ["system"]},
  {"from": "requested", "move": "accept", "to": "accepted", "by": ["client"]},
  {"from": "requested", "move": "decline", "to": "declined", "by": ["client"]},
  {"from": "requested", "move": "cancel", "to": "cancelled", "by": ["operator", "system"]},
  {"from": "requested", "move": "expire", "to": "expired", "by": ["system"]},
  {"from": "accepted", "move": "connected", "to": "connected", "by": ["client", "operator"]},
  {"from": "accepted", "move": "hangup", "to": "ended", "by": ["client", "operator", "supervisor", "system"]},
  {"from": "accepted", "move": "lost", "to": "failed", "by": ["system"]},
  {"from": "connected", "move": "interrupt", "to": "reconnecting", "by": ["client", "operator", "system"]},
  {"from": "connected", "move": "hangup", "to": "ended", "by": ["client", "operator", "supervisor", "system"]},
  {"from": "connected", "move": "lost", "to": "failed", "by": ["system"]},
  {"from": "reconnecting", "move": "connected", "to": "connected", "by": ["client", "operator"]},
  {"from": "reconnecting", "move": "hangup", "to": "ended", "by": ["client", "operator", "supervisor", "system"]},
  {"from": "reconnecting", "move": "lost", "to": "failed", "by": ["system"]},
];

/** The entry types and what they need; each property is described in sessions_app/rules/entries.py.
 * @type {Readonly<Record<Entry, {needs_operator: boolean, starts_call: boolean, waits_alone: boolean, checks_devices: boolean, by_code: boolean}>>} */
export const ENTRIES = {
  "chat": {"needs_operator": true, "starts_call": false, "waits_alone": false, "checks_devices": false, "by_code": false},
  "videocall": {"needs_operator": true, "starts_call": true, "waits_alone": false, "checks_devices": true, "by_code": false},
  "callback": {"needs_operator": false, "starts_call": true, "waits_alone": true, "checks_devices": false, "by_code": false},
  "invitation": {"needs_operator": false, "starts_call": true, "waits_alone": false, "checks_devices": true, "by_code": true},
};
