// The client's own picture before a call, with the two switches and the loudness. A function of client/preview.js.

import { html, nothing, ref } from "../../vendor/lit.js";
import { shows } from "../../call/play.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { ownPicture, toolState } from "./devices.js";
import { browserOf, inTrouble, steps, title, whereToLook } from "../steps.js";

/** @typedef {import("../../client/preview.js").Preview} Preview */
/** @typedef {import("../../protocol.js").DeviceState} DeviceState */
/** @typedef {"microphone" | "camera"} Device */

/** @param {Device} device @param {Preview} preview @param {() => void} press */
function roundTool(device, preview, press) {
  const camera = device === "camera";
  const held = camera && !preview.begins;
  const state = toolState(preview[device], preview.silenced.includes(device));
  const look = held && state === "on" ? "off" : state;
  const on = look === "on";
  const words = camera ? (on ? t("Turn camera off") : held && state === "on" ? t("Start the call with your camera on") : t("Turn camera on")) : on ? t("Turn microphone off") : t("Turn microphone on");
  const sign = camera ? (on ? "video" : "video-off") : on ? "mic" : "mic-off";
  return html`<button class="round" type="button" data-test=${camera ? "toggle-camera" : "toggle-mic"} data-state=${look} aria-label=${words} @click=${press}>${icon(sign)}</button>`;
}

const NOTHING = /** @type {Preview} */ (/** @type {unknown} */ ({ running: false, picture: null, camera: "not-asked", microphone: "not-asked", silenced: [] }));

/** @param {Preview} preview */
function loudness({ microphone, silenced, level, heard }) {
  const percent = Math.round(level * 100);
  const words = microphone === "granted" ? (heard ? t("We can hear you") : t("Say something")) : silenced.includes("microphone") ? t("Muted by your system") : microphone === "muted" ? t("Your microphone is off") : t("No sound from you yet");
  const bar = (/** @type {Element | undefined} */ element) => /** @type {HTMLElement | undefined} */ (element)?.style.setProperty("transform", `scaleX(${level})`);
  return html`<p class="listen">${icon(microphone === "granted" ? "mic" : "mic-off", "s")}
    <span class="meter" role="meter" data-test="mic-level" aria-label=${t("Microphone level")} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}><i ${ref(bar)}></i></span>
    <span>${words}</span></p>`;
}

/** What does not work, with the steps of the client's own browser. @param {Preview} preview */
function troubles({ microphone, camera, silenced }) {
  const found = /** @type {[Device, DeviceState][]} */ ([["microphone", microphone], ["camera", camera]]).filter(([device, state]) => inTrouble(state) || silenced.includes(device));
  const reader = browserOf(navigator.userAgent);
  const same = found.length === 2 && microphone === camera;
  return found.map(([device, state], index) => html`<section class="help" data-test="device-help" data-device=${device} data-state=${state} role="status">
    <h3>${icon(device === "camera" ? "video-off" : "mic-off")} ${title(device, state, silenced.includes(device))}</h3>
    ${same && index === 0 ? nothing : html`<ol class="steps">${steps(device, state, reader, silenced.includes(device)).map((step) => html`<li><span>${step}</span></li>`)}</ol>`}
  </section>`);
}

/**
 * @param {Preview | null} looking null while nobody does
 * @param {{start: () => void, toggleMicrophone: () => void, toggleCamera: () => void}} act
 */
export function previewArea(looking, act) {
  const preview = looking ?? NOTHING;
  const { camera, picture, running } = preview;
  const blank = preview.unanswered?.size ? whereToLook(browserOf(navigator.userAgent)) : camera === "asking" ? t("Your browser asks for the camera and the microphone. Allow both.")
    : camera === "granted" && running ? t("Blurring your background") : ownPicture(camera);
  return html`<div class="preview">
    <div class="stage self">
      <video class="mirror" data-test="preview-video" playsinline autoplay muted .muted=${true} ?hidden=${!picture} aria-label=${t("Your picture")} ${ref(shows(picture))}></video>
      ${picture ? nothing : html`<div class="blank">${icon("video-off", "l")}${running
        ? html`<p role="status">${blank}</p>`
        : html`<p>${t("See yourself and try your microphone before the call.")}</p>
          <button class="btn touch" type="button" data-test="preview-start" @click=${act.start}>${t("Check camera and microphone")}</button>`}</div>`}
      ${running ? html`<div class="over">${picture ? html`<span class="veil">${preview.begins ? t("Only you see this until the call starts") : t("Only you see this. Off when the call starts.")}</span>` : html`<span></span>`}
        ${roundTool("microphone", preview, act.toggleMicrophone)}${roundTool("camera", preview, act.toggleCamera)}</div>` : nothing}
    </div>
    ${running ? loudness(preview) : nothing}
    ${running ? troubles(preview) : nothing}
  </div>`;
}
