// What the operator may do, and why not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { acceptReason, activeOf, callReason, callSession, laneReason, liveCall } from "../../../static/contactcenter/ui/console/rules.js";
import { callView, operatorView } from "../views.js";

const me = (change = {}) => ({ name: "Anna Keller", state: "online", chosen: "online", limit: 3, unavailable: "", ...change });
const desk = (sessions = [], mine = {}) => ({
  at: "", me: me(mine), queue: [], canned: [], results: [], outbox: [], order: sessions.map(({ id }) => id),
  sessions: Object.fromEntries(sessions.map((session) => [session.id, { typing: false, unread: 0, ...session }])),
});
const chat = (id, change = {}) => operatorView({ id, ...change });
const calling = (id, state) => chat(id, { calls: [callView({ session: id, state })] });
const waiting = (entry, away = false) => ({ entry, away });

test("an idle operator may accept whoever waits", () => {
  for (const entry of ["chat", "videocall", "callback", "invitation"]) assert.equal(acceptReason(desk(), waiting(entry)), "");
});

test("with one chat a second chat may be accepted, a call may not", () => {
  const busy = desk([chat("s1")]);
  assert.equal(acceptReason(busy, waiting("chat")), "");
  assert.equal(acceptReason(busy, waiting("videocall")), "End your chat first");
  assert.equal(acceptReason(busy, waiting("invitation")), "End your chat first");
});

test("a callback needs the operator alone only while its client is there to be called at once", () => {
  const busy = desk([chat("s1")]);
  assert.equal(acceptReason(busy, waiting("callback", true)), "");
  assert.equal(acceptReason(busy, waiting("callback", false)), "End your chat first");
});

test("nothing can be accepted in a call, in wrap-up, away, or at the limit", () => {
  assert.match(laneReason(desk([calling("s1", "connected")])), /in a call/);
  assert.match(laneReason(desk([], { state: "busy" })), /in a call/);
  assert.match(laneReason(desk([chat("s1", { state: "wrapup" })], { state: "wrapup" })), /wrap-up/);
  assert.match(laneReason(desk([], { chosen: "away", state: "away" })), /away/);
  assert.match(laneReason(desk([chat("s1"), chat("s2")], { limit: 2 })), /2 chats, the most/);
});

test("a reason only the server knows is shown in the server's words", () => {
  assert.equal(laneReason(desk([], { unavailable: "Your group is closed." })), "Your group is closed.");
});

test("a session in wrap-up is no active conversation", () => {
  assert.deepEqual(activeOf(desk([chat("s1", { state: "wrapup" }), chat("s2")])).map(({ id }) => id), ["s2"]);
});

test("the call button needs this chat to be the only one", () => {
  const alone = desk([chat("s1")]);
  assert.equal(callReason(alone, alone.sessions.s1), "");
  const two = desk([chat("s1"), chat("s2")]);
  assert.match(callReason(two, two.sessions.s1), /another conversation/);
  const elsewhere = desk([chat("s1"), calling("s2", "requested")]);
  assert.equal(callReason(elsewhere, elsewhere.sessions.s1), "You are in another call.");
  const over = desk([chat("s1", { state: "wrapup" })]);
  assert.equal(callReason(over, over.sessions.s1), "The session has ended.");
});

test("a call the client only asks for does not make the operator busy", () => {
  const asked = desk([calling("s1", "asked")]);
  assert.equal(liveCall(asked.sessions.s1).state, "asked");
  assert.equal(callSession(asked), null);
  assert.equal(callReason(asked, asked.sessions.s1), "");
});

test("a call that is over is no call any more", () => {
  for (const state of ["declined", "cancelled", "expired", "ended", "failed"]) assert.equal(callSession(desk([calling("s1", state)])), null);
  for (const state of ["requested", "accepted", "connected", "reconnecting"]) assert.equal(callSession(desk([calling("s1", state)]))?.id, "s1");
});
