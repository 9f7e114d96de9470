// Watches whether the own microphone hears anything during a call, so that its owner learns it before the other side
// has to say so. Reads the sender's statistics; where they have no level, it measures the track. Renders nothing.

import { REAL } from "../../lib/timers.js";
import { Silence } from "./silence.js";

/** @typedef {import("./media.js").Media} Media */

const LOOK = 1_000;
/** So many looks without a level in the statistics, and it's measured. */
const PATIENT = 3;

/** @typedef {{energy: number, seconds: number}} Heard since the source began */
/** @typedef {{read: () => number | null, stop: () => void}} Meter */

export class MicrophoneWatch {
  /** @type {Silence | null} of the microphone that is on */ #silence = null;
  /** @type {MediaStreamTrack | null} */ #track = null;
  /** @type {Heard | null} */ #last = null;
  /** @type {Meter | null} */ #meter = null;
  #missing = 0;
  #round = 0;
  /** @type {import("../../lib/timers.js").Timer} */ #timer = null;

  /**
   * @param {object} options
   * @param {Media} options.media
   * @param {() => RTCPeerConnection | null} options.connection the connected one, or null
   * @param {import("../connection/repair_ladder.js").Timers} [options.timers]
   * @param {() => number} [options.now] milliseconds
   * @param {(track: MediaStreamTrack) => Meter} [options.measure]
   */
  constructor({ media, connection, timers = REAL, now = () => performance.now(), measure = meterOf }) {
    this.media = media;
    this.connection = connection;
    this.timers = timers;
    this.now = now;
    this.measure = measure;
  }

  /** A call runs here. Can be called repeatedly. */
  start() {
    this.#timer ??= this.timers.setTimeout(() => this.#look(), LOOK);
  }

  /** The call has ended. */
  stop() {
    this.timers.clearTimeout(this.#timer);
    this.#timer = null;
    this.#round += 1;
    this.#follow(null);
  }

  async #look() {
    const round = this.#round;
    const { microphone } = this.media;
    this.#follow(microphone === "granted" ? this.media.track("microphone") : null);
    const level = this.#track ? await this.#level().catch(() => null) : null;
    if (round !== this.#round) return;
    if (this.#silence && this.media.microphone === "granted" && this.media.track("microphone") === this.#track)
      this.media.hears(!this.#silence.hear(level, this.now()));
    this.#timer = this.timers.setTimeout(() => this.#look(), LOOK);
  }

  /** Each microphone, and each time it's turned on, is judged anew. @param {MediaStreamTrack | null} track */
  #follow(track) {
    if (track === this.#track) return;
    this.#track = track;
    this.#silence = track && new Silence();
    this.#last = null;
    this.#missing = 0;
    this.#meter?.stop();
    this.#meter = null;
    this.media.hears(true);
  }

  /** @returns {Promise<number | null>} of the time since the last look; null: unknown */
  async #level() {
    const connection = this.connection();
    if (!connection) {
      this.#last = null;
      return null;
    }
    if (this.#meter) return this.#meter.read();
    const sender = connection.getSenders?.().find(({ track }) => track === this.#track);
    const now = heardBy(await sender?.getStats?.());
    const before = this.#last;
    this.#last = now;
    if (sender && !now && this.#track) {
      this.#missing += 1;
      if (this.#missing >= PATIENT) this.#meter = this.measure(this.#track);
    }
    // Nothing counted means that nothing was sent, which says nothing of the microphone.
    if (!now || !before || now.seconds <= before.seconds) return null;
    return Math.sqrt(Math.max(0, now.energy - before.energy) / (now.seconds - before.seconds));
  }
}

/** @param {RTCStatsReport | undefined} report @returns {Heard | null} */
function heardBy(report) {
  for (const line of report?.values() ?? []) {
    const { type, kind, totalAudioEnergy: energy, totalSamplesDuration: seconds } = line;
    if (type === "media-source" && kind === "audio" && energy !== undefined && seconds) return { energy, seconds };
  }
  return null;
}

/** @param {MediaStreamTrack} track @returns {Meter} */
function meterOf(track) {
  const context = new AudioContext();
  const meter = new AnalyserNode(context, { fftSize: 8192 });
  context.createMediaStreamSource(new MediaStream([track])).connect(meter);
  const samples = new Float32Array(meter.fftSize);
  return {
    // A context that waits for a touch hears nothing, whatever the microphone does.
    read() {
      if (context.state !== "running") return null;
      meter.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    },
    stop: () => void context.close(),
  };
}
