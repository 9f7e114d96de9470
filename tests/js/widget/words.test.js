// What the widget says, by what is so.

import assert from "node:assert/strict";
import { test } from "node:test";
import { timeLeft } from "../../../static/contactcenter/client/model.js";
import { toolState } from "../../../static/contactcenter/ui/client/devices.js";
import { browserOf, inTrouble, steps } from "../../../static/contactcenter/ui/client/steps.js";
import { endWords, placeInLine } from "../../../static/contactcenter/ui/client/words.js";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const ended = (role, name = "", step = "ended") => ({
  state: "closed",
  accepted_at: "2026-01-05T14:00:00Z",
  events: [{ type: "session.changed", step, by: { role, name } }, { type: "session.changed", step: "closed", by: { role: "system", name: "" } }],
});

test("a place in line is said as people say it", () => {
  assert.deepEqual([1, 2, 3, 4, 11, 22].map(placeInLine), ["You are next", "2nd in line", "3rd in line", "4th in line", "11th in line", "22nd in line"]);
  assert.equal(placeInLine(null), "You are in line");
});

test("the end names who ended it", () => {
  assert.equal(endWords(ended("operator", "Anna")), "Anna ended the conversation.");
  assert.equal(endWords(ended("client")), "You ended the conversation.");
  assert.equal(endWords(ended("system")), "The conversation ended because you were away for a while.");
  assert.match(endWords({ ...ended("client", "", "left"), accepted_at: null }), /stopped waiting/);
});

test("the browser at hand is told from its user agent", () => {
  assert.deepEqual(browserOf(CHROME), { browser: "chrome", phone: false });
  assert.deepEqual(browserOf(`${CHROME} Edg/140.0.0.0`), { browser: "edge", phone: false });
  assert.deepEqual(browserOf("Mozilla/5.0 (Android 15; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0"), { browser: "firefox", phone: true });
  assert.deepEqual(browserOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1"), { browser: "safari", phone: true });
});

test("every trouble has steps in every browser, and a good device has none", () => {
  const states = ["blocked-person", "blocked-page", "blocked-system", "no-device", "in-use", "lost"];
  for (const state of states)
    for (const device of ["microphone", "camera"])
      for (const browser of ["chrome", "edge", "firefox", "safari"])
        for (const phone of [true, false]) assert.ok(steps(device, state, { browser, phone }).length > 0, `${device} ${state} ${browser}`);
  assert.ok(states.every(inTrouble));
  assert.ok(!["granted", "off", "muted", "not-asked", "asking"].some(inTrouble));
});

test("a tool is on, off or unavailable", () => {
  assert.deepEqual(["granted", "muted", "off", "not-asked", "blocked-person", "no-device"].map(toolState), ["on", "off", "off", "off", "unavailable", "unavailable"]);
});

test("the time to answer runs from the request to the deadline and not below zero", () => {
  const call = { created_at: "2026-01-05T14:00:00Z", deadline_at: "2026-01-05T14:01:00Z" };
  const at = (seconds) => timeLeft(call, Date.parse(call.created_at) + seconds * 1000);
  assert.deepEqual(at(0), { seconds: 60, part: 100 });
  assert.deepEqual(at(15), { seconds: 45, part: 75 });
  assert.deepEqual(at(90), { seconds: 0, part: 0 });
});
