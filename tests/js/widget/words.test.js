// What the widget says, by what is so.

import assert from "node:assert/strict";
import { test } from "node:test";
import { timeLeft } from "../../../static/contactcenter/widget/model.js";
import { toolState } from "../../../static/contactcenter/ui/widget/device_words.js";
import { endWords, isPlaceSettled, placeInLine } from "../../../static/contactcenter/ui/widget/session_words.js";

const ended = (role, name = "", step = "ended") => ({
  state: "closed",
  accepted_at: "2026-01-05T14:00:00Z",
  events: [
    { type: "session.changed", step, by: { role, name } },
    { type: "session.changed", step: "closed", by: { role: "system", name: "" } },
  ],
});

test("a place in the queue is said as people say it", () => {
  assert.deepEqual([1, 2, 3, 4, 11, 22].map(placeInLine), [
    "You’re next",
    "2nd in the queue",
    "3rd in the queue",
    "4th in the queue",
    "11th in the queue",
    "22nd in the queue",
  ]);
  assert.equal(placeInLine(null), "You’re in the queue");
});

test("a place is said once it's known, or when it doesn't come", () => {
  const created_at = "2026-01-05T14:00:00Z";
  const after = (seconds, position) =>
    isPlaceSettled({ position, created_at }, Date.parse(created_at) + seconds * 1000);
  assert.deepEqual([after(0, null), after(0, 1), after(6, null)], [false, true, true]);
});

test("the end names who ended it", () => {
  assert.equal(endWords(ended("operator", "Anna")), "Anna ended the conversation.");
  assert.equal(endWords(ended("supervisor", "")), "A supervisor ended the conversation.");
  assert.equal(endWords(ended("client")), "You ended the conversation.");
  assert.equal(endWords(ended("system")), "The conversation ended because you were away for a while.");
  assert.match(endWords({ ...ended("client", "", "left"), accepted_at: null }), /Come back any time/);
});

test("a tool is on, off or unavailable", () => {
  assert.deepEqual(
    ["granted", "muted", "off", "not-asked", "blocked-person", "no-device"].map((state) => toolState(state)),
    ["on", "off", "off", "off", "unavailable", "unavailable"],
  );
  assert.equal(toolState("muted", true), "unavailable", "what the system has muted is not turned on here");
});

test("the time to answer runs from the request to the deadline and not below zero", () => {
  const call = { created_at: "2026-01-05T14:00:00Z", deadline_at: "2026-01-05T14:01:00Z" };
  const at = (seconds) => timeLeft(call, Date.parse(call.created_at) + seconds * 1000);
  assert.deepEqual(at(0), { seconds: 60, part: 100 });
  assert.deepEqual(at(15), { seconds: 45, part: 75 });
  assert.deepEqual(at(90), { seconds: 0, part: 0 });
});
