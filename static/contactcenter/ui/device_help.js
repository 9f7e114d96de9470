// Help for an own device that doesn't work: the problem, and the steps for the person's own browser, drawn and in words
// (C5). The same card for both sides of a call.

import { html, nothing } from "../vendor/lit.js";
import { drawings } from "./step_drawings.js";
import { icon } from "./icon.js";
import { browserOf, dismissedTitle, inTrouble, steps, title } from "./device_steps.js";
import { t } from "./text.js";

/** @typedef {import("./device_steps.js").Device} Device */
/** @typedef {import("./device_steps.js").DeviceState} DeviceState */
/** @typedef {{device: Device, state: DeviceState}} Trouble */
/** @typedef {{microphone: DeviceState, camera: DeviceState, mine: boolean, phase: string, dismissed:
 *   ReadonlySet<Device>, silenced: readonly Device[]}} Own what a call's view tells of this side */
/**
 * @typedef {object} HelpAct
 * @property {(device: Device, state: DeviceState) => unknown} goWithout the card is read: put it away
 * @property {() => unknown} askAgain
 */

/** @type {readonly Device[]} */
const BOTH = ["microphone", "camera"];

/**
 * The devices that need help: those not working in a running call, and those whose steps were sent.
 * @param {Own | null | undefined} view
 * @param {ReadonlySet<string>} without what was put away, as "device state"
 * @param {Device | null} [wanted] the device whose steps are looked at
 * @returns {Trouble[]}
 */
export function troubles(view, without, wanted = null) {
  const running = view?.mine && ["requested", "connecting", "connected", "reconnecting"].includes(view.phase);
  return BOTH.map((device) => ({
    device,
    state: running && view ? view[device] : /** @type {DeviceState} */ ("not-asked"),
  })).filter(
    ({ device, state }) =>
      wanted === device ||
      (running && (inTrouble(state) || view?.silenced.includes(device)) && !without.has(`${device} ${state}`)),
  );
}

/**
 * @param {Trouble[]} list
 * @param {Own | null | undefined} view
 * @param {{address: string, act: HelpAct, ownWindow?: (() => unknown) | null}} page address: the website's name, as the
 *   address bar shows it; ownWindow: the call can go on where no website forbids anything
 */
export function help(list, view, { address, act, ownWindow = null }) {
  const reader = browserOf(navigator.userAgent);
  return list.map(({ device, state }, index) => {
    const open = state === "blocked-person" && Boolean(view?.dismissed.has(device));
    const silenced = view?.silenced.includes(device) ?? false;
    const same =
      index > 0 && !silenced && list[0].state === state && open === Boolean(view?.dismissed.has(list[0].device));
    return card({
      device,
      state,
      silenced,
      open,
      same,
      reader,
      address,
      act,
      ownWindow: state === "blocked-page" && !same ? ownWindow : null,
    });
  });
}

/** @param {Trouble & {silenced: boolean, open: boolean, same: boolean, reader: import("./device_steps.js").Reader,
 *   address: string, act: HelpAct, ownWindow: (() => unknown) | null}} part same: the card above says what to do */
function card({ device, state, silenced, open, same, reader, address, act, ownWindow }) {
  const camera = device === "camera";
  const works = state === "granted";
  const site = state === "blocked-person" && !open && reader.browser === "chrome" && !reader.phone;
  const words = open
    ? [t("Press Ask again, then choose Allow when your browser asks.")]
    : steps(device, state, reader, silenced);
  const then = works
    ? t("There’s nothing to do.")
    : (!inTrouble(state) && !silenced) || state === "blocked-page"
      ? ""
      : camera
        ? t("Your picture then starts by itself.")
        : t("Your voice then starts by itself.");
  return html`<section class=${works ? "device-help well" : "device-help"} data-test="device-help" data-device=${device}
    data-state=${state} data-dismissed=${open ? "true" : nothing}
    data-say=${open ? dismissedTitle(device) : title(device, state, silenced)}>
    <h2>${icon(
      camera ? (works ? "video" : "video-off") : works ? "mic" : "mic-off",
    )} ${open ? dismissedTitle(device) : title(device, state, silenced)}</h2>
    ${
      same
        ? nothing
        : html`${
            site
              ? html`<p class="device-help__address"><span
                class="device-help__lock">${icon("sliders-horizontal", "s")}</span> <span
                class="cut">${address}</span></p>`
              : nothing
          }
      <div class="device-help__instructions">${
        words.length
          ? html`<ol class="steps">${words.map((step) => html`<li><span>${step}</span></li>`)}</ol>`
          : nothing
      }
      ${silenced ? nothing : drawings(device, state, reader, open)}</div>`
    }
    <div class="device-help__actions"><span>${then}</span>
      ${
        ownWindow
          ? html`<button class="btn" type="button" data-test="own-window-open"
            @click=${ownWindow}>${t("Open the call in its own window")}</button>`
          : nothing
      }
      ${
        open && !same
          ? html`<button class="btn main" type="button" data-test="ask-again"
            @click=${act.askAgain}>${t("Ask again")}</button>`
          : nothing
      }
      <button class="btn" type="button"
        @click=${() => act.goWithout(device, state)}>${
          inTrouble(state) || silenced ? t("Continue without") : t("Close")
        }</button></div>
  </section>`;
}

/** The notice when another device is in use than before, or the background is no longer blurred, without anybody's
 * choice.
 * @param {import("../call/devices/notices.js").Notice} notice @returns {string} */
export function noticeWords({ device, what, label }) {
  const camera = device === "camera";
  if (device === "speaker")
    return what === "returned"
      ? t("Your speaker is back.")
      : t("The speaker you chose isn’t connected. Sound plays through your system’s default.");
  if (what === "missing")
    return camera
      ? t("The camera you chose isn’t connected. Now in use: {label}", { label: label || t("another camera") })
      : t("The microphone you chose isn’t connected. Now in use: {label}", { label: label || t("another microphone") });
  if (what === "held")
    return camera
      ? t("The camera you chose is in use elsewhere. Still in use here: {label}", {
          label: label || t("another camera"),
        })
      : t("The microphone you chose is in use elsewhere. Still in use here: {label}", {
          label: label || t("another microphone"),
        });
  if (what === "silent")
    return t("Your microphone is on but hears nothing. Check the mute switch of your headset, or choose another one.");
  if (what === "unflipped")
    return t("The other camera can’t be used right now. Still in use: {label}", { label: label || t("Camera") });
  if (what === "slow") return t("This device is too slow to blur your background. Your room can be seen again.");
  if (what === "failed") return t("Your background couldn’t be blurred. Your camera stays as it was.");
  if (what === "hidden")
    return t("Your background couldn’t be blurred, so your camera is off. Turn it on to be seen with your room.");
  if (what === "returned")
    return camera
      ? t("Your camera is back: {label}", { label: label || t("Camera") })
      : t("Your microphone is back: {label}", { label: label || t("Microphone") });
  return camera
    ? t("Your camera was disconnected. Now in use: {label}", { label: label || t("another camera") })
    : t("Your microphone was disconnected. Now in use: {label}", { label: label || t("another microphone") });
}
