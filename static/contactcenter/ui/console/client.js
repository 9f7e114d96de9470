/* The Client tab: who the client is, where they are, and with what (E1). What the client wrote is shown as text only. */

import { html, nothing } from "../../vendor/lit.js";
import { language, t, tn } from "../text.js";
import { clockTime, day } from "../time.js";
import { face, section } from "./parts.js";
import { entryWord, fullName } from "./words.js";

/** @import { DeskSession } from "../../state/desk.js" */
/** @import { Act, PageState } from "../../console/page.js" */

/** A language code in words, as far as the browser knows it. @param {string} code */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([language()], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Only web addresses become links: a client's page may call itself anything. @param {string} url @param {string} words */
function link(url, words) {
  if (!/^https?:\/\//i.test(url)) return html`<bdi>${words || url}</bdi>`;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow" title=${url}><bdi>${words || url}</bdi></a>`;
}

/** @param {string} url */
function host(url) {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** One fact, or nothing when it is not known. @param {string} name @param {unknown} value */
const fact = (name, value) => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing);

/** @param {PageState} page @param {Act} _act @param {DeskSession} session */
export function clientPanel(page, _act, session) {
  const { client } = session;
  const browser = client.browser && client.os ? t("{browser} on {os}", { browser: client.browser, os: client.os }) : client.browser || client.os;
  const came = `${entryWord(session.entry)} · ${day(session.created_at, page.now)}, ${clockTime(session.created_at)}`;
  return html`
    <div class="person">${face(client.name, "l")}<div><h2 class="cut"><bdi>${fullName(session)}</bdi></h2><p class="cut"><bdi>${client.email || client.phone || t("No address given")}</bdi></p></div></div>
    <section>${section(t("This visit"))}
      <dl class="facts">
        ${fact(t("Page"), client.page.url && link(client.page.url, client.page.title))}
        ${fact(t("Came from"), client.page.referrer && link(client.page.referrer, host(client.page.referrer)))}
        ${fact(t("Browser"), browser)}
        ${fact(t("Language"), client.language && languageName(client.language))}
        ${fact(t("Website"), html`<bdi>${session.widget}</bdi>`)}
      </dl></section>
    <section>${section(t("This session"))}
      <dl class="facts">
        ${fact(t("Number"), html`<span class="num">${session.number}</span>`)}
        ${fact(t("Came"), came)}
        ${fact(t("Topic"), client.topic && html`<bdi>${client.topic}</bdi>`)}
        ${fact(t("E-mail"), client.phone && client.email && html`<bdi>${client.email}</bdi>`)}
        ${fact(t("Phone"), client.phone && html`<a href=${`tel:${client.phone}`} class="num">${client.phone}</a>`)}
        ${fact(t("Earlier"), client.earlier && tn("{n} session", "{n} sessions", client.earlier))}
      </dl></section>`;
}
