// Which devices and which resolution the person chose in this browser, and what that asks of the device (C9, C10).

/** @typedef {{microphone?: string, camera?: string, speaker?: string, resolution?: "default" | "high" | "low", background?: "plain" | "blur"}} Choices */

const KEY = "contactcenter.devices";

/** Wishes, unlike the device: its closest size is used.
 * @type {Record<string, MediaTrackConstraints>} */
const RESOLUTION = {
  high: { width: { ideal: 1280 }, height: { ideal: 720 } },
  low: { width: { ideal: 640 }, height: { ideal: 360 } },
};

/** For a browser that keeps nothing: what was chosen on this page. @type {Choices} */
let here = {};

/** @returns {Choices} empty when nothing was chosen */
export function readChoices() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null") ?? here;
  } catch {
    return here;
  }
}

/** @param {Partial<Choices>} choice @returns {Choices} all there are now */
export function writeChoices(choice) {
  here = { ...readChoices(), ...choice };
  try {
    localStorage.setItem(KEY, JSON.stringify(here));
  } catch {
    // They hold until the page goes.
  }
  return here;
}

/** Bring a camera that is on to the chosen picture size.
 * @param {MediaStreamTrack} track @param {Choices} choices
 * @returns {Promise<boolean>} false when only opening it anew can: so its own size comes back, since what is open keeps its format */
export async function resized(track, { resolution = "default" }) {
  const wish = RESOLUTION[resolution];
  const { backgroundBlur } = /** @type {any} */ (track.getConstraints?.() ?? {});
  return Boolean(wish && track.applyConstraints) && track.applyConstraints({ ...wish, ...(backgroundBlur && { backgroundBlur }) }).then(() => true, () => false);
}

/** Whether a device that is on is the one the person chose, as far as the browser tells.
 * @param {"microphone" | "camera"} device @param {MediaStreamTrack} track @param {Choices} choices */
export function chosen(device, track, choices) {
  return Boolean(choices[device]) && track.getSettings?.().deviceId === choices[device];
}

/** Whether another device stands in for the one the person chose.
 * @param {"microphone" | "camera"} device @param {MediaStreamTrack} track @param {Choices} choices */
export function replaced(device, track, choices) {
  return Boolean(choices[device] && track.getSettings?.().deviceId) && !chosen(device, track, choices);
}

/**
 * What to ask the browser for. A chosen device is demanded: told as a wish, browsers give their default instead.
 * @param {ReadonlyArray<"microphone" | "camera">} devices
 * @param {Choices} choices
 * @returns {MediaStreamConstraints}
 */
export function constraints(devices, choices) {
  const exactly = (/** @type {string | undefined} */ id) => (id ? { deviceId: { exact: id } } : {});
  const camera = { ...exactly(choices.camera), ...RESOLUTION[choices.resolution ?? ""] };
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
