// Where a reader is in a conversation, and from which line on it is new to them.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { newAbove, reading, UNREAD } from "../../../static/contactcenter/state/reading_position.js";
import { line, message, OPERATOR, operatorView, share } from "../views.js";

const view = (count, ...more) =>
  operatorView({ events: [...Array.from({ length: count }, (_, n) => message(n + 1)), ...more] });
const look = (state, seen, now = {}) =>
  reading(state, seen, { me: "operator", looking: true, above: false, read: 0, ...now });
const at = (count) => look(UNREAD, view(count), { read: count });

describe("at the end", () => {
  test("what comes is seen, and nothing is marked", () => {
    const after = look(at(1), view(3));
    assert.deepEqual([after.seen, after.after], [3, null]);
  });

  test("with nothing new it is the same object", () => {
    const state = at(2);
    assert.equal(look(state, view(2)), state);
  });
});

describe("above the end", () => {
  const above = (state, seen) => look(state, seen, { above: true });

  test("what comes is counted, and begins behind the last line that was seen", () => {
    const state = above(at(1), view(3));
    assert.deepEqual([state.seen, state.after, newAbove(state, view(3), "operator")], [1, 1, 2]);
  });

  test("own messages and system lines are not counted, files are", () => {
    const more = view(
      1,
      message(2, { by: OPERATOR }),
      line("snapshot.taken", 3, { by: OPERATOR }),
      line("share.changed", 4, { change: "added", file: share() }),
    );
    assert.equal(newAbove(above(at(1), more), more, "operator"), 1);
  });

  test("back at the end nothing is counted, and the line stays until one writes", () => {
    const back = look(above(at(1), view(3)), view(3));
    assert.deepEqual([back.seen, back.after, newAbove(back, view(3), "operator")], [3, 1, 0]);
    assert.equal(look(back, view(4)).after, 1);
    assert.equal(look(back, view(3, message(4, { by: OPERATOR }))).after, null);
  });

  test("the next time one is above, the line begins anew", () => {
    const back = look(above(at(1), view(3)), view(3));
    assert.equal(above(back, view(5)).after, 3);
  });
});

test("what comes while nobody looks begins behind what was seen", () => {
  const away = look(at(2), view(4), { looking: false });
  assert.deepEqual([away.seen, away.after], [2, 2]);
  assert.deepEqual([look(away, view(4)).seen, look(away, view(4)).after], [4, 2]);
});

test("a conversation opened with unread messages says where they begin, one that was read does not", () => {
  assert.deepEqual(look(UNREAD, view(5), { read: 3 }), { session: "s1", above: false, seen: 5, after: 3 });
  assert.equal(look(UNREAD, view(5), { read: 5 }).after, null);
  const other = look(look(UNREAD, view(5), { read: 3 }), { ...view(2), id: "s2" }, { read: 2 });
  assert.deepEqual(other, { session: "s2", above: false, seen: 2, after: null });
});
