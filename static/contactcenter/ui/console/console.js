/* The whole page of the console as one view of its state. */

import { html, keyed, nothing } from "../../vendor/lit.js";
import { docking } from "../dialog.js";
import { dock } from "../call_dock.js";
import { icon } from "../icon.js";
import { settings } from "../device_settings.js";
import { callSprite } from "../sprites/call.js";
import { deskSprite } from "../sprites/console.js";
import { firstSprite } from "../sprites/first.js";
import { helpSprite } from "../sprites/help.js";
import { peopleSprite } from "../sprites/people.js";
import { talkSprite } from "../sprites/conversation.js";
import { t } from "../text.js";
import { duration } from "../time.js";
import { active } from "./lists/active.js";
import { awayBar } from "./away_bar.js";
import { ban } from "./dialogs/ban.js";
import { sure } from "./dialogs/confirm.js";
import { asked, look } from "./share/file_dialogs.js";
import { find } from "./lists/search.js";
import { help } from "./dialogs/help.js";
import { ownDay } from "./own_day.js";
import { invite } from "./dialogs/invitations.js";
import { keyHelp } from "./dialogs/shortcut_help.js";
import { since } from "./durations.js";
import { own } from "./call/own_call.js";
import { button } from "./components.js";
import { past } from "./dialogs/past_session.js";
import { peek } from "./dialogs/preview.js";
import { queue } from "./lists/queue.js";
import { ready } from "./dialogs/readiness.js";
import { redirect } from "./dialogs/redirect.js";
import { side } from "./tabs.js";
import { talk } from "./conversation/conversation.js";
import { top } from "./top_bar.js";

/** @import { Act, PageState } from "../../console/page_state.js" */

/** The next step for the operator. @param {PageState} page */
function emptyWords({ desk }) {
  if (!desk) return t("One moment.");
  return desk.me.chosen === "away"
    ? t("You’re away. Go online to accept someone from Waiting.")
    : t("Accept someone from Waiting, or invite a client yourself.");
}

/** @param {PageState} page @param {Act} act */
const empty = (page, act) => html`<section class="empty-state"><span
  class="empty-state__icon">${icon("message-circle", "l")}</span><h1>${
    page.desk ? t("No conversation open") : t("Opening the console")
  }</h1>
  <p>${emptyWords(page)}</p>
  ${
    page.desk
      ? button({ icon: "link", label: t("Invite a client"), popup: "dialog", press: () => act.invite(null) })
      : nothing
  }</section>`;

/** @type {Record<NonNullable<PageState["dialog"]>, (page: PageState, act: Act) => unknown>} */
const DIALOGS = {
  settings: (page, act) => settings(page.check, act),
  ready,
  keys: keyHelp,
  invite,
  redirect,
  ban,
  help,
  day: ownDay,
};

/** At most one dialog at a time: the newest question wins. Each is an element of its own, so that the browser moves the
 * focus.
 * @param {PageState} page @param {Act} act */
function dialogs(page, act) {
  if (page.question) return keyed("question", sure(act, page.question));
  if (page.asked) return keyed("asked", asked(act, page.asked));
  if (page.look) return keyed("look", look(page, act, page.look));
  if (page.past) return keyed("past", past(page, act, page.past));
  if (page.peek) return keyed("peek", peek(page, act, page.peek));
  return page.dialog ? keyed(page.dialog, DIALOGS[page.dialog](page, act)) : nothing;
}

const RUNNING = ["connecting", "connected", "reconnecting"];

/** The length of the call so far. @param {PageState} page */
const length = ({ call: { call }, now }) => duration(since(call?.connected_at ?? call?.accepted_at, now));

/** @param {PageState} page @param {Act} act */
export function desk(page, act) {
  docking(() =>
    page.call.mine && RUNNING.includes(page.call.phase)
      ? dock({
          on: page.call.microphone === "granted",
          time: length(page),
          mute: act.toggleMicrophone,
          end: act.hangup,
        })
      : nothing,
  );
  const session = page.opened ? page.desk?.sessions[page.opened] : undefined;
  return html`${firstSprite()}${talkSprite()}${callSprite()}${deskSprite()}${peopleSprite()}
  ${helpSprite()}${awayBar(page, act)}<div class="console"
    data-view=${session && !page.listed ? "conversation" : "lists"}>
    ${top(page, act)}<div data-over></div>
    <div class="column">${own(page, act)}
      <nav class="lists" aria-label=${t("Clients")}>${active(page, act)}${queue(page, act)}</nav>
      ${find(page, act)}</div>
    <main class="sheet"
      data-drawer=${page.drawer ? "open" : nothing}>${
        session ? [talk(page, act, session), side(page, act, session)] : empty(page, act)
      }</main>
  </div>${dialogs(page, act)}`;
}
