/* *Active*: the operator's own conversations, the open one as a small sheet of its own. */

import { html, nothing, repeat } from "../../../vendor/lit.js";
import { plainLine } from "../../display_names.js";
import { t, tn } from "../../text.js";
import { span } from "../../time.js";
import { since } from "../durations.js";
import { count, face, section } from "../components.js";
import { liveCall } from "../rules.js";
import { firstName, fullName } from "../words.js";

/** @import { LogEvent } from "../../../wire/protocol.js" */
/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** The newest message or file. @param {DeskSession} session @returns {LogEvent | undefined} */
export function lastLine(session) {
  return /** @type {LogEvent[]} */ (session.events).findLast(
    (event) =>
      event.type === "message.posted" ||
      (event.type === "share.changed" && ["added", "sent"].includes(event.change) && event.shared !== null),
  );
}

/** A conversation's current state in one line. @param {DeskSession} session @returns {string} */
export function whatNow(session) {
  const name = firstName(session);
  if (session.state === "wrapup") return t("Ended · wrap-up");
  if (session.typing) return t("{name} is typing…", { name });
  if (session.away) return t("{name} is away", { name });
  const call = liveCall(session);
  if (call?.state === "asked") return t("{name} asks for a video call", { name });
  if (call?.state === "requested") return t("You asked for a video call");
  const last = lastLine(session);
  if (last?.type === "message.posted")
    return last.by.role === "operator" ? t("You: {text}", { text: last.text }) : last.text;
  if (last?.type === "share.changed") return last.file.name;
  return call ? t("In a call") : t("Nothing written yet");
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
function entry(page, act, session) {
  const name = fullName(session);
  const look = `list-item__summary cut${session.unread > 0 ? " with strong" : ""}`;
  return html`<li class="list-item" data-test="active-item" data-glide data-session=${session.id}
    data-unread=${session.unread} aria-current=${session.id === page.opened ? "true" : nothing}>
    <button type="button" class="list-item__open" aria-label=${t("Open {name}", { name })}
      @click=${() => act.open(session.id)}></button>
    ${face(session.client.name)}
    <span class="list-item__name cut"><bdi>${name}</bdi></span><time
      class="list-item__time">${span(
        since(lastLine(session)?.at ?? session.accepted_at ?? session.created_at, page.now),
      )}</time>
    <span class=${look}><bdi>${plainLine(whatNow(session))}</bdi></span>${count(session.unread, true)}
  </li>`;
}

/** This many places are reserved, used or not, so that *Waiting* stays where it is when somebody comes or goes; beyond
 * them the list grows. */
const PLACES = 4;

/** @param {PageState} page @param {Act} act */
export function active(page, act) {
  const sessions = (page.desk?.order ?? [])
    .map((id) => /** @type {NonNullable<PageState["desk"]>} */ (page.desk).sessions[id])
    .filter(Boolean);
  const places = Math.max(sessions.length, Math.min(page.desk?.me.limit ?? 1, PLACES));
  const unread = sessions.reduce((sum, session) => sum + session.unread, 0);
  return html`<section class="active-list" data-test="active" aria-labelledby="h-active"
    .style=${`--places: ${places}`}>
    ${section(t("Active"), {
      id: "h-active",
      level: 2,
      more: html`${count(sessions.length)}${
        unread ? html`<span class="visually-hidden">${tn("{n} unread", "{n} unread", unread)}</span>` : nothing
      }`,
    })}
    <ul class="session-list">${sessions.length ? nothing : html`<li class="hint">${t("Nobody yet.")}</li>`}${repeat(
      sessions,
      (session) => session.id,
      (session) => entry(page, act, session),
    )}</ul>
  </section>`;
}
