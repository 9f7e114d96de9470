import assert from "node:assert/strict";
import { test } from "node:test";
import { RemoteCamera } from "../../../../static/contactcenter/call/camera/remote.js";
import { settled } from "../fakes.js";

const STATE = { facing: "environment", flip: true, torch: "off", zoom: null };
const running = (change = {}) => ({
  id: "c1",
  client_leg: "client-tab",
  operator_leg: "operator-tab",
  client: { microphone: "granted", camera: "granted", screen: false },
  camera: { asked: "", allowed: false },
  ...change,
});

function side(role, { state = STATE } = {}) {
  const sent = [];
  const wire = Object.assign(new EventTarget(), { send: async (command) => void sent.push(command) });
  const controls = Object.assign(new EventTarget(), { view: state, done: [], set: (wish) => controls.done.push(wish) });
  const media = {
    controls,
    flips: 0,
    async flip() {
      media.flips += 1;
    },
  };
  const camera = new RemoteCamera({
    role,
    wire,
    media,
    act: async (command) => {
      sent.push(command);
      return !media.refused;
    },
    change: () => undefined,
  });
  const hear = (detail) => wire.dispatchEvent(new CustomEvent("event", { detail }));
  const become = (view) => {
    controls.view = view;
    controls.dispatchEvent(new Event("change"));
  };
  return { camera, wire, sent, media, controls, hear, become };
}

test("the client reports what its camera can do, once, and again when it changes", () => {
  const { camera, sent, become } = side("client");
  camera.follow(running(), "client-tab");
  camera.follow(running(), "client-tab");
  assert.deepEqual(sent, [{ type: "camera.state", call: "c1", leg: "client-tab", camera: STATE }]);
  become({ ...STATE, torch: "on" });
  become(null);
  assert.deepEqual(
    sent.slice(1).map((command) => command.camera?.torch ?? null),
    ["on", null],
  );
});

test("an operator who reloaded, and a socket that was away, hear it again", () => {
  const { camera, sent } = side("client");
  camera.follow(running(), "client-tab");
  camera.follow(running({ operator_leg: "new-tab" }), "client-tab");
  camera.repeat();
  assert.equal(sent.length, 3);
});

test("nothing is reported before there is a camera, an operator or a call, nor after it", () => {
  const { camera, sent, become } = side("client", { state: null });
  become(STATE);
  camera.follow(running({ operator_leg: null }), "client-tab");
  become(null);
  camera.follow(running(), "client-tab");
  assert.deepEqual(sent, []);
  camera.stop();
  become(STATE);
  assert.deepEqual(sent, []);
});

test("a report that didn't get through is sent again", async () => {
  const { camera, wire, sent } = side("client");
  const { send } = wire;
  wire.send = async () => Promise.reject(new Error("call.alone"));
  camera.follow(running(), "client-tab");
  await settled();
  wire.send = send;
  camera.follow(running(), "client-tab");
  assert.equal(sent.length, 1);
});

test("the client does what the operator sets only while it's allowed, and only in this call", () => {
  const { camera, controls, hear } = side("client");
  const set = { type: "camera.set", call: "c1", torch: true, zoom: null };
  camera.follow(running(), "client-tab");
  hear(set);
  camera.follow(running({ camera: { asked: "control", allowed: false } }), "client-tab");
  hear(set);
  assert.deepEqual(controls.done, []);
  camera.follow(running({ camera: { asked: "", allowed: true } }), "client-tab");
  hear(set);
  hear({ ...set, call: "c0" });
  assert.deepEqual(controls.done, [{ torch: true, zoom: null }]);
  camera.follow(running(), "client-tab");
  hear(set);
  assert.equal(controls.done.length, 1);
});

test("who agrees to flip flips; who doesn't, or whom the server refuses, stays", async () => {
  const { camera, media, sent } = side("client");
  camera.follow(running({ camera: { asked: "flip", allowed: false } }), "client-tab");
  await camera.answer("flip", false);
  await camera.answer("control", true);
  assert.equal(media.flips, 0);
  await camera.answer("flip", true);
  assert.equal(media.flips, 1);
  media.refused = true;
  await camera.answer("flip", true);
  assert.equal(media.flips, 1);
  assert.deepEqual(sent.at(-1), { type: "camera.answer", call: "c1", leg: "client-tab", what: "flip", yes: true });
});

const report = (change = {}) => ({ type: "camera.state", call: "c1", leg: "client-tab", camera: STATE, ...change });
const off = { microphone: "granted", camera: "off", screen: false };

test("the operator has the report while the camera is on and the same tab carries the client's side", () => {
  const { camera, hear } = side("operator");
  camera.follow(running(), "operator-tab");
  hear(report());
  assert.deepEqual(camera.state, STATE);
  camera.follow(running({ client: off }), "operator-tab");
  assert.equal(camera.state, null);
  camera.follow(running({ client_leg: "new-tab" }), "operator-tab");
  assert.equal(camera.state, null);
  camera.follow(running({ id: "c2" }), "operator-tab");
  assert.equal(camera.state, null);
});

test("a report that is faster than the news of the call, the tab or the camera isn't lost", () => {
  const { camera, hear } = side("operator");
  hear(report());
  assert.equal(camera.state, null);
  camera.follow(running({ client: off }), "operator-tab");
  camera.follow(running(), "operator-tab");
  assert.deepEqual(camera.state, STATE);
  hear(report({ leg: "new-tab", camera: { ...STATE, torch: "on" } }));
  assert.equal(camera.state, null);
  camera.follow(running({ client_leg: "new-tab" }), "operator-tab");
  assert.equal(camera.state.torch, "on");
});

test("what is set before the news of the permission is done: the client has just given it", async () => {
  const { camera, controls, hear } = side("client");
  const set = { type: "camera.set", call: "c1", torch: true, zoom: null };
  camera.follow(running({ camera: { asked: "control", allowed: false } }), "client-tab");
  await camera.answer("control", true);
  hear(set);
  assert.equal(controls.done.length, 1);
  camera.follow(running({ camera: { asked: "", allowed: true } }), "client-tab");
  camera.follow(running(), "client-tab");
  hear(set);
  assert.equal(controls.done.length, 1);
});

test("of a slider's many values the operator's tab sends the newest when the last is answered", async () => {
  const { camera, wire } = side("operator");
  const sent = [];
  let answer;
  wire.send = (command) => {
    sent.push(command.zoom);
    return new Promise((done) => (answer = done));
  };
  camera.follow(running({ camera: { asked: "", allowed: true } }), "operator-tab");
  camera.set({ zoom: 2 });
  for (const zoom of [3, 4, 5]) camera.set({ zoom });
  answer();
  await settled();
  assert.deepEqual(sent, [2, 5]);
  answer();
});

test("a setting that is refused keeps nobody from the next one", async () => {
  const { camera, wire } = side("operator");
  const sent = [];
  wire.send = async (command) => {
    sent.push(command.torch);
    throw new Error("camera.forbidden");
  };
  camera.follow(running(), "operator-tab");
  await camera.set({ torch: true });
  await camera.set({ torch: false });
  assert.deepEqual(sent, [true, false]);
});
