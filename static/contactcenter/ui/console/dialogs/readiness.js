/* The dialog of the readiness chip: the browser's permissions, a test of each, and what to do (C12). */

import { html, nothing } from "../../../vendor/lit.js";
import { NEEDS } from "../../../console/readiness.js";
import { browserOf } from "../../device_steps.js";
import { icon } from "../../icon.js";
import { parts, t } from "../../text.js";
import { button, dialog } from "../components.js";
import { readySteps } from "./readiness_steps.js";

/** @import { Need, Fitness } from "../../../console/readiness.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** @param {Need} need @param {boolean} blocked */
const sign = (need, blocked) =>
  /** @type {const} */ ({
    camera: blocked ? "video-off" : "video",
    microphone: blocked ? "mic-off" : "mic",
    autoplay: "volume-2",
    notifications: blocked ? "bell-off" : "bell",
  })[need];

/** @param {Need} need */
const title = (need) =>
  ({ camera: t("Camera"), microphone: t("Microphone"), autoplay: t("Sound"), notifications: t("Notifications") })[need];

/** @param {Need} need @param {Fitness} state */
function chip(need, state) {
  if (state === "ok")
    return html`<span
      class="chip good">${icon("check", "s")} ${need === "autoplay" ? t("Plays") : t("Allowed")}</span>`;
  if (state === "blocked") return html`<span class="chip bad">${icon("x", "s")} ${t("Blocked")}</span>`;
  return html`<span class="chip">${need === "autoplay" ? t("Not tested") : t("Not asked yet")}</span>`;
}

/** @param {Need} need @param {Fitness} state */
function sentence(need, state) {
  const blocked = state === "blocked";
  if (need === "camera") return blocked ? t("Clients won’t see you.") : t("Clients see you in a call.");
  if (need === "microphone") return blocked ? t("Clients won’t hear you.") : t("Clients hear you in a call.");
  if (need === "autoplay")
    return blocked ? t("You’ll have to press Play at the start of each call.") : t("Plays a short tone.");
  return blocked
    ? t("You’ll miss new clients while this tab is hidden.")
    : t("Alerts you to new clients while this tab is hidden.");
}

/** @param {Need} need */
const steps = (need) =>
  html`<ol class="steps" data-test=${`steps-${need}`}>${readySteps(need, browserOf(navigator.userAgent)).map(
    ({ text, bold }) =>
      html`<li><span>${parts(
        text,
        Object.fromEntries(Object.entries(bold).map(([name, words]) => [name, html`<b>${words}</b>`])),
      )}</span></li>`,
  )}</ol>`;

/** @param {PageState} page @param {Act} act */
export const ready = (page, act) =>
  dialog(
    {
      test: "ready-dialog",
      look: "readiness",
      title: t("Is this browser ready?"),
      closeTest: "ready-close",
      close: act.shut,
    },
    html`
  <ul>${NEEDS.map((need) => {
    const { state, more } = page.ready[need];
    return html`<li data-test=${`ready-${need}`}
      data-state=${state}>${icon(sign(need, state === "blocked"))}<h3>${title(need)} ${chip(need, state)}</h3>
      <p><bdi>${more || sentence(need, state)}</bdi></p>${button({
        test: `test-${need}`,
        look: "small",
        label: state === "blocked" ? t("Check again") : t("Test"),
        busy: page.busy.has(`test ${need}`),
        press: () => act.testReadiness(need),
      })}
      ${state === "blocked" && !more ? steps(need) : nothing}</li>`;
  })}</ul>
  <footer><span>${t("Calls need a path through the network too.")}</span><a class="btn small" href="/path/"
    target="_blank" rel="noopener" data-test="path-open">${t("Test the network path")}</a></footer>`,
  );
