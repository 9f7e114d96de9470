// The client's own camera as a tool: the other camera, light, zoom; the operator's question to control it, and what was
// allowed. Only what the device has is shown.

import { html, nothing } from "../../vendor/lit.js";
import { controllable, lightAndZoom, whatOf } from "../camera_tools.js";
import { icon } from "../icon.js";
import { t } from "../text.js";

/** @import { View } from "../../call/view.js" */
/** @import { Act } from "../../widget.js" */

/** The buttons on the picture. @param {View} view @param {Act} act */
export function cameraTools(view, act) {
  const camera = view.ownCamera;
  if (view.camera !== "granted" || view.screen || !camera || !(camera.flip || controllable(camera) || view.flipping))
    return nothing;
  return html`<div class="camera-tools" role="group" aria-label=${t("Your camera")}>${
    camera.flip
      ? html`<button class="tool" type="button" data-test="flip-camera" data-facing=${camera.facing}
        aria-label=${camera.facing === "environment" ? t("Use the front camera") : t("Use the back camera")}
        aria-disabled=${view.flipping ? "true" : nothing}
        @click=${() => view.flipping || act.flip()}>${icon("switch-camera")}</button>`
      : nothing
  }${lightAndZoom(camera, {
    test: "",
    light: camera.torch === "on" ? t("Turn the light off") : t("Turn the light on"),
    zoom: t("Zoom"),
    set: act.setCamera,
  })}</div>`;
}

/** The operator's open question in words. @param {View} view @param {string} name the operator's */
export function asks({ call, ownCamera }, name) {
  if (call?.camera?.asked === "flip")
    return ownCamera?.facing === "environment"
      ? t("{name} asks you to switch to the front camera.", { name })
      : t("{name} asks you to switch to the back camera.", { name });
  const what = whatOf(ownCamera);
  if (what === "light") return t("{name} asks to turn your camera’s light on and off.", { name });
  return what === "zoom"
    ? t("{name} asks to use your camera’s zoom.", { name })
    : t("{name} asks to use your camera’s light and zoom.", { name });
}

/** @param {View} view @param {string} name */
function allowed({ ownCamera }, name) {
  const what = whatOf(ownCamera);
  if (what === "light") return t("{name} can turn your camera’s light on and off.", { name });
  return what === "zoom"
    ? t("{name} can use your camera’s zoom.", { name })
    : t("{name} can use your camera’s light and zoom.", { name });
}

/** The operator's question, or what the operator may do. Below the picture: both stay until the client decides.
 * @param {View} view @param {Act} act @param {string} name the operator's */
export function cameraPermission(view, act, name) {
  const { asked = "", allowed: may = false } = view.call?.camera ?? {};
  const flip = asked === "flip";
  if (!asked && !may) return nothing;
  return html`<div class="camera-permission">${
    asked
      ? html`<div class="camera-permission__row" role="group" tabindex="-1" data-test="camera-question"
          data-what=${asked}
        aria-labelledby="camera-asks">${icon(flip ? "switch-camera" : "flashlight", "s")}
        <p id="camera-asks" role="alert">${asks(view, name)}</p>
        <span class="camera-permission__answers">
        <button class="btn main small" type="button" data-test="camera-yes"
          @click=${() => act.answerCamera(asked, true)}>${flip ? t("Switch") : t("Allow")}</button>
        <button class="btn small" type="button" data-test="camera-no"
          @click=${() => act.answerCamera(asked, false)}>${t("Not now")}</button></span></div>`
      : nothing
  }${
    may
      ? html`<div class="camera-permission__row" role="group" data-test="camera-allowed" aria-labelledby="camera-may">
        ${icon("flashlight", "s")} <p id="camera-may" data-say>${allowed(view, name)}</p>
        <span class="camera-permission__answers"><button class="btn small" type="button" data-test="camera-end"
          @click=${act.endCamera}>${t("Take back")}</button></span></div>`
      : nothing
  }</div>`;
}
