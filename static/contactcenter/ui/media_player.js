// A video or sound player. If this browser can't decode it, words and a download replace it.

import { html } from "../vendor/lit.js";
import { t } from "./text.js";

/**
 * @param {{name: string, mime: string}} file @param {string} url @param {() => void} save downloads the file
 */
export function player(file, url, save) {
  /** @param {Event} event @param {boolean} broken @param {boolean} [hide] */
  const told = ({ currentTarget }, broken, hide = broken) => {
    const media = /** @type {HTMLMediaElement} */ (currentTarget);
    media.hidden = hide;
    /** @type {HTMLElement} */ (media.nextElementSibling).hidden = !broken;
  };
  const begins = (/** @type {Event} */ event) => told(event, false);
  const fails = (/** @type {Event} */ event) => told(event, true);
  // The sound of a film whose picture can't be decoded can still be played.
  const known = (/** @type {Event} */ event) =>
    told(event, !(/** @type {HTMLVideoElement} */ (event.currentTarget).videoWidth), false);
  const words = html`<p class="why" data-test="unplayable"
    hidden>${t("This browser can’t play this file. Download it and open it with another program.")}
    <button class="btn touch" type="button" data-test="unplayable-save" @click=${save}>${t("Download")}</button></p>`;
  return file.mime.startsWith("video/")
    ? html`<video src=${url} controls playsinline aria-label=${file.name} @loadstart=${begins} @error=${fails}
      @loadedmetadata=${known}></video>${words}`
    : html`<audio src=${url} controls aria-label=${file.name} @loadstart=${begins} @error=${fails}></audio>${words}`;
}
