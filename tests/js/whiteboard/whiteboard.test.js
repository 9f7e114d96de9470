// One side's board: what it tells the server, and that it shows what the server says, whatever was lost on the way.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { createElement: () => Object.assign(new EventTarget(), { play: async () => {} }) };
globalThis.createImageBitmap = async () => ({ width: 1600, height: 900 });
globalThis.fetch = async () => ({ ok: true, blob: async () => ({}) });
const { Board } = await import("../../../static/contactcenter/whiteboard/whiteboard.js");
const { sessionView } = await import("../views.js");

const SHOWN = { id: "b", live: false, share: "f1", name: "boiler.png", mime: "image/png", pages: 2 };
const LOOK = { page: 1, zoom: 100, turn: 0, x: 5000, y: 5000, rev: 0 };
const settled = () => new Promise((done) => setImmediate(done));

class FakeWire extends EventTarget {
  state = "open";
  sent = [];
  refusal = null;

  async send(command) {
    this.sent.push(command);
    if (this.refusal) throw this.refusal;
  }

  tell(event) {
    this.dispatchEvent(new CustomEvent("event", { detail: { session: "s1", board: "b", ...event } }));
  }

  of(type) {
    return this.sent.filter((command) => command.type === type);
  }
}

async function opened(role = "operator") {
  const wire = new FakeWire();
  const board = new Board({ role, wire, headers: () => ({}), call: () => null });
  board.follow(sessionView({ board: SHOWN }), "Emily");
  wire.tell({ type: "board.marks", after: 0, head: 0, marks: [], look: LOOK });
  await settled();
  return { wire, board };
}

const mark = (seq, stroke, rest = {}) => ({
  type: "board.marked",
  mark: { seq, role: "operator", kind: "stroke", stroke, ink: "blue", width: 60, points: [1, 2], ...rest },
});

test("what is opened is asked for once, shown and said", async () => {
  const { wire, board } = await opened();
  board.follow(sessionView({ board: SHOWN }), "Emily");
  assert.equal(wire.of("board.resume").length, 1);
  assert.equal(board.content.picture.width, 1600);
  assert.equal(board.notice, "You’re both looking at boiler.png.");
});

test("an own stroke shows at once, is told whole, and gives way to the server's", async () => {
  const { wire, board } = await opened();
  board.begin({ x: 10, y: 20 });
  board.pen.add({ x: 100, y: 200 });
  board.pen.end();
  const [told] = wire.of("board.stroke");
  assert.deepEqual(
    [told.session, told.board, told.page, told.ink, told.points],
    ["s1", "b", 1, "orange", [10, 20, 100, 200]],
  );
  assert.equal(board.lines.length, 1);
  wire.tell(mark(1, told.stroke, { points: told.points }));
  assert.deepEqual([board.lines.length, board.own.sent.size], [1, 0]);
});

test("a stroke the server refuses goes, and it says why", async () => {
  const { wire, board } = await opened();
  wire.refusal = new Error("This picture is full. Clear it first.");
  board.begin({ x: 10, y: 20 });
  board.pen.end();
  await settled();
  assert.equal(board.lines.length, 0);
  assert.match(board.notice, /Clear it first/);
});

test("the other side's finished stroke replaces the unfinished one, and missing marks are requested", async () => {
  const { wire, board } = await opened();
  wire.tell({
    type: "board.inked",
    role: "client",
    stroke: "x",
    page: 1,
    ink: "blue",
    width: 60,
    at: 0,
    points: [1, 2],
  });
  wire.tell({
    type: "board.inked",
    role: "client",
    stroke: "x",
    page: 1,
    ink: "blue",
    width: 60,
    at: 2,
    points: [30, 40],
  });
  assert.deepEqual(board.other.wet.get("x").points, [1, 2, 30, 40]);
  assert.equal(board.notice, "Emily is drawing");
  wire.tell(mark(1, "x", { role: "client" }));
  assert.equal(board.other.wet.size, 0);
  wire.tell(mark(3, "z", { role: "client" }));
  assert.equal(wire.of("board.resume").at(-1).after, 1);
});

const erased = (seq, erasure, strokes, rest = {}) => mark(seq, "", { kind: "erase", erasure, strokes, ...rest });

test("undo takes back the own ones, the newest first, each once however fast one presses, and at once", async () => {
  const { wire, board } = await opened();
  wire.tell(mark(1, "mine"));
  wire.tell(mark(2, "hers", { role: "client" }));
  wire.tell(mark(3, "newer"));
  board.undo();
  assert.deepEqual(
    board.lines.map(({ stroke }) => stroke),
    ["mine", "hers"],
  );
  assert.ok(board.canUndo);
  board.undo();
  assert.ok(!board.canUndo);
  board.undo();
  assert.deepEqual(
    wire.of("board.undo").map(({ stroke }) => stroke),
    ["newer", "mine"],
  );
});

test("a refused undo shows the stroke again and says why", async () => {
  const { wire, board } = await opened();
  wire.tell(mark(1, "mine"));
  wire.refusal = new Error("You are too fast.");
  board.undo();
  await settled();
  assert.deepEqual([board.lines.length, board.canUndo, board.notice], [1, true, "You are too fast."]);
});

test("the eraser removes anybody's strokes at once, as one sweep that one undo brings back", async () => {
  const { wire, board } = await opened();
  wire.tell(mark(1, "mine", { points: [1000, 1000, 2000, 1000] }));
  wire.tell(mark(2, "hers", { role: "client", points: [1000, 3000, 2000, 3000] }));
  wire.tell(mark(3, "far", { points: [9000, 9000] }));
  board.eraser.begin({ x: 1500, y: 500 }, 50);
  board.eraser.add({ x: 1500, y: 2000 });
  assert.deepEqual(
    board.lines.map(({ stroke }) => stroke),
    ["hers", "far"],
  );
  board.eraser.add({ x: 1500, y: 4000 });
  board.lift();
  assert.deepEqual(
    board.lines.map(({ stroke }) => stroke),
    ["far"],
  );
  const [told] = wire.of("board.erase");
  assert.deepEqual(told.strokes, ["mine", "hers"]);
  wire.tell(erased(4, told.erasure, told.strokes));
  assert.deepEqual([board.lines.length, board.own.erased.size], [1, 0]);
  board.undo();
  assert.equal(wire.of("board.undo")[0].stroke, told.erasure);
  assert.equal(board.lines.length, 3);
});

test("a stroke on its way can be erased, and a refused erasure shows again", async () => {
  const { wire, board } = await opened();
  board.begin({ x: 10, y: 20 });
  board.lift();
  wire.refusal = new Error("This picture is full. Clear it first.");
  board.eraser.begin({ x: 10, y: 20 }, 50);
  board.lift();
  assert.equal(board.lines.length, 0);
  await settled();
  assert.equal(board.lines.length, 1);
  assert.match(board.notice, /Clear it first/);
});

test("a sweep that turns out to be a grip shows again what it hid, and tells nobody", async () => {
  const { wire, board } = await opened();
  wire.tell(mark(1, "one", { points: [10, 20] }));
  board.eraser.begin({ x: 10, y: 20 }, 50, () => false);
  assert.equal(board.lines.length, 0);
  board.hold();
  assert.deepEqual([board.lines.length, wire.of("board.erase").length], [1, 0]);
});

test("clear takes all at once, names what this side has seen, and one undo brings it back", async () => {
  const { wire, board } = await opened();
  assert.equal(board.clearable.length, 0);
  wire.tell(mark(1, "one"));
  wire.tell(mark(2, "hers", { role: "client" }));
  board.begin({ x: 10, y: 20 });
  board.lift();
  board.clear();
  assert.equal(board.lines.length, 0);
  const [clear] = wire.of("board.clear");
  assert.equal(clear.upto, 2);
  const late = wire.of("board.stroke")[0].stroke;
  assert.deepEqual(
    wire.of("board.erase").map(({ erasure, strokes }) => [erasure, strokes]),
    [[clear.erasure, [late]]],
  );
  wire.tell(mark(3, late));
  wire.tell(mark(4, "", { kind: "clear", erasure: clear.erasure, upto: 2 }));
  wire.tell(erased(5, clear.erasure, [late]));
  assert.deepEqual([board.lines.length, board.own.erased.size], [0, 0]);
  board.undo();
  assert.equal(board.lines.length, 3);
  wire.tell(mark(6, clear.erasure, { kind: "undo" }));
  assert.deepEqual([board.lines.length, board.own.undone.size], [3, 0]);
});

test("a client clears what the client drew", async () => {
  const { wire, board } = await opened("client");
  wire.tell(mark(1, "theirs"));
  assert.equal(board.clearable.length, 0);
  wire.tell(mark(2, "own", { role: "client" }));
  board.clear();
  assert.deepEqual(
    board.lines.map(({ stroke }) => stroke),
    ["theirs"],
  );
});

test("a view is told on the way and once it rests", async (context) => {
  const { wire, board } = await opened();
  context.mock.timers.enable({ apis: ["setTimeout"] });
  for (let n = 0; n < 5; n += 1) board.step(1);
  assert.equal(wire.of("board.view").length, 1);
  context.mock.timers.tick(300);
  const last = wire.of("board.view").at(-1);
  assert.deepEqual([last.settled, last.zoom], [true, board.look.zoom]);
});

test("another page is another picture with its own strokes", async () => {
  const { wire, board } = await opened();
  wire.tell(mark(1, "one"));
  board.turnTo(2);
  wire.tell({ type: "board.viewed", role: "operator", look: { ...LOOK, page: 2, rev: 1 } });
  assert.equal(board.lines.length, 0);
  assert.equal(board.notice, "Page 2 of 2");
});

test("after a lost connection the marks since then are asked for; pieces of ink are not kept for later", async () => {
  const { wire, board } = await opened();
  wire.tell(mark(1, "one"));
  wire.state = "reconnecting";
  const before = wire.sent.length;
  board.way.pass("board.ink", {});
  assert.equal(wire.sent.length, before);
  wire.state = "open";
  wire.dispatchEvent(new Event("state"));
  assert.equal(wire.of("board.resume").at(-1).after, 1);
});

test("a frozen picture is waited for while the live one still shows", async () => {
  const { board } = await opened();
  let answer = () => {};
  globalThis.fetch = () =>
    new Promise((done) => {
      answer = () => done({ ok: true, blob: async () => ({}) });
    });
  board.content.picture = { source: null, width: 640, height: 360, live: true };
  const live = { ...SHOWN, live: true, share: "" };
  await board.content.show(live, 1);
  board.content.picture = { source: null, width: 640, height: 360, live: true };
  board.content.show(SHOWN, 1);
  assert.deepEqual([board.waits, board.missing], [true, ""]);
  answer();
  await settled();
  await settled();
  assert.deepEqual([board.waits, board.content.picture.width], [false, 1600]);
});

test("when the session ends there is nothing to look at", async () => {
  const { board } = await opened("client");
  board.follow(sessionView({ state: "closed", board: null }), "Anna");
  assert.deepEqual([board.shown, board.lines.length, board.notice], [null, 0, "Stopped looking together."]);
});
