/* The operator's own side of the call, at the top of the left column: own picture, state, call bar. The order of the
   bar never changes; unavailable buttons are disabled with the reason. */

import { shows } from "../../../call/attach_video.js";
import { ariaKeys } from "../../../console/shortcuts.js";
import { html, nothing, ref } from "../../../vendor/lit.js";
import { help, noticeWords, troubles } from "../../device_help.js";
import { icon } from "../../icon.js";
import { signButton } from "../../signing_words.js";
import { t } from "../../text.js";
import { duration } from "../../time.js";
import { left, since } from "../durations.js";
import { browserOf, title, whereToLook } from "../../device_steps.js";
import { button, tool } from "../components.js";
import { clientCamera } from "./client_camera.js";
import { textToggle } from "../../text_toggle.js";
import { callSession } from "../rules.js";
import { deviceSentence, deviceWord, firstName, noPicture } from "../words.js";

/** @import { DeviceState } from "../../../wire/protocol.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** @param {PageState} page @param {string} name */
function stateLine({ call, now }, name) {
  const { phase, call: view } = call;
  if (phase === "requested") {
    const until = view?.state === "requested" ? view.deadline_at : null;
    return html`<i class="dot warn pulse"></i> <span class="cut">${t("Asking {name}", { name })}</span> ${
      until ? html`<span class="num">${t("{time} left", { time: duration(left(until, now)) })}</span>` : nothing
    }`;
  }
  if (phase === "connecting")
    return html`<i class="dot warn pulse"></i> <span class="cut">${t("Connecting to {name}", { name })}</span>`;
  const time = html`<span class="num">${duration(since(view?.connected_at ?? view?.accepted_at, now))}</span>`;
  if (phase === "reconnecting")
    return html`<i class="dot warn pulse"></i> <span class="cut">${t("Reconnecting")}</span> ${time}`;
  return html`<i class="dot good"></i> <span class="cut">${t("In a call")}</span> ${time}`;
}

/** The state without its clock, which nobody wants to hear every second. The lost picture says itself that it's back
 * soon.
 * @param {import("../../../call/view.js").Phase} phase @param {string} name */
const stateWords = (phase, name) =>
  ({
    requested: t("Asking {name}", { name }),
    connecting: t("Connecting to {name}", { name }),
    connected: t("In a call"),
  })[/** @type {string} */ (phase)];

/**
 * A switch of an own device: on, off, or unavailable with the reason.
 * @param {"microphone" | "camera"} device
 * @param {DeviceState} state
 * @param {boolean} silenced it is on, and muted by the system
 * @param {() => void} press
 */
function toggle(device, state, silenced, press) {
  const camera = device === "camera";
  const keys = ariaKeys(device);
  const test = camera ? "toggle-camera" : "toggle-mic";
  if (state === "granted")
    return tool({
      test,
      keys,
      icon: camera ? "video" : "mic",
      state: "on",
      name: camera ? t("Turn camera off") : t("Turn microphone off"),
      press,
    });
  const off = { test, keys, icon: /** @type {"video-off" | "mic-off"} */ (camera ? "video-off" : "mic-off") };
  if (!silenced && (state === "muted" || state === "off"))
    return tool({ ...off, state: "off", name: camera ? t("Turn camera on") : t("Turn microphone on"), press });
  if (state === "asking" || state === "not-asked")
    return tool({
      ...off,
      state: "unavailable",
      name: camera ? t("Camera") : t("Microphone"),
      reason: t("The browser is asking you"),
      press,
    });
  // Pressing it tries again: its name tells the problem.
  return tool({
    ...off,
    state: "unavailable",
    name: silenced ? title(device, state, true) : deviceSentence(state, device, t("you")),
    press,
  });
}

/** @param {PageState} page @param {Act} act @param {string} name */
export function bar(page, act, name) {
  const { call } = page;
  const asking = call.phase === "requested";
  const missing = call.remotePicture
    ? ""
    : asking
      ? t("There’s no picture from {name} yet", { name })
      : noPicture(call.call, name)[0];
  const text = textToggle(call.call, "operator", name);
  const small = document.pictureInPictureEnabled ? missing : t("This browser doesn’t support picture in picture");
  return html`<div class="call-bar" role="toolbar" aria-label=${t("Call")}>
    ${toggle("microphone", call.microphone, call.silenced.includes("microphone"), act.toggleMicrophone)}
    ${toggle("camera", call.camera, call.silenced.includes("camera"), act.toggleCamera)}
    ${tool({
      test: "snapshot",
      keys: ariaKeys("snapshot"),
      icon: "camera",
      name: t("Take a snapshot"),
      reason: missing,
      busy: page.busy.has("snapshot"),
      press: act.snapshot,
    })}
    ${tool({
      test: "sign-mode",
      icon: "signing",
      state: call.signing ? "on" : "off",
      look: "extra",
      name: signButton(call.signing),
      press: act.toggleSigning,
    })}
    ${tool({
      test: "text-toggle",
      icon: "keyboard",
      look: "extra",
      state: text.state,
      name: text.name,
      reason: asking ? t("Real-time text is there once {name} has joined", { name }) : "",
      press: () => act.toggleText(text.on),
    })}
    ${tool({ test: "pip", icon: "picture-in-picture-2", name: t("Picture in picture"), reason: small, press: act.pip })}
    ${tool({
      test: "fullscreen",
      keys: ariaKeys("fullscreen"),
      icon: page.full ? "minimize" : "maximize",
      name: page.full ? t("Leave full screen") : t("Full screen"),
      reason: page.full ? "" : missing,
      press: act.fullscreen,
    })}
    ${tool({
      test: "hangup",
      keys: ariaKeys("call"),
      icon: "phone-off",
      look: "end",
      name: asking ? t("Withdraw the call") : t("End the call"),
      press: asking ? act.withdraw : act.hangup,
    })}
  </div>`;
}

/** @param {PageState} page @param {Act} act */
function elsewhere(page, act) {
  return html`<div class="stage"><div
    class="own-call__placeholder">${icon("monitor")}<p>${t("This call is running in another tab.")}</p>
    ${button({ test: "take-over", look: "small", label: t("Bring it here"), press: act.takeOver })}</div></div>`;
}

/** @param {PageState} page */
const picture = ({ call }) => html`<div class="stage">
  <video class=${call.mirrored ? "mirror" : ""} data-test="self-video" autoplay playsinline .muted=${true}
    aria-label=${t("Your picture")}
    ${ref(shows(call.local))}></video>
  ${
    call.camera === "granted" && !call.held
      ? nothing
      : html`<div class="own-call__placeholder">${icon("video-off", "l")}<p>${
          call.held
            ? t("Blurring your background")
            : call.camera === "asking"
              ? t("The browser is asking for your camera")
              : call.camera === "off"
                ? t("Your camera is off")
                : call.camera === "muted"
                  ? t("Your camera is muted")
                  : deviceWord(call.camera, "camera", t("you"))
        }</p></div>`
  }
  <span class="stage__label">${t("You")}</span>${
    ["granted", "not-asked", "asking"].includes(call.microphone)
      ? nothing
      : html`<span class="stage__label voice">${icon("mic-off", "s")} ${deviceSentence(
          call.microphone,
          "microphone",
          t("you"),
        )}</span>`
  }</div>`;

/** The steps for an own device that doesn't work, and the notice of an unplugged one.
 * @param {PageState} page @param {Act} act */
function matters(page, act) {
  const { notices, unanswered } = page.call;
  return html`<div class="own-call__notices">${
    unanswered.size
      ? html`<p class="own-call__notice" data-say
        data-test="where-to-look">${icon("circle-alert", "s")} <span>${whereToLook(
          browserOf(navigator.userAgent),
        )}</span></p>`
      : nothing
  }
    ${notices
      .filter((notice) => !page.noticed.has(notice))
      .map(
        (notice) => html`<p class="own-call__notice" data-say data-test="device-notice"
          data-device=${notice.device} data-what=${notice.what}>${icon("circle-alert", "s")} <span>${noticeWords(
            notice,
          )}</span>
      ${
        notice.what === "silent"
          ? button({
              test: "silent-devices",
              look: "small",
              label: t("Choose devices"),
              press: () => act.dialog("settings"),
            })
          : nothing
      }
      ${button({ look: "bare icon small", icon: "x", title: t("Close"), press: () => act.noticed(notice) })}</p>`,
      )}
    ${help(troubles(page.call, page.without), page.call, { address: location.host, act })}</div>`;
}

/** @param {PageState} page @param {Act} act */
export function own(page, act) {
  const { phase, mine } = page.call;
  const idle = phase === "none" || phase === "ended";
  const session = callSession(page.desk);
  const name = session ? firstName(session) : "";
  return html`<section class="own-call" data-test="call" data-state=${phase} aria-label=${t("Call")} ?hidden=${idle}>
    ${
      idle
        ? nothing
        : html`<p class="own-call__state"
          data-say=${stateWords(page.call.phase, name) ?? nothing}>${stateLine(page, name)}</p>${
            mine
              ? [
                  picture(page),
                  page.full ? nothing : [bar(page, act, name), clientCamera(page, act, session, name)],
                  matters(page, act),
                ]
              : elsewhere(page, act)
          }`
    }
  </section>`;
}
