// The call in the widget: the operator's picture, the client's own, and the call bar. Loaded when a conversation starts.

import { html, keyed, nothing, ref } from "../../vendor/lit.js";
import { attach } from "../../call/play.js";
import { icon } from "../icon.js";
import { firstName } from "../lines.js";
import { t } from "../text.js";
import { ownPicture, toolState } from "./devices.js";
import { initials } from "./header.js";

/** @typedef {import("../../protocol.js").DeviceState} DeviceState */

/** @param {DeviceState} device @param {string} on @param {string} off @param {string} blocked */
function toolWords(device, on, off, blocked) {
  const state = toolState(device);
  return state === "on" ? on : state === "off" ? off : blocked;
}

/** One device of the operator: in words on the picture only when it is off. @param {string} name @param {boolean} on @param {boolean} quiet @param {string} words @param {any} sign */
const peerDevice = (name, on, quiet, words, sign) =>
  html`<span class=${on || quiet ? "said" : "veil"} data-test="peer-${name}" data-state=${on ? "on" : "off"}>${on ? nothing : icon(sign, "s")} ${words}</span>`;

/** A tool that is drawn but not to be had, with the reason. @param {string} name @param {string} label @param {any} sign @param {string} reason */
const without = (name, label, sign, reason) =>
  html`<button class="tool" type="button" data-test=${name} aria-label=${label} aria-disabled="true" aria-describedby="${name}-why">${icon(sign)}<span class="tip" role="tooltip" id="${name}-why">${reason}</span></button>`;

/** @param {any} view of the call @param {any} act */
function bar(view, act) {
  const microphone = toolState(view.microphone);
  const camera = toolState(view.camera);
  return html`<div class="bar" role="toolbar" aria-label=${t("Call")}>
    <button class="tool" type="button" data-test="toggle-mic" data-state=${microphone} @click=${act.toggleMicrophone}
      aria-label=${toolWords(view.microphone, t("Turn microphone off"), t("Turn microphone on"), t("Microphone does not work, show help"))}>${icon(microphone === "on" ? "mic" : "mic-off")}</button>
    <button class="tool" type="button" data-test="toggle-camera" data-state=${camera} @click=${act.toggleCamera}
      aria-label=${toolWords(view.camera, t("Turn camera off"), t("Turn camera on"), t("Camera does not work, show help"))}>${icon(camera === "on" ? "video" : "video-off")}</button>
    ${without("share-screen", t("Share your screen"), "monitor-up", t("Sharing the screen is not available yet"))}
    ${without("call-devices", t("Choose devices"), "sliders-horizontal", t("Choose devices in your browser’s settings"))}
    ${document.pictureInPictureEnabled
      ? html`<button class="tool" type="button" data-test="pip" aria-label=${t("Picture in picture")} @click=${act.pip}>${icon("picture-in-picture-2")}</button>`
      : nothing}
    <button class="tool" type="button" data-test="fullscreen" aria-label=${t("Full screen")} @click=${act.fullscreen}>${icon("maximize")}</button>
    <button class="tool end" type="button" data-test="hangup" aria-label=${t("End the call")} @click=${act.hangup}>${icon("phone-off")}</button>
  </div>`;
}

/** Hands a `<video>` its stream once, not at every drawing. @param {MediaStream | null} stream @param {(video: HTMLVideoElement) => unknown} give */
const bind = (stream, give) => (/** @type {Element | undefined} */ element) => {
  const video = /** @type {HTMLVideoElement | undefined} */ (element);
  if (video && video.srcObject !== stream) give(video);
};

/**
 * @param {any} model see client/widget.js; `model.call.view` is the call of this tab
 * @param {any} act
 */
export function callArea(model, act) {
  const view = model.call.view;
  const whole = model.state.session.operator ?? model.data.name;
  const name = firstName(whole) || whole;
  if (!model.callShown) return html`<section class="call" data-test="call" data-state=${view.phase} hidden></section>`;
  if (!view.mine) {
    return html`<section class="call" data-test="call" data-state=${view.phase}><p class="elsewhere">${t("Your call runs in another tab.")}
      <button class="btn" type="button" @click=${act.takeOver}>${t("Continue here")}</button></p></section>`;
  }
  const microphoneOn = view.peer.microphone === "granted";
  const cameraOn = view.peer.camera === "granted";
  const early = view.phase === "connecting";
  const blank = view.phase === "reconnecting" ? t("The connection is interrupted. It comes back by itself.")
    : view.phase === "connecting" ? t("Connecting to {name}", { name })
    : t("{name}’s camera is off", { name });
  const bindRemote = bind(view.remote, (video) => model.call.play(video));
  const bindLocal = bind(view.local, (video) => attach(video, view.local));
  return html`<section class="call" data-test="call" data-state=${view.phase} aria-label=${t("Call")}>
    <div class="stage">
      ${keyed(view.call?.id, html`<video data-test="remote-video" playsinline autoplay aria-label=${t("{name}’s picture", { name })} ${ref(bindRemote)}></video>`)}
      ${view.remotePicture && view.phase !== "reconnecting" ? nothing : html`<div class="blank"><span class="face xl" aria-hidden="true">${initials(whole)}</span><p role="status">${blank}</p></div>`}
      <div class="peer">
        ${peerDevice("microphone", microphoneOn, early, microphoneOn ? t("{name}’s microphone is on", { name }) : t("Muted"), "mic-off")}
        ${peerDevice("camera", cameraOn, early, cameraOn ? t("{name}’s camera is on", { name }) : t("Camera off"), "video-off")}
      </div>
      <div class="small">
        <video class="mirror" data-test="self-video" playsinline autoplay muted .muted=${true} ?hidden=${view.camera !== "granted"} aria-label=${t("Your picture")} ${ref(bindLocal)}></video>
        ${view.camera === "granted" ? nothing : html`<span class="none">${icon("video-off")}<span>${ownPicture(view.camera)}</span></span>`}
      </div>
      ${view.playBlocked ? html`<button class="btn main touch play" type="button" data-test="play" @click=${act.play}>${icon("play")} ${t("Play")}</button>` : nothing}
    </div>
    ${bar(view, act)}
  </section>`;
}
