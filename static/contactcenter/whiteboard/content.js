// The picture under the drawing: a file's page as the server shows it to both, or the live picture of the call. Draws
// nothing.

import { keepPlaying } from "../call/attach_video.js";
import { Fault } from "../wire/fault.js";
import { t } from "../ui/text.js";

/** @typedef {{source: CanvasImageSource, width: number, height: number, live: boolean}} Picture */

/**
 * @param {string} share @param {number} page @param {() => Record<string, string>} headers who asks
 * @param {typeof globalThis.fetch} [fetch]
 * @returns {Promise<Picture>} rejects with `Fault`
 */
export async function pageOf(share, page, headers, fetch = globalThis.fetch) {
  const response = await fetch(`/share/${encodeURIComponent(share)}/picture/?page=${page}`, {
    headers: headers(),
  }).catch(() => null);
  if (!response)
    throw new Fault(
      "share.unreachable",
      t("The picture couldn’t be loaded. Check your connection and try again."),
      true,
    );
  if (!response.ok) {
    const { code, text } = await response.json().catch(() => ({}));
    throw new Fault(code ?? "board.broken", text ?? t("The picture can’t be shown."));
  }
  // The raw pixels: the server has already applied the picture's orientation.
  const source = await createImageBitmap(await response.blob());
  return { source, width: source.width, height: source.height, live: false };
}

/** The call's current picture, playing locally. Event "change": its size has changed, or it's gone. */
class LivePicture extends EventTarget {
  #video = document.createElement("video");
  /** @type {MediaStreamTrack | null} */ #track = null;

  constructor() {
    super();
    this.#video.muted = true;
    this.#video.playsInline = true;
    keepPlaying(this.#video, {}, true);
    this.#video.addEventListener("resize", () => this.dispatchEvent(new Event("change")));
  }

  /** @param {MediaStreamTrack | null} track */
  show(track) {
    if (track === this.#track) return;
    this.#track = track;
    this.#video.srcObject = track && new MediaStream([track]);
    if (track) this.#video.play().catch(() => {});
    this.dispatchEvent(new Event("change"));
  }

  /** @returns {Picture | null} */
  get picture() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    return this.#track && width && height ? { source: this.#video, width, height, live: true } : null;
  }
}

/**
 * The client's picture: what the operator receives, or what the client's own camera or screen provides.
 * @param {import("../call/call.js").Call | null} call @returns {MediaStreamTrack | null}
 */
function shownBy(call) {
  if (!call?.view.mine) return null;
  if (call.role === "operator") return call.view.remotePicture ? (call.view.remote?.getVideoTracks()[0] ?? null) : null;
  const sent = call.peer?.getSenders().find(({ track }) => track?.kind === "video" && track.readyState === "live");
  return sent?.track ?? call.view.local?.getVideoTracks()[0] ?? null;
}

/** The current picture under the drawing. Event "change": it's another picture, or there is an error. */
export class Content extends EventTarget {
  /** @type {Picture | null} */ picture = null;
  /** Why it did not come, in words. */ trouble = "";
  /** The picture is that of a moment ago: the one that was frozen from it is on its way. */ late = false;
  #live = new LivePicture();
  #wanted = "";

  /** @param {{headers: () => Record<string, string>, call: () => import("../call/call.js").Call | null}} options */
  constructor({ headers, call }) {
    super();
    this.headers = headers;
    this.call = call;
    this.#live.addEventListener("change", () => this.#wanted === "live" && this.#is(this.#live.picture));
  }

  /** Can be called repeatedly.
   * @param {import("../wire/protocol.js").BoardView | null} shown @param {number} page
   * @param {boolean} [again] after trouble */
  async show(shown, page, again = false) {
    const wanted = !shown ? "" : shown.live ? "live" : `${shown.share} ${page}`;
    if (shown?.live) this.#live.show(shownBy(this.call()));
    if (wanted === this.#wanted && !again) return;
    // A freshly frozen picture stays until its file is here.
    const frozen = this.#wanted === "live" && shown;
    this.#wanted = wanted;
    this.trouble = "";
    if (!shown || shown.live) return this.#is(this.#live.picture);
    if (frozen) this.late = true;
    else this.#is(null);
    try {
      const picture = await pageOf(shown.share, page, this.headers);
      if (wanted === this.#wanted) this.#is(picture);
    } catch (error) {
      if (wanted === this.#wanted) this.#is(null, /** @type {Error} */ (error).message);
    }
  }

  /** @param {Picture | null} picture @param {string} [trouble] */
  #is(picture, trouble = "") {
    if (this.#wanted !== "live") this.#live.show(null);
    Object.assign(this, { picture, trouble, late: false });
    this.dispatchEvent(new Event("change"));
  }
}
