// Decides whether the background is blurred, and which camera track may be shown: none while the blur isn't ready
// (docs/decisions/background-blur.md). A camera's own blur comes first; our implementation is fetched when it's needed.

import { REAL } from "../../lib/timers.js";
import { SIGNING_PICTURES } from "../quality/encoding.js";

/** @typedef {import("../connection/repair_ladder.js").Timers} Timers */
/** @typedef {import("../background/painter.js").Painter} Painter */
/** @typedef {"off" | "loading" | "on" | "slow" | "failed"} State slow, failed: it has ended by itself, and stays off
 *   until it is asked for again */
/** @typedef {{state: State, progress: number}} View progress: of what is fetched, from 0 to 1 */

/** Maximum wait for the blur before a camera is shown, in milliseconds. */
export const PATIENCE = 15_000;

/** Fetched when needed, from an address of its own: no page has to know it beforehand. */
const fetched = async () =>
  /** @type {Promise<typeof import("../background/painter.js")>} */ (
    import(new URL("../background/painter.js", import.meta.url).href)
  );

/** A camera with its own blur. @param {MediaStreamTrack | null} track */
const able = (track) => track?.getCapabilities?.().backgroundBlur?.includes(true) ?? false;

/** Keeps the camera's other constraints. @param {MediaStreamTrack} camera @param {boolean} on */
const blurItself = (camera, on) => camera.applyConstraints({ ...camera.getConstraints?.(), backgroundBlur: on });

/** Whether this browser can blur a camera that has no blur of its own. */
export function canPaint(/** @type {Partial<typeof globalThis>} */ world = globalThis) {
  const streams = world.MediaStreamTrackProcessor && world.MediaStreamTrackGenerator;
  const pictures = world.createImageBitmap && world.HTMLCanvasElement?.prototype.captureStream;
  return Boolean(world.Worker && world.WebAssembly && world.OffscreenCanvas && (streams || pictures));
}

/**
 * Events: `change` when `view` or the track that may be shown has changed; `ended` when it ended by itself (`detail`:
 * "slow", "failed", or "hidden" if it failed and nobody sees this room, or has seen it).
 */
export class Background extends EventTarget {
  /** @type {View} */ view = { state: "off", progress: 0 };
  /** @type {MediaStreamTrack | null} */ #camera = null;
  /** @type {MediaStreamTrack | null} the camera whose room the other side has seen: it goes on while the blur is
   *   fetched */
  #plain = null;
  /** @type {MediaStreamTrack | null} the camera that blurs by itself now */ #itself = null;
  /** @type {Painter | null} */ #painter = null;
  /** @type {import("../../lib/timers.js").Timer} */ #timer = null;
  #round = 0;
  #signing = false;

  /**
   * @param {object} options
   * @param {() => boolean} options.wanted the person wants it
   * @param {(told: Parameters<typeof import("../background/painter.js").createPainter>[0]) =>
   *   Promise<Painter>} [options.paint]
   * @param {Timers} [options.timers]
   */
  constructor({ wanted, paint = async (told) => (await fetched()).createPainter(told), timers = REAL }) {
    super();
    this.wanted = wanted;
    this.paint = paint;
    this.timers = timers;
  }

  /** Whether blur is available for this camera. @param {MediaStreamTrack | null} camera */
  offered(camera) {
    return able(camera) || canPaint();
  }

  /** The track of the current camera that may be shown. @returns {MediaStreamTrack | null} */
  get shown() {
    const camera = this.#camera;
    if (!camera || ["off", "slow", "failed"].includes(this.view.state) || camera === this.#itself) return camera;
    if (this.view.state === "on" && this.#painter) return this.#painter.output;
    return camera === this.#plain ? camera : null;
  }

  /** A camera is on, but may not be seen yet. */
  get held() {
    return this.#camera !== null && this.shown === null;
  }

  /** Sets the current camera, or none. Can be called repeatedly. @param {MediaStreamTrack | null} camera */
  follow(camera) {
    const [wanted, { state }] = [this.wanted(), this.view];
    const other = camera !== this.#camera;
    this.#camera = camera;
    if (!wanted && (state === "loading" || state === "on")) this.#stop("off");
    else if (wanted && camera && state === "off") this.#begin();
    else if (wanted && other && state === "on") this.#painter || !camera || able(camera) ? this.#feed() : this.#begin();
  }

  /** Records what the other side receives: once it has seen the room, the room may be seen until the blur is ready.
   * @param {MediaStreamTrack | null} track */
  sent(track) {
    if (track && track === this.#camera && track !== this.#itself) this.#plain = track;
  }

  /** The person switches it on or off again: earlier failures no longer count. */
  again() {
    if (["slow", "failed"].includes(this.view.state)) this.#stop("off");
  }

  /** Sign-language mode: a blur that costs the pictures it needs is too slow. @param {boolean} on */
  sign(on) {
    this.#signing = on;
  }

  /** Not needed for now: stops the worker. */
  close() {
    this.#camera = this.#plain = null;
    this.#stop("off");
  }

  async #begin() {
    const round = ++this.#round;
    this.#become({ state: "loading", progress: 0 });
    this.timers.clearTimeout(this.#timer);
    this.#timer = this.timers.setTimeout(
      () => round === this.#round && this.view.state === "loading" && this.#end("failed"),
      PATIENCE,
    );
    await this.#feed();
  }

  /** The current camera, blurred by itself or by us. @returns {Promise<void>} */
  async #feed() {
    const [camera, round] = [this.#camera, this.#round];
    try {
      if (camera && able(camera)) {
        await blurItself(camera, true);
        if (round !== this.#round) return void blurItself(camera, false).catch(() => {});
        if (camera !== this.#camera) return this.#feed();
        this.#itself = camera;
        this.#painter?.feed(null);
      } else {
        this.#itself = null;
        const painter = this.#painter ?? (camera ? await this.#fetch(round) : null);
        if (round !== this.#round) return void painter?.close();
        this.#painter = painter;
        painter?.feed(this.#camera);
      }
      if (this.view.state === "loading") this.#become({ state: "on", progress: 1 });
      else this.dispatchEvent(new Event("change"));
    } catch {
      if (round === this.#round) this.#end("failed");
    }
  }

  /** @param {number} round */
  #fetch(round) {
    const now = (/** @type {() => void} */ then) => round === this.#round && then();
    return this.paint({
      progress: (progress) => now(() => this.#become({ ...this.view, progress })),
      slow: () => now(() => this.#end("slow")),
      failed: () => now(() => this.#end("failed")),
      needed: () => (this.#signing ? SIGNING_PICTURES : undefined),
    });
  }

  /** @param {"slow" | "failed"} why */
  #end(why) {
    const hidden = why === "failed" && (this.#camera === null || this.#camera !== this.#plain);
    const detail = hidden ? "hidden" : why;
    // First: a camera nobody has seen is turned off before anybody does.
    this.dispatchEvent(new CustomEvent("ended", { detail }));
    this.#stop(why);
  }

  /** @param {State} state */
  #stop(state) {
    this.#round += 1;
    this.timers.clearTimeout(this.#timer);
    const [painter, itself] = [this.#painter, this.#itself];
    this.#painter = this.#itself = null;
    if (itself?.readyState === "live") blurItself(itself, false).catch(() => {});
    this.#become({ state, progress: 0 });
    painter?.close();
  }

  /** @param {View} view */
  #become(view) {
    if (view.state === this.view.state && view.progress === this.view.progress) return;
    this.view = view;
    this.dispatchEvent(new Event("change"));
  }
}
