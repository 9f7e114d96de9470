// Watches for device changes from outside: plugs, permissions, other programs. Reports them; opens nothing and asks
// nobody.

import { REAL } from "../../lib/timers.js";
import { chosen } from "./preferences.js";
import { permissionOf } from "./permissions.js";

/** @typedef {import("./errors.js").Device} Device */
/** @typedef {import("../connection/repair_ladder.js").Timers} Timers */

/** @type {readonly Device[]} */
const BOTH = ["microphone", "camera"];
const KIND = { microphone: "audioinput", camera: "videoinput" };

/** How often to check while there is a problem, in milliseconds. */
export const LOOK_AGAIN = 2_000;

export class DeviceWatch {
  #following = false;
  /** @type {import("../../lib/timers.js").Timer} */ #timer = null;

  /**
   * @param {object} options
   * @param {MediaDevices | undefined} options.devices
   * @param {Permissions | undefined} options.permissions
   * @param {Document | undefined} options.document
   * @param {() => void} options.plugged something was plugged in or out
   * @param {() => void} options.back the person came back to this page
   * @param {(device: Device, permission: PermissionState) => void} options.permitted the permission is another one, or
   *   still there
   * @param {Timers} [options.timers]
   */
  constructor({ devices, permissions, document, plugged, back, permitted, timers = REAL }) {
    this.devices = devices;
    this.permissions = permissions;
    this.document = document;
    this.plugged = plugged;
    this.back = back;
    this.permitted = permitted;
    this.timers = timers;
  }

  /** From the first use of a device on. */
  follow() {
    if (this.#following) return;
    this.#following = true;
    this.devices?.addEventListener?.("devicechange", () => this.plugged());
    this.document?.addEventListener?.(
      "visibilitychange",
      () => this.document?.visibilityState === "visible" && this.back(),
    );
    for (const device of BOTH) {
      permissionOf(device, this.permissions).then((status) =>
        status?.addEventListener?.("change", () => this.permitted(device, status.state)),
      );
    }
  }

  /** Checks every two seconds while `devices` reports a problem: not every browser announces changes. Permitted devices
   * can then be tried without a question; nothing else is, or the browser would ask every two seconds.
   * @param {() => readonly Device[]} devices blocked by the person, or held by others */
  watch(devices) {
    if (this.#timer !== null || !devices().length) return;
    this.#timer = this.timers.setTimeout(async () => {
      const known = await Promise.all(
        devices().map(async (device) => /** @type {const} */ ([device, await this.permission(device)])),
      );
      this.#timer = null;
      for (const [device, permission] of known) if (permission === "granted") this.permitted(device, permission);
      this.watch(devices);
    }, LOOK_AGAIN);
  }

  /** The permitted devices. A browser that reports no permissions names its devices only once they're allowed.
   * @param {Device} device @returns {Promise<PermissionState | null>} */
  async permission(device) {
    const status = await permissionOf(device, this.permissions);
    if (status) return status.state;
    const list = (await this.devices?.enumerateDevices?.().catch(() => [])) ?? [];
    return list.some(({ kind, label }) => kind === KIND[device] && label) ? "granted" : null;
  }

  /** Chosen devices that are connected while another replaces them.
   * @param {Readonly<Record<Device, MediaStreamTrack | null>>} tracks what is on
   * @param {import("./preferences.js").Choices} choices */
  async returned(tracks, choices) {
    const list = (await this.devices?.enumerateDevices?.().catch(() => [])) ?? [];
    const there = (/** @type {Device} */ device) =>
      list.some(({ kind, deviceId }) => kind === KIND[device] && deviceId === choices[device]);
    return BOTH.filter((device) => {
      const track = tracks[device];
      return track !== null && Boolean(choices[device]) && !chosen(device, track, choices) && there(device);
    });
  }
}
