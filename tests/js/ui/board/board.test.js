// The live board's views: numbers as people read them, a part that fails, and what is read aloud.

import assert from "node:assert/strict";
import test from "node:test";
import "../../templates.js";
import { Announcements } from "../../../../static/contactcenter/ui/board/announcements.js";
import { part } from "../../../../static/contactcenter/ui/board/board.js";
import { figure } from "../../../../static/contactcenter/ui/board/figures.js";
import { linkWords } from "../../../../static/contactcenter/ui/board/link.js";
import { stateWord } from "../../../../static/contactcenter/ui/board/operators.js";

const NOW = Date.parse("2026-11-29T14:03:12.000Z");
const page = (waiting, more = {}) => ({
  live: true,
  patient: false,
  heard: "2026-11-29T14:03:12.000Z",
  now: NOW,
  shown: { waiting: Array(waiting).fill({}), groups: [] },
  ...more,
});

test("nothing to divide by is a dash, never a zero", () => {
  assert.equal(figure(null, "share"), "–");
  assert.equal(figure(null, "seconds"), "–");
  assert.equal(figure(7 / 9, "share"), "78%");
  assert.equal(figure(83, "seconds"), "1:23");
  assert.equal(figure(12_345, "count"), "12,345");
});

test("away says why", () => {
  assert.equal(stateWord({ state: "away", reason: "Lunch" }), "Away: Lunch");
  assert.equal(stateWord({ state: "away", reason: "" }), "Away");
  assert.equal(stateWord({ state: "online", reason: "Lunch" }), "Online");
});

test("stale says since when, to the second", () => {
  assert.match(linkWords(page(0, { live: false })), /^Stale since \d\d:\d\d:12$/);
});

test("a part that fails doesn't take the others with it", (context) => {
  context.mock.method(console, "error", () => undefined);
  const shown = part(() => {
    throw new Error("no such field");
  }, page(0));
  assert.ok(shown, "words stand in its place");
});

test("changes are read aloud, at most one in ten seconds, and the newest then", () => {
  const said = new Announcements();
  said.update(page(0));
  assert.equal(said.words, "", "the page itself comes first");
  said.update(page(1), NOW + 11_000);
  assert.equal(said.words, "1 client is waiting.");
  said.update(page(2), NOW + 12_000);
  assert.equal(said.words, "1 client is waiting.");
  said.update(page(3), NOW + 21_000);
  assert.equal(said.words, "3 clients are waiting.");
  said.update(page(3), NOW + 60_000);
  said.update(page(3, { live: false }), NOW + 71_000);
  assert.match(said.words, /^Stale since/);
});
