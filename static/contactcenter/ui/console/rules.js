/* The operator's possible actions, and the reasons against the others, in words (C1, S3). The server decides; these
   only keep a button from offering what it would refuse. Pure. */

import { ENTRIES, LIVE } from "../../wire/constants.js";
import { t, tn } from "../text.js";

/** @import { CallView, ColleagueView, GroupView, OperatorView, QueueItem } from "../../wire/protocol.js" */
/** @import { DeskState, DeskSession } from "../../state/console.js" */

/** A desk sent by the server. @typedef {DeskState & {me: OperatorView}} Desk */

/** The operator's active conversations; those in wrap-up don't count. @param {Desk} desk @returns {DeskSession[]} */
export const activeOf = (desk) =>
  desk.order.map((id) => desk.sessions[id]).filter((session) => session?.state === "active");

/** The live call of a session. @param {DeskSession | null | undefined} session @returns {CallView | null} */
export function liveCall(session) {
  const calls = /** @type {CallView[]} */ (session?.calls ?? []);
  return calls.find((call) => LIVE.includes(call.state)) ?? null;
}

/** The session whose call the operator is in, or is asking into.
 * @param {Desk | null} desk @returns {DeskSession | null} */
export function callSession(desk) {
  if (!desk) return null;
  return (
    desk.order.map((id) => desk.sessions[id]).find((session) => (liveCall(session)?.state ?? "asked") !== "asked") ??
    null
  );
}

/** Why nothing at all can be accepted: the one sentence under *Waiting*, in the server's words; empty if something can.
 * @param {Desk} desk */
export const laneReason = (desk) => desk.me.unavailable;

/** The client has left the page, and nothing can be done for them before they're back: neither a phone call nor an
 * answer.
 * @param {Pick<QueueItem, "away" | "message" | "callback">} item */
export const isGone = ({ away, message, callback }) => away && !message && !callback;

/** The waiting clients in the order of *Waiting*: the oldest first, those who have left last.
 * @param {QueueItem[]} queue */
export const waitingOrder = (queue) => [...queue.filter((item) => !isGone(item)), ...queue.filter(isGone)];

/** The refusal applies to all of this kind (its channel is off, or a call needs the operator alone), not just to this
 * client.
 * @param {Desk} desk @param {QueueItem} item */
function refusedByKind(desk, { entry, away, callback }) {
  if (!ENTRIES[entry].starts_call) return !desk.me.chat;
  const calls = !(away && callback);
  return calls && (!desk.me.video || activeOf(desk).length > 0);
}

/** Why this client alone can't be accepted (a colleague is being asked, ...); empty if there is no reason or one of
 * `laneReasons`.
 * @param {Desk} desk @param {QueueItem} item */
export const ownReason = (desk, item) => (laneReason(desk) || refusedByKind(desk, item) ? "" : item.refusal);

/** The sentences above the cards of *Waiting*: why nothing, or some kind of clients, can't be accepted; each reason
 * once.
 * @param {Desk} desk @returns {string[]} */
export function laneReasons(desk) {
  if (!desk.queue.length) return [];
  const all = laneReason(desk);
  if (all) return [all];
  return [...new Set(desk.queue.filter((item) => !ownReason(desk, item)).map(({ refusal }) => refusal))].filter(
    Boolean,
  );
}

/** The clients currently offered to the operator (S3).
 * @param {Desk} desk @param {number} now in ms @returns {QueueItem[]} */
export const offersOf = (desk, now) =>
  desk.queue.filter(({ offered, offer_until }) => offered && Date.parse(offer_until ?? "") > now);

/** Why a client can't be redirected to this colleague (S5); empty if they can, as far as this page knows.
 * @param {ColleagueView} colleague */
export function colleagueReason({ name, state, active, limit }) {
  switch (state) {
    case "offline":
      return t("{name} is offline.", { name });
    case "away":
      return t("{name} is away.", { name });
    case "busy":
      return t("{name} is in a call.", { name });
    case "wrapup":
      return t("{name} is finishing another conversation.", { name });
    default:
      return active >= limit ? t("{name} is at the limit of conversations.", { name }) : "";
  }
}

/** Why a client can't be redirected to this group (S5). @param {GroupView} group */
export const groupReason = ({ name, online }) => (online ? "" : t("Nobody else in {name} is online.", { name }));

/** Why this session can't be redirected now (S5). @param {DeskSession} session */
export function redirectReason(session) {
  if (session.state !== "active") return t("The session has ended.");
  const call = liveCall(session);
  return call && call.state !== "asked" ? t("End the call first. A call can’t be redirected.") : "";
}

/**
 * Why *Call* can't be pressed in this session (C1); empty if it can. A call of this session is no reason: then there is
 * no button.
 * @param {Desk} desk @param {DeskSession} session
 */
export function callReason(desk, session) {
  if (session.state !== "active") return t("The session has ended.");
  if (globalThis.isSecureContext === false) return t("Calls need an https address. Ask your administrator.");
  const busy = callSession(desk);
  if (busy && busy.id !== session.id) return t("You’re in another call.");
  const others = activeOf(desk).filter((other) => other.id !== session.id).length;
  if (others)
    return tn(
      "Calls need your full attention. End or redirect your other conversation first.",
      "Calls need your full attention. End or redirect your {n} other conversations first.",
      others,
    );
  return "";
}
