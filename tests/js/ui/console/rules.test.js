// What the operator may do, and why not.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  activeOf,
  callReason,
  callSession,
  colleagueReason,
  groupReason,
  isGone,
  laneReason,
  laneReasons,
  liveCall,
  offersOf,
  ownReason,
  redirectReason,
  waitingOrder,
} from "../../../../static/contactcenter/ui/console/rules.js";
import { callView, operatorView } from "../../views.js";

const me = (change = {}) => ({
  name: "Anna Keller",
  state: "online",
  chosen: "online",
  limit: 3,
  unavailable: "",
  ...change,
});
const desk = (sessions = [], mine = {}) => ({
  at: "",
  me: me(mine),
  queue: [],
  canned: [],
  results: [],
  outbox: [],
  order: sessions.map(({ id }) => id),
  sessions: Object.fromEntries(sessions.map((session) => [session.id, { typing: false, unread: 0, ...session }])),
});
const chat = (id, change = {}) => operatorView({ id, ...change });
const calling = (id, state) => chat(id, { calls: [callView({ session: id, state })] });

test("whether one may accept anything, and why not, is the server's word and nothing else", () => {
  const inACall = desk([calling("s1", "connected")], { state: "busy", unavailable: "You’re in a call." });
  assert.equal(laneReason(inACall), "You’re in a call.");
  assert.equal(laneReason(desk([chat("s1"), chat("s2")], { limit: 2 })), "");
});

const waiting = (id, change = {}) => ({
  id,
  entry: "chat",
  away: false,
  message: false,
  callback: null,
  refusal: "",
  ...change,
});

test("who is gone comes last, but not who is called by phone or has left a message", () => {
  const queue = [
    waiting("gone", { away: true }),
    waiting("phone", { away: true, callback: {} }),
    waiting("letter", { away: true, message: true }),
    waiting("here"),
  ];
  assert.deepEqual(
    waitingOrder(queue).map(({ id }) => id),
    ["phone", "letter", "here", "gone"],
  );
  assert.deepEqual(
    queue.filter(isGone).map(({ id }) => id),
    ["gone"],
  );
});

test("a reason that holds for a kind is said once above the cards, one client's own on its card", () => {
  const others = "To take a call, end your conversation first.";
  const asked = "This client is being offered to Boris Lind.";
  const call = (id, change = {}) => waiting(id, { entry: "videocall", refusal: others, ...change });
  const phone = waiting("q5", { entry: "callback", away: true, callback: {}, refusal: asked });
  const busy = {
    ...desk([chat("s1")], { chat: true, video: true }),
    queue: [call("q1"), waiting("q2"), call("q3"), waiting("q4", { refusal: asked }), phone],
  };
  assert.deepEqual(laneReasons(busy), [others]);
  assert.deepEqual(
    busy.queue.map((item) => ownReason(busy, item)),
    ["", "", "", asked, asked],
  );
  const noChats = {
    ...desk([], { chat: false, video: true }),
    queue: [waiting("q1", { refusal: "You’ve turned chats off." }), call("q2", { refusal: "" })],
  };
  assert.deepEqual(laneReasons(noChats), ["You’ve turned chats off."]);
});

test("when nothing can be accepted that is the only reason, and with nobody waiting there is none", () => {
  const away = { ...desk([], { unavailable: "You’re away." }), queue: [waiting("q1", { refusal: "You’re away." })] };
  assert.deepEqual(laneReasons(away), ["You’re away."]);
  assert.equal(ownReason(away, away.queue[0]), "");
  assert.deepEqual(laneReasons({ ...away, queue: [] }), []);
});

test("an offer is one's own and stands until its time is over", () => {
  const until = "2026-11-22T14:00:30Z";
  const asked = {
    ...desk(),
    queue: [
      { id: "q1", offered: true, offer_until: until },
      { id: "q2", offered: false, offer_until: null },
    ],
  };
  assert.deepEqual(
    offersOf(asked, Date.parse(until) - 1).map(({ id }) => id),
    ["q1"],
  );
  assert.deepEqual(offersOf(asked, Date.parse(until)), []);
});

test("a client goes to a colleague who is there and has room, and to a group somebody else is there for", () => {
  const boris = (change) => colleagueReason({ id: 2, name: "Boris", state: "online", active: 0, limit: 3, ...change });
  assert.equal(boris({}), "");
  assert.match(boris({ active: 3 }), /at the limit/);
  for (const state of ["offline", "away", "busy", "wrapup"]) assert.match(boris({ state }), /^Boris is /);
  assert.equal(groupReason({ id: 1, name: "Sales", waiting: 2, online: 1 }), "");
  assert.match(groupReason({ id: 1, name: "Sales", waiting: 0, online: 0 }), /Nobody else in Sales is online/);
});

test("a running call cannot be passed on, one only asked for can", () => {
  assert.match(redirectReason(calling("s1", "connected")), /End the call first/);
  assert.match(redirectReason(calling("s1", "requested")), /End the call first/);
  assert.equal(redirectReason(calling("s1", "asked")), "");
  assert.match(redirectReason(chat("s1", { state: "wrapup" })), /ended/);
});

test("a session in wrap-up is no active conversation", () => {
  assert.deepEqual(
    activeOf(desk([chat("s1", { state: "wrapup" }), chat("s2")])).map(({ id }) => id),
    ["s2"],
  );
});

test("the call button needs this chat to be the only one", () => {
  const alone = desk([chat("s1")]);
  assert.equal(callReason(alone, alone.sessions.s1), "");
  const two = desk([chat("s1"), chat("s2")]);
  assert.match(callReason(two, two.sessions.s1), /your other conversation/);
  const elsewhere = desk([chat("s1"), calling("s2", "requested")]);
  assert.equal(callReason(elsewhere, elsewhere.sessions.s1), "You’re in another call.");
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
  for (const state of ["declined", "cancelled", "expired", "ended", "failed"])
    assert.equal(callSession(desk([calling("s1", state)])), null);
  for (const state of ["requested", "accepted", "connected", "reconnecting"])
    assert.equal(callSession(desk([calling("s1", state)]))?.id, "s1");
});
