import assert from "node:assert/strict";
import { test } from "node:test";
import { CameraControls, withinRange } from "../../../../static/contactcenter/call/camera/controls.js";
import { Clock, settled, Track } from "../fakes.js";

const RANGE = { least: 1, most: 8, step: 0.1, now: 1 };

/** A camera with a light and a zoom, as browsers show them. */
class Camera extends Track {
  able = { torch: true, zoom: { min: 1, max: 8, step: 0.1 }, facingMode: ["environment"] };
  now = { facingMode: "environment", torch: false, zoom: 1 };
  asked = [];
  refuse = () => false;

  constructor() {
    super("video");
  }

  getCapabilities() {
    return this.able;
  }

  getSettings() {
    return { deviceId: "b", ...this.now };
  }

  getConstraints() {
    return this.kept ?? {};
  }

  async applyConstraints(constraints) {
    this.asked.push(constraints);
    await this.waits;
    if (this.refuse(constraints)) throw new Error("refused");
    for (const set of constraints.advanced ?? []) this.now = { ...this.now, ...set };
  }
}

function follow(camera = new Camera(), list = []) {
  const clock = new Clock();
  const devices = Object.assign(new EventTarget(), { enumerateDevices: async () => list });
  const controls = new CameraControls({ devices, timers: clock });
  controls.follow(camera);
  return { controls, camera, clock, devices, list };
}

for (const [value, is] of [
  [3.14, 3.1],
  [0, 1],
  [-5, 1],
  [100, 8],
  [8, 8],
])
  test(`a zoom of ${value} is set as ${is}`, () => assert.equal(withinRange(value, RANGE), is));

test("a range whose last step is cut off isn't left", () => {
  assert.equal(withinRange(10, { least: 1, most: 10, step: 4, now: 1 }), 9);
  assert.equal(withinRange(9.5, { least: 1, most: 9.5, step: 4, now: 1 }), 9);
  assert.equal(withinRange(11, { least: 1, most: 10, step: 0, now: 1 }), 10);
});

test("light and zoom are shown as the camera has them, and none without a camera", () => {
  const { controls } = follow();
  assert.deepEqual(controls.view, { facing: "environment", flip: false, torch: "off", zoom: RANGE });
  controls.follow(null);
  assert.equal(controls.view, null);
});

test("a camera without either has neither", () => {
  const camera = new Camera();
  Object.assign(camera, { able: { zoom: { min: 1, max: 1 } }, now: {} });
  assert.deepEqual(follow(camera).controls.view, { facing: "", flip: false, torch: "none", zoom: null });
  assert.deepEqual(follow(new Track("video")).controls.view, { facing: "", flip: false, torch: "none", zoom: null });
});

test("what a phone tells only later is noticed", () => {
  const camera = new Camera();
  const { able } = camera;
  camera.able = {};
  const { controls, clock } = follow(camera);
  assert.equal(controls.view.torch, "none");
  camera.able = able;
  clock.pass(500);
  assert.equal(controls.view.torch, "off");
});

test("the light is switched, the zoom kept, and the view follows", async () => {
  const { controls, camera } = follow();
  camera.kept = { width: { ideal: 1280 } };
  let told = 0;
  controls.addEventListener("change", () => (told += 1));
  await controls.set({ torch: true });
  assert.deepEqual(camera.asked, [{ width: { ideal: 1280 }, advanced: [{ torch: true, zoom: 1 }] }]);
  assert.deepEqual([controls.view.torch, told], ["on", 1]);
  await controls.set({ zoom: 2 });
  assert.deepEqual(camera.now, { facingMode: "environment", torch: true, zoom: 2 });
});

test("a browser that refuses both kinds of constraints in one is asked for this kind alone", async () => {
  const { controls, camera } = follow();
  camera.kept = { width: { ideal: 1280 } };
  camera.refuse = ({ width }) => Boolean(width);
  await controls.set({ zoom: 2 });
  assert.deepEqual(camera.asked.at(-1), { advanced: [{ torch: false, zoom: 2 }] });
  assert.equal(controls.view.zoom.now, 2);
});

test("what the camera refuses stays as it was", async () => {
  const { controls, camera } = follow();
  camera.refuse = () => true;
  await controls.set({ torch: true });
  assert.equal(controls.view.torch, "off");
});

test("a browser that doesn't tell the light's state shows what was set", async () => {
  const { controls, camera } = follow();
  const all = camera.getSettings.bind(camera);
  camera.getSettings = () => ({ ...all(), torch: undefined });
  await controls.set({ torch: true });
  assert.equal(controls.view.torch, "on");
});

test("of a slider's many values only the newest waits while one is applied", async () => {
  const { controls, camera } = follow();
  let go;
  camera.waits = new Promise((done) => (go = done));
  controls.set({ zoom: 2 });
  for (const zoom of [3, 4, 5]) controls.set({ zoom });
  go();
  await settled();
  assert.deepEqual(
    camera.asked.map(({ advanced }) => advanced[0].zoom),
    [2, 5],
  );
});

test("nothing is asked of a camera that has nothing to set", async () => {
  const camera = new Camera();
  camera.able = {};
  const { controls } = follow(camera);
  await controls.set({ torch: true, zoom: 3 });
  assert.deepEqual(camera.asked, []);
});

test("another camera begins anew: the light that was set belonged to the first", async () => {
  const { controls } = follow();
  await controls.set({ torch: true });
  controls.follow(new Camera());
  assert.equal(controls.view.torch, "off");
});

test("a camera that is plugged in and faces the other way can be flipped to", async () => {
  const { controls, list, devices } = follow();
  await settled();
  assert.equal(controls.view.flip, false);
  list.push({ kind: "videoinput", deviceId: "f", label: "facing front" });
  devices.dispatchEvent(new Event("devicechange"));
  await settled();
  assert.deepEqual([controls.view.flip, controls.other], [true, { camera: "f" }]);
});
