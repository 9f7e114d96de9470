// What the client is told about a device that does not work: what is so, and the steps of their own browser (C5).

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { browserOf, inTrouble, steps, title } from "./steps.js";

/** @typedef {import("../../protocol.js").DeviceState} DeviceState */
/** @typedef {"microphone" | "camera"} Device */

/** @param {any} model @returns {{device: Device, state: DeviceState}[]} devices to help with */
export function troubles(model) {
  const view = model.call?.view;
  if (!view?.mine || !["connecting", "connected", "reconnecting"].includes(view.phase)) return [];
  return /** @type {Device[]} */ (["microphone", "camera"])
    .map((device) => ({ device, state: /** @type {DeviceState} */ (view[device]) }))
    .filter(({ device, state }) => inTrouble(state) && !model.page.without.has(`${device} ${state}`));
}

/** @param {any} model @param {any} act */
export function help(model, act) {
  const reader = browserOf(navigator.userAgent);
  return troubles(model).map(({ device, state }, index, all) => {
    const sign = html`<h3>${icon(device === "camera" ? "video-off" : "mic-off")} ${title(device, state)}</h3>`;
    const address = state === "blocked-person" && reader.browser === "chrome" && !reader.phone;
    const same = index > 0 && all[0].state === state;
    return html`<section class="help" data-test="device-help" data-device=${device} data-state=${state} role="status">
      ${sign}
      ${same ? nothing : html`
        ${address ? html`<p class="address"><span class="lock">${icon("sliders-horizontal", "s")}</span> <span class="cut">${model.address}</span></p>` : nothing}
        <ol class="steps">${steps(device, state, reader).map((step) => html`<li><span>${step}</span></li>`)}</ol>`}
      <div class="ends"><span>${state === "blocked-page" ? nothing : device === "camera" ? t("Your picture then starts by itself.") : t("Your voice then starts by itself.")}</span>
        ${state === "blocked-page" && model.framed && model.ways && !same ? html`<button class="btn" type="button" data-test="own-window-open" @click=${act.ownWindow}>${t("Open the call in its own window")}</button>` : nothing}
        <button class="btn" type="button" @click=${() => act.goWithout(device, state)}>${t("Go on without")}</button></div>
    </section>`;
  });
}
