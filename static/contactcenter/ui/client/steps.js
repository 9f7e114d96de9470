// What is so with a device and what to do about it, in the browser at hand. Words only; help.js draws them.

import { t } from "../text.js";

/** @typedef {import("../../protocol.js").DeviceState} DeviceState */
/** @typedef {"microphone" | "camera"} Device */
/** @typedef {"chrome" | "edge" | "firefox" | "safari"} Browser */

/** @param {DeviceState} state @returns {boolean} there is something the client should know */
export const inTrouble = (state) => ["blocked-person", "blocked-page", "blocked-system", "no-device", "in-use", "lost"].includes(state);

/** @param {string} agent the browser's user agent @returns {{browser: Browser, phone: boolean}} */
export function browserOf(agent) {
  const browser = /Edg/.test(agent) ? "edge" : /Firefox|FxiOS/.test(agent) ? "firefox" : /Chrome|CriOS/.test(agent) ? "chrome" : "safari";
  return { browser, phone: /Android|iPhone|iPad|Mobi/.test(agent) };
}

/** @param {Device} device @param {DeviceState} state @returns {string} */
export function title(device, state) {
  const camera = device === "camera";
  switch (state) {
    case "blocked-person":
      return camera ? t("Your camera is blocked for this site") : t("Your microphone is blocked for this site");
    case "blocked-page":
      return camera ? t("This website does not allow the camera") : t("This website does not allow the microphone");
    case "blocked-system":
      return camera ? t("Your system blocks the camera") : t("Your system blocks the microphone");
    case "in-use":
      return camera ? t("Another program uses your camera") : t("Another program uses your microphone");
    case "lost":
      return camera ? t("Your camera is gone") : t("Your microphone is gone");
    default:
      return camera ? t("No camera was found") : t("No microphone was found");
  }
}

/**
 * @param {Device} device
 * @param {DeviceState} state
 * @param {{browser: Browser, phone: boolean}} reader
 * @returns {string[]} what to do, step by step
 */
export function steps(device, state, { browser, phone }) {
  const camera = device === "camera";
  const allow = camera ? t("Allow the camera.") : t("Allow the microphone.");
  switch (state) {
    case "blocked-person":
      if (browser === "safari") {
        return phone
          ? [t("Press the page sign at the left of the address bar, then the three dots."), t("Choose Website Settings."), allow]
          : [t("Open Safari in the menu bar and choose Settings for this website."), allow];
      }
      if (phone) {
        return browser === "firefox"
          ? [t("Press the lock in the address bar."), camera ? t("Press Camera until it says Allowed.") : t("Press Microphone until it says Allowed.")]
          : [t("Press the sign at the left of the address bar."), t("Choose Permissions."), allow];
      }
      if (browser === "firefox") return [t("Click the crossed-out sign at the left of the address bar."), t("Remove the block with the cross beside it."), t("Turn it on again below the picture.")];
      if (browser === "edge") return [t("Click the lock at the left of the address bar."), t("Choose Permissions for this site."), allow];
      return [t("Click this sign at the left of the address bar."), camera ? t("Turn on Camera.") : t("Turn on Microphone.")];
    case "blocked-page":
      return [t("You can go on without it, or ask the operator for another way.")];
    case "blocked-system":
      return [t("Open the privacy settings of your system."), camera ? t("Let your browser use the camera.") : t("Let your browser use the microphone.")];
    case "in-use":
      return [t("Close the other program, for example another call."), t("Turn it on again below the picture.")];
    default:
      return [t("Plug it in and check that it is switched on.")];
  }
}
