// A sweep of the eraser: gone at once, told in pieces under one name, or not at all.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Eraser } from "../../../static/contactcenter/whiteboard/eraser.js";
import { FakeTime } from "../fakes.js";

function eraser(touch) {
  const time = new FakeTime();
  const calls = [];
  const names = ["a", "b", "c"];
  const note = (what) => (erasure, strokes) => calls.push([what, erasure, [...strokes]]);
  const held = new Eraser({
    touch,
    hide: note("hide"),
    tell: note("tell"),
    show: note("show"),
    name: () => names.shift(),
    later: time.setTimeout,
  });
  return { time, calls, held };
}

test("what is touched goes at once and is told a tenth of a second later, all under one name", () => {
  const { held, time, calls } = eraser((_from, to) => [`s${to.x}`]);
  held.begin({ x: 1, y: 0 }, 5);
  held.add({ x: 2, y: 0 });
  assert.deepEqual(calls, [
    ["hide", "a", ["s1"]],
    ["hide", "a", ["s2"]],
  ]);
  time.pass(100);
  assert.deepEqual(calls.at(-1), ["tell", "a", ["s1", "s2"]]);
  held.add({ x: 3, y: 0 });
  held.end();
  assert.deepEqual(calls.at(-1), ["tell", "a", ["s3"]]);
  held.begin({ x: 4, y: 0 }, 5);
  assert.deepEqual(calls.at(-1), ["hide", "b", ["s4"]]);
});

test("each step reaches from where the last one ended, as far as was said", () => {
  const seen = [];
  const { held } = eraser((from, to, reach) => {
    seen.push([from.x, to.x, reach]);
    return [];
  });
  held.begin({ x: 1, y: 0 }, 7);
  held.add({ x: 9, y: 0 });
  assert.deepEqual(seen, [
    [1, 1, 7],
    [1, 9, 7],
  ]);
});

test("a sweep over everything is told in commands the server takes", () => {
  const { held, calls } = eraser(() => Array.from({ length: 150 }, (_, n) => `s${n}`));
  held.begin({ x: 1, y: 0 }, 5);
  held.end();
  assert.deepEqual(
    calls.filter(([what]) => what === "tell").map(([, , strokes]) => strokes.length),
    [64, 64, 22],
  );
});

test("what may be no sweep is told to nobody until it is one, and shows again when it is dropped", () => {
  const { held, time, calls } = eraser((_from, to) => [`s${to.x}`]);
  held.begin({ x: 1, y: 0 }, 5, () => false);
  time.pass(500);
  held.drop();
  held.add({ x: 2, y: 0 });
  time.pass(500);
  assert.deepEqual(calls, [
    ["hide", "a", ["s1"]],
    ["show", "a", ["s1"]],
  ]);
});
