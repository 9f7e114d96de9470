/* The whole page of the console as one view of its state. */

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { callSprite } from "../sprites/call.js";
import { deskSprite } from "../sprites/desk.js";
import { firstSprite } from "../sprites/first.js";
import { talkSprite } from "../sprites/talk.js";
import { t } from "../text.js";
import { active } from "./active.js";
import { look, peek, sure } from "./dialogs.js";
import { own } from "./own.js";
import { queue } from "./queue.js";
import { ready } from "./ready.js";
import { settings } from "./settings.js";
import { side } from "./side.js";
import { talk } from "./talk.js";
import { top } from "./top.js";

/** @import { Act, PageState } from "../../console/page.js" */

/** @param {PageState} page */
const empty = (page) => html`<section class="empty"><span class="kind">${icon("message-circle", "l")}</span><h1>${page.desk ? t("No conversation open") : t("Opening your desk")}</h1>
  <p>${page.desk ? t("Accept someone from Waiting. The conversation opens here.") : t("One moment.")}</p></section>`;

/** At most one dialog at a time: the newest question wins. @param {PageState} page @param {Act} act */
function dialogs(page, act) {
  if (page.question) return sure(act, page.question);
  if (page.look) return look(act, page.look);
  if (page.peek) return peek(page, act, page.peek);
  if (page.dialog === "settings") return settings(page, act);
  return page.dialog === "ready" ? ready(page, act) : nothing;
}

/** @param {PageState} page @param {Act} act */
export function desk(page, act) {
  const session = page.opened ? page.desk?.sessions[page.opened] : undefined;
  return html`${firstSprite()}${talkSprite()}${callSprite()}${deskSprite()}<div class="desk">
    ${top(page, act)}
    <nav class="left" aria-label=${t("Clients")}>${own(page, act)}${queue(page, act)}${active(page, act)}</nav>
    <main class="sheet">${session ? [talk(page, act, session), side(page, act, session)] : empty(page)}</main>
  </div>${dialogs(page, act)}`;
}
