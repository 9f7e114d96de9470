// A stroke on its way: smooth enough for the other side, small enough for every line, whole at its end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PIECE, PIECE_POINTS, Pen } from "../../../static/contactcenter/whiteboard/pen.js";
import { STROKE_NUMBERS } from "../../../static/contactcenter/wire/constants.js";
import { FakeTime } from "../fakes.js";

const LOOK = { page: 1, ink: "orange", width: 60 };

function pen() {
  const time = new FakeTime();
  const pieces = [];
  const wholes = [];
  const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"];
  const held = new Pen({
    piece: (line, at) => pieces.push({ ...line, at }),
    whole: (line) => wholes.push(line),
    name: () => `stroke-${names.shift()}`,
    later: time.setTimeout,
  });
  return { time, pieces, wholes, held };
}

/** A hand that moves fast in front of a screen of so many samples a second, for so many seconds. */
function scribble({ held, time }, seconds, perSecond) {
  held.begin(LOOK, { x: 5000, y: 5000 });
  for (let n = 1; n <= seconds * perSecond; n += 1) {
    held.add({ x: Math.round(5000 + 4900 * Math.cos(n / 7)), y: Math.round(5000 + 4900 * Math.sin(n / 5)) });
    time.pass(1000 / perSecond);
  }
  held.end();
}

test("the pieces, put one after the other, are the stroke", () => {
  const all = pen();
  scribble(all, 1, 60);
  const [whole] = all.wholes;
  const told = all.pieces.reduce((points, piece) => [...points.slice(0, piece.at), ...piece.points], []);
  assert.deepEqual(told, whole.points.slice(0, told.length));
  assert.ok(whole.points.length - told.length <= 2 * PIECE_POINTS);
});

test("twenty pieces a second and not one more, however fast the screen", () => {
  for (const perSecond of [30, 120, 1000]) {
    const all = pen();
    scribble(all, 2, perSecond);
    assert.ok(all.pieces.length <= (2 * 1000) / PIECE + 1);
    assert.ok(all.pieces.every(({ points }) => points.length <= 2 * PIECE_POINTS + 2));
  }
});

test("who scribbles without a pause sends a few kilobytes a second", () => {
  const frame = (type, fields) =>
    JSON.stringify({ id: "b12345", type, session: "x".repeat(24), board: "x".repeat(8), ...fields }).length;
  for (const [perSecond, most] of [
    [60, 6_500],
    [240, 6_500],
    [1000, 6_500],
  ]) {
    const all = pen();
    scribble(all, 10, perSecond);
    const bytes =
      all.pieces.reduce((sum, piece) => sum + frame("board.ink", piece), 0) +
      all.wholes.reduce((sum, line) => sum + frame("board.stroke", line) + 30, 0);
    assert.ok(bytes / 10 <= most, `${bytes / 10} bytes a second at ${perSecond}`);
  }
});

test("a stroke that never ends is told in strokes the server takes, each beginning where the last one ended", () => {
  const all = pen();
  scribble(all, 20, 240);
  assert.ok(all.wholes.length > 3);
  assert.ok(all.wholes.every(({ points }) => points.length <= STROKE_NUMBERS && points.length % 2 === 0));
  for (const [n, line] of all.wholes.slice(1).entries())
    assert.deepEqual(line.points.slice(0, 2), all.wholes[n].points.slice(-2));
  assert.equal(new Set(all.wholes.map(({ stroke }) => stroke)).size, all.wholes.length);
});

test("the last point is never thinned away, and a still hand sends nothing", () => {
  const { held, wholes, pieces, time } = pen();
  held.begin(LOOK, { x: 0, y: 0 });
  for (let n = 1; n < 40; n += 1) held.add({ x: n * 20, y: n * 20 });
  for (let n = 0; n < 9; n += 1) held.add({ x: 781, y: 781 });
  time.pass(10 * PIECE);
  assert.equal(pieces.length, 1);
  held.end();
  assert.deepEqual(wholes[0].points.slice(-2), [780, 780]);
});

test("a tap is a dot", () => {
  const { held, wholes } = pen();
  held.begin(LOOK, { x: 5, y: 6 });
  held.end();
  assert.deepEqual(wholes, [{ stroke: "stroke-a", ...LOOK, points: [5, 6] }]);
});

test("what is dropped is told to nobody", () => {
  const { held, wholes, time, pieces } = pen();
  held.begin(LOOK, { x: 5, y: 6 });
  held.drop();
  held.end();
  time.pass(1000);
  assert.deepEqual([wholes.length, pieces.length], [0, 0]);
});

test("what may be no stroke is told to nobody until it is one, and then whole and in small pieces", () => {
  const all = pen();
  let meant = false;
  all.held.begin(LOOK, { x: 0, y: 0 }, () => meant);
  const hand = (from, to) => {
    for (let x = from; x <= to; x += 10) {
      all.held.add({ x, y: 0 });
      all.time.pass(5);
    }
  };
  hand(10, 400);
  assert.deepEqual(all.pieces, []);
  meant = true;
  hand(410, 600);
  assert.ok(all.pieces.length > 1 && all.pieces.every(({ points }) => points.length <= 2 * PIECE_POINTS + 2));
  all.held.end();
  const told = all.pieces.reduce((points, piece) => [...points.slice(0, piece.at), ...piece.points], []);
  assert.deepEqual(told, all.wholes[0].points.slice(0, told.length));

  all.pieces.length = 0;
  all.held.begin(LOOK, { x: 0, y: 0 }, () => false);
  hand(10, 400);
  all.held.drop();
  hand(410, 600);
  assert.deepEqual([all.pieces.length, all.wholes.length], [0, 1]);
});
