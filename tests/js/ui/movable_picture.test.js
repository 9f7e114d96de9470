// Into which corner the own picture goes.

import "../templates.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const { moved, nearest, readCorner, writeCorner } = await import("../../../static/contactcenter/ui/movable_picture.js");
const BOX = { left: 100, top: 50, width: 400, height: 200 };

test("where it is let go, the nearest corner takes it, from either side of writing", () => {
  assert.equal(nearest({ x: 120, y: 60 }, BOX, false), "top-start");
  assert.equal(nearest({ x: 480, y: 60 }, BOX, false), "top-end");
  assert.equal(nearest({ x: 120, y: 240 }, BOX, false), "bottom-start");
  assert.equal(nearest({ x: 480, y: 240 }, BOX, true), "bottom-start");
});

test("arrows move it as they point, and other keys do not", () => {
  assert.equal(moved("top-end", "ArrowDown", false), "bottom-end");
  assert.equal(moved("top-end", "ArrowLeft", false), "top-start");
  assert.equal(moved("top-end", "ArrowLeft", true), "top-end");
  assert.equal(moved("bottom-start", "ArrowUp", false), "top-start");
  assert.equal(moved("bottom-start", "ArrowRight", false), "bottom-end");
  assert.equal(moved("bottom-start", "Enter", false), null);
});

test("a browser that keeps nothing has it where it usually is", () => {
  writeCorner("bottom-start");
  assert.equal(readCorner("top-end"), "top-end");
});
