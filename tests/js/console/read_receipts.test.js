// Marks: what has arrived, and what has been read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { marksToSend, ReadReceipts, sharedHead } from "../../../static/contactcenter/console/read_receipts.js";
import { MARKS, line, message, operatorView } from "../views.js";

const note = (seq) => line("note.posted", seq, { shared: null, text: "" });
const session = (events, marks = {}) => operatorView({ events, marks: { ...MARKS, ...marks } });

test("marks count the lines the client knows: a note moves nothing", () => {
  assert.equal(sharedHead(session([message(1), message(2), note(3)])), 2);
});

test("what came is delivered at once, read only while the operator looks", () => {
  assert.deepEqual(marksToSend(session([message(1)]), false), { session: "s1", delivered: 1, read: 0 });
  assert.deepEqual(marksToSend(session([message(1)]), true), { session: "s1", delivered: 1, read: 1 });
});

test("what the server knows is not told again", () => {
  assert.equal(marksToSend(session([message(1)], { operator_delivered: 1 }), false), null);
  assert.equal(marksToSend(session([message(1)], { operator_delivered: 1, operator_read: 1 }), true), null);
  assert.deepEqual(marksToSend(session([message(1)], { operator_delivered: 1 }), true), {
    session: "s1",
    delivered: 1,
    read: 1,
  });
});

/** A page whose clock the test holds. */
function page(view, change = {}) {
  const state = { desk: { sessions: { s1: view } }, opened: "s1", link: "open", visible: true, ...change };
  const sent = [];
  const due = [];
  const seen = new ReadReceipts({
    look: () => state,
    above: () => state.above ?? false,
    visible: () => state.visible,
    later: (action) => due.push(action),
    send: (marks) => {
      sent.push(marks);
      return state.refuse ? Promise.reject(new Error()) : Promise.resolve();
    },
  });
  return { state, sent, due, seen, pass: () => due.splice(0).forEach((action) => void action()) };
}

test("a burst of messages is told once", () => {
  const { sent, due, seen, pass } = page(session([message(1), message(2)]));
  for (let n = 0; n < 5; n += 1) seen.update();
  assert.equal(due.length, 1);
  pass();
  assert.deepEqual(sent, [{ session: "s1", delivered: 2, read: 2 }]);
  seen.update();
  pass();
  assert.equal(sent.length, 1);
});

test("a hidden page delivers, and reads when it is looked at again", () => {
  const { state, sent, seen, pass } = page(session([message(1)]), { visible: false });
  seen.update();
  pass();
  state.visible = true;
  seen.update();
  pass();
  assert.deepEqual(
    sent.map(({ read }) => read),
    [0, 1],
  );
});

test("what comes while the operator reads further up is delivered, and read at the end", () => {
  const { state, sent, seen, pass } = page(session([message(1)]), { above: true });
  seen.update();
  pass();
  state.above = false;
  seen.update();
  pass();
  assert.deepEqual(
    sent.map(({ read }) => read),
    [0, 1],
  );
});

test("nothing is told while the socket is away, and a refused mark is told again", async () => {
  const { state, sent, seen, pass } = page(session([message(1)]), { link: "reconnecting" });
  seen.update();
  pass();
  assert.equal(sent.length, 0);
  Object.assign(state, { link: "open", refuse: true });
  seen.update();
  pass();
  await Promise.resolve();
  await Promise.resolve();
  state.refuse = false;
  seen.update();
  pass();
  assert.equal(sent.length, 2);
});
