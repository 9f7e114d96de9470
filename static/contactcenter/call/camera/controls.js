// Light, zoom and direction of the open camera: what it can do, what it does, and setting it. The device decides: a
// value outside its range is moved into it, and what it refuses stays as it was. Knows no call.

import { REAL } from "../../lib/timers.js";
import { facingOf, otherCamera } from "./facing.js";

/** @typedef {import("../../wire/protocol.js").CameraState} CameraState */
/** @typedef {import("../../wire/protocol.js").ZoomRange} ZoomRange */
/** @typedef {{torch?: boolean | null, zoom?: number | null}} Wish */

/** Phones say what a camera can do only some time after it was opened: looked at again after so many milliseconds. */
const LATER = [400, 1_500];

/** The nearest value the camera has. @param {number} value @param {ZoomRange} range */
export function withinRange(value, { least, most, step }) {
  const bounded = Math.min(most, Math.max(least, value));
  const stepped = step > 0 ? least + Math.round((bounded - least) / step) * step : bounded;
  return Math.min(most, Number(stepped.toFixed(4)));
}

/** Events: `change` when `view` has changed. */
export class CameraControls extends EventTarget {
  /** Null while no camera is open. @type {CameraState | null} */ view = null;
  /** @type {import("./facing.js").Other | null} the camera a flip leads to */ other = null;
  /** @type {MediaStreamTrack | null} */ #track = null;
  /** What was last set here: not every browser's settings tell it. @type {{torch?: boolean, zoom?: number}} */ #set =
    {};
  /** @type {Wish | null} asked for while another is being applied */ #wish = null;
  #setting = false;
  /** @type {readonly MediaDeviceInfo[]} */ #list = [];
  /** @type {import("../../lib/timers.js").Timer[]} */ #timers = [];

  /** @param {{devices?: MediaDevices, timers?: import("../connection/repair_ladder.js").Timers}} options */
  constructor({ devices, timers = REAL }) {
    super();
    this.devices = devices;
    this.timers = timers;
    devices?.addEventListener?.("devicechange", () => this.#track && this.#survey());
  }

  /** Sets the open camera, or none. Can be called repeatedly. @param {MediaStreamTrack | null} track */
  follow(track) {
    if (track === this.#track) return;
    this.#track = track;
    this.#set = {};
    this.#wish = null;
    for (const timer of this.#timers) this.timers.clearTimeout(timer);
    this.#timers = track ? LATER.map((wait) => this.timers.setTimeout(() => this.#look(), wait)) : [];
    this.#look();
    if (track) this.#survey();
  }

  /** Sets what is given, as far as the camera can; of several while one is being applied only the newest counts.
   * @param {Wish} wish @returns {Promise<void>} when it's done, or refused */
  async set(wish) {
    this.#wish = { ...this.#wish, ...wish };
    if (this.#setting) return;
    this.#setting = true;
    while (this.#wish && this.#track) {
      const next = this.#wish;
      this.#wish = null;
      await this.#apply(this.#track, next);
    }
    this.#setting = false;
  }

  /** @param {MediaStreamTrack} track @param {Wish} wish */
  async #apply(track, { torch, zoom }) {
    const { view } = this;
    /** @type {{torch?: boolean, zoom?: number}} */ const values = {};
    if (view && view.torch !== "none") values.torch = torch ?? view.torch === "on";
    if (view?.zoom) values.zoom = withinRange(zoom ?? view.zoom.now, view.zoom);
    if (!Object.keys(values).length) return;
    const advanced = [/** @type {MediaTrackConstraintSet} */ (values)];
    try {
      // Constraints replace each other, so what is asked for besides, like a size, is asked for again. Some browsers
      // refuse both in one.
      await track
        .applyConstraints({ ...track.getConstraints?.(), advanced })
        .catch(() => track.applyConstraints({ advanced }));
      if (track === this.#track) this.#set = values;
    } catch {
      // It stays as it was, and the settings say how.
    }
    this.#look();
  }

  async #survey() {
    const list = (await this.devices?.enumerateDevices?.().catch(() => [])) ?? [];
    this.#list = list;
    this.#look();
  }

  #look() {
    const track = this.#track;
    this.other = otherCamera(this.#list, track);
    const view = track && stateOf(track, this.#set, this.other !== null);
    if (JSON.stringify(view) === JSON.stringify(this.view)) return;
    this.view = view;
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {MediaStreamTrack} track @param {{torch?: boolean, zoom?: number}} set @param {boolean} flip
 * @returns {CameraState} */
function stateOf(track, set, flip) {
  const able = track.getCapabilities?.() ?? {};
  const now = track.getSettings?.() ?? {};
  const torch = able.torch ? ((now.torch ?? set.torch) ? "on" : "off") : "none";
  const { min = 0, max = 0, step = 0 } = able.zoom ?? {};
  const zoom =
    max > min ? { least: min, most: max, step: step || (max - min) / 100, now: now.zoom ?? set.zoom ?? min } : null;
  return { facing: facingOf(track), flip, torch, zoom };
}
