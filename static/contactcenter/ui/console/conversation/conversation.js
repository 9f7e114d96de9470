/* The centre: header of the open conversation, the client's picture during a call, timeline, and composer or
   wrap-up. */

import { ariaKeys } from "../../../console/shortcuts.js";
import { inSight } from "../../../console/layout.js";
import { html, keyed, nothing, ref } from "../../../vendor/lit.js";
import { hasOlder } from "../../../state/session.js";
import { withCalls } from "../../call_cards.js";
import { icon } from "../../icon.js";
import { plainLine } from "../../display_names.js";
import { t } from "../../text.js";
import { clockTime, duration, span } from "../../time.js";
import { timeline } from "../../timeline.js";
import { asks } from "./call_request.js";
import { away } from "../client/client_away.js";
import { isOwn, withColleagues } from "./colleagues.js";
import { helpButton, helpStrip } from "./help_request.js";
import { deskLine } from "./operator_lines.js";
import { since } from "../durations.js";
import { menu } from "../menu.js";
import { button, count, dotted } from "../components.js";
import { drawerButton } from "../tabs.js";
import { stage } from "../call/client_video.js";
import { callSession } from "../rules.js";
import { firstName, fullName, hasName, kindWord } from "../words.js";
import { wrapup } from "./wrapup.js";

/** @import { By, CallView, LogEvent } from "../../../wire/protocol.js" */
/** @import { Item } from "../../timeline_items.js" */
/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** The state of the conversation for tests and styles. @param {DeskSession} session */
export function talkState({ state, away }) {
  if (state === "active") return away ? "client-away" : "active";
  return state === "wrapup" ? "wrapup" : "closed";
}

/** Whether the client has already been banned from here. @param {DeskSession} session */
const isBanned = (session) =>
  /** @type {LogEvent[]} */ (session.events).some(
    (event) => event.type === "session.changed" && event.step === "banned",
  );

/** The session's facts, in one line. @param {DeskSession} session @param {number} now */
function summary(session, now) {
  if (session.ended_at) {
    const calls = /** @type {CallView[]} */ (session.calls).filter((call) => call.connected_at && call.ended_at);
    const length = calls.reduce(
      (sum, call) => sum + Date.parse(call.ended_at ?? "") - Date.parse(call.connected_at ?? ""),
      0,
    );
    const talked =
      calls.length === 1
        ? t("one call of {time}", { time: duration(length) })
        : calls.length
          ? t("{n} calls of {time}", { n: calls.length, time: duration(length) })
          : "";
    return [
      t("Ended {time}", { time: clockTime(session.ended_at) }),
      span(Date.parse(session.ended_at) - Date.parse(session.accepted_at ?? session.created_at)),
      talked,
    ];
  }
  const page = plainLine(session.client.page.title);
  return [
    kindWord(session),
    span(since(session.accepted_at ?? session.created_at, now)),
    page && t("on “{page}”", { page: `\u2068${page}\u2069` }),
  ];
}

/** The way back to the lists in a small window that shows one at a time; with the number of unread messages, else of
 * waiting clients.
 * @param {PageState} page @param {Act} act @param {DeskSession} session */
function backButton(page, act, session) {
  const others = Object.values(page.desk?.sessions ?? {}).filter(({ id }) => id !== session.id);
  const unread = others.reduce((sum, other) => sum + other.unread, 0);
  return html`<button type="button" class="btn bare conversation__back" data-test="back"
    aria-label=${t("Back to the lists")}
    @click=${act.toLists}>${icon("arrow-left")}${
      unread ? count(unread, true) : count(page.desk?.waiting ?? 0)
    }</button>`;
}

/** The rare actions. @param {Act} act @param {DeskSession} session @returns {import("../menu.js").Item[]} */
const more = (act, session) => [
  ...(session.state === "active"
    ? [
        {
          test: "more-note",
          icon: /** @type {const} */ ("sticky-note"),
          label: t("Write a note"),
          keys: ariaKeys("note"),
          press: () => act.composer.write(true),
        },
        {
          test: "more-invite",
          icon: /** @type {const} */ ("link"),
          label: t("Send an invitation"),
          press: () => act.invite(session.id),
        },
      ]
    : []),
  ...(isBanned(session)
    ? []
    : [
        {
          test: "ban",
          icon: /** @type {const} */ ("ban"),
          label: t("Ban {name}", { name: firstName(session) }),
          apart: true,
          press: () => act.askBan(session.id),
        },
      ]),
];

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
const head = (page, act, session) => html`<header>
  ${backButton(page, act, session)}
  <div class="conversation__client"><h1 class="cut"><bdi>${fullName(session)}</bdi></h1>
    <p><span class="cut">${dotted(summary(session, page.now))}</span>${
      session.away && session.state === "active" ? html`<span class="chip warn">${t("Client away")}</span>` : nothing
    }</p></div>
  ${helpButton(page, act, session)}${
    session.state === "active"
      ? button({
          test: "redirect",
          look: "bare",
          icon: "corner-up-right",
          label: t("Redirect"),
          popup: "dialog",
          press: () => act.askRedirect(session.id),
        })
      : nothing
  }
  ${
    session.state === "active"
      ? button({
          test: "end-session",
          look: "danger",
          label: t("End session"),
          keys: ariaKeys("end"),
          popup: "dialog",
          busy: page.busy.has(`end ${session.id}`),
          press: () => act.end(session.id),
        })
      : nothing
  }
  ${menu({ id: "conversation-menu", test: "conversation-more", items: more(act, session) })}
  ${drawerButton(page, act, session)}
</header>`;

/** The console's additions to a conversation: calls on a card, colleagues by name. @param {PageState} page */
export const reader = ({ desk }) => ({
  own: (/** @type {By} */ by) => desk !== null && isOwn(by, desk.me),
  arrange: (/** @type {Item[]} */ list) => withColleagues(withCalls(list), desk?.me),
});

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
function flow(page, act, session) {
  const { own, arrange } = reader(page);
  const { reading } = act;
  reading.follow(session, {
    looking: document.visibilityState !== "hidden" && inSight(page) === session.id,
    read: session.marks.operator_read,
  });
  return html`<div class="transcript" tabindex="0" role="group" aria-label=${t("Conversation")} ${ref(reading.place)}>
  ${timeline({
    view: session,
    me: "operator",
    now: page.now,
    own,
    arrange: (list) => reading.divided(arrange(list)),
    client: firstName(session),
    operator: page.desk?.me.name,
    pending: page.desk?.outbox,
    typing: session.typing,
    drawn: page.drawn,
    lines: deskLine,
    onRetry: act.retry,
    onDiscard: act.discard,
    onEdit: session.state === "active" ? act.editUnsent : undefined,
    onFile: act.look,
    fileUrl: (file) => page.addresses[file.id],
    onLapsed: (file) => act.lapsed(file.id),
    heard: page.text?.view.heard,
  })}
  ${
    hasOlder(session) && page.drawn === Infinity
      ? button({
          test: "earlier",
          look: "small bare transcript__earlier",
          label: t("Earlier messages"),
          busy: page.busy.has(`earlier ${session.id}`),
          press: () => act.earlier(session.id),
        })
      : nothing
  }
</div>`;
}

/** Real-time text: the client's question whichever conversation is open, the lines in that of the call.
 * @param {PageState} page @param {DeskSession} session */
function liveText({ text, desk, full }, session) {
  const called = callSession(desk);
  if (!text || !called || full) return nothing; // the picture fills the screen, and they lie on it
  const name = firstName(called);
  return [text.offer(name), called.id === session.id ? text.panel(name) : nothing];
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function talk(page, act, session) {
  const calling = page.call.mine && ["connecting", "connected", "reconnecting"].includes(page.call.phase);
  const bottom =
    session.state === "active"
      ? act.composer.view({ session: session.id, name: hasName(session) ? firstName(session) : "", slim: calling })
      : session.state === "wrapup"
        ? wrapup(page, act, session)
        : nothing;
  return html`<section class="conversation" data-test="conversation" aria-label=${t("Conversation")}
    data-session=${session.id} data-number=${session.number} data-entry=${session.entry}
    data-state=${talkState(session)}>
    ${head(page, act, session)}${away(page, act, session)}${stage(page, act)}
    ${
      page.looking?.view({
        send: act.boardSend,
        close: act.boardClose,
        freeze: act.boardFreeze,
        busy: page.busy.has("board"),
      }) ?? nothing
    }
    ${keyed(session.id, flow(page, act, session))}
    <div class="composer-area">${act.reading.pill(
      session,
      icon("chevron-down", "s"),
    )}${helpStrip(page, act, session)}${asks(page, act, session)}${liveText(page, session)}${keyed(
      session.id,
      bottom,
    )}</div>
  </section>`;
}
