import assert from "node:assert/strict";
import { test } from "node:test";
import { wishes } from "../../../../static/contactcenter/call/devices/initial.js";
import { callView } from "../../views.js";

const defaults = { client_microphone: true, client_camera: false, operator_microphone: true, operator_camera: true };
const on = (call, before) => wishes(callView({ prompt: false, defaults, ...call }), "client", before).on;

test("another page goes on as the one before left off", () => {
  assert.deepEqual(on({}, { microphone: "muted", camera: "granted" }), ["camera"]);
  assert.deepEqual(on({}, { microphone: "granted", camera: "off" }), ["microphone"]);
});

test("a camera that never came on is not turned on by going over to another page", () => {
  assert.deepEqual(on({}, { microphone: "blocked-page", camera: "blocked-page" }), ["microphone"]);
  assert.deepEqual(on({ prompt: true, video: true }, { microphone: "blocked-page", camera: "blocked-page" }), [
    "microphone",
    "camera",
  ]);
});
