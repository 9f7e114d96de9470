/* The Share tab: the files of the session (F1, F2). The newest snapshot opens at the top; what the client wrote is text only. */

import { html, nothing, repeat } from "../../vendor/lit.js";
import { isPicture, kind, sign, size } from "../files.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { button, section } from "./parts.js";
import { firstName } from "./words.js";

/** @import { ShareView } from "../../protocol.js" */
/** @import { DeskSession } from "../../state/desk.js" */
/** @import { Act, PageState, Upload } from "../../console/page.js" */

/** The files there are, newest first. @param {DeskSession} session @returns {ShareView[]} */
export const filesOf = (session) => session.files.filter((file) => file.state !== "deleted").toSorted((one, other) => other.at.localeCompare(one.at));

/** From whom, in words. @param {PageState} page @param {DeskSession} session @param {ShareView} file */
function author(page, session, file) {
  if (file.by.role === "client") return t("From {name}", { name: firstName(session) });
  return file.by.name === page.desk?.me.name ? t("{kind} by you", { kind: kind(file) }) : t("{kind} by {name}", { kind: kind(file), name: file.by.name });
}

/** @param {PageState} page @param {Act} act @param {ShareView} file */
function thumb(page, act, file) {
  const url = page.addresses[file.id];
  if (!isPicture(file) || !url) return html`<span class="thumb">${icon(sign(file))}</span>`;
  return html`<span class="thumb"><img src=${url} alt="" loading="lazy" @error=${() => act.lapsed(file.id)}></span>`;
}

/** @param {PageState} page @param {Act} act @param {ShareView} file @param {boolean} fresh */
function acts(page, act, file, fresh) {
  const look = fresh ? "icon small" : "bare icon small";
  const ended = page.desk?.sessions[page.opened ?? ""]?.state !== "active";
  const send = file.sent || ended ? nothing : fresh
    ? button({ test: "share-send", look: "small main", label: t("Send to chat"), busy: page.busy.has(file.id), press: () => act.sendFile(file.id) })
    : button({ test: "share-send", look, icon: "corner-up-right", title: t("Send {name} to chat", { name: file.name }), busy: page.busy.has(file.id), press: () => act.sendFile(file.id) });
  return html`<span class="acts">${send}
    ${button({ test: "share-preview", look, icon: "eye", title: t("Preview {name}", { name: file.name }), popup: "dialog", press: () => act.look(file) })}
    ${button({ test: "share-download", look, icon: "download", title: t("Download {name}", { name: file.name }), press: () => act.download(file) })}
    ${button({ test: "share-delete", look, icon: "trash-2", title: t("Delete {name}", { name: file.name }), popup: "dialog", press: () => act.deleteFile(file) })}</span>`;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session @param {ShareView} file */
function entry(page, act, session, file) {
  const fresh = file.id === page.fresh;
  const pixels = file.width && file.height ? `${file.width} × ${file.height}` : "";
  const words = [author(page, session, file), fresh && pixels, fresh || !file.sent ? size(file.size) : "", file.sent && file.by.role !== "client" ? t("sent") : ""].filter(Boolean).join(" · ");
  return html`<li class=${fresh ? "file fresh" : "file"} data-test="share-item" data-kind=${file.kind} data-name=${file.name} data-state=${file.state} data-sha256=${file.sha256} data-author=${file.by.role}>
    ${thumb(page, act, file)}<span class="name cut" title=${file.name}><bdi>${file.name}</bdi></span>${fresh ? html`<span class="chip own">${t("Just now")}</span>` : nothing}
    <span class="what cut">${words}</span>${fresh ? nothing : html`<span class="more">${icon("ellipsis")}</span>`}${acts(page, act, file, fresh)}</li>`;
}

/** @param {Act} act @param {Upload} upload */
const sending = (act, upload) => html`<li class="file going"><span class="thumb">${icon("upload")}</span><span class="name cut"><bdi>${upload.name}</bdi></span>
  <span class=${upload.error ? "what refused" : "what cut"} role="status">${upload.error || t("{n} % sent", { n: Math.round(upload.part * 100) })}</span>
  <span class="acts">${button({ test: "share-cancel", look: "bare icon small", icon: "x", title: upload.error ? t("Close") : t("Stop sending {name}", { name: upload.name }), press: upload.cancel })}</span>
  ${upload.error ? nothing : html`<span class="meter done"><i .style=${`transform: scaleX(${upload.part})`}></i></span>`}</li>`;

/** @param {Act} act @param {string} session */
function drop(act, session) {
  const over = (/** @type {DragEvent & {currentTarget: HTMLElement}} */ event) => { event.preventDefault(); event.currentTarget.classList.toggle("over", event.type === "dragover"); };
  const put = (/** @type {DragEvent & {currentTarget: HTMLElement}} */ event) => { over(event); act.upload(session, [...(event.dataTransfer?.files ?? [])]); };
  const pick = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    act.upload(session, [...(input.files ?? [])]);
    input.value = "";
  };
  return html`<label class="drop" data-test="share-upload" @dragover=${over} @dragleave=${over} @drop=${put}>${icon("upload", "s")} <span>${t("Drop a file or")} <b>${t("choose one")}</b></span>
    <input type="file" multiple aria-label=${t("Add files to this session")} @change=${pick}></label>`;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function sharePanel(page, act, session) {
  const files = filesOf(session);
  const uploads = page.uploads.filter((upload) => upload.session === session.id);
  const first = files.filter((file) => file.id === page.fresh);
  const rest = files.filter((file) => file.id !== page.fresh);
  return html`<section>${section(t("In this session"))}
      ${files.length || uploads.length ? nothing : html`<p class="hint">${t("No files yet. Files you add stay with you until you send them to the chat.")}</p>`}
      <ul class="files">${uploads.map((upload) => sending(act, upload))}${repeat([...first, ...rest], (file) => file.id, (file) => entry(page, act, session, file))}</ul></section>
    ${session.state === "active" ? drop(act, session.id) : nothing}`;
}
