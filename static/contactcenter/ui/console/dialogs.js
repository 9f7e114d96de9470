/* The dialogs that are about something on the page: a file looked at, a question before it happens. */

import { html } from "../../vendor/lit.js";
import { isPicture, kind, sign, size } from "../files.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { button, dialog } from "./parts.js";

/** @import { ShareView } from "../../protocol.js" */
/** @import { Act } from "../../console/page.js" */

/** @param {{file: ShareView, url: string}} shown */
function shown({ file, url }) {
  if (isPicture(file)) return html`<img src=${url} alt=${file.name}>`;
  if (file.mime.startsWith("video/")) return html`<video src=${url} controls aria-label=${file.name}></video>`;
  if (file.mime.startsWith("audio/")) return html`<audio src=${url} controls aria-label=${file.name}></audio>`;
  return html`<p class="why">${icon(sign(file))} ${t("This kind of file opens after downloading it.")}</p>`;
}

/** A file of the session. @param {Act} act @param {{file: ShareView, url: string}} look */
export const look = (act, look) => dialog({ test: "preview-dialog", look: "look", title: look.file.name, closeTest: "preview-close", close: act.shut }, html`
  <div class="shown">${shown(look)}</div>
  <footer><span>${[kind(look.file), look.file.width && `${look.file.width} × ${look.file.height}`, size(look.file.size)].filter(Boolean).join(" · ")}</span>
    ${button({ label: t("Download"), icon: "download", press: () => act.download(look.file) })}</footer>`);

/** Asks before it happens. @param {Act} act @param {import("../../console/page.js").Question} question */
export const sure = (act, question) => dialog({ test: "confirm-dialog", look: "sure", title: question.title, alert: true, close: act.shut }, html`
  <p class="body">${question.text}</p>
  <footer>${button({ test: "confirm-no", label: t("Back"), press: act.shut })}${button({ test: "confirm-yes", look: "stop", label: question.yes, press: () => { act.shut(); question.act(); } })}</footer>`);
