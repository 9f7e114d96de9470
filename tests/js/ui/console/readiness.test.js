// What the console says of the operator's own browser comes from what happens, not only from what the browser allows
// (C12).

import "../../templates.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal } from "../../call/fakes.js";

const { ReadinessWatch } = await import("../../../../static/contactcenter/console/readiness.js");

/** A browser that allows the camera and names it. */
function browser(getUserMedia) {
  const status = Object.assign(new EventTarget(), { state: "granted" });
  const mediaDevices = Object.assign(new EventTarget(), {
    enumerateDevices: async () => [{ kind: "videoinput", label: "Brio" }],
    getUserMedia,
  });
  Object.defineProperty(globalThis, "navigator", {
    configurable: true,
    value: { userAgent: "Chrome/156", permissions: { query: async () => status }, mediaDevices },
  });
  const told = [];
  const watch = new ReadinessWatch((need, state, more = "") => need === "camera" && told.push([state, more]));
  return { watch, told, status };
}

test("a camera that did not open is blocked, though the browser allows and names it", async () => {
  const { watch, told, status } = browser(async () => Promise.reject(refusal("NotReadableError")));
  await watch.follow("camera");
  await watch.test("camera");
  await watch.nameDevices();
  assert.equal(told.at(-1)[0], "blocked");
  status.dispatchEvent(new Event("change"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(told.at(-1), ["ok", "Brio"]);
});

test("a test nobody answers says where to look, whatever the permission is", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { watch, told } = browser(() => new Promise(() => {}));
  watch.allowed.add("camera");
  watch.test("camera");
  context.mock.timers.tick(1_000);
  assert.match(told.at(-1)[1], /at the left of its address bar/);
});
