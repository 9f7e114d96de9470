/* The dialogs that are about something on the page: a waiting client looked at, a file looked at, a question before it happens. */

import { html, nothing } from "../../vendor/lit.js";
import { isPicture, kind, sign, size } from "../files.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { languageName } from "./client.js";
import { button, dialog } from "./parts.js";
import { acceptReason } from "./rules.js";
import { entryWord, fullName } from "./words.js";

/** @import { LogEvent, OperatorSessionView, ShareView } from "../../protocol.js" */
/** @import { Act, PageState } from "../../console/page.js" */

/** @param {string} name @param {unknown} value */
const fact = (name, value) => (value ? html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>` : nothing);

/** A waiting client, before accepting (S2). @param {PageState} page @param {Act} act @param {OperatorSessionView} session */
export function peek(page, act, session) {
  const { client } = session;
  const written = /** @type {LogEvent[]} */ (session.events).filter((event) => event.type === "message.posted");
  const waits = page.desk?.queue.find((item) => item.id === session.id);
  const reason = waits && page.desk ? acceptReason(page.desk, waits) : t("Somebody else took this client, or the client left.");
  return dialog({ test: "preview-dialog", look: "look slim", title: fullName(session), closeTest: "preview-close", close: act.shut }, html`
    <div class="peek">
      <dl class="facts">
        ${fact(t("Came by"), entryWord(session.entry))}${fact(t("Topic"), client.topic)}${fact(t("Phone"), client.phone)}${fact(t("E-mail"), client.email)}
        ${fact(t("Page"), client.page.title || client.page.url)}${fact(t("Website"), session.widget)}
        ${fact(t("Browser"), [client.browser, client.os].filter(Boolean).join(" · "))}${fact(t("Language"), client.language && languageName(client.language))}
      </dl>
      ${written.length ? html`<div class="told"><bdi>${written.map((event) => event.text).join("\n\n")}</bdi></div>` : nothing}
    </div>
    <footer><span id="peek-why">${reason}</span>${button({ look: "main", label: t("Accept"), reason, reasonId: "peek-why", press: () => { act.shut(); act.accept(session.id); } })}</footer>`);
}

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
