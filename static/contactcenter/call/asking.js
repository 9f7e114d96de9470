// Asking the browser for devices: what is of no use to ask for, one prompt for all, each alone when that fails.
// Keeps no state: what came of it is told device by device.

import { constraints } from "./choices.js";
import { survey } from "./survey.js";
import { dismissed, pageAllows, trouble } from "./trouble.js";

/** @typedef {import("./trouble.js").Device} Device */
/** @typedef {import("./trouble.js").DeviceState} DeviceState */
/**
 * @typedef {object} Listener
 * @property {(device: Device) => unknown} asking the browser may ask the person now
 * @property {(device: Device, track: MediaStreamTrack) => unknown} came
 * @property {(device: Device, state: DeviceState, dismissed: boolean) => unknown} failed
 * @property {() => boolean} over nobody waits for it any more
 */

/**
 * @param {readonly Device[]} devices
 * @param {{devices?: MediaDevices, permissions?: Permissions, document?: any, choices: () => import("./choices.js").Choices, now: () => number}} world
 * @param {Listener} listener
 * @param {ReadonlyMap<Device, import("./survey.js").Known> | null} [before] what was known already: then the browser is asked in this very moment
 */
export async function ask(devices, world, listener, before = null) {
  // What was known before counts only for going ahead: a hindrance is looked at again.
  const clear = before && devices.every((device) => !hindrance(device, before.get(device), world));
  const known = clear ? before : await survey(devices, world.devices, world.permissions);
  if (listener.over()) return;
  const possible = devices.filter((device) => {
    const state = hindrance(device, known.get(device), world);
    if (state) listener.failed(device, state, false);
    else if (known.get(device)?.permission !== "granted") listener.asking(device);
    return !state;
  });
  if (possible.length) await open(possible, world, listener);
}

/**
 * @param {readonly Device[]} devices
 * @param {Parameters<typeof ask>[1]} world
 * @param {Listener} listener
 */
async function open(devices, world, listener) {
  const began = world.now();
  try {
    const stream = await /** @type {MediaDevices} */ (world.devices).getUserMedia(constraints(devices, world.choices()));
    for (const track of stream.getTracks()) listener.came(track.kind === "audio" ? "microphone" : "camera", track);
  } catch (error) {
    const took = world.now() - began;
    const known = await survey(devices, world.devices, world.permissions);
    const refused = /** @type {{name?: string}} */ (error).name === "NotAllowedError";
    for (const device of devices) {
      if (listener.over()) return;
      const permission = known.get(device)?.permission ?? null;
      const facts = { allowed: pageAllows(device, world.document), permission, took };
      // Each alone may still work; but a person who said no to both is not asked twice more.
      if (devices.length > 1 && (!refused || permission === "granted")) await open([device], world, listener);
      else listener.failed(device, trouble(error, facts), dismissed(error, facts));
    }
  }
}

/** Why asking would be of no use.
 * @param {Device} device
 * @param {import("./survey.js").Known | undefined} known
 * @param {{devices?: MediaDevices, document?: any}} world
 * @returns {DeviceState | null} */
function hindrance(device, known, { devices, document }) {
  if (!devices?.getUserMedia || pageAllows(device, document) === false) return "blocked-page";
  if (known?.permission === "denied") return "blocked-person";
  return known?.present === false ? "no-device" : null;
}
