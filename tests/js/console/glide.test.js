// Rows that glide: what has another place after a drawing comes from where it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Glide } from "../../../static/contactcenter/console/glide.js";

/** @param {number} top */
const row = (top) => ({ offsetTop: top, isConnected: true, offsetParent: {}, played: /** @type {any[]} */ ([]), animate(/** @type {any[]} */ ...played) { this.played.push(played); } });

/** @param {ReturnType<typeof row>[]} rows @param {boolean} still */
const gliding = (rows, still = false) => new Glide({ find: () => /** @type {any} */ (rows), still: () => still });

test("what moved comes from where it was, what stayed does not move", () => {
  const [stays, moves] = [row(0), row(60)];
  gliding([stays, moves]).around("a", () => { moves.offsetTop = 0; });
  assert.deepEqual(stays.played, []);
  assert.deepEqual(moves.played[0][0], [{ translate: "0 60px" }, { translate: "0 0" }]);
  assert.equal(moves.played[0][1].duration, 200);
});

test("nothing is measured while the lists stay as they are", () => {
  let found = 0;
  const glide = new Glide({ find: () => { found += 1; return []; }, still: () => false });
  let drawn = 0;
  for (const order of ["a", "a", "b", "b"]) glide.around(order, () => { drawn += 1; });
  assert.deepEqual([found, drawn], [2, 4]);
});

test("what has left the page, or is not shown, does not glide", () => {
  const [left, hidden] = [row(10), row(20)];
  gliding([left, hidden]).around("a", () => {
    Object.assign(left, { offsetTop: 0, isConnected: false });
    Object.assign(hidden, { offsetTop: 0, offsetParent: null });
  });
  assert.deepEqual([left.played, hidden.played], [[], []]);
});

test("who wants no movement gets none", () => {
  const moves = row(60);
  gliding([moves], true).around("a", () => { moves.offsetTop = 0; });
  assert.equal(moves.played[0][1].duration, 1);
});
