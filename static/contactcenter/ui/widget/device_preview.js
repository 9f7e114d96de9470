// The client's own picture before a call, with the two switches and the level meter. Renders widget/device_preview.js.

import { html, nothing, ref } from "../../vendor/lit.js";
import { shows } from "../../call/attach_video.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { ownPicture, toolState } from "./device_words.js";
import { help, troubles } from "../device_help.js";
import { browserOf, whereToLook } from "../device_steps.js";

/** @typedef {import("../../widget/device_preview.js").Preview} Preview */
/** @typedef {"microphone" | "camera"} Device */
/** @typedef {import("../device_help.js").HelpAct} HelpAct */

/** @param {Device} device @param {Preview} preview @param {() => void} press */
function roundTool(device, preview, press) {
  const camera = device === "camera";
  const held = camera && !preview.begins;
  const state = toolState(preview[device], preview.silenced.includes(device));
  const look = held && state === "on" ? "off" : state;
  const on = look === "on";
  const words = camera
    ? on
      ? t("Turn camera off")
      : held && state === "on"
        ? t("Start the call with your camera on")
        : t("Turn camera on")
    : on
      ? t("Turn microphone off")
      : t("Turn microphone on");
  const sign = camera ? (on ? "video" : "video-off") : on ? "mic" : "mic-off";
  return html`<button class="round-button" type="button" data-test=${camera ? "toggle-camera" : "toggle-mic"}
    data-state=${look} aria-label=${words} @click=${press}>${icon(sign)}</button>`;
}

const NOTHING = /** @type {Preview} */ (
  /** @type {unknown} */ ({ running: false, picture: null, camera: "not-asked", microphone: "not-asked", silenced: [] })
);

/** @param {Preview} preview */
function loudness({ microphone, silenced, level, heard }) {
  const percent = Math.round(level * 100);
  const words =
    microphone === "granted"
      ? heard
        ? t("We can hear you")
        : t("Say something")
      : silenced.includes("microphone")
        ? t("Muted by your system")
        : microphone === "muted"
          ? t("Your microphone is off")
          : t("No sound from you yet");
  const bar = (/** @type {Element | undefined} */ element) =>
    /** @type {HTMLElement | undefined} */ (element)?.style.setProperty("transform", `scaleX(${level})`);
  return html`<p class="device-preview__meter">${icon(microphone === "granted" ? "mic" : "mic-off", "s")}
    <span class="meter" role="meter" data-test="mic-level" aria-label=${t("Microphone level")} aria-valuemin="0"
      aria-valuemax="100" aria-valuenow=${percent}><i ${ref(bar)}></i></span>
    <span>${words}</span></p>`;
}

/** Device problems: the same cards as in the call.
 * @param {Preview} preview @param {HelpAct} act @param {string} address the website's name */
function helping({ microphone, camera, silenced, dismissed, without }, act, address) {
  const own = { microphone, camera, silenced, dismissed, mine: true, phase: "connecting" };
  return help(troubles(own, without), own, { address, act });
}

/**
 * @param {Preview | null} looking null while nobody does
 * @param {HelpAct & {start: () => void, toggleMicrophone: () => void, toggleCamera: () => void,
 *   flip: () => void}} act
 * @param {string} address the website's name, as the address bar shows it
 */
export function previewArea(looking, act, address) {
  const preview = looking ?? NOTHING;
  const { camera, picture, running } = preview;
  const blank = preview.unanswered?.size
    ? whereToLook(browserOf(navigator.userAgent))
    : camera === "asking"
      ? t("Your browser is asking for camera and microphone. Allow both.")
      : camera === "granted" && running
        ? t("Blurring your background")
        : ownPicture(camera);
  return html`<div class="device-preview">
    <div class="stage device-preview__stage">
      <video class=${preview.ownCamera?.facing === "environment" ? "" : "mirror"} data-test="preview-video"
        playsinline autoplay muted .muted=${true} ?hidden=${!picture}
        aria-label=${t("Your picture")} ${ref(shows(picture))}></video>
      ${
        picture
          ? nothing
          : html`<div class="device-preview__blank">${icon("video-off", "l")}${
              running
                ? html`<p data-say>${blank}</p>`
                : html`<p>${t("See yourself and try your microphone before the call.")}</p>
          <button class="btn touch" type="button" data-test="preview-start"
            @click=${act.start}>${t("Check camera and microphone")}</button>`
            }</div>`
      }
      ${
        running
          ? html`<div class="device-preview__controls">${
              picture
                ? html`<span class="stage__label">${
                    preview.begins
                      ? t("Only you see this until the call starts")
                      : t("Only you see this. Off when the call starts.")
                  }</span>`
                : html`<span></span>`
            }
        ${
          preview.ownCamera?.flip
            ? html`<button class="round-button" type="button" data-test="flip-camera"
              aria-label=${
                preview.ownCamera.facing === "environment" ? t("Use the front camera") : t("Use the back camera")
              }
              @click=${act.flip}>${icon("switch-camera")}</button>`
            : nothing
        }
        ${roundTool(
          "microphone",
          preview,
          act.toggleMicrophone,
        )}${roundTool("camera", preview, act.toggleCamera)}</div>`
          : nothing
      }
    </div>
    ${running ? loudness(preview) : nothing}
    ${running ? helping(preview, act, address) : nothing}
  </div>`;
}
