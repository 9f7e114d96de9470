/* What the operator may do just now, and if not, why, in words (C1, S3). The server decides; these only keep a button from
   offering what it would refuse. Pure. */

import { LIVE } from "../../constants.js";
import { t, tn } from "../text.js";

/** @import { CallView, OperatorView, QueueItem } from "../../protocol.js" */
/** @import { DeskState, DeskSession } from "../../state/desk.js" */

/** A desk the server has told of. @typedef {DeskState & {me: OperatorView}} Desk */

/** The operator's conversations that go on; those in wrap-up do not count. @param {Desk} desk @returns {DeskSession[]} */
export const activeOf = (desk) => desk.order.map((id) => desk.sessions[id]).filter((session) => session?.state === "active");

/** The call of a session that is not over. @param {DeskSession | null | undefined} session @returns {CallView | null} */
export function liveCall(session) {
  const calls = /** @type {CallView[]} */ (session?.calls ?? []);
  return calls.find((call) => LIVE.includes(call.state)) ?? null;
}

/** The session whose call the operator is in, or is asking into. @param {Desk | null} desk @returns {DeskSession | null} */
export function callSession(desk) {
  if (!desk) return null;
  return desk.order.map((id) => desk.sessions[id]).find((session) => (liveCall(session)?.state ?? "asked") !== "asked") ?? null;
}

/** Why nothing at all can be accepted: the one sentence under *Waiting*; empty when something can. @param {Desk} desk */
export function laneReason(desk) {
  if (callSession(desk) || desk.me.state === "busy") return t("You are in a call. You can accept again when it has ended.");
  if (desk.me.state === "wrapup") return t("Finish the wrap-up to accept again.");
  if (desk.me.chosen === "away") return t("You are away. Choose Online to accept.");
  const most = desk.me.limit;
  if (activeOf(desk).length >= most) return tn("You have {n} chat, the most you can have at once.", "You have {n} chats, the most you can have at once.", most);
  return desk.me.unavailable;
}

/**
 * Why this one cannot be accepted: a call starts by itself and needs the operator alone (C1). A callback whose client is gone has none.
 * @param {Desk} desk @param {Pick<QueueItem, "entry" | "away">} item
 */
export function acceptReason(desk, item) {
  const whole = laneReason(desk);
  const others = activeOf(desk).length;
  const call = item.entry === "videocall" || item.entry === "invitation" || (item.entry === "callback" && !item.away);
  if (whole || !call || !others) return whole;
  return tn("End your chat first", "End your {n} chats first", others);
}

/**
 * Why *Call* cannot be pressed in this session (C1); empty when it can. A call of this session is no reason: then there is no button.
 * @param {Desk} desk @param {DeskSession} session
 */
export function callReason(desk, session) {
  if (session.state !== "active") return t("The session has ended.");
  const busy = callSession(desk);
  if (busy && busy.id !== session.id) return t("You are in another call.");
  const others = activeOf(desk).filter((other) => other.id !== session.id).length;
  if (others) return tn("You have another conversation. End it first: a call needs this one to be the only one.", "You have {n} other conversations. End them first: a call needs this one to be the only one.", others);
  return "";
}
