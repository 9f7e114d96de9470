/* Earlier sessions of the client: the list in the Client tab, and one of them whole in a dialog, to read and nothing else. */

import { html, nothing } from "../../vendor/lit.js";
import { hasOlder } from "../../state/session.js";
import { icon } from "../icon.js";
import { language, t } from "../text.js";
import { clockTime, day } from "../time.js";
import { timeline } from "../timeline.js";
import { deskLine } from "./lines.js";
import { button, dialog, refusal, section } from "./parts.js";
import { rated } from "./rated.js";
import { ENTRY_ICONS, entryWord, fullName, kindWord } from "./words.js";

/** @import { OperatorSessionView, PastSession } from "../../protocol.js" */
/** @import { DeskSession } from "../../state/desk.js" */
/** @import { Act, PageState } from "../../console/page.js" */

/** A date as short as it can be: without the year when it is this one. @param {string} at @param {number} now */
export function shortDay(at, now) {
  const then = new Date(at);
  if (then.toDateString() === new Date(now).toDateString()) return clockTime(at);
  const year = then.getFullYear() === new Date(now).getFullYear() ? undefined : /** @type {const} */ ("numeric");
  return new Intl.DateTimeFormat(language(), { day: "numeric", month: "short", year }).format(then);
}

/** @param {PageState} page @param {Act} act @param {PastSession} past */
const entry = (page, act, past) => html`<li>${icon(ENTRY_ICONS[past.entry], "s")}
  <button type="button" class="textual cut" data-test="past-item" data-session=${past.id} aria-haspopup="dialog" aria-busy=${page.busy.has(`read ${past.id}`) ? "true" : nothing} @click=${() => act.read(past.id)}><bdi>${past.preview || past.result || entryWord(past.entry)}</bdi></button>
  <time datetime=${past.created_at}>${shortDay(past.created_at, page.now)}</time>
  <span class="quiet cut">${[past.operator, past.result].filter(Boolean).map((word, index) => html`${index ? " · " : nothing}<bdi>${word}</bdi>`)}</span></li>`;

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function earlier(page, act, { history = [] }) {
  return history.length ? html`<section>${section(t("Earlier sessions"))}<ul class="past">${history.map((past) => entry(page, act, past))}</ul></section>` : nothing;
}

/** @param {PageState} page @param {Act} act @param {OperatorSessionView} session */
export function past(page, act, session) {
  const when = `${day(session.created_at, page.now)}, ${clockTime(session.created_at)}`;
  const facts = [t("Number {number}", { number: session.number }), kindWord(session), when, session.operator ?? "", session.result, ...(session.tags ?? [])].filter(Boolean);
  return dialog({ test: "past-dialog", look: "look slim whole", title: fullName(session), closeTest: "past-close", close: act.shut }, html`
    <p class="about"><bdi>${facts.join(" · ")}</bdi></p>${refusal(page)}${rated(session.rating)}
    <div class="shownlines" tabindex="0" aria-label=${t("Conversation")}>
      ${hasOlder(session) ? button({ test: "past-earlier", look: "small bare", label: t("Earlier messages"), busy: page.busy.has(`earlier ${session.id}`), press: () => act.readEarlier(session.id) }) : nothing}
      ${timeline({ view: session, me: "operator", now: page.now, client: session.client.name, operator: page.desk?.me.name, lines: deskLine, onFile: act.look })}</div>
    <footer><span>${t("To read only. The client is not told.")}</span>${button({ label: t("Done"), press: act.shut })}</footer>`);
}
