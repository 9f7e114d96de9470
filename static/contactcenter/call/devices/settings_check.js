// The device check behind the settings dialog: lists the devices, shows their picture and level, stores choices (C9,
// C10). During a call it shows the call's own picture and voice; otherwise it opens its own and releases them when the
// dialog closes.

import { t } from "../../ui/text.js";
import { facingOf } from "../camera/facing.js";
import { Background } from "./background.js";
import { UNANSWERED } from "./get_user_media.js";
import { readChoices, replaced, writeChoices } from "./preferences.js";
import { follow } from "./loudness.js";
import { obtain } from "./open_preferred.js";

/** @typedef {{id: string, label: string}} Listed */
/** @typedef {import("./preferences.js").Choices} Choices */
/** @typedef {import("./errors.js").Device} Device */
/** @typedef {import("./media.js").Media} Media */

/** @type {readonly Device[]} */
const BOTH = ["microphone", "camera"];

/** Events: `change` whenever `view` has changed. */
export class DeviceCheck extends EventTarget {
  view = {
    /** @type {{microphone: Listed[], speaker: Listed[], camera: Listed[]}} */
    devices: { microphone: [], speaker: [], camera: [] },
    choices: readChoices(),
    /** @type {MediaStream | null} */
    picture: null,
    /** Not that of a camera that faces away. */
    mirrored: true,
    size: "",
    level: 0,
    trouble: "",
    /** Where a device differs from the choice, in words, beside its field.
     * @type {Partial<Record<Device | "speaker", string>>} */
    notes: {},
    /** The system mutes the microphone. */
    muted: false,
    /** The browser or the system hasn't answered for a while. */
    unanswered: false,
    speakers: "setSinkId" in HTMLMediaElement.prototype,
    /** @type {import("./background.js").View & {offered: boolean}} */
    background: { offered: false, state: "off", progress: 0 },
  };

  /** Of a camera opened by this check; the call's has its own. */
  #background = new Background({ wanted: () => readChoices().background === "blur" });

  /** @type {Record<Device, MediaStreamTrack | null>} what is shown */ #shown = { microphone: null, camera: null };
  /** @type {MediaStreamTrack[]} of those, what this check opened itself */ #own = [];
  #stopListening = () => {};
  #round = 0;
  #turn = Promise.resolve();
  #running = false;
  /** @type {Media | null} */ #followed = null;
  #follow = () => this.#refresh();
  #list = () => this.list();

  /** @param {() => Media | null} [media] the devices of the call this tab carries, if it does */
  constructor(media = () => null) {
    super();
    this.media = media;
    this.#background.addEventListener("change", () => this.#show());
    this.#background.addEventListener(
      "ended",
      (event) => /** @type {CustomEvent} */ (event).detail === "slow" && writeChoices({ background: "plain" }),
    );
  }

  async start() {
    this.#running = true;
    navigator.mediaDevices?.addEventListener("devicechange", this.#list);
    this.#followed = this.media();
    this.#followed?.addEventListener("change", this.#follow);
    await this.open();
  }

  stop() {
    this.#running = false;
    navigator.mediaDevices?.removeEventListener("devicechange", this.#list);
    this.#followed?.removeEventListener("change", this.#follow);
    this.#release();
    this.#background.close();
  }

  /** Stores a choice, applies it to the call, and shows the result. @param {Partial<Choices>} choice */
  async choose(choice) {
    this.#change({ choices: { ...this.#choices, ...writeChoices(choice) } });
    if ("speaker" in choice) return this.#note();
    if ("background" in choice) this.#background.again();
    await this.media()?.follow(choice);
    if ("background" in choice) this.#show();
    else if (this.#running) await this.open();
  }

  /** Shows the call's open devices; missing ones are opened for this dialog alone. A missing camera must not hide the
   * microphone's level. */
  async open() {
    this.#release();
    const round = this.#round;
    // One after the other: a camera still being opened for an earlier choice would keep its size.
    this.#turn = this.#turn
      .then(() => (this.#running && round === this.#round ? this.#openNow(round) : undefined))
      .catch(() => undefined);
    await this.#turn;
  }

  /** @param {number} round */
  async #openNow(round) {
    const media = this.media();
    const missing = BOTH.filter((device) => !media?.track(device));
    const late = setTimeout(() => round === this.#round && this.#change({ unanswered: true }), UNANSWERED);
    const opened =
      (await this.#ask(missing)) ??
      (await Promise.all(missing.map((device) => this.#ask([device])))).flatMap((tracks) => tracks ?? []);
    clearTimeout(late);
    if (round !== this.#round || !this.#running) {
      for (const track of opened) track.stop();
      return;
    }
    this.#own = opened;
    for (const device of BOTH)
      this.#shown[device] =
        media?.track(device) ?? opened.find(({ kind }) => (kind === "audio") === (device === "microphone")) ?? null;
    const { camera, microphone } = this.#shown;
    const trouble = camera ? "" : t("The camera can’t be opened: it’s missing, blocked, or in use elsewhere.");
    this.#change({ size: "", trouble, unanswered: false });
    this.#show();
    for (const track of opened) for (const type of ["mute", "unmute"]) track.addEventListener(type, () => this.#note());
    if (microphone) this.#listen(microphone);
    await this.list();
  }

  /** In a call with the camera that was flipped to. */
  get #choices() {
    return this.media()?.choices() ?? readChoices();
  }

  /** Differences from the choice: compared with the opened device, not with the request. */
  #note() {
    const { devices } = this.view;
    const choices = this.#choices;
    const speakers = devices.speaker;
    /** @type {DeviceCheck["view"]["notes"]} */
    const notes = {};
    if (choices.speaker && speakers.length && !speakers.some(({ id }) => id === choices.speaker))
      notes.speaker = t("The one you chose isn’t connected. You hear the other side through your system’s default.");
    for (const device of BOTH) {
      const track = this.#shown[device];
      if (track?.muted)
        notes[device] = t("Muted by your system or by a switch on the device. It comes back by itself.");
      else if (track && replaced(device, track, choices))
        notes[device] = t("The one you chose can’t be used right now. In use: {label}", { label: track.label });
    }
    this.#change({ notes, muted: this.#shown.microphone?.muted ?? false });
  }

  /** The camera track that may be shown, and the state of its background: in a call exactly what the other side
   * gets. */
  #show() {
    const { camera } = this.#shown;
    const own = camera !== null && this.#own.includes(camera);
    this.#background.follow(own ? camera : null);
    const background = own ? this.#background : (this.media()?.background ?? this.#background);
    const track = camera && background.shown;
    const same = track === (this.view.picture?.getTracks()[0] ?? null);
    const picture = same ? this.view.picture : track && new MediaStream([track]);
    this.#change({
      picture,
      mirrored: facingOf(camera) !== "environment",
      choices: this.#choices,
      background: { ...background.view, offered: background.offered(camera) },
    });
  }

  /** The size the camera really delivers. @param {HTMLVideoElement} video */
  measure({ videoWidth, videoHeight }) {
    if (videoWidth && videoHeight) this.#change({ size: `${videoWidth}×${videoHeight}` });
  }

  async list() {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const of = (/** @type {string} */ kind) =>
      all
        .filter((device) => device.kind === kind && device.deviceId && device.deviceId !== "default")
        .map(({ deviceId, label }, n) => ({ id: deviceId, label: label || t("Device {n}", { n: n + 1 }) }));
    this.#change({ devices: { microphone: of("audioinput"), speaker: of("audiooutput"), camera: of("videoinput") } });
    this.#note();
  }

  /** Shows the call's devices after they have changed. */
  #refresh() {
    const media = this.media();
    const changed = BOTH.some((device) => media?.track(device) && media.track(device) !== this.#shown[device]);
    const ended = BOTH.some(
      (device) =>
        this.#shown[device] &&
        !this.#own.includes(/** @type {MediaStreamTrack} */ (this.#shown[device])) &&
        !media?.track(device),
    );
    if (!this.#running) return;
    if (changed || ended) this.open();
    else this.#show();
    this.#note();
  }

  /** @param {Device[]} devices @returns {Promise<MediaStreamTrack[] | null>} null when they cannot be opened together
   */
  async #ask(devices) {
    if (!devices.length) return [];
    try {
      return (await obtain(navigator.mediaDevices, devices, this.view.choices)).getTracks();
    } catch {
      return null;
    }
  }

  /** Also for a muted microphone: people look here to see that it works. @param {MediaStreamTrack} track */
  #listen(track) {
    const ear = Object.assign(track.clone(), { enabled: true });
    const stop = follow(ear, (level) => this.#change({ level }));
    this.#stopListening = () => {
      stop();
      ear.stop();
    };
  }

  #release() {
    this.#round += 1;
    for (const track of this.#own) track.stop();
    this.#own = [];
    this.#shown = { microphone: null, camera: null };
    this.#background.follow(null);
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
