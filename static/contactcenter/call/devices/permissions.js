// What the browser knows about a device without asking the person: permission, presence, the page's policy. Asks nobody
// and opens nothing.

/** @typedef {import("./errors.js").Device} Device */
/** @typedef {{permission: PermissionState | null, present: boolean}} Known `permission` is null when the browser does
 *   not say */

const KIND = { microphone: "audioinput", camera: "videoinput" };

/**
 * @param {readonly Device[]} devices
 * @param {MediaDevices | undefined} mediaDevices
 * @param {Permissions | undefined} permissions
 * @returns {Promise<Map<Device, Known>>}
 */
export async function survey(devices, mediaDevices, permissions) {
  const [list, ...states] = await Promise.all([
    plugged(mediaDevices),
    ...devices.map(async (device) => (await permissionOf(device, permissions))?.state ?? null),
  ]);
  // An empty list may come from a browser that tells nothing before a request.
  const present = (/** @type {Device} */ device) => !list.length || list.some(({ kind }) => kind === KIND[device]);
  return new Map(devices.map((device, index) => [device, { permission: states[index], present: present(device) }]));
}

/**
 * The browser's permission for a device, to be watched; null if the browser doesn't tell.
 * @param {Device} device
 * @param {Permissions | undefined} permissions
 * @returns {Promise<PermissionStatus | null>}
 */
export async function permissionOf(device, permissions) {
  try {
    return (await permissions?.query({ name: device })) ?? null;
  } catch {
    return null;
  }
}

/** @param {MediaDevices | undefined} mediaDevices */
async function plugged(mediaDevices) {
  try {
    return (await mediaDevices?.enumerateDevices()) ?? [];
  } catch {
    return [];
  }
}
