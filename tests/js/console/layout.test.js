// What a small window shows: the conversation that can be seen, and what the places of the cards depend on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inSight, layoutActs, ONE_AT_A_TIME, placesOf } from "../../../static/contactcenter/console/layout.js";

const small = (/** @type {string} */ query) => query === ONE_AT_A_TIME;
const wide = () => false;

test("a small window that shows the lists shows no conversation", () => {
  assert.equal(inSight({ opened: "s1", listed: true }, small), null);
  assert.equal(inSight({ opened: "s1", listed: false }, small), "s1");
  assert.equal(inSight({ opened: "s1", listed: true }, wide), "s1");
});

test("places change with who waits, who has gone and why nobody can be accepted", () => {
  const desk = (/** @type {object} */ change = {}) =>
    /** @type {any} */ ({
      desk: {
        me: { unavailable: "", limit: 3, chat: true, video: true },
        order: [],
        sessions: {},
        queue: [
          { id: "q1", entry: "chat", refusal: "" },
          { id: "q2", entry: "chat", refusal: "" },
        ],
        ...change,
      },
    });
  const before = placesOf(desk());
  assert.equal(placesOf(desk()), before);
  assert.notEqual(
    placesOf(
      desk({
        queue: [
          { id: "q1", entry: "chat", refusal: "", away: true },
          { id: "q2", entry: "chat", refusal: "" },
        ],
      }),
    ),
    before,
  );
  assert.notEqual(placesOf(desk({ me: { unavailable: "You’re away.", limit: 3 } })), before);
  assert.equal(placesOf(/** @type {any} */ ({ desk: null })), "");
});

test("going back to the lists takes the conversation out of sight", () => {
  const page = /** @type {any} */ ({ opened: "s1", listed: false, drawer: true });
  const seen = /** @type {any[]} */ ([]);
  const acts = layoutActs({ page, opened: (session) => seen.push(session, page.listed), change: () => undefined });
  globalThis.document ??= /** @type {any} */ ({ querySelector: () => null });
  acts.toLists();
  assert.deepEqual(seen, ["s1", true]);
  acts.closeDrawer();
  assert.equal(page.drawer, false);
});
