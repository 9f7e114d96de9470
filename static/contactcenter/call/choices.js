// Which devices and which resolution the person chose in this browser, and what that asks of getUserMedia (C9, C10).

/** @typedef {{microphone?: string, camera?: string, speaker?: string, resolution?: "default" | "high" | "low"}} Choices */

const KEY = "contactcenter.devices";

/** Wishes, never demands: the device's closest is used.
 * @type {Record<string, MediaTrackConstraints>} */
const RESOLUTION = {
  high: { width: { ideal: 1280 }, height: { ideal: 720 } },
  low: { width: { ideal: 640 }, height: { ideal: 360 } },
};

/** @returns {Choices} empty when nothing was chosen or the browser keeps nothing */
export function readChoices() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

/**
 * @param {ReadonlyArray<"microphone" | "camera">} devices
 * @param {Choices} choices
 * @returns {MediaStreamConstraints}
 */
export function constraints(devices, choices) {
  const chosen = (/** @type {string | undefined} */ id) => (id ? { deviceId: { ideal: id } } : {});
  const camera = { ...chosen(choices.camera), ...RESOLUTION[choices.resolution ?? ""] };
  return {
    audio: devices.includes("microphone") && {
      ...chosen(choices.microphone),
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
    video: devices.includes("camera") && (Object.keys(camera).length ? camera : true),
  };
}
