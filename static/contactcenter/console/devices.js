/* The check behind the gear: lists the devices, shows what they give, remembers what was chosen (C9, C10).
   It opens its own picture and sound, apart from any call, and lets go of them when the dialog closes. */

import { constraints, readChoices } from "../call/choices.js";
import { follow } from "../call/loudness.js";
import { t } from "../ui/text.js";

const KEY = "contactcenter.devices";

/** @typedef {{id: string, label: string}} Listed */
/** @typedef {import("../call/choices.js").Choices} Choices */

/** Events: `change` whenever `view` is another one. */
export class DeviceCheck extends EventTarget {
  view = {
    /** @type {{microphone: Listed[], speaker: Listed[], camera: Listed[]}} */
    devices: { microphone: [], speaker: [], camera: [] },
    choices: readChoices(),
    /** @type {MediaStream | null} */
    picture: null,
    size: "",
    level: 0,
    trouble: "",
  };

  /** @type {MediaStreamTrack[]} */ #tracks = [];
  #stopListening = () => {};
  #round = 0;
  #running = false;
  #list = () => this.list();

  async start() {
    this.#running = true;
    navigator.mediaDevices?.addEventListener("devicechange", this.#list);
    await this.open();
  }

  stop() {
    this.#running = false;
    navigator.mediaDevices?.removeEventListener("devicechange", this.#list);
    this.#release();
  }

  /** Remembers a choice and shows what it gives. @param {Partial<Choices>} choice */
  async choose(choice) {
    const choices = { ...this.view.choices, ...choice };
    try {
      localStorage.setItem(KEY, JSON.stringify(choices));
    } catch {
      // A browser that keeps nothing still uses the choice while the dialog is open.
    }
    this.#change({ choices });
    if (!("speaker" in choice)) await this.open();
  }

  /** Opens both; if that fails, each alone: a missing camera must not hide the level of the microphone. */
  async open() {
    this.#release();
    const round = this.#round;
    const both = await this.#ask(["microphone", "camera"]);
    const streams = both ? [both] : [await this.#ask(["microphone"]), await this.#ask(["camera"])];
    const tracks = streams.flatMap((stream) => stream?.getTracks() ?? []);
    if (round !== this.#round || !this.#running) {
      for (const track of tracks) track.stop();
      return;
    }
    this.#tracks = tracks;
    const [video] = tracks.filter((track) => track.kind === "video");
    const [audio] = tracks.filter((track) => track.kind === "audio");
    const trouble = video ? "" : t("The camera cannot be opened: it is missing, blocked, or in use elsewhere.");
    this.#change({ picture: video ? new MediaStream([video]) : null, size: "", trouble });
    if (audio) this.#stopListening = follow(audio, (level) => this.#change({ level }));
    await this.list();
  }

  /** The size the camera really delivers. @param {HTMLVideoElement} video */
  measure({ videoWidth, videoHeight }) {
    if (videoWidth && videoHeight) this.#change({ size: `${videoWidth}×${videoHeight}` });
  }

  async list() {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const of = (/** @type {string} */ kind) => all.filter((device) => device.kind === kind && device.deviceId && device.deviceId !== "default").map(({ deviceId, label }, n) => ({ id: deviceId, label: label || t("Device {n}", { n: n + 1 }) }));
    this.#change({ devices: { microphone: of("audioinput"), speaker: of("audiooutput"), camera: of("videoinput") } });
  }

  /** @param {("microphone" | "camera")[]} devices */
  async #ask(devices) {
    try {
      return await navigator.mediaDevices.getUserMedia(constraints(devices, this.view.choices));
    } catch {
      return null;
    }
  }

  #release() {
    this.#round += 1;
    for (const track of this.#tracks) track.stop();
    this.#tracks = [];
    this.#stopListening();
    this.#stopListening = () => {};
    this.#change({ picture: null, level: 0, size: "" });
  }

  /** @param {Partial<DeviceCheck["view"]>} change */
  #change(change) {
    this.view = { ...this.view, ...change };
    this.dispatchEvent(new Event("change"));
  }
}
