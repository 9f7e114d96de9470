// An alert sounds once, when it begins; silence is remembered.

import assert from "node:assert/strict";
import { test } from "node:test";

import { AlertBell } from "../../../static/contactcenter/lib/alert_bell.js";

const alert = (rule, state = "firing", since = "2026-03-10T12:00:00Z") => ({ rule, state, since });

function world(kept = {}, sounds = true) {
  const stored = new Map(Object.entries(kept));
  const storage = { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value) };
  let played = 0;
  const tone = async () => {
    played += 1;
    return sounds ? {} : null;
  };
  return { bell: new AlertBell({ storage, tone }), storage, played: () => played };
}

test("each new alert sounds once, and one that was there before the page doesn't", async () => {
  const { bell, played } = world();
  await bell.update([alert(1)]);
  assert.equal(played(), 0);
  await bell.update([alert(1), alert(2)]);
  await bell.update([alert(1), alert(2)]);
  assert.equal(played(), 1);
});

test("the end of an alert is silent, and its return sounds again", async () => {
  const { bell, played } = world();
  await bell.update([]);
  await bell.update([alert(1)]);
  await bell.update([alert(1, "resolved")]);
  assert.equal(played(), 1);
  await bell.update([alert(1, "firing", "2026-03-10T13:00:00Z")]);
  assert.equal(played(), 2);
});

test("silence is remembered, and switching it on is heard", async () => {
  const first = world();
  await first.bell.toggle();
  assert.equal(first.bell.on, false);
  const later = new AlertBell({ storage: first.storage, tone: async () => null });
  assert.equal(later.on, false);
  await later.update([]);
  await later.update([alert(1)]);
  assert.equal(later.blocked, false);
  await first.bell.toggle();
  assert.equal(first.played(), 1);
});

test("a browser that keeps the page silent is noticed", async () => {
  const { bell } = world({}, false);
  await bell.update([]);
  await bell.update([alert(1)]);
  assert.equal(bell.blocked, true);
});

test("a storage that refuses changes nothing for this page", async () => {
  const refuses = () => {
    throw new Error("full");
  };
  const bell = new AlertBell({ storage: { getItem: () => null, setItem: refuses }, tone: async () => ({}) });
  await bell.toggle();
  assert.equal(bell.on, false);
});
