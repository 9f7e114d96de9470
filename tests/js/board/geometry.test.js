// Where a point lies: the same part on every screen, back and forth without loss, whatever the turn and the zoom.

import assert from "node:assert/strict";
import { test } from "node:test";
import { STEPS, matrix, moved, ringAround, stepped, toBox, toContent, turned, whole, zoomed } from "../../../static/contactcenter/board/geometry.js";

const CONTENT = { width: 1600, height: 900 };
const BOXES = [{ width: 800, height: 600 }, { width: 390, height: 500 }, { width: 2000, height: 300 }];
const LOOKS = [0, 90, 180, 270].flatMap((turn) => [100, 250, 800].map((zoom) => ({ ...whole(), turn, zoom, x: 4200, y: 5600 })));

test("a point of the content is found again where it was put on the screen", () => {
  for (const box of BOXES) {
    for (const look of LOOKS) {
      const m = matrix(look, CONTENT, box);
      for (const point of [{ x: 0, y: 0 }, { x: 10_000, y: 10_000 }, { x: 1234, y: 8765 }]) {
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
      for (const point of [{ x: 0, y: 0 }, { x: 10_000, y: 0 }, { x: 0, y: 10_000 }, { x: 10_000, y: 10_000 }]) {
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

test("steps go through all zooms and stop at both ends", () => {
  let look = whole();
  for (let n = 0; n < 20; n += 1) look = stepped(look, 1);
  assert.equal(look.zoom, STEPS.at(-1));
  for (let n = 0; n < 20; n += 1) look = stepped(look, -1);
  assert.deepEqual([look.zoom, look.x, look.y], [100, 5000, 5000]);
});

test("a view says nothing that the server would refuse", () => {
  let look = whole();
  for (const [dx, dy] of [[9e5, 9e5], [-9e6, 4], [3, -9e6]]) {
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
