// Names and sentences of the console.

import assert from "node:assert/strict";
import { test } from "node:test";
import { left, since } from "../../../../static/contactcenter/ui/console/durations.js";
import {
  deviceIcon,
  deviceSentence,
  deviceTone,
  deviceWord,
  firstName,
  fullName,
  hasName,
  initials,
  kindIcon,
  kindWord,
  noPicture,
  outcome,
} from "../../../../static/contactcenter/ui/console/words.js";
import { callView, operatorView } from "../../views.js";

const STATES = [
  "not-asked",
  "asking",
  "granted",
  "blocked-person",
  "blocked-page",
  "blocked-system",
  "no-device",
  "in-use",
  "muted",
  "off",
  "lost",
];
const named = (name) => operatorView({ client: { name } });

test("a client without a name is known by the number of the session", () => {
  assert.equal(fullName(named("  ")), "Client 20418");
  assert.equal(firstName(named("")), "Client 20418");
  assert.deepEqual(
    ["", " \u200b", "Emily"].map((name) => hasName(named(name))),
    [false, false, true],
  );
  assert.equal(firstName(named(" Emily  Carter ")), "Emily");
});

test("initials are the first and the last word's, whatever the script", () => {
  assert.equal(initials("Emily Jane Carter"), "EC");
  assert.equal(initials("ńina"), "Ń");
  assert.equal(initials("😀 smile"), "😀S");
  assert.equal(initials(" "), "");
});

test("every state of a device has words, an icon and a tone", () => {
  for (const state of STATES) {
    for (const device of ["microphone", "camera"]) {
      assert.ok(deviceWord(state, device, "Emily"));
      assert.ok(deviceSentence(state, device, "Emily"));
      assert.ok(deviceIcon(state, device));
    }
  }
  assert.deepEqual(
    STATES.filter((state) => deviceTone(state) === "good"),
    ["granted"],
  );
  assert.deepEqual(
    STATES.filter((state) => deviceTone(state) === "bad"),
    ["lost"],
  );
  assert.deepEqual(
    STATES.filter((state) => deviceTone(state) === "warn"),
    ["blocked-person", "blocked-page", "blocked-system", "in-use"],
  );
});

test("a stage without a picture says why and what happens next", () => {
  for (const camera of STATES) {
    const [title, more] = noPicture(
      callView({ state: "connected", client: { microphone: "granted", camera } }),
      "Emily",
    );
    assert.ok(title && more, camera);
  }
  assert.equal(
    noPicture(callView({ state: "connected", client: { microphone: "granted", camera: "off" } }), "Emily")[0],
    "Emily’s camera is off",
  );
  assert.equal(noPicture(callView({ state: "accepted" }), "Emily")[0], "Connecting");
  const untold = { microphone: "not-asked", camera: "not-asked" };
  assert.equal(noPicture(callView({ state: "connected", client: untold }), "Emily")[0], "Connecting");
});

test("how asking for a call went is told in the words of the contract", () => {
  const state = (change) => outcome(callView(change), "Emily").state;
  assert.equal(state({ state: "declined" }), "declined");
  assert.equal(state({ state: "expired" }), "no-answer");
  assert.equal(state({ state: "cancelled" }), "withdrawn");
  assert.equal(state({ state: "failed" }), "failed");
  assert.equal(state({ state: "ended" }), "ended");
  assert.equal(outcome(callView({ state: "declined", ended_by: "operator" }), "Emily").title, "You said not now");
  const titles = ["declined", "cancelled"].map(
    (state) => outcome(callView({ state, ended_by: "operator" }), "Emily", "Boris Novak").title,
  );
  assert.deepEqual(titles, ["Boris Novak said not now", "Boris Novak withdrew the request"]);
  assert.equal(
    outcome(callView({ state: "declined", reason: "no-microphone" }), "Emily").more,
    "There’s no microphone.",
  );
});

test("time left is rounded up and never below zero, time passed never below zero", () => {
  const now = Date.parse("2026-11-22T14:00:00Z");
  assert.equal(left("2026-11-22T14:00:41.200Z", now), 42_000);
  assert.equal(left("2026-11-22T13:59:00Z", now), 0);
  assert.equal(left(null, now), 0);
  assert.equal(since("2026-11-22T13:59:00Z", now), 60_000);
  assert.equal(since("2026-11-22T14:01:00Z", now), 0);
});

test("a waiting client is called what has to be done for them", () => {
  const words = (change) => [kindWord({ entry: "videocall", ...change }), kindIcon({ entry: "videocall", ...change })];
  assert.deepEqual(words({}), ["Video call", "video"]);
  assert.deepEqual(words({ callback: {} }), ["Call back", "phone-incoming"]);
  assert.deepEqual(words({ message: true }), ["Message left", "mail"]);
});
