import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hasOlder, needsResume, reduceSession, renewed } from "../../../static/contactcenter/state/session.js";
import {
  OPERATOR,
  callView,
  clientView,
  line,
  MARKS,
  message,
  operatorView,
  sessionView,
  share,
  SYSTEM,
} from "../views.js";

const all = (view, ...events) => events.reduce(reduceSession, view);
const seqs = ({ events }) => events.map(({ seq }) => seq);
const changed = (seq, step, state, rest = {}) =>
  line("session.changed", seq, { step, state, away: false, operator: "Anna Keller", result: "", ...rest });

describe("lines", () => {
  test("the next line is applied, and the view it was applied to is as it was", () => {
    const view = sessionView();
    const next = reduceSession(view, message(1));
    assert.deepEqual([next.head, seqs(next)], [1, [1]]);
    assert.deepEqual([view.head, seqs(view)], [0, []]);
  });

  test("a repeat is ignored", () => {
    const view = all(sessionView(), message(1), message(2));
    assert.equal(reduceSession(view, message(1)), view);
    assert.equal(reduceSession(view, message(2)), view);
  });

  test("a line beyond a gap is not applied but asked for", () => {
    const view = all(sessionView(), message(1));
    assert.equal(reduceSession(view, message(3)), view);
    assert.ok(needsResume(view, message(3)));
    assert.ok(!needsResume(view, message(2)));
    assert.ok(!needsResume(view, message(1)));
  });

  test("a heartbeat tells what is missing", () => {
    const view = all(sessionView(), message(1));
    const beat = (heads) => ({ type: "heartbeat", beat: 1, at: "", heads });
    assert.ok(needsResume(view, beat({ s1: 2 })));
    assert.ok(!needsResume(view, beat({ s1: 1 })));
    assert.ok(!needsResume(view, beat({ other: 9 })));
  });

  test("another session's line changes nothing and is no gap", () => {
    const view = sessionView();
    const other = message(5, { session: "s2" });
    assert.equal(reduceSession(view, other), view);
    assert.ok(!needsResume(view, other));
  });

  test("a line of a type not known here is counted, so that it is no gap for ever", () => {
    assert.equal(all(sessionView(), line("moon.rose", 1), message(2)).head, 2);
  });

  test("an event of a type not known here is ignored", () => {
    const view = sessionView();
    assert.equal(reduceSession(view, { type: "moon.rose", session: "s1" }), view);
  });
});

describe("what lines change", () => {
  test("a step of the session", () => {
    const waiting = sessionView({ state: "waiting", operator: null, accepted_at: null, position: 2 });
    const active = reduceSession(waiting, changed(1, "accepted", "active"));
    assert.deepEqual(
      [active.state, active.operator, active.accepted_at, active.position],
      ["active", "Anna Keller", "2026-11-22T14:01:00.000Z", null],
    );
    const ended = reduceSession(active, changed(2, "ended", "wrapup"));
    assert.deepEqual([ended.state, ended.ended_at, "result" in ended], ["wrapup", "2026-11-22T14:02:00.000Z", false]);
  });

  test("closing keeps when it ended, and brings the result to operators", () => {
    const closed = all(
      operatorView(),
      changed(1, "ended", "wrapup"),
      changed(2, "closed", "closed", { result: "solved" }),
    );
    assert.deepEqual([closed.ended_at, closed.result], ["2026-11-22T14:01:00.000Z", "solved"]);
  });

  test("the client going and coming back", () => {
    const away = reduceSession(operatorView(), changed(1, "client-away", "active", { away: true, by: SYSTEM }));
    assert.equal(away.away, true);
    assert.equal(reduceSession(away, changed(2, "client-back", "active")).away, false);
  });

  test("a call appears once and is replaced by how it stands", () => {
    const call = (seq, state) => line("call.changed", seq, { move: "", call: callView({ state }) });
    assert.deepEqual(
      all(sessionView(), call(1, "requested"), call(2, "accepted")).calls.map(({ state }) => state),
      ["accepted"],
    );
  });

  test("the client's data, for operators only", () => {
    const event = line("client.changed", 1, { client: clientView({ name: "Emma" }) });
    assert.equal(reduceSession(operatorView(), event).client.name, "Emma");
    assert.ok(!("client" in reduceSession(sessionView(), event)));
  });

  test("files come, change and go, for operators only", () => {
    const event = (seq, change, file) => line("share.changed", seq, { change, file: share(file) });
    const added = reduceSession(operatorView(), event(1, "added", { sent: false }));
    const sent = reduceSession(added, event(2, "sent", { sent: true }));
    assert.deepEqual(
      sent.files.map((file) => file.sent),
      [true],
    );
    assert.deepEqual(reduceSession(sent, event(3, "deleted", { state: "deleted" })).files, []);
    assert.ok(!("files" in reduceSession(sessionView(), event(1, "added", {}))));
  });

  test("notes are counted", () => {
    assert.equal(
      reduceSession(operatorView(), line("note.posted", 1, { text: "careful", shared: null, by: OPERATOR })).notes,
      1,
    );
  });
});

describe("marks and place in line", () => {
  test("marks only grow, in whatever order they come", () => {
    const marks = (change) => ({ type: "message.marks", session: "s1", marks: { ...MARKS, ...change } });
    const view = all(
      sessionView(),
      marks({ client_read: 5, client_delivered: 6 }),
      marks({ client_read: 3, operator_read: 2 }),
    );
    assert.deepEqual(view.marks, { client_delivered: 6, client_read: 5, operator_delivered: 0, operator_read: 2 });
    assert.equal(reduceSession(view, marks({ client_read: 1 })), view);
  });

  test("the place in line", () => {
    const view = sessionView({ state: "waiting", position: 3 });
    const place = (position) => ({ type: "queue.position", session: "s1", position });
    assert.equal(reduceSession(view, place(1)).position, 1);
    assert.equal(reduceSession(view, place(3)), view);
  });
});

describe("older lines and newer snapshots", () => {
  const view = sessionView({ head: 6, events: [message(5), message(6)] });

  test("a page goes before what is there, without repeats", () => {
    const page = { type: "session.page", session: "s1", events: [message(3), message(4), message(5)], more: true };
    const next = reduceSession(view, page);
    assert.deepEqual(seqs(next), [3, 4, 5, 6]);
    assert.equal(reduceSession(next, page), next);
    assert.ok(hasOlder(next));
    assert.ok(!hasOlder(sessionView({ head: 1, events: [message(1)] })));
  });

  test("a page that does not join is not shown: there would be a hole", () => {
    assert.equal(reduceSession(view, { type: "session.page", session: "s1", events: [message(1)], more: true }), view);
  });

  test("a snapshot replaces the view and keeps the older lines that join", () => {
    assert.deepEqual(seqs(renewed(view, sessionView({ head: 8, events: [message(7), message(8)] }))), [5, 6, 7, 8]);
    assert.deepEqual(seqs(renewed(view, sessionView({ head: 9, events: [message(8), message(9)] }))), [8, 9]);
  });

  test("lines that overtook a snapshot are not lost by it", () => {
    const next = renewed(view, sessionView({ head: 5, events: [message(5)] }));
    assert.deepEqual([next.head, seqs(next)], [6, [5, 6]]);
  });

  test("a snapshot of another session replaces all", () => {
    const other = sessionView({ id: "s2" });
    assert.equal(renewed(view, other), other);
    assert.equal(renewed(null, other), other);
  });
});
