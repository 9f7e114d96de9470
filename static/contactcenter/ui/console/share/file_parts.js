/* Common parts of session files and the library in the Share tab: thumbnails, uploads, drop areas. */

import { html, nothing } from "../../../vendor/lit.js";
import { ACCEPT, isPicture, sign } from "../../file_words.js";
import { icon } from "../../icon.js";
import { t, tn } from "../../text.js";
import { filesOf } from "../../pasted_content.js";
import { button } from "../components.js";

/** @import { LibraryView, ShareView } from "../../../wire/protocol.js" */
/** @import { Act, PageState, Upload } from "../../../console/page_state.js" */

/** @param {PageState} page @param {Act} act @param {ShareView | LibraryView} file */
export function thumb(page, act, file) {
  const url = page.addresses[file.id];
  if (!isPicture(file) || !url) return html`<span class="file-item__thumb">${icon(sign(file))}</span>`;
  return html`<span class="file-item__thumb"><img src=${url} alt="" loading="lazy"
    @error=${() => act.lapsed(file.id)}></span>`;
}

/** Its progress, or why it failed. @param {Upload} upload */
function progress({ error, part }) {
  if (error) return error;
  return part < 1 ? t("{n} % sent", { n: Math.round(part * 100) }) : t("Checking");
}

/** A pending file: not an item yet, because a finished one appears as an item a moment before this is removed.
 * @param {Upload} upload */
const sending = (
  upload,
) => html`<li class="file-item going" data-test=${upload.error ? "share-failed" : "share-sending"}
  data-name=${upload.name}>
  <span class="file-item__thumb">${icon(upload.error ? "circle-alert" : "upload")}</span><span
    class="file-item__name cut"><bdi>${upload.name}</bdi></span>
  <span class=${upload.error ? "file-item__status refused" : "file-item__status cut"}
    data-say>${progress(upload)}</span>
  <span class="file-item__actions">${
    upload.error && upload.retry
      ? button({
          test: "share-again",
          look: "bare icon small",
          icon: "rotate-cw",
          title: t("Send {name} again", { name: upload.name }),
          press: upload.again,
        })
      : nothing
  }
    ${button({
      test: "share-cancel",
      look: "bare icon small",
      icon: "x",
      title: upload.error ? t("Close") : t("Stop sending {name}", { name: upload.name }),
      press: upload.cancel,
    })}</span>
  ${
    upload.error
      ? nothing
      : html`<span class="meter file-item__progress"><i .style=${`transform: scaleX(${upload.part})`}></i></span>`
  }</li>`;

/** The pending files, and the newest refusal; the others share one line, so that they never push the files away.
 * @param {Upload[]} uploads */
export function going(uploads) {
  const refused = uploads.filter(({ error }) => error);
  const older = refused.slice(0, -1);
  return html`${uploads.filter(({ error }) => !error).map(sending)}${refused.slice(-1).map(sending)}${
    older.length
      ? html`<li class="file-item going" data-test="share-refused"><span
        class="file-item__thumb">${icon("circle-alert")}</span>
    <span class="file-item__status refused">${tn(
      "{n} earlier file was not accepted.",
      "{n} earlier files were not accepted.",
      older.length,
    )}</span>
    <span class="file-item__actions">${button({
      test: "share-dismiss",
      look: "bare small",
      label: t("Dismiss all"),
      press: () => {
        for (const upload of refused) upload.cancel();
      },
    })}</span></li>`
      : nothing
  }`;
}

/** Where files are dropped or chosen.
 * @param {string} label @param {string} words what choosing is called @param {(files: File[]) => void} put */
export function drop(label, words, put) {
  const over = (/** @type {DragEvent & {currentTarget: HTMLElement}} */ event) => {
    event.preventDefault();
    event.currentTarget.classList.toggle("over", event.type === "dragover");
  };
  const dropped = (/** @type {DragEvent & {currentTarget: HTMLElement}} */ event) => {
    over(event);
    put(filesOf(event.dataTransfer));
  };
  const pick = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    put([...(input.files ?? [])]);
    input.value = "";
  };
  return html`<label class="drop-zone" data-test="share-upload" @dragover=${over} @dragleave=${over}
    @drop=${dropped}>${icon("upload", "s")} <span>${t("Drop a file or")} <b>${words}</b></span>
    <input type="file" multiple accept=${ACCEPT} aria-label=${label} @change=${pick}></label>`;
}
