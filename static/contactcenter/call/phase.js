// What a call is for the person at this tab, from what the server says and what the connection does. Pure.

import { OVER } from "../constants.js";

/** @typedef {import("../protocol.js").CallView} CallView */
/** @typedef {"none" | "requested" | "connecting" | "connected" | "reconnecting" | "ended"} Phase */

/**
 * @param {CallView | null} call
 * @param {object} here
 * @param {boolean} here.requesting Call was pressed here, and the call is not there yet
 * @param {boolean} here.seen this page saw the call live: an old one has not just ended
 * @param {boolean} here.left this side has left it, whatever the server knows yet
 * @param {boolean} here.mine this tab carries it
 * @param {boolean} here.agreed both sides want it
 * @param {RTCPeerConnectionState} here.state of the connection
 * @returns {Phase}
 */
export function phaseOf(call, { requesting, seen, left, mine, agreed, state }) {
  if (requesting) return "requested";
  if (!call) return "none";
  if (left || OVER.includes(call.state)) return seen ? "ended" : "none";
  if (!agreed) return call.state === "requested" ? "requested" : "none";
  if (mine ? state === "connected" : call.state === "connected") return "connected";
  const lost = call.state === "reconnecting" || (mine && (state === "disconnected" || state === "failed"));
  return lost ? "reconnecting" : "connecting";
}
