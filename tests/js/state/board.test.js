// The live board's state: what is true, and when it stops being so.

import assert from "node:assert/strict";
import test from "node:test";
import {
  drawn,
  isSilent,
  longestWait,
  measured,
  reduceBoard,
  reduceLost,
  roster,
  SILENCE,
} from "../../../static/contactcenter/state/board.js";

const AT = "2026-11-29T14:03:12.000Z";
const LATER = "2026-11-29T14:03:17.000Z";
const board = (more = {}) => ({
  type: "board",
  at: AT,
  measures: [{ name: "waiting", value: 2, link: "" }],
  groups: [],
  operators: [],
  waiting: [],
  sessions: [],
  messages: 0,
  alerts: [],
  help: [],
  ...more,
});

test("the server's drawing isn't live; the first board of the socket is", () => {
  const first = drawn(board());
  assert.equal(first.live, false);
  const live = reduceBoard(first, board({ at: LATER }));
  assert.deepEqual([live.live, live.heard], [true, LATER]);
});

test("a lost connection keeps the time of the last word, and only a whole board heals it", () => {
  const live = reduceBoard(drawn(board()), board());
  const lost = reduceLost(live);
  assert.deepEqual([lost.live, lost.heard], [false, AT]);
  assert.equal(reduceBoard(lost, { type: "board.same", at: LATER }).live, false);
  assert.equal(reduceBoard(lost, board({ at: LATER })).live, true);
});

test("nothing new is news too: the board stays true", () => {
  const live = reduceBoard(reduceBoard(drawn(board()), board()), { type: "board.same", at: LATER });
  assert.deepEqual([live.live, live.heard], [true, LATER]);
});

test("a server that says nothing for a while makes the board old", () => {
  const live = reduceBoard(drawn(board()), board());
  assert.equal(isSilent(live, Date.parse(AT) + SILENCE), false);
  assert.equal(isSilent(live, Date.parse(AT) + SILENCE + 1), true);
  assert.equal(isSilent(reduceLost(live), Date.parse(AT) + 2 * SILENCE), false, "once is enough");
});

test("the longest wait goes on between two boards, in whichever group it is", () => {
  const groups = [{ longest: null }, { longest: LATER }, { longest: AT }];
  const shown = board({ groups });
  assert.equal(longestWait(shown), AT);
  assert.equal(measured(shown, "longest_wait", Date.parse(AT) + 61_900), 61);
  assert.equal(measured(board(), "longest_wait", Date.parse(AT)), null);
  assert.equal(measured(board(), "waiting", Date.parse(AT)), 2);
  assert.equal(measured(board(), "unheard_of", Date.parse(AT)), null);
});

test("operators who are offline come last", () => {
  const operators = [
    { name: "Anna", state: "offline" },
    { name: "Boris", state: "away" },
    { name: "Carla", state: "online" },
  ];
  const names = roster(board({ operators })).map(({ name }) => name);
  assert.deepEqual(names, ["Boris", "Carla", "Anna"]);
});
