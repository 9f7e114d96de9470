// Opens exactly the chosen devices, and others if those are gone: only then by a second request. Keeps no state and
// shows nothing; the caller compares the result with the choice.

import { constraints } from "./preferences.js";

/** @typedef {import("./errors.js").Device} Device */
/** @typedef {import("./preferences.js").Choices} Choices */

const KIND = { microphone: "audioinput", camera: "videoinput" };

/** Browsers' names for a device they can't find. The error names the constraint, not the device. */
const NOT_FOUND = ["OverconstrainedError", "NotFoundError"];

/**
 * @param {MediaDevices} mediaDevices
 * @param {readonly Device[]} devices
 * @param {Choices} choices
 * @returns {Promise<MediaStream>} rejects as `getUserMedia` does
 */
export async function obtain(mediaDevices, devices, choices) {
  try {
    return await mediaDevices.getUserMedia(constraints(devices, choices));
  } catch (error) {
    const { name = "" } = /** @type {{name?: string}} */ (error ?? {});
    const gone = NOT_FOUND.includes(name) ? await missing(mediaDevices, devices, choices) : [];
    if (!gone.length) throw error;
    return mediaDevices.getUserMedia(
      constraints(devices, {
        ...choices,
        ...Object.fromEntries(gone.map((device) => [device, ""])),
        facing: undefined,
      }),
    );
  }
}

/** Chosen devices that aren't connected. Before a permission the browser lists no ids: then any of them may be missing.
 * @param {MediaDevices} mediaDevices @param {readonly Device[]} devices @param {Choices} choices */
async function missing(mediaDevices, devices, choices) {
  const list = (await mediaDevices.enumerateDevices?.().catch(() => [])) ?? [];
  return devices.filter((device) => {
    if (device === "camera" && choices.facing) return true;
    const named = list.filter(({ kind, deviceId }) => kind === KIND[device] && deviceId);
    return choices[device] && !named.some(({ deviceId }) => deviceId === choices[device]);
  });
}
