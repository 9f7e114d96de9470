// The result of the network path test in words: what it means, what to do, and whether calls work. Pure.

import { t } from "./text.js";

/** @typedef {import("../call/connection/network_paths.js").Way} Way */
/** @typedef {import("../call/connection/network_paths.js").Result} Result */
/** @typedef {{results: Record<Way, Result>, running: boolean, error: string, relayOnly: boolean}} State */

/** What it means, and what to do. @param {Way} way @param {Result} result */
export function sentence(way, { outcome, code }) {
  if (outcome === "ok") {
    return {
      host: t("This browser can send media on its own network."),
      stun: t("This computer’s public address is known."),
      udp: t("Calls reach people behind strict networks."),
      tcp: t("Calls work even where everything but TCP is blocked."),
    }[way];
  }
  if (outcome === "failed") {
    if (code === 401)
      return t("The relay rejects our credentials. Check that both sides have the same secret and the same time.");
    if (code === 701)
      return t("The server didn’t answer. Check its address, and that the firewall lets its port through.");
    return {
      host: t("The browser offers no address at all. An extension or a policy may block it."),
      stun: t("No answer. The firewall may block UDP; calls then use the relay over TCP."),
      udp: t("No answer. The firewall may block UDP, or the relay isn’t running."),
      tcp: t("No answer. The relay may not be listening on TCP, or the firewall blocks it."),
    }[way];
  }
  if (outcome === "unset") {
    return way === "stun"
      ? t("Set CONTACTCENTER_STUN_URLS to use one. It isn’t needed with a relay.")
      : t("Set CONTACTCENTER_TURN_URLS and CONTACTCENTER_TURN_SECRET: without a relay some clients can’t be called.");
  }
  return "";
}

/** @param {State} state */
export function verdict({ results, running, relayOnly }) {
  const ok = (/** @type {Way} */ way) => results[way].outcome === "ok";
  if (running || results.host.outcome === "waiting") return "";
  if (ok("udp") || ok("tcp"))
    return ok("udp")
      ? t("Calls work from here, also through the relay.")
      : t("Calls work from here, but only over TCP through the relay: video may lag a little.");
  if (relayOnly) return t("Calls can’t work from here: only the relay is allowed, and it can’t be reached.");
  if (ok("stun")) return t("Calls work from here with most people. Those behind strict networks need a relay.");
  return ok("host")
    ? t("Calls work from here within your own network. All others need a relay.")
    : t("Calls can’t work from this browser.");
}
