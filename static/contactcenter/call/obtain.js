// Opens exactly the devices a person chose, and others where those are gone: a second request to the browser only then.
// Keeps no state and says nothing; whoever asks compares what came with what was chosen.

import { constraints } from "./choices.js";

/** @typedef {import("./trouble.js").Device} Device */
/** @typedef {import("./choices.js").Choices} Choices */

const KIND = { microphone: "audioinput", camera: "videoinput" };

/** What a browser says of a device it cannot find. The error names the constraint, not the device. */
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
    return mediaDevices.getUserMedia(constraints(devices, { ...choices, ...Object.fromEntries(gone.map((device) => [device, ""])) }));
  }
}

/** Chosen devices that are not there. Before a permission the browser lists no ids: then any of them may be.
 * @param {MediaDevices} mediaDevices @param {readonly Device[]} devices @param {Choices} choices */
async function missing(mediaDevices, devices, choices) {
  const list = (await mediaDevices.enumerateDevices?.().catch(() => [])) ?? [];
  return devices.filter((device) => {
    const named = list.filter(({ kind, deviceId }) => kind === KIND[device] && deviceId);
    return choices[device] && !named.some(({ deviceId }) => deviceId === choices[device]);
  });
}
