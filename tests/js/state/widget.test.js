import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING, reduceClient } from "../../../static/contactcenter/state/widget.js";
import { message, OPERATOR, sessionView } from "../views.js";

const snapshot = (session) => ({
  type: "client.snapshot",
  at: "2026-11-22T14:00:00Z",
  name: "Emily",
  email: "emily@posteo.example",
  session,
});
const typing = (on, by = OPERATOR, session = "s1") => ({ type: "message.typing", session, by, on });
const begun = reduceClient(NOTHING, snapshot(sessionView()));
const pending = { id: "p1", session: "s1", text: "hello", kind: "message", state: "sending", at: "" };

test("a snapshot is the whole state, and the outbox is the page's own", () => {
  const state = reduceClient({ ...NOTHING, outbox: [pending] }, snapshot(sessionView()));
  assert.deepEqual(state, {
    at: "2026-11-22T14:00:00Z",
    name: "Emily",
    email: "emily@posteo.example",
    session: sessionView(),
    typing: false,
    outbox: [pending],
    available: null,
    wait: null,
  });
  assert.equal(reduceClient(begun, snapshot(null)).session, null);
});

test("how the widget stands is the newest that was heard, whatever else comes", () => {
  const busy = { state: "busy", reason: "All operators are busy right now.", entries: { chat: "" } };
  const state = reduceClient(NOTHING, { type: "availability.changed", ...busy });
  assert.deepEqual(state.available, busy);
  assert.deepEqual(reduceClient(state, snapshot(null)).available, busy);
});

test("entering the queue brings a session", () => {
  const waiting = sessionView({ state: "waiting" });
  assert.deepEqual(reduceClient(NOTHING, { type: "session.snapshot", session: waiting }).session, waiting);
});

test("lines reach the session", () => {
  assert.equal(reduceClient(begun, message(1)).session.head, 1);
});

test("events without a session, or of another, change nothing", () => {
  assert.equal(reduceClient(NOTHING, message(1)), NOTHING);
  assert.equal(reduceClient(begun, message(1, { session: "s2" })), begun);
  assert.equal(reduceClient(begun, { type: "heartbeat", beat: 1, at: "", heads: {} }), begun);
});

test("the operator typing shows, until they stop or their message comes", () => {
  const shown = reduceClient(begun, typing(true));
  assert.equal(shown.typing, true);
  assert.equal(reduceClient(shown, typing(false)).typing, false);
  assert.equal(reduceClient(shown, message(1, { by: OPERATOR })).typing, false);
  assert.equal(reduceClient(shown, message(1)).typing, true);
});

test("the client's own typing in another tab, and another session's, do not show", () => {
  assert.equal(reduceClient(begun, typing(true, { role: "client", name: "" })), begun);
  assert.equal(reduceClient(begun, typing(true, OPERATOR, "s2")), begun);
});

test("a message leaves the outbox when it stands in the log", () => {
  const state = reduceClient(begun, { type: "outbox.changed", outbox: [pending] });
  assert.deepEqual(state.outbox, [pending]);
  assert.deepEqual(reduceClient(state, message(1, { command: "p1" })).outbox, []);
  assert.deepEqual(reduceClient(state, message(1, { command: "p2" })).outbox, [pending]);
});

test("the place in line comes with the wait that is expected, and nothing is expected where nothing tells", () => {
  const waiting = reduceClient(NOTHING, snapshot(sessionView({ state: "waiting", operator: null, position: 2 })));
  assert.equal(waiting.wait, null);
  const told = reduceClient(waiting, { type: "queue.position", session: "s1", position: 2, expected_wait: 170 });
  assert.deepEqual([told.session.position, told.wait], [2, 170]);
  assert.equal(reduceClient(told, { type: "queue.position", session: "s2", position: 1, expected_wait: 10 }), told);
  assert.equal(
    reduceClient(told, { type: "queue.position", session: "s1", position: 1, expected_wait: null }).wait,
    null,
  );
});

test("a session that became a left message is nobody's conversation any more, in any tab", () => {
  const waiting = reduceClient(NOTHING, snapshot(sessionView({ state: "waiting", operator: null })));
  const step = {
    ...message(1),
    type: "session.changed",
    step: "message",
    state: "waiting",
    away: true,
    operator: null,
    result: "",
  };
  assert.equal(reduceClient(waiting, step).session, null);
});
