// The client's own devices before a call: picture, level, and problems (E2). Owns a Media of its own, sends nothing to
// anybody, and releases the devices when the call begins or nobody looks.

import { follow } from "../call/devices/loudness.js";
import { Media } from "../call/devices/media.js";

/** @typedef {import("../wire/protocol.js").DeviceState} DeviceState */
/** @typedef {"microphone" | "camera"} Device */

const HEARD = 0.12; // of the meter: more than the noise of a quiet room

/** Events: `change` whenever the view has changed. */
export class Preview extends EventTarget {
  /** The devices are open, or opening. */
  running = false;
  /** The level of the microphone, from 0 to 1. */
  level = 0;
  /** There has been a sound since the microphone was turned on. */
  heard = false;
  /** The client turned the microphone off here: the call must not start with it on. */
  silent = false;
  /** The call starts with the camera on: by the widget's default, or because the client chose so here. */
  begins = false;
  /** Dismissed help, as "device state". @type {ReadonlySet<string>} */
  without = new Set();
  /** @type {MediaStreamTrack | null} */ #heardTrack = null;
  #stopListening = () => {};
  #told = "";

  /**
   * @param {object} [options]
   * @param {Media} [options.media]
   * @param {typeof follow} [options.listen]
   * @param {(found: {microphone: DeviceState, camera: DeviceState}) => void} [options.tell] what the check found,
   *   whenever that is another thing
   * @param {boolean} [options.camera] the widget's default: a call begins with the camera on
   * @param {(camera: boolean) => void} [options.choose] the client chose how the call begins
   */
  constructor({ media = new Media(), listen = follow, tell = () => {}, camera = false, choose = () => {} } = {}) {
    super();
    this.begins = camera;
    this.choose = choose;
    this.media = media;
    this.listen = listen;
    this.tell = tell;
    media.addEventListener("change", () => this.#follow());
  }

  get microphone() {
    return this.media.microphone;
  }

  get camera() {
    return this.media.camera;
  }

  get silenced() {
    return this.media.silenced;
  }

  /** What the open camera can do; null while none is open. */
  get ownCamera() {
    return this.media.controls.view;
  }

  get flipping() {
    return this.media.flipping;
  }

  /** Shows the camera that faces the other way, and starts the call with it. */
  flip() {
    return this.media.flip();
  }

  /** Devices whose question was closed without an answer. */
  get dismissed() {
    return this.media.dismissed;
  }

  get unanswered() {
    return this.media.unanswered;
  }

  /** The client's own picture and sound, or null. Show it muted. */
  get picture() {
    return this.media.picture ? this.media.stream : null;
  }

  /** Requests both devices with one browser question. */
  async start() {
    if (this.running) return;
    this.running = true;
    this.#told = "";
    this.#change();
    await this.media.open(["microphone", "camera"], this.silent ? ["camera"] : ["microphone", "camera"]);
  }

  /** Releases the devices at once. */
  stop() {
    if (!this.running) return;
    this.running = false;
    this.media.close();
    this.#change();
  }

  /** The call has started with these devices and owns them now. */
  hand() {
    this.running = false;
    this.#stopListening();
    this.#stopListening = () => {};
    this.#change();
  }

  async toggleMicrophone() {
    this.silent = this.microphone === "granted";
    await this.media.setMicrophone(!this.silent);
  }

  /** On, and the call starts with it; or off. A picture that only the client sees isn't on yet. */
  async toggleCamera() {
    this.begins = this.camera !== "granted" || !this.begins;
    this.choose(this.begins);
    this.#change();
    await this.media.setCamera(this.begins);
  }

  /** The card about this was dismissed. @param {Device} device @param {DeviceState} state */
  goWithout(device, state) {
    this.without = new Set([...this.without, `${device} ${state}`]);
    this.#change();
  }

  askAgain() {
    return this.media.askAgain();
  }

  /** Reports the result again: its previous recipient may have gone. */
  repeat() {
    this.#told = "";
    this.#say();
  }

  #follow() {
    if (!this.running && !this.#heardTrack) return;
    const track = this.running && this.media.microphone === "granted" ? this.media.track("microphone") : null;
    if (track !== this.#heardTrack) {
      this.#stopListening();
      this.#heardTrack = track;
      this.level = 0;
      this.heard = false;
      this.#stopListening = track ? this.listen(track, (level) => this.#hear(level)) : () => {};
    }
    this.#say();
    this.#change();
  }

  /** @param {number} level */
  #hear(level) {
    if (Math.round(level * 50) === Math.round(this.level * 50)) return;
    this.level = level;
    this.heard ||= level > HEARD;
    this.#change();
  }

  /** Delayed: both often change together. */
  async #say() {
    await undefined;
    const found = { microphone: this.microphone, camera: this.camera };
    const told = JSON.stringify(found);
    if (!this.running || told === this.#told) return;
    this.#told = told;
    this.tell(found);
  }

  #change() {
    this.dispatchEvent(new Event("change"));
  }
}
