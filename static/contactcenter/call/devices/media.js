// The microphone, the camera and the screen of this tab: opens the available ones, reports their states (C5), releases
// them. Knows no call and no connection; a failing device is a state, never an exception.

import { REAL } from "../../lib/timers.js";
import { ask } from "./get_user_media.js";
import { Background } from "./background.js";
import { CameraControls } from "../camera/controls.js";
import { Flipped } from "./flipped.js";
import { readChoices, resized, writeChoices } from "./preferences.js";
import { Notices } from "./notices.js";
import { DeviceWatch } from "./watch_changes.js";
import { Screen } from "./screen.js";
import { smooth } from "./smooth_camera.js";
import { survey } from "./permissions.js";

/** @typedef {import("./errors.js").Device} Device */
/** @typedef {import("./errors.js").DeviceState} DeviceState */
/** @typedef {import("./preferences.js").Choices} Choices */
/** @typedef {import("./notices.js").Notice} Notice */

/** @type {readonly Device[]} */
const BOTH = ["microphone", "camera"];

/** Hints for the browser: a voice must be understood, a face must move. */
const HINT = { microphone: "speech", camera: "motion" };

/** Problems that end when something is plugged in. */
const PLUGGED = /** @type {const} */ (["no-device", "lost", "in-use"]);
/** Problems solved in another window: checked again when the person returns, and now and then. */
const ELSEWHERE = /** @type {const} */ (["in-use", "blocked-system"]);

/** The settings of an open device. @param {MediaStreamTrack} track @returns {DeviceState} */
const stateOf = (track) => (track.enabled && !track.muted ? "granted" : "muted");

/** @param {MediaStreamTrack} track */
const idOf = (track) => track.getSettings?.().deviceId ?? "";

/** Events: `change` whenever a state or a track has changed. */
export class Media extends EventTarget {
  /** @type {Record<Device, DeviceState>} */ #states = { microphone: "not-asked", camera: "not-asked" };
  /** @type {Record<Device, MediaStreamTrack | null>} */ #tracks = { microphone: null, camera: null };
  /** The devices the person wants on: they start by themselves as soon as possible. */
  #wanted = { microphone: false, camera: false };
  /** @type {Set<Device>} being opened */ #opening = new Set();
  /** @type {Map<Device, string>} names of what went while it was in use */ #gone = new Map();
  /** What the browser knew when it was last looked at; null when that may have changed.
   * @type {Awaited<ReturnType<typeof survey>> | null} */
  #known = null;
  #muted = false;
  #signing = false;
  #round = 0;
  #turns = { microphone: Promise.resolve(), camera: Promise.resolve() };

  /** The open tracks, for the person's own picture; null while there are none. @type {MediaStream | null} */
  stream = null;

  /** Devices whose question the person closed without an answer. @type {ReadonlySet<Device>} */
  dismissed = new Set();

  /** Devices requested without an answer for a while: the browser's question, or the system's, may be out of sight.
   * @type {ReadonlySet<Device>} */
  unanswered = new Set();

  /** The camera is being changed for the one that faces the other way. */
  flipping = false;

  /** Device changes that nobody made here. */
  #notices = new Notices();

  /**
   * @param {{devices?: MediaDevices, permissions?: Permissions, document?: Document, choices?: () => Choices, timers?:
   *   import("../connection/repair_ladder.js").Timers, gather?: (tracks: MediaStreamTrack[]) => MediaStream, now?: ()
   *   => number, background?: Background, flipped?: Flipped}} [options] now: milliseconds
   */
  constructor(options = {}) {
    super();
    this.devices = options.devices ?? globalThis.navigator?.mediaDevices;
    this.permissions = options.permissions ?? globalThis.navigator?.permissions;
    this.document = options.document ?? globalThis.document;
    this.flipped = options.flipped ?? new Flipped();
    const chosen = options.choices ?? readChoices;
    /** With the camera flipped to, if any. @type {() => Choices} */
    this.choices = () => ({ ...chosen(), ...this.flipped.choice });
    this.gather = options.gather ?? ((tracks) => new MediaStream(tracks));
    this.now = options.now ?? (() => performance.now());
    this.timers = options.timers ?? REAL;
    this.controls = new CameraControls({ devices: this.devices, timers: options.timers });
    this.controls.addEventListener("change", () => this.dispatchEvent(new Event("change")));
    this.display = new Screen(this.devices);
    this.display.addEventListener("change", () => this.#tell());
    this.background = options.background ?? new Background({ wanted: () => this.choices().background === "blur" });
    this.background.addEventListener("change", () => this.#tell());
    this.background.addEventListener("ended", (event) => this.#unveil(/** @type {CustomEvent} */ (event).detail));
    this.outside = new DeviceWatch({
      devices: this.devices,
      permissions: this.permissions,
      document: this.document,
      plugged: () => this.#plugged(),
      back: () => this.#retry(ELSEWHERE),
      permitted: (device, permission) => this.#permit(device, permission),
      timers: options.timers,
    });
  }

  get microphone() {
    return this.#states.microphone;
  }

  get camera() {
    return this.#states.camera;
  }

  /** The newest such change of each device. @returns {readonly Notice[]} */
  get notices() {
    return this.#notices.list;
  }

  /** Open devices muted by the system or by a switch on the device. @returns {readonly Device[]} */
  get silenced() {
    return BOTH.filter((device) => this.#tracks[device]?.muted);
  }

  /** The screen is shared. */
  get screen() {
    return this.display.track !== null;
  }

  /** The track for the other side: the screen before the camera, and of that what may be shown.
   * @returns {MediaStreamTrack | null} */
  get picture() {
    return this.display.track ?? this.background.shown;
  }

  /** @param {Device} device @returns {MediaStreamTrack | null} */
  track(device) {
    return this.#tracks[device];
  }

  /** Whether the person turned it off. To them, a device muted by the system is on. @param {Device} device */
  turnedOff(device) {
    return device === "microphone" ? this.#muted : this.#states.camera === "off";
  }

  /** Checks the available devices without asking anybody, so that a later `open` asks in the very moment it's
   * called. */
  async prepare() {
    this.outside.follow();
    this.#known = await survey(BOTH, this.devices, this.permissions);
  }

  /**
   * Requests devices in one browser prompt and leaves on those in `on`; the others are released (camera) or muted
   * (microphone) at once.
   * @param {readonly Device[]} asked
   * @param {readonly Device[]} [on]
   */
  async open(asked, on = asked) {
    this.#muted = asked.includes("microphone") && !on.includes("microphone");
    for (const device of asked) this.#wanted[device] = device === "microphone" || on.includes(device);
    // A device that is open, or was just turned off, has been requested: its light must not come on again.
    const missing = asked.filter(
      (device) => !this.#tracks[device] && (this.#wanted[device] || this.#states[device] !== "off"),
    );
    if (this.#tracks.microphone) this.setMicrophone(!this.#muted);
    if (!this.#wanted.camera) this.setCamera(false);
    await this.#acquire(missing);
  }

  /** Requests again whatever the person left unanswered: in one prompt, as before. */
  async askAgain() {
    await this.#acquire(BOTH.filter((device) => this.dismissed.has(device)));
  }

  /** Microphone on, or muted; opened if necessary.
   * @param {boolean} on */
  async setMicrophone(on) {
    this.#muted = !on;
    const track = this.#tracks.microphone;
    if (!track) return on ? this.#want("microphone") : undefined;
    track.enabled = on;
    this.#become("microphone", stateOf(track));
    if (on) await this.#want("microphone");
  }

  /** Camera on, or released: its light goes out. @param {boolean} on */
  async setCamera(on) {
    if (on) return this.#want("camera");
    this.#wanted.camera = false;
    if (this.#tracks.camera) this.#drop("camera", "off");
  }

  /**
   * Applies a choice made just now to the open devices; the call continues meanwhile. One choice after the other for
   * each device.
   * @param {Partial<Choices>} choice
   */
  async follow(choice) {
    const device = "microphone" in choice ? "microphone" : "camera";
    this.#turns[device] = this.#turns[device].then(() => this.#follow(choice)).catch(() => undefined);
    await this.#turns[device];
  }

  /** Switches to the camera that faces the other way, if there is one; the call continues meanwhile. */
  async flip() {
    if (this.flipping) return;
    this.flipping = true;
    this.#turns.camera = this.#turns.camera.then(() => this.#flip()).catch(() => undefined);
    await this.#turns.camera;
    this.flipping = false;
    this.#tell();
  }

  /** Phones open one camera at a time, so the first is released before; it's opened again if the other one fails. */
  async #flip() {
    const [before, other] = [this.#tracks.camera, this.controls.other];
    if (!before || !other || this.#opening.has("camera")) return;
    const [earlier, own] = [this.flipped.choice, idOf(before)];
    this.flipped.keep(other);
    this.#tracks.camera = null;
    before.stop();
    const round = this.#round;
    await this.#acquire(["camera"]);
    if (round !== this.#round) return;
    if (this.#tracks.camera && idOf(this.#tracks.camera) !== own) return;
    this.flipped.keep(earlier);
    if (!this.#wanted.camera) return;
    if (!this.#tracks.camera) await this.#acquire(["camera"], { ...this.choices(), camera: own, facing: undefined });
    const back = this.track("camera");
    if (back) this.#notices.put("camera", "unflipped", back.label);
  }

  /** Whether the open microphone hears anything; if not, its owner is told. @param {boolean} anything */
  hears(anything) {
    const changed = anything
      ? this.#notices.take("microphone", "silent")
      : !this.#notices.has("microphone", "silent") && this.#notices.put("microphone", "silent");
    if (changed) this.#tell();
  }

  /** @param {Partial<Choices>} choice */
  async #follow(choice) {
    if ("camera" in choice) this.flipped.clear();
    for (const device of BOTH) if (device in choice && this.#tracks[device]) await this.#switch(device);
    if ("resolution" in choice) await this.#resize();
    if ("background" in choice) this.background.again();
    this.#tell();
  }

  /** Sign-language mode: the camera gives enough pictures a second, in a smaller size if need be, and so does the blur.
   * Can be called repeatedly. @param {boolean} on */
  sign(on) {
    if (this.#signing === on) return;
    this.#signing = on;
    this.background.sign(on);
    if (this.#tracks.camera) smooth(this.#tracks.camera, on);
  }

  /** Releases everything at once; pending requests are dropped when they arrive. */
  close() {
    this.display.stop();
    this.sign(false);
    if (!this.#opening.size && BOTH.every((device) => this.#states[device] === "not-asked")) return;
    this.#round += 1;
    this.#opening.clear();
    this.#gone.clear();
    this.flipped.clear();
    this.#notices.clear();
    this.#muted = false;
    this.dismissed = this.unanswered = new Set();
    for (const device of BOTH) {
      this.#wanted[device] = false;
      this.#tracks[device]?.stop();
      this.#tracks[device] = null;
      this.#states[device] = "not-asked";
    }
    this.background.close();
    this.#tell();
  }

  /** The sound comes from the chosen speaker, or that one isn't connected. @param {boolean} gone */
  speaker(gone) {
    if (this.#notices.speaker(gone, this.choices())) this.#tell();
  }

  /** Opened if necessary, and once more if it's muted: some systems return it only then. @param {Device} device */
  async #want(device) {
    this.#wanted[device] = true;
    if (!this.#tracks[device] || this.#tracks[device]?.muted) await this.#acquire([device]);
  }

  /**
   * Switches to the chosen device, which replaces the other once it's open. Some phones open one camera at a time: a
   * busy one is tried again with the other released, which is reopened if that didn't help.
   * @param {Device} device
   */
  async #switch(device) {
    const before = this.#tracks[device];
    const refused = await this.#acquire([device]);
    if (refused.get(device) !== "in-use" || !before || this.#tracks[device] !== before) return;
    this.#tracks[device] = null;
    before.stop();
    if ((await this.#acquire([device])).get(device) !== "in-use") return;
    await this.#acquire([device], { ...this.choices(), [device]: idOf(before) });
    const back = this.track(device);
    if (back) this.#notices.put(device, "held", back.label);
    this.#tell();
  }

  /** @param {readonly Device[]} devices @param {Choices} [choices]
   * @returns {Promise<ReadonlyMap<Device, DeviceState>>} what did not open, and why */
  async #acquire(devices, choices = this.choices()) {
    this.outside.follow();
    const round = this.#round;
    const over = () => round !== this.#round;
    /** @type {Map<Device, DeviceState>} */ const refused = new Map();
    const free = devices.filter((device) => !this.#opening.has(device));
    for (const device of free) this.#opening.add(device);
    /** @type {import("./get_user_media.js").Listener} */
    const listener = {
      over,
      asking: (device, late) => this.#ask(device, late),
      came: (device, track) => (over() ? track.stop() : this.#adopt(device, track)),
      failed: (device, state, open) => {
        refused.set(device, state);
        this.#fail(device, state, open);
      },
    };
    const { devices: from, permissions, document, now, timers } = this;
    await ask(
      free,
      { devices: from, permissions, document, now, timers, choices: () => choices },
      listener,
      this.#known,
    );
    if (over()) return refused;
    for (const device of free) this.#opening.delete(device);
    this.outside.watch(() => this.#waiting(["blocked-person", ...ELSEWHERE]));
    return refused;
  }

  /** @param {Device} device @param {boolean} late not answered for a while */
  #ask(device, late) {
    if (late) this.unanswered = new Set([...this.unanswered, device]);
    if (!this.#tracks[device]) this.#states[device] = "asking";
    this.#tell();
  }

  /** @param {Device} device @param {MediaStreamTrack} track */
  #adopt(device, track) {
    if (!this.#wanted[device]) {
      track.stop();
      return this.#become(device, "off");
    }
    const before = this.#tracks[device];
    track.contentHint = HINT[device];
    if (device === "camera" && this.#signing) smooth(track, true);
    if (device === "microphone") track.enabled = !this.#muted;
    track.addEventListener("ended", () => this.#lose(device, track));
    // A key, a privacy switch or the system: it comes back by itself.
    for (const type of ["mute", "unmute"])
      track.addEventListener(type, () => this.#tracks[device] === track && this.#become(device, stateOf(track), true));
    const { facing } = this.flipped.choice;
    if (device === "camera" && facing) this.flipped.keep({ facing, camera: idOf(track) });
    this.#notices.came(device, track, this.choices(), this.#gone.get(device));
    this.#gone.delete(device);
    this.#leave(device, false);
    this.#tracks[device] = track;
    this.#states[device] = stateOf(track);
    this.#tell();
    before?.stop();
  }

  /** @param {Device} device @param {DeviceState} state
   * @param {boolean} [open] the question was closed without an answer */
  #fail(device, state, open = false) {
    this.#leave(device, open && !this.#tracks[device]);
    if (this.#tracks[device]) return this.#tell();
    // "Disconnected" during use says more than "not found".
    this.#become(device, state === "no-device" && this.#gone.has(device) ? "lost" : state);
  }

  /** Its question was answered, or closed.
   * @param {Device} device @param {boolean} open whether it is left without an answer */
  #leave(device, open) {
    const others = [...this.dismissed].filter((one) => one !== device);
    this.dismissed = new Set(open ? [...others, device] : others);
    this.unanswered = new Set([...this.unanswered].filter((one) => one !== device));
  }

  /**
   * Unplugged, or the permission revoked, while it was on. Another available one replaces it; the browser's answer says
   * which it was.
   * @param {Device} device @param {MediaStreamTrack} track
   */
  async #lose(device, track) {
    if (this.#tracks[device] !== track) return;
    this.#gone.set(device, track.label ?? "");
    this.#drop(device, "lost");
    await this.#acquire([device]);
  }

  /** @param {Device} device @param {DeviceState} state */
  #drop(device, state) {
    const track = this.#tracks[device];
    this.#tracks[device] = null;
    this.#states[device] = state;
    this.#tell();
    track?.stop();
  }

  /** Applies the chosen resolution; the camera's own comes back only by reopening it, since an open camera keeps its
   * format. */
  async #resize() {
    const track = this.#tracks.camera;
    if (!track) return;
    if (await resized(track, this.choices())) {
      if (this.#signing) smooth(track, true);
      return this.#tell();
    }
    if (this.#tracks.camera !== track) return;
    track.stop();
    this.#tracks.camera = null;
    await this.#acquire(["camera"]);
  }

  /** @param {Device} device @param {PermissionState} permission */
  #permit(device, permission) {
    this.#known = null;
    const state = this.#states[device];
    if (permission === "denied") {
      if (state === "lost") this.#become(device, "blocked-person");
      this.#leave(device, false);
    } else if (state === "blocked-person" && !this.#wanted[device]) {
      this.#become(device, "off");
    } else if (state === "blocked-person" || (permission === "granted" && this.#waiting(ELSEWHERE).includes(device))) {
      this.#acquire([device]);
    }
  }

  /** A missing device may be back now, and so may a chosen one that was replaced. */
  async #plugged() {
    this.#known = null;
    this.#retry(PLUGGED);
    for (const device of await this.outside.returned(this.#tracks, this.choices())) {
      this.#gone.set(device, "");
      await this.#acquire([device]);
    }
  }

  /** @param {readonly DeviceState[]} states */
  #waiting(states) {
    return BOTH.filter((device) => this.#wanted[device] && states.includes(this.#states[device]));
  }

  /** @param {readonly DeviceState[]} states */
  #retry(states) {
    if (this.#waiting(states).length) this.#acquire(this.#waiting(states));
  }

  /** @param {Device} device @param {DeviceState} state @param {boolean} [told] something beside it has changed */
  #become(device, state, told = false) {
    if (this.#states[device] === state && !told) return;
    this.#states[device] = state;
    this.#tell();
  }

  /**
   * The background is no longer blurred. A camera whose room nobody has seen is turned off then: the person decides to
   * show it.
   * @param {"slow" | "failed" | "hidden"} what
   */
  #unveil(what) {
    this.#notices.put("camera", what);
    if (what === "slow") writeChoices({ background: "plain" });
    if (what === "hidden") this.setCamera(false);
  }

  #tell() {
    this.controls.follow(this.#tracks.camera);
    this.background.follow(this.#tracks.camera);
    const tracks = [this.#tracks.microphone, this.picture].flatMap((track) => track ?? []);
    const shown = this.stream?.getTracks() ?? [];
    const same = tracks.length === shown.length && tracks.every((track) => shown.includes(track));
    if (!same) this.stream = tracks.length ? this.gather(tracks) : null;
    this.dispatchEvent(new Event("change"));
  }
}
