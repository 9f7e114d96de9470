// Where a point lies: the same part on every screen, back and forth without loss, whatever the turn and the zoom.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  STEPS,
  grip,
  gripped,
  matrix,
  moved,
  onContent,
  ringAround,
  stepped,
  toBox,
  toContent,
  touches,
  turned,
  whole,
  zoomed,
} from "../../../static/contactcenter/whiteboard/geometry.js";

const CONTENT = { width: 1600, height: 900 };
const BOXES = [
  { width: 800, height: 600 },
  { width: 390, height: 500 },
  { width: 2000, height: 300 },
];
const LOOKS = [0, 90, 180, 270].flatMap((turn) =>
  [100, 250, 800].map((zoom) => ({ ...whole(), turn, zoom, x: 4200, y: 5600 })),
);

test("a point of the content is found again where it was put on the screen", () => {
  for (const box of BOXES) {
    for (const look of LOOKS) {
      const m = matrix(look, CONTENT, box);
      for (const point of [
        { x: 0, y: 0 },
        { x: 10_000, y: 10_000 },
        { x: 1234, y: 8765 },
      ]) {
        assert.deepEqual(toContent(m, CONTENT, toBox(m, CONTENT, point)), point);
      }
    }
  }
});

test("the centre of the view is the centre of every screen", () => {
  for (const box of BOXES) {
    for (const look of LOOKS) {
      const { x, y } = toBox(matrix(look, CONTENT, box), CONTENT, look);
      assert.ok(Math.abs(x - box.width / 2) < 1e-6 && Math.abs(y - box.height / 2) < 1e-6);
    }
  }
});

test("the whole fits, upright and on its side", () => {
  for (const box of BOXES) {
    for (const turn of [0, 90, 180, 270]) {
      const m = matrix({ ...whole(), turn }, CONTENT, box);
      for (const point of [
        { x: 0, y: 0 },
        { x: 10_000, y: 0 },
        { x: 0, y: 10_000 },
        { x: 10_000, y: 10_000 },
      ]) {
        const { x, y } = toBox(m, CONTENT, point);
        assert.ok(x > -1e-6 && y > -1e-6 && x < box.width + 1e-6 && y < box.height + 1e-6);
      }
    }
  }
});

test("a point beside the picture counts as one on its edge", () => {
  const m = matrix(whole(), CONTENT, BOXES[0]);
  assert.deepEqual(toContent(m, CONTENT, { x: -500, y: 9000 }), { x: 0, y: 10_000 });
});

test("zooming keeps the point under the hand where it is", () => {
  const look = { ...whole(), zoom: 200, x: 5000, y: 5000 };
  const at = { x: 6000, y: 4500 };
  const before = toBox(matrix(look, CONTENT, BOXES[0]), CONTENT, at);
  const after = toBox(matrix(zoomed(look, 400, at), CONTENT, BOXES[0]), CONTENT, at);
  assert.ok(Math.hypot(after.x - before.x, after.y - before.y) < 1);
});

test("what two fingers hold stays between them, whichever way up it is", () => {
  const [one, other] = [
    { x: 300, y: 280 },
    { x: 420, y: 320 },
  ];
  for (const turn of [0, 90, 180, 270]) {
    const look = { ...whole(), turn, zoom: 300, x: 4200, y: 5600 };
    const held = grip(look, CONTENT, BOXES[0], one, other);
    const place = toContent(matrix(look, CONTENT, BOXES[0]), CONTENT, { x: 360, y: 300 });
    const after = gripped(look, held, CONTENT, BOXES[0], { x: 240, y: 290 }, { x: 480, y: 370 });
    const { x, y } = toBox(matrix(after, CONTENT, BOXES[0]), CONTENT, place);
    assert.ok(Math.abs(after.zoom - 600) < 3);
    assert.ok(Math.hypot(x - 360, y - 330) < 2, `${turn}: ${x} ${y}`);
  }
});

test("fingers that move too little for one per cent come nearer all the same", () => {
  let look = whole();
  const held = grip(look, CONTENT, BOXES[0], { x: 300, y: 300 }, { x: 500, y: 300 });
  for (let n = 1; n <= 400; n += 1)
    look = gripped(look, held, CONTENT, BOXES[0], { x: 300 - n / 4, y: 300 }, { x: 500 + n / 4, y: 300 });
  assert.equal(look.zoom, 200);
  for (let n = 1; n <= 10; n += 1)
    look = gripped(look, held, CONTENT, BOXES[0], { x: 400 - 10 / n, y: 300 }, { x: 400, y: 300 });
  assert.deepEqual([look.zoom, look.x, look.y], [100, 5000, 5000]);
});

test("beside the picture is where no stroke begins", () => {
  const m = matrix(whole(), CONTENT, BOXES[1]);
  const top = toBox(m, CONTENT, { x: 5000, y: 0 });
  assert.deepEqual(
    [-30, -5, 5].map((dy) => onContent(m, CONTENT, { x: top.x, y: top.y + dy }, 12)),
    [false, true, true],
  );
});

test("steps go through all zooms and stop at both ends", () => {
  let look = whole();
  for (let n = 0; n < 20; n += 1) look = stepped(look, 1);
  assert.equal(look.zoom, STEPS.at(-1));
  for (let n = 0; n < 20; n += 1) look = stepped(look, -1);
  assert.deepEqual([look.zoom, look.x, look.y], [100, 5000, 5000]);
});

test("a view says nothing that the server would refuse", () => {
  let look = whole();
  for (const [dx, dy] of [
    [9e5, 9e5],
    [-9e6, 4],
    [3, -9e6],
  ]) {
    look = moved(zoomed(look, 777.7, { x: 10_000, y: 0 }), matrix(look, CONTENT, BOXES[1]), CONTENT, dx, dy);
    for (const value of [look.x, look.y]) assert.ok(Number.isInteger(value) && value >= 0 && value <= 10_000);
    assert.ok(Number.isInteger(look.zoom) && look.zoom <= 800);
  }
});

test("four quarter turns are none", () => {
  assert.deepEqual(turned(turned(turned(turned(whole())))), whole());
});

test("a ring is round on the screen and stays on the picture", () => {
  const ring = ringAround({ x: 5000, y: 5000 }, 400, CONTENT);
  const m = matrix(whole(), CONTENT, BOXES[0]);
  const middle = toBox(m, CONTENT, { x: 5000, y: 5000 });
  const reach = ring.map((point) => toBox(m, CONTENT, point)).map(({ x, y }) => Math.hypot(x - middle.x, y - middle.y));
  assert.ok(Math.max(...reach) - Math.min(...reach) < 0.2);
  assert.ok(ringAround({ x: 0, y: 10_000 }, 400, CONTENT).every(({ x, y }) => x >= 0 && y <= 10_000));
});

test("a sweep touches what it crosses or passes near, measured on the screen, not by the picture's sides", () => {
  const line = { points: [1000, 5000, 3000, 5000], width: 40 };
  const hit = (from, to, reach = 50) => touches(line, from, to, reach, CONTENT);
  assert.ok(hit({ x: 2000, y: 1000 }, { x: 2000, y: 9000 }), "across, with no point near");
  assert.ok(hit({ x: 3060, y: 5000 }, { x: 3060, y: 5000 }), "beside its end: reach and half its width");
  assert.ok(!hit({ x: 3080, y: 5000 }, { x: 3080, y: 5000 }));
  assert.ok(hit({ x: 2000, y: 5110 }, { x: 2100, y: 5110 }), "the shorter side counts less");
  assert.ok(!hit({ x: 2000, y: 5140 }, { x: 2100, y: 5140 }));
  assert.ok(touches({ points: [10, 10], width: 40 }, { x: 12, y: 12 }, { x: 12, y: 12 }, 5, CONTENT), "a dot");
  assert.ok(!touches({ points: [10, 10, 10, 500], width: 4 }, { x: 500, y: 0 }, { x: 500, y: 900 }, 5, CONTENT));
});
