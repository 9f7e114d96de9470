import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NOTHING, openSession, reduceDesk } from "../../../static/contactcenter/state/console.js";
import { CLIENT, line, MARKS, message, OPERATOR, operatorView, share } from "../views.js";

const me = { name: "Anna Keller", state: "online", chosen: "online", limit: 3, unavailable: "" };
const snapshot = (...sessions) => ({
  type: "desk.snapshot",
  at: "2026-11-22T14:00:00Z",
  me,
  queue: [],
  sessions,
  canned: [{ shortcut: "hi", text: "Hello" }],
  results: ["solved"],
  tags: ["boiler"],
  reasons: ["Lunch"],
  invitations: [],
});
const desk = (...events) =>
  events.reduce(
    (state, event) => reduceDesk(state, event),
    reduceDesk(NOTHING, snapshot(operatorView(), operatorView({ id: "s2" }))),
  );
const typing = (on, by = CLIENT) => ({ type: "message.typing", session: "s1", by, on });

describe("the desk", () => {
  test("a snapshot is the whole state", () => {
    const state = desk();
    assert.deepEqual(state.order, ["s1", "s2"]);
    assert.deepEqual(state.sessions.s1, { ...operatorView(), typing: false, unread: 0 });
    assert.deepEqual([state.me, state.canned[0].text, state.results], [me, "Hello", ["solved"]]);
    assert.deepEqual([state.tags, state.reasons, state.invitations], [["boiler"], ["Lunch"], []]);
    assert.deepEqual(reduceDesk(state, snapshot(operatorView({ id: "s2" }))).order, ["s2"]);
  });

  test("queue, operator and invitations come whole; the rest stays", () => {
    const state = reduceDesk(desk(), {
      type: "desk.changed",
      me: { ...me, state: "away" },
      queue: [{ id: "s9" }],
      waiting: 7,
      invitations: [{ id: "i1" }],
    });
    assert.deepEqual([state.me.state, state.queue.length, state.waiting, state.order.length], ["away", 1, 7, 2]);
    assert.deepEqual([state.invitations[0].id, state.tags], ["i1", ["boiler"]]);
  });

  test("an accepted session joins at the end, a dropped one leaves", () => {
    const more = desk({ type: "session.snapshot", session: operatorView({ id: "s3" }) });
    assert.deepEqual(more.order, ["s1", "s2", "s3"]);
    const less = reduceDesk(more, { type: "session.dropped", session: "s1" });
    assert.deepEqual([less.order, "s1" in less.sessions], [["s2", "s3"], false]);
  });

  test("lines reach their session and leave the others as they are", () => {
    const before = desk();
    const after = reduceDesk(before, message(1));
    assert.equal(after.sessions.s1.head, 1);
    assert.equal(after.sessions.s2, before.sessions.s2);
  });

  test("what is not known here changes nothing", () => {
    const state = desk();
    for (const event of [
      message(1, { session: "s9" }),
      { type: "session.dropped", session: "s9" },
      { type: "moon.rose" },
      typing(false),
    ]) {
      assert.equal(reduceDesk(state, event), state);
    }
  });

  test("a client's typing shows until it stops or their message comes", () => {
    assert.equal(desk(typing(true)).sessions.s1.typing, true);
    assert.equal(desk(typing(true), typing(false)).sessions.s1.typing, false);
    assert.equal(desk(typing(true), message(1)).sessions.s1.typing, false);
    assert.equal(desk(typing(true), message(1, { by: OPERATOR })).sessions.s1.typing, true);
    assert.equal(desk(typing(true, OPERATOR)).sessions.s1.typing, false);
  });

  test("a message leaves the outbox when it stands in the log", () => {
    const outbox = [{ id: "p1", session: "s1", text: "", kind: "message", state: "sending", at: "" }];
    assert.deepEqual(desk({ type: "outbox.changed", outbox }, message(1, { by: OPERATOR, command: "p1" })).outbox, []);
  });

  test("so does a note", () => {
    const outbox = [{ id: "p1", session: "s1", text: "", kind: "note", state: "sending", at: "" }];
    const note = line("note.posted", 1, { by: OPERATOR, shared: null, text: "", command: "p1" });
    assert.deepEqual(desk({ type: "outbox.changed", outbox }, note).outbox, []);
  });
});

describe("unread", () => {
  const file = line("share.changed", 3, { change: "added", file: share() });

  test("counts messages and files of the client, nothing else", () => {
    const state = desk(
      message(1),
      message(2, { by: OPERATOR }),
      file,
      line("note.posted", 4, { by: OPERATOR, shared: null, text: "" }),
    );
    assert.equal(state.sessions.s1.unread, 2);
    assert.equal(state.sessions.s2.unread, 0);
  });

  test("counts from where the operator had read", () => {
    const view = operatorView({ head: 2, events: [message(1), message(2)], marks: { ...MARKS, operator_read: 1 } });
    assert.equal(reduceDesk(NOTHING, snapshot(view)).sessions.s1.unread, 1);
    assert.equal(
      desk(message(1), message(2), { type: "message.marks", session: "s1", marks: { ...MARKS, operator_read: 2 } })
        .sessions.s1.unread,
      0,
    );
  });

  test("nothing in the open session is unread", () => {
    assert.equal(reduceDesk(desk(), message(1), "s1").sessions.s1.unread, 0);
    assert.equal(reduceDesk(desk(), message(1), "s2").sessions.s1.unread, 1);
  });

  test("opening a session makes it read", () => {
    const state = desk(message(1));
    assert.equal(openSession(state, "s1").sessions.s1.unread, 0);
    assert.equal(openSession(state, "s2"), state);
    assert.equal(openSession(state, null), state);
  });
});
