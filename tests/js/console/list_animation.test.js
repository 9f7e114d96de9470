// Rows that glide: what has another place after a drawing comes from where it was seen, and the next drawing takes over
// from there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ListAnimation } from "../../../static/contactcenter/console/list_animation.js";

const lane = (scrollTop = 0) => ({ scrollTop, clientHeight: 200 });

/** @param {number} top @param {any} [around] */
const row = (top, around = lane()) => ({
  offsetTop: top,
  offsetHeight: 50,
  isConnected: true,
  offsetParent: around,
  style: { translate: "" },
});

/** A page whose frames are drawn by hand. @param {ReturnType<typeof row>[]} rows @param {{still?: boolean}} [wishes] */
function gliding(rows, { still = false } = {}) {
  /** @type {((now: number) => void)[]} */ let steps = [];
  const glide = new ListAnimation({
    find: () => /** @type {any} */ (rows),
    still: () => still,
    frame: (step) => steps.push(step),
  });
  let order = 0;
  return {
    /** @param {() => void} draw */
    draw(draw) {
      order += 1;
      glide.around(String(order), draw);
    },
    /** @param {number} now */
    frame(now) {
      const due = steps;
      steps = [];
      for (const step of due) step(now);
    },
    waiting: () => steps.length,
  };
}

test("what moved comes from where it was, what stayed does not move", () => {
  const [stays, moves] = [row(0), row(60)];
  const page = gliding([stays, moves]);
  page.draw(() => {
    moves.offsetTop = 0;
  });
  assert.deepEqual([stays.style.translate, moves.style.translate], ["", "0 60px"]);
  page.frame(1000);
  assert.equal(moves.style.translate, "0 60px", "its time begins with its first frame");
  page.frame(1100);
  assert.equal(moves.style.translate, "0 7.5px");
  page.frame(1200);
  assert.equal(moves.style.translate, "");
  assert.equal(page.waiting(), 0);
});

test("a change on the way is taken up where the row is seen", () => {
  const moves = row(120);
  const page = gliding([moves]);
  page.draw(() => {
    moves.offsetTop = 60;
  });
  page.frame(1000);
  page.frame(1100);
  page.draw(() => {
    moves.offsetTop = 0;
  });
  assert.equal(moves.style.translate, "0 67.5px");
  assert.equal(page.waiting(), 1);
  page.draw(() => {
    moves.offsetTop = 67.5;
  });
  assert.equal(moves.style.translate, "");
});

test("in a scrolled lane what is seen stays, whatever goes above it", () => {
  const around = lane(100);
  const [above, seen, next] = [row(0, around), row(90, around), row(150, around)];
  gliding([above, seen, next]).draw(() => {
    above.isConnected = false;
    Object.assign(seen, { offsetTop: 30 });
    Object.assign(next, { offsetTop: 90 });
  });
  assert.equal(around.scrollTop, 40);
  assert.deepEqual([seen.style.translate, next.style.translate], ["", ""]);
});

test("a scrolled lane does not follow the one row that leaves its place", () => {
  const around = lane(100);
  const [stays, sinks, follows] = [row(90, around), row(150, around), row(210, around)];
  gliding([stays, sinks, follows]).draw(() => {
    Object.assign(sinks, { offsetTop: 210 });
    Object.assign(follows, { offsetTop: 150 });
  });
  assert.equal(around.scrollTop, 100);
  assert.deepEqual(
    [stays, sinks, follows].map(({ style }) => style.translate),
    ["", "0 -60px", "0 60px"],
  );
});

test("nothing is measured while the lists stay as they are", () => {
  let found = 0;
  const glide = new ListAnimation({
    find: () => {
      found += 1;
      return [];
    },
    still: () => false,
  });
  let drawn = 0;
  for (const order of ["a", "a", "b", "b"])
    glide.around(order, () => {
      drawn += 1;
    });
  assert.deepEqual([found, drawn], [2, 4]);
});

test("what has left the page, or is not shown, does not glide", () => {
  const [left, hidden] = [row(10), row(20)];
  gliding([left, hidden]).draw(() => {
    Object.assign(left, { offsetTop: 0, isConnected: false });
    Object.assign(hidden, { offsetTop: 0, offsetParent: null });
  });
  assert.deepEqual([left.style.translate, hidden.style.translate], ["", ""]);
});

test("who wants no movement gets none", () => {
  const moves = row(60);
  gliding([moves], { still: true }).draw(() => {
    moves.offsetTop = 0;
  });
  assert.equal(moves.style.translate, "");
});
