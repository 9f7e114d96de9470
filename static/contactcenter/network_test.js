// The network path test: fetches short-lived credentials, tests one path after the other, renders.

import { testWay, WAYS } from "./call/connection/network_paths.js";
import { pathPage } from "./ui/network_test.js";
import { t } from "./ui/text.js";
import { render } from "./vendor/lit.js";

const LONGEST = 15_000; // milliseconds; what is not answered by then is not answered
const data = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("path-data")).textContent ?? "{}");
const root = /** @type {HTMLElement} */ (document.getElementById("path"));

/** @param {import("./call/connection/network_paths.js").Outcome} outcome
 * @returns {Record<import("./call/connection/network_paths.js").Way,
 *   import("./call/connection/network_paths.js").Result>} */
const all = (outcome) => {
  const result = { outcome, milliseconds: 0, code: 0 };
  return { host: result, stun: result, udp: result, tcp: result };
};

/** @type {import("./ui/network_words.js").State} */
const state = { results: all("waiting"), running: false, error: "", relayOnly: data.relay_only };

/** The server's text stays until something is rendered. */
const given = [...root.children];

function draw() {
  render(pathPage(state, { test }), root);
  for (const element of given.splice(0)) element.remove();
}

async function servers() {
  const answer = await fetch(data.servers, {
    method: "POST",
    headers: { "X-CSRFToken": data.csrf },
    signal: AbortSignal.timeout(LONGEST),
  }).catch(() => null);
  if (!answer) throw new Error(t("The server can’t be reached right now. Try again in a moment."));
  if (answer.ok) return answer.json();
  const { text } = await answer.json().catch(() => ({}));
  throw new Error(text ?? t("Sign in again to test."));
}

async function test() {
  Object.assign(state, { running: true, error: "", results: all("testing") });
  draw();
  try {
    const found = await servers();
    for (const way of WAYS) {
      state.results = { ...state.results, [way]: await testWay(way, found) };
      draw();
    }
  } catch (error) {
    Object.assign(state, { error: /** @type {Error} */ (error).message, results: all("waiting") });
  } finally {
    state.running = false;
    draw();
  }
}

draw();
test();
