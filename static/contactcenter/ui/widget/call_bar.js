// The call bar of the widget in two groups: screen, sign language, real-time text, devices, picture-in-picture and full
// screen, small; and what everybody needs, large: microphone, camera, end. The groups are beside each other where
// there's room, otherwise one below the other. *End* comes last: one step of the keyboard from the conversation. The
// order never changes; unavailable buttons are disabled with the reason.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { signButton } from "../signing_words.js";
import { t } from "../text.js";
import { textToggle } from "../text_toggle.js";
import { toolState } from "./device_words.js";

/** @import { Act } from "../../widget.js" */

/** @param {ReturnType<typeof toolState>} state @param {string} on @param {string} off @param {string} blocked */
function words(state, on, off, blocked) {
  return state === "on" ? on : state === "off" ? off : blocked;
}

/**
 * @param {{test: string, name: string, sign: import("../icon.js").IconName, press: () => unknown, state?: string,
 *   reason?: string, look?: string, popup?: boolean}} part reason: why it cannot be pressed
 */
const tool = ({ test, name, sign, press, state, reason = "", look = "", popup = false }) =>
  html`<button class="tool ${look}" type="button" data-test=${test} data-state=${state ?? nothing} aria-label=${name}
    aria-haspopup=${popup ? "dialog" : nothing}
    aria-disabled=${reason ? "true" : nothing} aria-describedby=${reason ? `${test}-why` : nothing}
      @click=${() => reason || press()}>${icon(sign)}${
        reason ? html`<span class="visually-hidden" id="${test}-why">${reason}</span>` : nothing
      }</button>`;

/** Whether this browser supports picture-in-picture. */
const hasSmall = () =>
  Boolean(document.pictureInPictureEnabled || HTMLVideoElement.prototype.webkitSetPresentationMode);

/** @param {import("../../call/view.js").View} view @param {Act} act @param {boolean} large the picture fills the screen
 * @param {string} name the operator's */
export function bar(view, act, large, name) {
  const small = hasSmall();
  const text = textToggle(view.call, "client", name);
  const [microphone, camera] = [
    toolState(view.microphone, view.silenced.includes("microphone")),
    toolState(view.camera, view.silenced.includes("camera")),
  ];
  return html`<div class="call-bar" role="toolbar" aria-label=${t("Call")}>
    <div class="call-bar__more">
      ${tool({
        test: "share-screen",
        sign: "monitor-up",
        state: view.screen ? "sharing" : undefined,
        press: act.toggleScreen,
        name: view.screen ? t("Stop sharing your screen") : t("Share your screen"),
        reason: view.canShare ? "" : t("This browser can’t share your screen. Use a computer."),
      })}
      ${tool({
        test: "sign-mode",
        sign: "signing",
        state: view.signing ? "on" : "off",
        look: "extra",
        press: act.toggleSigning,
        name: signButton(view.signing),
      })}
      ${tool({
        test: "text-toggle",
        sign: "keyboard",
        look: "extra",
        state: text.state,
        press: () => act.toggleText(text.on),
        name: text.name,
      })}
      ${tool({
        test: "call-devices",
        sign: "sliders-horizontal",
        press: act.devices,
        name: t("Choose devices"),
        popup: true,
      })}
      ${tool({
        test: "pip",
        sign: "picture-in-picture-2",
        press: act.pip,
        name: t("Picture in picture"),
        reason: !small
          ? t("This browser doesn’t support picture in picture")
          : view.remotePicture
            ? ""
            : t("There’s no picture right now"),
      })}
      ${tool({
        test: "fullscreen",
        sign: large ? "minimize" : "maximize",
        press: act.fullscreen,
        name: large ? t("Leave full screen") : t("Full screen"),
      })}
    </div>
    <div class="call-bar__main">
      ${tool({
        test: "toggle-mic",
        sign: microphone === "on" ? "mic" : "mic-off",
        state: microphone,
        press: act.toggleMicrophone,
        name: words(
          microphone,
          t("Turn microphone off"),
          t("Turn microphone on"),
          t("Microphone isn’t working, show help"),
        ),
      })}
      ${tool({
        test: "toggle-camera",
        sign: camera === "on" ? "video" : "video-off",
        state: camera,
        press: act.toggleCamera,
        name: words(camera, t("Turn camera off"), t("Turn camera on"), t("Camera isn’t working, show help")),
      })}
      ${tool({ test: "hangup", sign: "phone-off", look: "end", press: act.hangup, name: t("End the call") })}
    </div>
  </div>`;
}
