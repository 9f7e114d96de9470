// Tests the network paths of a call from this browser: direct, STUN, relay over UDP and over TCP. Opens no device.

import { REAL } from "../../lib/timers.js";

/** @typedef {"host" | "stun" | "udp" | "tcp"} Way */
/** @typedef {"waiting" | "testing" | "ok" | "failed" | "unset"} Outcome */
/** @typedef {{outcome: Outcome, milliseconds: number, code: number}} Result `code` is the relay's refusal, 0 when it
 *   did not say */
/** @typedef {{stun: string[], udp: RTCIceServer | null, tcp: RTCIceServer | null}} Servers */

/** In the order of the page. @type {readonly Way[]} */
export const WAYS = ["host", "stun", "udp", "tcp"];
const PATIENCE = 6_000;

/** @type {Result} */
const NONE = { outcome: "unset", milliseconds: 0, code: 0 };

/**
 * @param {Way} way
 * @param {Servers} servers
 * @param {{connect?: (configuration: RTCConfiguration) => RTCPeerConnection, now?: () => number, timers?:
 *   import("./repair_ladder.js").Timers}} [world]
 * @returns {Promise<Result>}
 */
export async function testWay(
  way,
  servers,
  { connect = (c) => new RTCPeerConnection(c), now = () => performance.now(), timers = REAL } = {},
) {
  const server =
    way === "stun"
      ? servers.stun.length
        ? { urls: servers.stun }
        : null
      : way === "host"
        ? { urls: [] }
        : servers[way];
  if (!server) return NONE;
  const relayed = way === "udp" || way === "tcp";
  const pc = connect({ iceServers: way === "host" ? [] : [server], iceTransportPolicy: relayed ? "relay" : "all" });
  const wanted = { host: "host", stun: "srflx", udp: "relay", tcp: "relay" }[way];
  const began = now();
  let code = 0;
  try {
    const found = await new Promise((resolve) => {
      const timer = timers.setTimeout(() => resolve(false), PATIENCE);
      const done = (/** @type {boolean} */ yes) => {
        timers.clearTimeout(timer);
        resolve(yes);
      };
      pc.onicecandidate = ({ candidate }) => {
        if (candidate && typeOf(candidate.candidate) === wanted) done(true);
        else if (!candidate) done(false);
      };
      pc.onicecandidateerror = (event) => {
        code = /** @type {RTCPeerConnectionIceErrorEvent} */ (event).errorCode ?? 0;
      };
      pc.createDataChannel("path");
      pc.setLocalDescription().catch(() => done(false));
    });
    return { outcome: found ? "ok" : "failed", milliseconds: Math.round(now() - began), code: found ? 0 : code };
  } finally {
    pc.close();
  }
}

/** @param {string} line of a candidate */
const typeOf = (line) => / typ (\w+)/.exec(line)?.[1] ?? "";
