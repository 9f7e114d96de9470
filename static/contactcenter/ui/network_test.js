// The page of the network test: one row per path, then what it means for calls. A view.

import { WAYS } from "../call/connection/network_paths.js";
import { html } from "../vendor/lit.js";
import { sentence, verdict } from "./network_words.js";
import { t } from "./text.js";

/** @import { Result, Way } from "../call/connection/network_paths.js" */
/** @import { State } from "./network_words.js" */

/** @param {Way} way */
const title = (way) =>
  ({ host: t("Direct"), stun: t("Public address (STUN)"), udp: t("Relay over UDP"), tcp: t("Relay over TCP") })[way];

/** @param {Way} way @param {Result} result */
function chip(way, { outcome, milliseconds }) {
  if (outcome === "ok") return html`<span class="chip good">${t("Works, {n} ms", { n: milliseconds })}</span>`;
  if (outcome === "failed") return html`<span class="chip bad">${t("Doesn’t work")}</span>`;
  if (outcome === "unset")
    return html`<span class="chip">${way === "stun" ? t("Not set up") : t("No relay set up")}</span>`;
  return html`<span class="chip">${outcome === "testing" ? t("Testing") : t("Not tested")}</span>`;
}

/** @param {State} state @param {{test: () => unknown}} act */
export function pathPage(state, act) {
  return html`<h1>${t("Network path")}</h1>
    <p>${t("Tests which paths a call can take from this browser. No camera or microphone is used.")}</p>
    <ul>${WAYS.map(
      (way) =>
        html`<li data-test=${`path-${way}`}
          data-state=${state.results[way].outcome}><h2>${title(way)}</h2>${chip(way, state.results[way])}<p>${sentence(
            way,
            state.results[way],
          )}</p></li>`,
    )}</ul>
    <p class="network-test__verdict" role="status" data-test="path-verdict">${state.error || verdict(state)}</p>
    <p><button class="btn main" type="button" data-test="path-test" aria-disabled=${state.running ? "true" : "false"}
      @click=${() => state.running || act.test()}>${state.running ? t("Testing") : t("Test again")}</button></p>`;
}
