// What both sides are shown of the client's camera as a tool: only what it has, and what is asked or allowed.

import "../templates.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { markup, words } from "../templates.js";

const { cameraPermission, cameraTools } = await import("../../../static/contactcenter/ui/widget/camera.js");
const { clientCamera } = await import("../../../static/contactcenter/ui/console/call/client_camera.js");

const NONE = { facing: "", flip: false, torch: "none", zoom: null };
const ZOOM = { least: 100, most: 400, step: 1, now: 150 };
const FRONT = { ...NONE, facing: "user", flip: true };
const BACK = { facing: "environment", flip: true, torch: "off", zoom: ZOOM };
const act = {};

const own = (ownCamera, { asked = "", allowed = false, ...change } = {}) => ({
  camera: "granted",
  screen: false,
  flipping: false,
  ownCamera,
  call: { id: "c1", camera: { asked, allowed } },
  ...change,
});
const session = (events = []) => ({ id: "s1", client: { name: "Emily Carter" }, events });
const page = (clientCamera, { asked = "", allowed = false } = {}) => ({
  busy: new Set(),
  call: { call: { id: "c1", camera: { asked, allowed } }, clientCamera },
});
const step = (move, role = "client") => ({ type: "call.changed", move, by: { role }, call: { id: "c1" } });
const operatorSees = (camera, permission, events) =>
  words(clientCamera(page(camera, permission), act, session(events), "Emily"))
    .replace(/\s+/g, " ")
    .trim();

test("a camera without another side, light or zoom has no tools", () => {
  for (const view of [own(null), own(NONE), own(BACK, { camera: "off" }), own(BACK, { screen: true })])
    assert.equal(markup(cameraTools(view, act)), "");
});

test("a front camera can be flipped, a back camera lit and zoomed, too", () => {
  const front = markup(cameraTools(own(FRONT), act));
  assert.match(front, /Use the back camera/);
  assert.doesNotMatch(front, /torch|camera-zoom/);
  const back = markup(cameraTools(own(BACK), act));
  for (const part of [/Use the front camera/, /Turn the light on/, /1\.5×/]) assert.match(back, part);
  assert.match(markup(cameraTools(own({ ...BACK, torch: "on" }), act)), /Turn the light off/);
});

for (const [camera, sentence] of [
  [BACK, "Anna asks to use your camera’s light and zoom."],
  [{ ...BACK, zoom: null }, "Anna asks to turn your camera’s light on and off."],
  [{ ...BACK, torch: "none" }, "Anna asks to use your camera’s zoom."],
])
  test(`the client reads: ${sentence}`, () => {
    const shown = words(cameraPermission(own(camera, { asked: "control" }), act, "Anna"));
    assert.ok(shown.includes(sentence), shown);
    assert.match(shown, /Allow.*Not now/s);
  });

test("the client is asked for the camera that isn't on", () => {
  const asks = (camera) => words(cameraPermission(own(camera, { asked: "flip" }), act, "Anna"));
  assert.match(asks(FRONT), /Anna asks you to switch to the back camera\./);
  assert.match(asks(BACK), /Anna asks you to switch to the front camera\./);
});

test("what was allowed stays in sight, with a way to take it back", () => {
  const shown = words(cameraPermission(own(BACK, { allowed: true }), act, "Anna"));
  assert.match(shown, /Anna can use your camera’s light and zoom\..*Take back/s);
  assert.equal(words(cameraPermission(own(BACK), act, "Anna")).trim(), "");
});

test("a call from a server before the permission existed shows none", () => {
  assert.equal(words(cameraPermission({ ...own(BACK), call: { id: "c1" } }, act, "Anna")).trim(), "");
});

test("the operator sees nothing of a camera that has nothing, and asks only for what there is", () => {
  assert.equal(operatorSees(null), "");
  assert.equal(operatorSees(NONE), "");
  assert.equal(operatorSees(FRONT), "Ask for the back camera");
  assert.equal(operatorSees(BACK), "Ask to use light and zoom Ask for the front camera");
  assert.equal(operatorSees({ ...BACK, zoom: null, flip: false }), "Ask to use the light");
  assert.equal(operatorSees({ ...BACK, torch: "none", flip: false }), "Ask to use the zoom");
});

test("the operator has the controls only once they are allowed", () => {
  const before = markup(clientCamera(page(BACK, { asked: "control" }), act, session(), "Emily"));
  assert.doesNotMatch(before, /client-torch|type="range"/);
  assert.match(words(before), /Asked Emily for the camera’s controls.*Withdraw/s);
  const after = markup(clientCamera(page(BACK, { allowed: true }), act, session(), "Emily"));
  for (const part of [/Turn Emily’s light on/, /Zoom of Emily’s camera/, /Give the camera’s control back/])
    assert.match(after, part);
  const flipped = operatorSees(FRONT, { allowed: true });
  assert.equal(flipped, "Ask for the back camera", "the front camera has neither light nor zoom");
});

for (const [move, sentence] of [
  ["control-decline", "Emily didn’t allow it"],
  ["flip-decline", "Emily doesn’t want to switch"],
  ["control-end", "Emily took it back"],
])
  test(`the operator reads: ${sentence}`, () => {
    assert.ok(operatorSees(BACK, {}, [step("control-ask", "operator"), step(move)]).endsWith(sentence));
    assert.ok(!operatorSees(BACK, {}, [step(move), step("flip-ask", "operator")]).includes(sentence));
    assert.ok(!operatorSees(BACK, {}, [{ ...step(move), call: { id: "c0" } }]).includes(sentence));
  });
