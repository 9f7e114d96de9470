// What is drawn, as events change it: in order, once, and complete after a gap.

import assert from "node:assert/strict";
import { test } from "node:test";
import { blank, lastDone, missesMarks, reduceDrawing } from "../../../static/contactcenter/whiteboard/drawing.js";

const LOOK = { page: 1, zoom: 100, turn: 0, x: 5000, y: 5000, rev: 0 };
const stroke = (seq, name, role = "operator", rest = {}) => ({
  seq,
  role,
  kind: "stroke",
  stroke: name,
  ink: "blue",
  width: 60,
  points: [1, 2],
  ...rest,
});
const marked = (mark) => ({ type: "board.marked", session: "s", board: "b", mark });
const marks = (after, head, list, look = LOOK) => ({
  type: "board.marks",
  session: "s",
  board: "b",
  after,
  head,
  marks: list,
  look,
});
const viewed = (look) => ({
  type: "board.viewed",
  session: "s",
  board: "b",
  role: "client",
  look: { ...LOOK, ...look },
});
const after = (...events) => events.reduce(reduceDrawing, blank("b"));
const names = (drawing) => drawing.strokes.map(({ stroke }) => stroke);

test("marks come once, in order, and what is left out is what it usually is", () => {
  const drawing = after(
    marks(0, 1, [stroke(1, "one")]),
    marked(stroke(2, "two")),
    marked(stroke(2, "two")),
    marked(stroke(1, "one")),
  );
  assert.deepEqual(names(drawing), ["one", "two"]);
  assert.equal(drawing.strokes[0].page, 1);
  assert.equal(drawing.head, 2);
});

test("a mark beyond the next one is asked for and changes nothing by itself", () => {
  const drawing = after(marks(0, 0, []));
  const late = marked(stroke(2, "two"));
  assert.ok(missesMarks(drawing, late));
  assert.equal(reduceDrawing(drawing, late), drawing);
  assert.ok(!missesMarks(drawing, marked(stroke(1, "one"))));
  assert.deepEqual(names(after(marks(0, 0, []), late, marks(0, 2, [stroke(1, "one"), stroke(2, "two")]))), [
    "one",
    "two",
  ]);
});

test("before the first answer nothing is drawn: the answer brings it", () => {
  assert.ok(missesMarks(blank("b"), marked(stroke(1, "one"))));
  assert.deepEqual(names(after(marked(stroke(1, "one")))), []);
});

test("an answer that overlaps brings nothing twice", () => {
  assert.deepEqual(
    names(
      after(
        marks(0, 2, [stroke(1, "one"), stroke(2, "two")]),
        marks(0, 3, [stroke(1, "one"), stroke(2, "two"), stroke(3, "three")]),
      ),
    ),
    ["one", "two", "three"],
  );
});

test("undo takes one, clear takes what came before it, a client's clear only the client's", () => {
  const start = [marks(0, 3, [stroke(1, "one"), stroke(2, "two", "client"), stroke(3, "three")])];
  assert.deepEqual(names(after(...start, marked({ seq: 4, role: "operator", kind: "undo", stroke: "one" }))), [
    "two",
    "three",
  ]);
  assert.deepEqual(names(after(...start, marked({ seq: 4, role: "operator", kind: "clear", upto: 2 }))), ["three"]);
  assert.deepEqual(names(after(...start, marked({ seq: 4, role: "client", kind: "clear", upto: 3 }))), [
    "one",
    "three",
  ]);
});

test("an erasure hides whatever it names, and its undo shows that again in its old place", () => {
  const start = [marks(0, 3, [stroke(1, "one"), stroke(2, "two", "client"), stroke(3, "three")])];
  const erase = (seq, strokes, role = "client") => marked({ seq, role, kind: "erase", erasure: "e", strokes });
  const undo = (seq, role) => marked({ seq, role, kind: "undo", stroke: "e" });
  assert.deepEqual(names(after(...start, erase(4, ["one"]), erase(5, ["two"]))), ["three"]);
  assert.deepEqual(names(after(...start, erase(4, ["one"]), erase(5, ["two"]), undo(6, "operator"))), ["three"]);
  assert.deepEqual(names(after(...start, erase(4, ["one"]), erase(5, ["two"]), undo(6, "client"))), [
    "one",
    "two",
    "three",
  ]);
});

test("the undo of clear shows what is not erased otherwise", () => {
  const drawing = after(
    marks(0, 2, [stroke(1, "one"), stroke(2, "two", "client")]),
    marked({ seq: 3, role: "client", kind: "erase", erasure: "e", strokes: ["one"] }),
    marked({ seq: 4, role: "operator", kind: "clear", erasure: "c", upto: 3 }),
    marked({ seq: 5, role: "operator", kind: "undo", stroke: "c" }),
  );
  assert.deepEqual(names(drawing), ["two"]);
});

test("the last thing done is the last whose undo can be seen", () => {
  const start = [marks(0, 2, [stroke(1, "one"), stroke(2, "two")])];
  const last = (role, ...events) => lastDone(after(...start, ...events).marks, role);
  assert.deepEqual([last("operator"), last("client")], ["two", ""]);
  assert.equal(
    last("operator", marked({ seq: 3, role: "client", kind: "erase", erasure: "e", strokes: ["two"] })),
    "one",
  );
  assert.equal(last("client", marked({ seq: 3, role: "client", kind: "erase", erasure: "e", strokes: ["two"] })), "e");
  assert.equal(
    last("client", marked({ seq: 3, role: "client", kind: "erase", erasure: "", strokes: ["two"] })),
    "",
    "it is final",
  );
  assert.equal(last("operator", marked({ seq: 3, role: "operator", kind: "clear", erasure: "c", upto: 2 })), "c");
});

test("a stored view counts when it is newer; one on the way only for the page that is looked at", () => {
  const stored = after(marks(0, 0, []), viewed({ zoom: 300, rev: 2 }));
  assert.equal(stored.look.zoom, 300);
  assert.equal(reduceDrawing(stored, viewed({ zoom: 150, rev: 1 })), stored);
  const moving = reduceDrawing(stored, viewed({ zoom: 150, rev: 0 }));
  assert.deepEqual([moving.look.zoom, moving.look.rev], [150, 2]);
  assert.equal(reduceDrawing(stored, viewed({ page: 2, rev: 0 })), stored);
  assert.equal(reduceDrawing(stored, viewed({ page: 2, rev: 3 })).look.page, 2);
});

test("what belongs to another board changes nothing", () => {
  const drawing = after(marks(0, 0, []));
  assert.equal(reduceDrawing(drawing, { ...marked(stroke(1, "one")), board: "x" }), drawing);
  assert.equal(reduceDrawing(drawing, { type: "heartbeat", beat: 1, at: "", heads: {} }), drawing);
});
