import assert from "node:assert/strict";
import { test } from "node:test";
import { Media } from "../../../static/contactcenter/call/media.js";
import { Devices, Permissions, refusal, settled, Stream } from "./fakes.js";

const BOTH = ["microphone", "camera"];

function open({ devices = new Devices(), permissions = new Permissions(), document = {}, now } = {}) {
  const media = new Media({ devices, permissions, document, choices: () => ({}), gather: (tracks) => new Stream(tracks), now });
  return { media, devices, permissions };
}
const states = ({ microphone, camera }) => [microphone, camera];

test("both devices are asked for in one prompt", async () => {
  const { media, devices } = open();
  const answer = devices.hold();
  const opened = media.open(BOTH);
  await settled();
  assert.deepEqual(states(media), ["asking", "asking"]);
  answer();
  await opened;
  assert.deepEqual(devices.wishes, [["audio", "video"]]);
  assert.deepEqual(states(media), ["granted", "granted"]);
});

test("what was looked at beforehand lets the browser ask in the moment of the press", async () => {
  const { media, devices } = open();
  await media.prepare();
  assert.deepEqual([devices.wishes, states(media)], [[], ["not-asked", "not-asked"]]);
  media.open(BOTH);
  assert.deepEqual(devices.wishes, [["audio", "video"]]);
});

test("what was looked at beforehand never hinders: a camera plugged in meanwhile is asked for", async () => {
  const { media, devices } = open();
  devices.plugged = ["audioinput"];
  await media.prepare();
  devices.plugged = ["audioinput", "videoinput"];
  await media.open(BOTH);
  assert.deepEqual(devices.wishes, [["audio", "video"]]);
});

test("a camera that is off by default is asked for and released at once", async () => {
  const { media, devices } = open();
  await media.open(BOTH, ["microphone"]);
  assert.deepEqual(states(media), ["granted", "off"]);
  assert.deepEqual(devices.opened.map(({ readyState }) => readyState), ["live", "ended"]);
});

test("without a camera the microphone alone is asked for", async () => {
  const devices = new Devices();
  devices.plugged = ["audioinput"];
  const { media } = open({ devices });
  await media.open(BOTH);
  assert.deepEqual(devices.wishes, [["audio"]]);
  assert.deepEqual(states(media), ["granted", "no-device"]);
});

test("a camera in use by another program does not take the microphone along", async () => {
  const devices = new Devices();
  devices.refuse = (wish) => wish.includes("video") && refusal("NotReadableError");
  const { media } = open({ devices });
  await media.open(BOTH);
  assert.deepEqual(states(media), ["granted", "in-use"]);
});

test("a person who says no to both is not asked again, and media starts when the block is lifted", async () => {
  const { media, devices, permissions } = open({ now: () => 0, document: { featurePolicy: { allowsFeature: () => true } } });
  devices.refuse = () => refusal("NotAllowedError", "Permission denied");
  await media.open(BOTH);
  assert.deepEqual(states(media), ["blocked-person", "blocked-person"]);
  assert.equal(devices.wishes.length, 1);
  devices.refuse = () => null;
  permissions.set("microphone", "granted");
  permissions.set("camera", "granted");
  await settled();
  assert.deepEqual(states(media), ["granted", "granted"]);
});

for (const [what, options, error, state] of [
  ["the page does not allow it", { document: { featurePolicy: { allowsFeature: () => false } } }, null, "blocked-page"],
  ["the browser says so beforehand", { permissions: new Permissions({ microphone: "denied" }) }, null, "blocked-person"],
  ["the system forbids it", {}, refusal("NotAllowedError", "Permission denied by system"), "blocked-system"],
  ["the person says no", {}, refusal("NotAllowedError", "Permission denied"), "blocked-person"],
  ["there is none", {}, refusal("NotFoundError"), "no-device"],
  ["another program has it", {}, refusal("NotReadableError"), "in-use"],
]) {
  test(`the microphone is ${state} when ${what}`, async () => {
    const { media, devices } = open(options);
    devices.refuse = () => error;
    await media.open(["microphone"]);
    assert.equal(media.microphone, state);
  });
}

test("in a frame of a silent browser, a refusal faster than a person is the page's", async () => {
  const frame = { defaultView: { parent: {} } };
  const { media, devices } = open({ document: frame, now: () => 0 });
  devices.refuse = () => refusal("NotAllowedError");
  await media.open(["camera"]);
  assert.equal(media.camera, "blocked-page");
});

test("a muted microphone keeps its track and sends silence", async () => {
  const { media } = open();
  await media.open(["microphone"]);
  const track = media.track("microphone");
  await media.setMicrophone(false);
  assert.deepEqual([media.microphone, track.enabled, track.readyState], ["muted", false, "live"]);
  await media.setMicrophone(true);
  assert.deepEqual([media.microphone, track.enabled], ["granted", true]);
});

test("a camera that was pulled out is lost, and comes back when it is plugged in again", async () => {
  const { media, devices } = open();
  await media.open(BOTH);
  devices.plugged = ["audioinput"];
  media.track("camera").pull();
  await settled();
  assert.equal(media.camera, "lost");
  devices.dispatchEvent(new Event("devicechange"));
  await settled();
  assert.deepEqual(states(media), ["granted", "lost"]);
  devices.plugged = ["audioinput", "videoinput"];
  devices.dispatchEvent(new Event("devicechange"));
  await settled();
  assert.deepEqual(states(media), ["granted", "granted"]);
});

test("a permission taken back while the camera is on is the person's block", async () => {
  const { media, permissions } = open({ permissions: new Permissions({ camera: "granted" }) });
  await media.open(["camera"]);
  permissions.set("camera", "denied");
  media.track("camera").pull();
  await settled();
  assert.equal(media.camera, "blocked-person");
});

test("what is answered after the end is released", async () => {
  const { media, devices } = open();
  const answer = devices.hold();
  const opened = media.open(BOTH);
  await settled();
  media.close();
  answer();
  await opened;
  assert.deepEqual(devices.opened.map(({ readyState }) => readyState), ["ended", "ended"]);
  assert.deepEqual([...states(media), media.stream], ["not-asked", "not-asked", null]);
});
