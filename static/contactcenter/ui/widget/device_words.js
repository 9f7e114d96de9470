// Words for the client's own devices in the call. Words only; call_area.js renders them.

import { browserOf, whereToLook } from "../device_steps.js";
import { t } from "../text.js";

/** @typedef {import("../../wire/protocol.js").DeviceState} DeviceState */

/** @param {DeviceState} device @param {boolean} [silenced] it is on, and muted by the system
 * @returns {"on" | "off" | "unavailable"} what its button says */
export function toolState(device, silenced = false) {
  if (device === "granted") return "on";
  if (silenced) return "unavailable";
  return ["muted", "off", "not-asked", "asking"].includes(device) ? "off" : "unavailable";
}

/** @param {DeviceState} device @returns {string} why there is no own picture, in two or three words */
export function ownPicture(device) {
  if (device.startsWith("blocked")) return t("Camera blocked");
  if (device === "no-device") return t("No camera");
  if (device === "in-use") return t("Camera in use elsewhere");
  if (device === "lost") return t("Camera lost");
  if (device === "asking") return t("Asking");
  if (device === "muted") return t("Camera muted");
  return t("Camera off");
}

/** @param {DeviceState} device
 * @returns {string} why one is not heard, in a word or two beside the sign of a microphone; empty when one is */
export function ownVoice(device) {
  if (device.startsWith("blocked")) return t("Blocked");
  if (device === "no-device") return t("None found");
  if (device === "in-use") return t("In use elsewhere");
  if (device === "lost") return t("Lost");
  if (device === "muted") return t("Muted");
  return "";
}

/** The browser's current question to the person, and where to find it if it takes long, or nothing.
 * @param {{microphone: DeviceState, camera: DeviceState, unanswered: ReadonlySet<unknown>}} own @returns {string} */
export function question({ microphone, camera, unanswered }) {
  if (unanswered.size) return whereToLook(browserOf(navigator.userAgent));
  if (microphone === "asking" && camera === "asking")
    return t("Your browser is asking for microphone and camera. Choose Allow.");
  if (microphone === "asking") return t("Your browser is asking for the microphone. Choose Allow.");
  return camera === "asking" ? t("Your browser is asking for the camera. Choose Allow.") : "";
}
