// The call in the widget: the operator's picture, the client's own, and the call bar. Loaded when a conversation
// starts.

import { html, keyed, nothing, ref } from "../../vendor/lit.js";
import { shows } from "../../call/attach_video.js";
import { cornered } from "../movable_picture.js";
import { docking } from "../dialog.js";
import { dock } from "../call_dock.js";
import { fading } from "../auto_hide.js";
import { noticeWords } from "../device_help.js";
import { icon } from "../icon.js";
import { lineWords, repairWords } from "../connection_words.js";
import { firstName, initials } from "../display_names.js";
import { signBadge, writeButton } from "../signing.js";
import { pictureWords } from "../picture_words.js";
import { t } from "../text.js";
import { bar } from "./call_bar.js";
import { cameraPermission, cameraTools } from "./camera.js";
import { ownPicture, ownVoice, question } from "./device_words.js";

/** @import { CallModel } from "../../widget/model.js" */
/** @import { IconName } from "../icon.js" */
/** @import { Act } from "../../widget.js" */

/** One device of the operator: in words on the picture only when it is off.
 * @param {string} name @param {boolean} on @param {boolean} quiet @param {string} words @param {IconName} sign */
const peerDevice = (name, on, quiet, words, sign) =>
  html`<span class=${on || quiet ? "visually-hidden" : "stage__label"} data-test="peer-${name}"
    data-state=${on ? "on" : "off"}>${on ? nothing : icon(sign, "s")} ${words}</span>`;

/** Hands a `<video>` its stream once, not at every drawing.
 * @param {MediaStream | null} stream @param {(video: HTMLVideoElement) => unknown} give */
const bind = (stream, give) => (/** @type {Element | undefined} */ element) => {
  const video = /** @type {HTMLVideoElement | undefined} */ (element);
  if (video && video.srcObject !== stream) give(video);
};

/** The client's own picture, in the corner it was put into, with what is the matter in words.
 * @param {CallModel} model @param {Act} act @param {string} name the operator's */
function self(model, act, name) {
  const view = model.call.view;
  const voice = ownVoice(view.microphone);
  const shown = view.screen || (view.camera === "granted" && !view.held);
  return cornered(
    model.page.corner,
    act.corner,
    html`
    <video class=${view.screen ? "whole" : view.mirrored ? "mirror" : ""} data-test="self-video" playsinline
      autoplay muted .muted=${true}
      ?hidden=${!shown} aria-label=${view.screen ? t("Your screen, as {name} sees it", { name }) : t("Your picture")}
      ${ref(shows(view.local))}></video>
    ${
      shown
        ? nothing
        : html`<span class="small-picture__off">${icon("video-off")}<span>${
            view.held ? t("Blurring your background") : ownPicture(view.camera)
          }</span></span>`
    }
    ${
      voice
        ? html`<span class="small-picture__muted">${icon("mic-off", "s")} <span
          class="visually-hidden">${t("Your microphone:")}</span> <span class="cut">${voice}</span></span>`
        : nothing
    }`,
  );
}

/** Who has a problem with the line, and what to do; nothing while all is well.
 * @param {CallModel} model @param {Act} act @param {string} name the operator's */
function line(model, act, name) {
  const said = lineWords(model.call.view, name);
  return said
    ? html`<p class="line stage__label" data-say data-test="line"
      data-state=${said.state}>${icon("circle-alert", "s")} <span>${said.words} ${said.hint}</span>${
        said.write ? writeButton(act.write) : nothing
      }</p>`
    : nothing;
}

/** What lies on the picture for a moment: the browser's question, another device in use, a picture taken.
 * @param {CallModel} model @param {Act} act */
function said(model, act) {
  const view = model.call.view;
  const asks = question(view);
  const notices = view.notices.filter((notice) => !model.page.noticed.has(notice));
  return html`${
    asks ? html`<p class="call__question stage__label" data-say>${icon("circle-alert", "s")} ${asks}</p>` : nothing
  }
    ${
      notices.length
        ? html`<div class="call__question">${notices.map(
            (notice) => html`<p class="stage__label" data-say data-test="device-notice"
              data-device=${notice.device} data-what=${notice.what}>${noticeWords(notice)}
      ${
        notice.what === "silent"
          ? html`<button class="btn small" type="button" data-test="silent-devices"
            @click=${act.devices}>${t("Choose devices")}</button>`
          : nothing
      }
      <button class="btn bare icon small" type="button" aria-label=${t("Close")}
        @click=${() => act.noticed(notice)}>${icon("x", "s")}</button></p>`,
          )}</div>`
        : nothing
    }
    ${
      model.page.flash
        ? keyed(model.page.flash, html`<span class="flash" data-test="flash" aria-hidden="true"></span>`)
        : nothing
    }`;
}

/** The call in a dialog that lies over it; nothing while none runs here. @param {CallModel} model @param {Act} act */
export const callDock = (model, act) =>
  model.callShown && model.call.view.mine
    ? dock({
        on: model.call.view.microphone === "granted",
        time: model.callTime,
        mute: act.toggleMicrophone,
        end: act.hangup,
      })
    : nothing;

/** The controls, the questions and the text go where the picture goes: nothing else is seen then.
 * @param {CallModel} model @param {Act} act @param {string} name the operator's */
function onPicture({ call: { view }, page: { text } }, act, name) {
  return html`<div class="call-questions">${cameraPermission(view, act, name)}${text?.offer(name) ?? nothing}</div>
    ${text?.panel(name) ?? nothing}${bar(view, act, true, name)}`;
}

/** @param {CallModel} model @param {Act} act */
export function callArea(model, act) {
  docking(() => callDock(model, act));
  const view = model.call.view;
  const whole = model.state.session.operator ?? model.data.name;
  const name = firstName(whole) || whole;
  if (!model.callShown) return html`<section class="call" data-test="call" data-state=${view.phase} hidden></section>`;
  if (!view.mine) {
    return html`<section class="call" data-test="call" data-state=${view.phase}><p
      class="call-elsewhere">${t("Your call is running in another tab.")}
      <button class="btn" type="button" @click=${act.takeOver}>${t("Continue here")}</button></p></section>`;
  }
  const microphoneOn = view.peer.microphone === "granted";
  const cameraOn = view.peer.camera === "granted";
  const untold = view.peer.microphone === "not-asked" && view.peer.camera === "not-asked";
  const early = view.phase === "connecting";
  const { large } = model;
  const blank =
    view.phase === "reconnecting"
      ? repairWords(view, name) || t("Connection interrupted. Reconnecting.")
      : view.phase === "connecting" || cameraOn || untold
        ? t("Connecting to {name}", { name })
        : t("{name}’s camera is off", { name });
  const bindRemote = bind(view.remote, (video) => model.call.show(video));
  return html`<section class="call" data-test="call" data-state=${view.phase} aria-label=${t("Call")}>
    <div class="stage" ?data-large=${large} ?data-stays=${view.phase !== "connected"} ${ref(fading)}>
      ${keyed(
        view.call?.id,
        html`<video data-test="remote-video" playsinline autoplay aria-label=${pictureWords(view, name)}
          ${ref(bindRemote)}></video>`,
      )}
      ${
        view.remotePicture && view.phase !== "reconnecting"
          ? nothing
          : html`<div class="call__blank"><span class="face xl" aria-hidden="true">${initials(whole)}</span><p
            data-say>${blank}</p></div>`
      }
      <div class="call__states">
        ${view.signing ? signBadge() : nothing}
        ${peerDevice(
          "microphone",
          microphoneOn,
          early,
          microphoneOn ? t("{name}’s microphone is on", { name }) : t("Muted"),
          "mic-off",
        )}
        ${peerDevice(
          "camera",
          cameraOn,
          early,
          cameraOn ? t("{name}’s camera is on", { name }) : t("Camera off"),
          "video-off",
        )}
      </div>
      ${self(model, act, name)}${line(model, act, name)}${said(model, act)}${cameraTools(view, act)}
      ${
        view.playBlocked
          ? html`<button class="btn main touch call__play" type="button" data-test="play"
            @click=${act.play}>${icon("play")} ${t("Play")}</button>`
          : nothing
      }
      ${large ? onPicture(model, act, name) : nothing}
    </div>
    ${large ? nothing : [cameraPermission(view, act, name), bar(view, act, false, name)]}
  </section>`;
}
