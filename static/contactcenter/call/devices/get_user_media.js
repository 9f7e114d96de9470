// Requests devices from the browser: skips hopeless requests, uses one prompt for all, and tries each alone if that
// fails. Keeps no state: reports the result for each device. The actual result counts; the Permissions API only
// explains it.

import { obtain } from "./open_preferred.js";
import { survey } from "./permissions.js";
import { dismissed, pageAllows, trouble } from "./errors.js";

/** @typedef {import("./errors.js").Device} Device */
/** @typedef {import("./errors.js").DeviceState} DeviceState */
/**
 * @typedef {object} Listener
 * @property {(device: Device, late: boolean) => unknown} asking the browser may ask the person now; late: it has not
 *   answered for a second
 * @property {(device: Device, track: MediaStreamTrack) => unknown} came
 * @property {(device: Device, state: DeviceState, dismissed: boolean) => unknown} failed
 * @property {() => boolean} over nobody waits for it any more
 */

/** After so many unanswered milliseconds somebody is being asked, by the browser or the system, whatever the
 * Permissions API says. */
export const UNANSWERED = 1_000;

/**
 * @param {readonly Device[]} devices
 * @param {{devices?: MediaDevices, permissions?: Permissions, document?: Document, choices: () =>
 *   import("./preferences.js").Choices, now: () => number, timers:
 *   import("../connection/repair_ladder.js").Timers}} world
 * @param {Listener} listener
 * @param {ReadonlyMap<Device, import("./permissions.js").Known> | null} [before] what was known already: then the
 *   browser is asked in this very moment
 */
export async function ask(devices, world, listener, before = null) {
  const waiting = new Set(devices);
  const late = world.timers.setTimeout(() => {
    if (!listener.over()) for (const device of waiting) listener.asking(device, true);
  }, UNANSWERED);
  const told = {
    ...listener,
    came: (/** @type {Device} */ device, /** @type {MediaStreamTrack} */ track) =>
      waiting.delete(device) && listener.came(device, track),
    failed: (/** @type {Device} */ device, /** @type {DeviceState} */ state, /** @type {boolean} */ open) =>
      waiting.delete(device) && listener.failed(device, state, open),
  };
  await askNow(devices, world, told, before).finally(() => world.timers.clearTimeout(late));
}

/** @param {Parameters<typeof ask>[0]} devices @param {Parameters<typeof ask>[1]} world @param {Listener} listener
 * @param {Parameters<typeof ask>[3]} before */
async function askNow(devices, world, listener, before = null) {
  // Earlier knowledge only counts for going ahead: an obstacle is checked again.
  const clear = before && devices.every((device) => !hindrance(device, before.get(device), world));
  const known = clear ? before : await survey(devices, world.devices, world.permissions);
  if (listener.over()) return;
  const possible = devices.filter((device) => {
    const state = hindrance(device, known.get(device), world);
    if (state) listener.failed(device, state, false);
    return !state;
  });
  // Reported as denied: requested separately, as it would make the others fail too. The refusal tells who forbids it.
  const denied = possible.filter((device) => known.get(device)?.permission === "denied");
  const rest = possible.filter((device) => !denied.includes(device));
  for (const device of rest) if (known.get(device)?.permission !== "granted") listener.asking(device, false);
  await Promise.all(
    [rest, ...denied.map((device) => [device])].map((some) => some.length && open(some, world, listener)),
  );
}

/**
 * @param {readonly Device[]} devices
 * @param {Parameters<typeof ask>[1]} world
 * @param {Listener} listener
 */
async function open(devices, world, listener) {
  const began = world.now();
  try {
    const stream = await obtain(/** @type {MediaDevices} */ (world.devices), devices, world.choices());
    for (const track of stream.getTracks()) listener.came(track.kind === "audio" ? "microphone" : "camera", track);
  } catch (error) {
    const took = world.now() - began;
    const known = await survey(devices, world.devices, world.permissions);
    const refused = /** @type {{name?: string}} */ (error).name === "NotAllowedError";
    for (const device of devices) {
      if (listener.over()) return;
      const permission = known.get(device)?.permission ?? null;
      const facts = { allowed: pageAllows(device, world.document), permission, took };
      // Each alone may still work; but a person who refused both isn't asked twice more.
      if (devices.length > 1 && (!refused || permission === "granted")) await open([device], world, listener);
      else listener.failed(device, trouble(error, facts), dismissed(error, facts));
    }
  }
}

/** Why a request would be hopeless.
 * @param {Device} device
 * @param {import("./permissions.js").Known | undefined} known
 * @param {{devices?: MediaDevices, document?: Document}} world
 * @returns {DeviceState | null} */
function hindrance(device, known, { devices, document }) {
  if (!devices?.getUserMedia || pageAllows(device, document) === false) return "blocked-page";
  return known?.present === false ? "no-device" : null;
}
