// The microphone and the camera of this tab: opens them with whatever is there, names their states (C5), lets go of them.
// Knows no call and no connection; a failure is a state, never an exception.

import { constraints, readChoices } from "./choices.js";
import { permissionOf, survey } from "./survey.js";
import { pageAllows, trouble } from "./trouble.js";

/** @typedef {import("./trouble.js").Device} Device */
/** @typedef {import("./trouble.js").DeviceState} DeviceState */

/** @type {readonly Device[]} */
const BOTH = ["microphone", "camera"];

/** What the browser may do to a track: a voice must be understood, a face must move. */
const HINT = { microphone: "speech", camera: "motion" };

/** @type {readonly DeviceState[]} troubles that end when something is plugged in */
const PLUGGED = ["no-device", "lost", "in-use"];

/** @type {readonly DeviceState[]} troubles that end in another window: one looks again when the person comes back */
const ELSEWHERE = ["in-use", "blocked-system"];

/** Events: `change` whenever a state or a track is another one. */
export class Media extends EventTarget {
  /** @type {Record<Device, DeviceState>} */ #states = { microphone: "not-asked", camera: "not-asked" };
  /** @type {Record<Device, MediaStreamTrack | null>} */ #tracks = { microphone: null, camera: null };
  /** What the person wants on: it starts by itself as soon as it can. */
  #wanted = { microphone: false, camera: false };
  /** @type {Set<Device>} being opened */ #opening = new Set();
  /** @type {Set<Device>} gone while in use */ #gone = new Set();
  /** What the browser knew when it was last looked at; null when that may have changed. @type {Map<Device, import("./survey.js").Known> | null} */ #known = null;
  #muted = false;
  #round = 0;
  #watching = false;

  /** The tracks that are on, for showing the person to themselves; null while there is none.
   * @type {MediaStream | null} */
  stream = null;

  /**
   * @param {object} [options]
   * @param {MediaDevices} [options.devices]
   * @param {Permissions} [options.permissions]
   * @param {any} [options.document]
   * @param {() => import("./choices.js").Choices} [options.choices]
   * @param {(tracks: MediaStreamTrack[]) => MediaStream} [options.gather]
   * @param {() => number} [options.now] milliseconds
   */
  constructor(options = {}) {
    super();
    this.devices = options.devices ?? globalThis.navigator?.mediaDevices;
    this.permissions = options.permissions ?? globalThis.navigator?.permissions;
    this.document = options.document ?? globalThis.document;
    this.choices = options.choices ?? readChoices;
    this.gather = options.gather ?? ((tracks) => new MediaStream(tracks));
    this.now = options.now ?? (() => performance.now());
  }

  get microphone() {
    return this.#states.microphone;
  }

  get camera() {
    return this.#states.camera;
  }

  /** @param {Device} device @returns {MediaStreamTrack | null} */
  track(device) {
    return this.#tracks[device];
  }

  /** Look at what there is without asking anybody, so that a later `open` asks in the very moment it is called. */
  async prepare() {
    this.#watch();
    this.#known = await survey(BOTH, this.devices, this.permissions);
  }

  /**
   * Ask for devices in one browser prompt and leave on those in `on`; the others are released (camera) or silent (microphone) at once.
   * @param {readonly Device[]} asked
   * @param {readonly Device[]} [on]
   */
  async open(asked, on = asked) {
    this.#muted = asked.includes("microphone") && !on.includes("microphone");
    for (const device of asked) this.#wanted[device] = device === "microphone" || on.includes(device);
    // A device that is there, or was just turned off, has been asked for: its light must not come on once more.
    const missing = asked.filter((device) => !this.#tracks[device] && (this.#wanted[device] || this.#states[device] !== "off"));
    if (this.#tracks.microphone) this.setMicrophone(!this.#muted);
    if (!this.#wanted.camera) this.setCamera(false);
    await this.#acquire(missing);
  }

  /** Microphone on, or silent; it is asked for when it is not there.
   * @param {boolean} on */
  async setMicrophone(on) {
    this.#muted = !on;
    const track = this.#tracks.microphone;
    if (!track) return on ? this.#want("microphone") : undefined;
    track.enabled = on;
    this.#become("microphone", on ? "granted" : "muted");
  }

  /** Camera on, or released: its light goes out.
   * @param {boolean} on */
  async setCamera(on) {
    if (on) return this.#want("camera");
    this.#wanted.camera = false;
    if (this.#tracks.camera) this.#drop("camera", "off");
  }

  /** Open what is on with the present choices; the old goes when the new is there. */
  async reopen() {
    await this.#acquire(BOTH.filter((device) => this.#tracks[device]));
  }

  /** Let go of everything at once; what is still being asked for is dropped when it comes. */
  close() {
    const closed = !this.#opening.size && BOTH.every((device) => this.#states[device] === "not-asked");
    if (closed) return;
    this.#round += 1;
    this.#opening.clear();
    this.#gone.clear();
    this.#muted = false;
    for (const device of BOTH) {
      this.#wanted[device] = false;
      this.#tracks[device]?.stop();
      this.#tracks[device] = null;
      this.#states[device] = "not-asked";
    }
    this.#tell();
  }

  /** @param {Device} device */
  async #want(device) {
    this.#wanted[device] = true;
    if (!this.#tracks[device]) await this.#acquire([device]);
  }

  /** @param {readonly Device[]} devices */
  async #acquire(devices) {
    this.#watch();
    const round = this.#round;
    const free = devices.filter((device) => !this.#opening.has(device));
    for (const device of free) this.#opening.add(device);
    // What was known before counts only for going ahead: a hindrance is looked at again.
    const clear = this.#known && free.every((device) => !this.#hindrance(device, this.#known?.get(device)));
    const known = clear && this.#known ? this.#known : await survey(free, this.devices, this.permissions);
    if (round !== this.#round) return;
    const possible = free.filter((device) => {
      const hindered = this.#hindrance(device, known.get(device));
      if (hindered) this.#fail(device, hindered);
      else if (known.get(device)?.permission !== "granted" && !this.#tracks[device]) this.#become(device, "asking");
      return !hindered;
    });
    if (possible.length) await this.#ask(possible, round);
    if (round === this.#round) for (const device of free) this.#opening.delete(device);
  }

  /** @param {Device[]} devices @param {number} round */
  async #ask(devices, round) {
    const began = this.now();
    try {
      const stream = await /** @type {MediaDevices} */ (this.devices).getUserMedia(constraints(devices, this.choices()));
      for (const track of stream.getTracks()) this.#adopt(track.kind === "audio" ? "microphone" : "camera", track, round);
    } catch (error) {
      const took = this.now() - began;
      const known = await survey(devices, this.devices, this.permissions);
      const refused = /** @type {{name?: string}} */ (error).name === "NotAllowedError";
      for (const device of devices) {
        if (round !== this.#round) return;
        const permission = known.get(device)?.permission ?? null;
        // Each alone may still work; but a person who said no to both is not asked twice more.
        if (devices.length > 1 && (!refused || permission === "granted")) await this.#ask([device], round);
        else this.#fail(device, trouble(error, { allowed: pageAllows(device, this.document), permission, took }));
      }
    }
  }

  /** Why asking would be of no use.
   * @param {Device} device @param {import("./survey.js").Known} [known] @returns {DeviceState | null} */
  #hindrance(device, known) {
    if (!this.devices?.getUserMedia || pageAllows(device, this.document) === false) return "blocked-page";
    if (known?.permission === "denied") return "blocked-person";
    return known?.present === false ? "no-device" : null;
  }

  /** @param {Device} device @param {MediaStreamTrack} track @param {number} round */
  #adopt(device, track, round) {
    if (round !== this.#round || !this.#wanted[device]) {
      track.stop();
      if (round === this.#round) this.#become(device, "off");
      return;
    }
    const before = this.#tracks[device];
    track.contentHint = HINT[device];
    if (device === "microphone") track.enabled = !this.#muted;
    track.addEventListener("ended", () => this.#lose(device, track));
    this.#gone.delete(device);
    this.#tracks[device] = track;
    this.#states[device] = track.enabled ? "granted" : "muted";
    this.#tell();
    before?.stop();
  }

  /** @param {Device} device @param {DeviceState} state */
  #fail(device, state) {
    if (this.#tracks[device]) return;
    // Pulled out in the middle says more than not there.
    this.#become(device, state === "no-device" && this.#gone.has(device) ? "lost" : state);
  }

  /** Pulled out, or the permission taken back, while it was on.
   * @param {Device} device @param {MediaStreamTrack} track */
  async #lose(device, track) {
    if (this.#tracks[device] !== track) return;
    this.#gone.add(device);
    this.#drop(device, "lost");
    const status = await permissionOf(device, this.permissions);
    if (this.#states[device] === "lost" && status?.state === "denied") this.#become(device, "blocked-person");
  }

  /** @param {Device} device @param {DeviceState} state */
  #drop(device, state) {
    const track = this.#tracks[device];
    this.#tracks[device] = null;
    this.#states[device] = state;
    this.#tell();
    track?.stop();
  }

  /** Follow what changes outside: plugs, other programs, permissions. */
  #watch() {
    if (this.#watching) return;
    this.#watching = true;
    this.devices?.addEventListener?.("devicechange", () => {
      this.#known = null;
      this.#retry(PLUGGED);
    });
    this.document?.addEventListener?.("visibilitychange", () => this.document.visibilityState === "visible" && this.#retry(ELSEWHERE));
    for (const device of BOTH) {
      permissionOf(device, this.permissions).then((status) => status?.addEventListener?.("change", () => this.#permit(device, status.state)));
    }
  }

  /** @param {Device} device @param {PermissionState} permission */
  #permit(device, permission) {
    this.#known = null;
    const state = this.#states[device];
    if (permission === "denied") {
      if (state === "lost") this.#become(device, "blocked-person");
    } else if (state === "blocked-person") {
      if (this.#wanted[device]) this.#acquire([device]);
      else this.#become(device, "off");
    }
  }

  /** @param {readonly DeviceState[]} states */
  #retry(states) {
    const devices = BOTH.filter((device) => this.#wanted[device] && states.includes(this.#states[device]));
    if (devices.length) this.#acquire(devices);
  }

  /** @param {Device} device @param {DeviceState} state */
  #become(device, state) {
    if (this.#states[device] === state) return;
    this.#states[device] = state;
    this.#tell();
  }

  #tell() {
    const tracks = BOTH.flatMap((device) => this.#tracks[device] ?? []);
    const shown = this.stream?.getTracks() ?? [];
    if (tracks.length !== shown.length || tracks.some((track) => !shown.includes(track))) {
      this.stream = tracks.length ? this.gather(tracks) : null;
    }
    this.dispatchEvent(new Event("change"));
  }
}
