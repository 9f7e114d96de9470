// When a device is too slow for what it draws, and when it only looks so.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameRate } from "../../../../static/contactcenter/call/background/frame_rate.js";

/** Pictures from `from` on, each `every` milliseconds, worked on for `took`; the moment at which it was said to be too
 * slow, or null. */
function pictures(pace, { from = 1000, every, took, lasting, needed }) {
  for (let at = from + took; at <= from + lasting; at += every) if (pace.drawn(at, took, needed)) return at - from;
  return null;
}

test("ten pictures a second with nothing but work are too slow after three seconds", () => {
  const said = pictures(new FrameRate(), { every: 100, took: 100, lasting: 10_000 });
  assert.ok(said >= 3000 && said <= 3200, String(said));
});

test("twenty pictures a second are enough, however hard they are", () => {
  assert.equal(pictures(new FrameRate(), { every: 50, took: 50, lasting: 20_000 }), null);
});

test("seventeen are enough for a face, and too few for signs", () => {
  assert.equal(pictures(new FrameRate(), { every: 58, took: 58, lasting: 20_000 }), null);
  assert.ok(pictures(new FrameRate(), { every: 58, took: 58, lasting: 20_000, needed: 20 }) <= 3200);
});

test("a camera that gives few pictures in the dark does not make a device slow", () => {
  assert.equal(pictures(new FrameRate(), { every: 125, took: 30, lasting: 20_000 }), null);
});

test("a short stall is forgiven", () => {
  const pace = new FrameRate();
  assert.equal(pictures(pace, { from: 1000, every: 35, took: 30, lasting: 3000 }), null);
  assert.equal(pictures(pace, { from: 4000, every: 200, took: 200, lasting: 1500 }), null);
  assert.equal(pictures(pace, { from: 5500, every: 35, took: 30, lasting: 6000 }), null);
});

test("a page that was hidden, and its pause, count for nothing", () => {
  const pace = new FrameRate();
  let from = 1000;
  for (let time = 0; time < 10; time += 1, from += 60_000)
    assert.equal(pictures(pace, { from, every: 100, took: 100, lasting: 2500 }), null);
});

test("pictures that take longer than a second each are too slow, not a pause", () => {
  assert.ok(pictures(new FrameRate(), { every: 1500, took: 1500, lasting: 10_000 }) !== null);
});
