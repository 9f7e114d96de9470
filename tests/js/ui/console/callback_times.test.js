// When to call a client, in both zones. The tests run wherever they run: the reader's own zone is set.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  atOnce,
  callWhen,
  callWindow,
  theirWindow,
} from "../../../../static/contactcenter/ui/console/client/callback_times.js";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const ASKED = "2026-11-22T10:00:00Z";
const callback = (change = {}) => ({
  phone: "+420601123456",
  shown: "+420 601 123 456",
  starts_at: "2026-11-22T13:00:00Z",
  ends_at: "2026-11-22T14:00:00Z",
  zone: "America/New_York",
  tries: 0,
  ...change,
});

before(() => {
  process.env.TZ = "Europe/Prague";
});

test("a window is told in the operator's time, and in the client's where the clocks differ", () => {
  assert.equal(callWhen(callback(), ASKED, NOW), "call 14:00–15:00, your time");
  assert.equal(callWindow(callback(), ASKED, NOW), "14:00–15:00, your time · 08:00–09:00 in New York");
  assert.equal(callWindow(callback({ zone: "Europe/Berlin" }), ASKED, NOW), "14:00–15:00, your time");
});

test("another day is named", () => {
  const tomorrow = callback({ starts_at: "2026-11-23T13:00:00Z", ends_at: "2026-11-23T14:00:00Z" });
  assert.equal(callWhen(tomorrow, ASKED, NOW), "call tomorrow, 14:00–15:00, your time");
  assert.match(
    callWhen(callback({ starts_at: "2026-11-25T13:00:00Z", ends_at: "2026-11-25T14:00:00Z" }), ASKED, NOW),
    /^call Wed.*25.*, 14:00–15:00, your time$/,
  );
});

test("who wants to be called at once has no window, only an end", () => {
  const now = callback({ starts_at: ASKED, ends_at: "2026-11-22T20:00:00Z" });
  assert.equal(atOnce(now, ASKED), true);
  assert.equal(callWhen(now, ASKED, NOW), "call as soon as you can");
  assert.equal(callWindow(now, ASKED, NOW), "As soon as possible, until 21:00");
});

test("a zone this browser does not know is left out", () => {
  assert.equal(theirWindow(callback({ zone: "Moon/Tycho" })), "");
});
