/* The Client tab: the client's data, page and browser (E1, S9); and earlier sessions. The client's words are shown as
   text only. */

import { html, nothing } from "../../../vendor/lit.js";
import { CLIENT_FIELDS } from "../../client_fields.js";
import { plainLine } from "../../display_names.js";
import { languageName } from "../../language_name.js";
import { t, tn } from "../../text.js";
import { clockTime, day } from "../../time.js";
import { earlier } from "./earlier_sessions.js";
import { person } from "./client_form.js";
import { button, section } from "../components.js";
import { rated } from "./rating.js";
import { kindWord } from "../words.js";
import { callWindow } from "./callback_times.js";

/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** Only web addresses become links: a client's page may call itself anything.
 * @param {string} url @param {string} words */
export function link(url, words) {
  if (!/^https?:\/\//i.test(url)) return html`<bdi>${words || url}</bdi>`;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow"
    data-tip=${words && words !== url ? url : nothing}><bdi>${words || url}</bdi></a>`;
}

/** @param {string} url */
function host(url) {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** One fact, or nothing if it's unknown. @param {unknown} name @param {unknown} value */
export const fact = (name, value) => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing);

/** Whether two spellings are the same number: with or without the country code.
 * @param {string} written @param {string | undefined} number E.164 */
const sameNumber = (written, number) => Boolean(number?.endsWith(written.replace(/\D/g, "").replace(/^0+/, "")));

/** This much of the end of an address is always visible: the middle tells least. */
const TAIL = 18;

/**
 * The client's page: the title, and the address, shortened in the middle; whole on hover and focus, copied by a press.
 * @param {PageState} page @param {Act} act @param {{url: string, title: string}} where
 */
function place(page, act, { url, title }) {
  const name = plainLine(title);
  const address = plainLine(url);
  const at = Math.max(0, address.length - TAIL);
  const copied = page.copied === "address";
  return html`${link(url, name)}<span class="page-address" data-test="client-address"><span class="page-address__whole"
    tabindex="0" data-tip=${address} dir="ltr"><span
    class="cut">${address.slice(0, at)}</span><span>${address.slice(at)}</span></span>
    ${button({
      test: "copy-address",
      look: "bare icon small",
      icon: copied ? "check" : "copy",
      title: copied ? t("Copied") : t("Copy the address"),
      press: () => act.copy("address", url),
    })}</span>`;
}

/** The pages of this visit before the current one, the newest first (E1). @param {DeskSession} session */
function path({ client }) {
  const before = (client.path ?? []).slice(0, -1).reverse();
  if (!before.length) return nothing;
  return html`<details class="visited-pages"
    data-test="client-path"><summary>${tn(
      "{n} page before this one",
      "{n} pages before this one",
      before.length,
    )}</summary>
    <ol>${before.map((page) => html`<li class="cut">${link(page.url, plainLine(page.title))}</li>`)}</ol></details>`;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function clientPanel(page, act, session) {
  const { client, callback } = session;
  const browser =
    client.browser && client.os
      ? t("{browser} on {os}", { browser: client.browser, os: client.os })
      : client.browser || client.os;
  const came = `${kindWord(session)} · ${day(session.created_at, page.now)}, ${clockTime(session.created_at)}`;
  const told = Object.entries(client.parameters ?? {});
  return html`
    ${person(page, act, session)}${rated(session.rating)}
    <section>${section(t("This visit"))}
      <dl class="facts">
        ${fact(t("Page"), client.page.url && place(page, act, client.page))}
        ${fact(t("Came from"), client.page.referrer && link(client.page.referrer, host(client.page.referrer)))}
        ${fact(t("Browser"), browser)}
        ${fact(t("Language"), client.language && languageName(client.language))}
        ${fact(t("Website"), html`<bdi>${session.widget}</bdi>`)}
      </dl>${path(session)}</section>
    ${
      told.length || client.external_id
        ? html`<section data-test="client-parameters">${section(t("From your website"))}
      <dl class="facts">${fact(
        t("Customer"),
        client.external_id && html`<bdi class="num">${client.external_id}</bdi>`,
      )}${told.map(([name, value]) =>
        fact(html`<bdi>${plainLine(name)}</bdi>`, html`<bdi>${plainLine(value)}</bdi>`),
      )}</dl></section>`
        : nothing
    }
    <section>${section(t("This session"))}
      <dl class="facts">
        ${fact(t("Number"), html`<span class="num">${session.number}</span>`)}
        ${fact(t("Arrived"), came)}
        ${CLIENT_FIELDS.filter((field) => field.fact).map(({ name, word }) =>
          fact(word(), client[name] && html`<bdi>${plainLine(client[name])}</bdi>`),
        )}
        ${fact(t("Call"), callback && callWindow(callback, session.created_at, page.now))}
        ${fact(
          t("Phone to call"),
          callback && html`<a href=${`tel:${callback.phone}`} class="num"><bdi>${callback.shown}</bdi></a>`,
        )}
        ${fact(t("E-mail"), client.phone && client.email && html`<bdi>${client.email}</bdi>`)}
        ${fact(
          t("Phone"),
          client.phone &&
            !sameNumber(client.phone, callback?.phone) &&
            html`<a href=${`tel:${client.phone}`} class="num"><bdi>${client.phone}</bdi></a>`,
        )}
        ${fact(t("Earlier"), client.earlier && tn("{n} session", "{n} sessions", client.earlier))}
      </dl></section>
    ${earlier(page, act, session)}`;
}
