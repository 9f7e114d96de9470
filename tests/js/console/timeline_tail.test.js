// The newest lines of a conversation are drawn at once, the older ones piece by piece.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTail } from "../../../static/contactcenter/console/timeline_tail.js";

function world(lines) {
  const page = { opened: "s1", drawn: Infinity, desk: { sessions: { s1: { events: Array(lines) } } } };
  const drawn = [];
  const due = [];
  const tail = createTail({
    page,
    change: () => drawn.push(page.drawn),
    later: (work) => due.push(work),
    height: () => 720,
  });
  return { page, drawn, due, tail, idle: () => due.shift()?.() };
}

test("a long conversation grows until all of it is there", () => {
  const { page, drawn, due, tail, idle } = world(200);
  tail.restart();
  assert.equal(page.drawn, 23);
  while (due.length) idle();
  assert.deepEqual(drawn, [63, 103, 143, 183, Infinity]);
});

test("a short one is whole as soon as there is time", () => {
  const { drawn, due, tail, idle } = world(3);
  tail.restart();
  idle();
  assert.deepEqual([drawn, due.length], [[Infinity], 0]);
});

test("another conversation begins anew, and the one before stops growing", () => {
  const { page, drawn, tail, idle } = world(200);
  tail.restart();
  tail.restart();
  idle();
  assert.deepEqual([drawn, page.drawn], [[], 23]);
  idle();
  assert.deepEqual(drawn, [63]);
});
