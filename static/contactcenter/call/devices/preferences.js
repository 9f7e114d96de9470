// Devices and resolution chosen in this browser, and the constraints they lead to (C9, C10).

import { readJson, storageOf, write } from "../../lib/storage.js";

/** `facing`: of the camera flipped to, instead of a certain one (flipped.js).
 * @typedef {{microphone?: string, camera?: string, speaker?: string, resolution?: "default" | "high" | "low",
 *   background?: "plain" | "blur", facing?: import("../camera/facing.js").Facing}} Choices */

const KEY = "contactcenter.devices";

/** Ideals, unlike the device: its closest size is used.
 * @type {Record<string, MediaTrackConstraints>} */
const RESOLUTION = {
  high: { width: { ideal: 1280 }, height: { ideal: 720 } },
  low: { width: { ideal: 640 }, height: { ideal: 360 } },
};

/** For a browser that stores nothing: the choices made on this page. @type {Choices} */
let here = {};

/** @returns {Choices} empty when nothing was chosen */
export function readChoices() {
  return readJson(storageOf("localStorage"), KEY) ?? here;
}

/** @param {Partial<Choices>} choice @returns {Choices} all there are now */
export function writeChoices(choice) {
  here = { ...readChoices(), ...choice };
  write(storageOf("localStorage"), KEY, JSON.stringify(here));
  return here;
}

/**
 * Applies the chosen resolution to an open camera.
 * @param {MediaStreamTrack} track @param {Choices} choices
 * @returns {Promise<boolean>} false when only opening it anew can: so its own size comes back, since what is open keeps
 *   its format
 */
export async function resized(track, { resolution = "default" }) {
  const wish = RESOLUTION[resolution];
  const { backgroundBlur, advanced } = /** @type {MediaTrackConstraints} */ (track.getConstraints?.() ?? {});
  return (
    Boolean(wish && track.applyConstraints) &&
    track.applyConstraints({ ...wish, ...(backgroundBlur && { backgroundBlur }), ...(advanced && { advanced }) }).then(
      () => true,
      () => false,
    )
  );
}

/** Whether an open device is the chosen one, as far as the browser tells.
 * @param {"microphone" | "camera"} device @param {MediaStreamTrack} track @param {Choices} choices */
export function chosen(device, track, choices) {
  return Boolean(choices[device]) && track.getSettings?.().deviceId === choices[device];
}

/** Whether another device replaces the chosen one.
 * @param {"microphone" | "camera"} device @param {MediaStreamTrack} track @param {Choices} choices */
export function replaced(device, track, choices) {
  return Boolean(choices[device] && track.getSettings?.().deviceId) && !chosen(device, track, choices);
}

/**
 * The constraints to request. A chosen device is exact: for an ideal one, browsers return their default instead.
 * @param {ReadonlyArray<"microphone" | "camera">} devices
 * @param {Choices} choices
 * @returns {MediaStreamConstraints}
 */
export function constraints(devices, choices) {
  const exactly = (/** @type {string | undefined} */ id) => (id ? { deviceId: { exact: id } } : {});
  const which = choices.facing ? { facingMode: { exact: choices.facing } } : exactly(choices.camera);
  const camera = { ...which, ...RESOLUTION[choices.resolution ?? ""] };
  return {
    audio: devices.includes("microphone") && {
      ...exactly(choices.microphone),
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
    video: devices.includes("camera") && (Object.keys(camera).length ? camera : true),
  };
}
