// Plays a stream in a <video> and keeps it playing: pauses from outside (a phone call, another window, the player's own
// button) are undone, and if that fails the page offers a button. Knows no call.

import { readChoices } from "./devices/preferences.js";

/** So many pauses within so many milliseconds are intended: from then on a button is offered instead. */
const INSISTENT = { pauses: 3, milliseconds: 5_000 };

/** @typedef {{blocked: (blocked: boolean) => void, speaker: (gone: boolean) => void}} Told blocked: the browser wants a
 *   press; speaker: the chosen one is gone */

/** @type {Told} */
const NOBODY = { blocked: () => {}, speaker: () => {} };

class Player {
  /** When it was started anew, in milliseconds. @type {number[]} */ #resumed = [];
  /** Somebody wants it paused. */
  held = false;

  /** @param {HTMLVideoElement} video @param {Told} told @param {boolean} apart the element is in no page */
  constructor(video, told, apart) {
    this.video = video;
    this.told = told;
    this.apart = apart;
    video.addEventListener("pause", () => this.#paused());
    // Back from picture-in-picture, or from the full screen of a phone's own player.
    for (const type of ["leavepictureinpicture", "webkitendfullscreen", "webkitpresentationmodechanged"])
      video.addEventListener(type, () => this.again());
  }

  /** Something should play here. A browser pauses an element that leaves the page, and a stream that has ended. */
  get due() {
    const { video } = this;
    return Boolean(video.srcObject) && !video.ended && (this.apart || video.isConnected);
  }

  /** The person watches it elsewhere, where there is a pause button. */
  get #elsewhere() {
    const { video } = this;
    return (
      document.pictureInPictureElement === video ||
      video.webkitPresentationMode === "picture-in-picture" ||
      Boolean(video.webkitDisplayingFullscreen)
    );
  }

  async start() {
    const stream = this.video.srcObject;
    try {
      await this.video.play();
      this.told.blocked(false);
    } catch (error) {
      // Any other error means that it was paused or got another stream meanwhile: the cause of that takes care of it.
      if (/** @type {Error} */ (error).name === "NotAllowedError" && this.video.srcObject === stream)
        this.told.blocked(true);
    }
  }

  /** The person is back, or presses: earlier pauses no longer count. @param {boolean} [pressed] */
  async again(pressed = false) {
    if (this.#elsewhere && !pressed) return;
    this.held = false;
    this.#resumed = [];
    if (this.due && this.video.paused) await this.start();
  }

  #paused() {
    if (!this.due) return;
    const now = performance.now();
    this.#resumed = [...this.#resumed.filter((at) => now - at < INSISTENT.milliseconds), now];
    this.held = this.#elsewhere || this.#resumed.length > INSISTENT.pauses;
    if (this.held) this.told.blocked(true);
    else this.start();
  }
}

/** @type {Map<HTMLVideoElement, Player>} */
const players = new Map();

/** The page is visible again, or back from the browser's cache. */
function resume() {
  for (const [video, player] of players) {
    if (!video.isConnected && !player.apart) players.delete(video);
    else if (document.visibilityState !== "hidden") player.again();
  }
}
globalThis.document?.addEventListener?.("visibilitychange", resume);
for (const type of ["pageshow", "focus"]) globalThis.addEventListener?.(type, resume);

/** Creates the player of this element.
 * @param {HTMLVideoElement} video @param {Partial<Told>} [told] @param {boolean} [apart] the element is in no page */
export function keepPlaying(video, told = {}, apart = false) {
  const player = players.get(video) ?? new Player(video, NOBODY, apart);
  player.told = { ...NOBODY, ...told };
  players.set(video, player);
  return player;
}

/**
 * Plays this stream. Can be called at each rendering: an intended pause stays.
 * @param {HTMLVideoElement} video
 * @param {MediaStream | null} stream
 * @param {Partial<Told>} [told]
 */
export async function attach(video, stream, told) {
  const player = keepPlaying(video, told);
  if (video.srcObject !== stream) {
    video.srcObject = stream;
    player.held = false;
  }
  if (!stream) return player.told.blocked(false);
  player.told.speaker(await sound(video, readChoices().speaker ?? ""));
  if (!player.held) await player.start();
}

/** For `ref`: an element that plays this stream. @param {MediaStream | null} stream */
export const shows = (stream) => (/** @type {Element | undefined} */ element) => {
  const video = /** @type {HTMLVideoElement | undefined} */ (element);
  if (video && (video.srcObject ?? null) !== stream) attach(video, stream);
};

/** Resumes playing, on a press. @param {HTMLVideoElement} video */
export const press = (video) => players.get(video)?.again(true);

/** Through the chosen speaker, or the system's default if it's gone.
 * @param {HTMLVideoElement} video @param {string} speaker @returns {Promise<boolean>} whether it is gone */
async function sound(video, speaker) {
  if (video.muted || !video.setSinkId || video.sinkId === speaker) return false;
  return video.setSinkId(speaker).then(
    () => false,
    () =>
      video.setSinkId("").then(
        () => true,
        () => true,
      ),
  );
}
