// Which track of a camera may be shown: none that shows the room while it is to be blurred, unless the other side has
// seen it already.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Background, canPaint, PATIENCE } from "../../../../static/contactcenter/call/devices/background.js";
import { Media } from "../../../../static/contactcenter/call/devices/media.js";
import { Report } from "../../../../static/contactcenter/call/leg_report.js";
import { Clock, Devices, Permissions, settled, Stream, Track } from "../fakes.js";

const camera = () => new Track("video");

/** A background whose painter comes when the test says so. */
function made({ wanted = true } = {}) {
  const [clock, asked, choice] = [new Clock(), [], { wanted }];
  const paint = (told) =>
    new Promise((resolve, reject) =>
      asked.push({
        told,
        fed: [],
        closed: false,
        output: camera(),
        come() {
          resolve({ output: this.output, feed: (track) => this.fed.push(track), close: () => (this.closed = true) });
          return settled();
        },
        fail() {
          reject(new Error("away"));
          return settled();
        },
      }),
    );
  const background = new Background({ wanted: () => choice.wanted, paint, timers: clock });
  const ended = [];
  background.addEventListener("ended", ({ detail }) => ended.push(detail));
  return { background, clock, asked, choice, ended };
}

test("while it is not wanted the camera is shown as it is, and nothing is fetched", async () => {
  const { background, asked } = made({ wanted: false });
  const plain = camera();
  background.follow(plain);
  await settled();
  assert.deepEqual([background.shown, background.view.state, asked.length], [plain, "off", 0]);
});

test("a camera that is to be blurred is shown to nobody before it is", async () => {
  const { background, asked } = made();
  const plain = camera();
  background.follow(plain);
  assert.deepEqual([background.shown, background.view.state], [null, "loading"]);
  asked[0].told.progress(0.4);
  assert.equal(background.view.progress, 0.4);
  await asked[0].come();
  assert.deepEqual([background.shown, background.view.state], [asked[0].output, "on"]);
  assert.deepEqual(asked[0].fed, [plain]);
});

test("a camera that the other side has seen goes on while the blur is fetched; the next one does not", async () => {
  const { background, asked, choice } = made({ wanted: false });
  const [plain, other] = [camera(), camera()];
  background.follow(plain);
  background.sent(plain);
  choice.wanted = true;
  background.follow(plain);
  assert.equal(background.shown, plain);
  background.follow(other);
  assert.equal(background.shown, null);
  await asked[0].come();
  assert.deepEqual([background.shown, asked[0].fed], [asked[0].output, [other]]);
});

test("another camera is drawn on the same track, and none is drawn while it is off", async () => {
  const { background, asked } = made();
  const [first, second] = [camera(), camera()];
  background.follow(first);
  await asked[0].come();
  background.follow(null);
  assert.equal(background.shown, null);
  background.follow(second);
  await settled();
  assert.deepEqual([background.shown, asked[0].fed, asked.length], [asked[0].output, [first, null, second], 1]);
});

test("switched off, the camera is shown as it is and the worker goes", async () => {
  const { background, asked, choice } = made();
  const plain = camera();
  background.follow(plain);
  await asked[0].come();
  choice.wanted = false;
  background.follow(plain);
  assert.deepEqual([background.shown, background.view.state, asked[0].closed], [plain, "off", true]);
});

test("what comes after it was switched off is let go at once", async () => {
  const { background, asked, choice } = made();
  background.follow(camera());
  choice.wanted = false;
  background.follow(null);
  await asked[0].come();
  assert.deepEqual([asked[0].closed, background.view.state], [true, "off"]);
});

test("a device that is too slow ends it, and it stays so until it is asked for again", async () => {
  const { background, asked, ended } = made();
  const plain = camera();
  background.follow(plain);
  await asked[0].come();
  asked[0].told.slow();
  assert.deepEqual([background.view.state, background.shown, asked[0].closed, ended], ["slow", plain, true, ["slow"]]);
  background.follow(plain);
  assert.equal(background.view.state, "slow");
  background.again();
  background.follow(plain);
  assert.equal(background.view.state, "loading");
});

test("what cannot be fetched is told apart: whether the room has been seen, or nobody saw this camera", async () => {
  const seen = made({ wanted: false });
  const plain = camera();
  seen.background.follow(plain);
  seen.background.sent(plain);
  seen.choice.wanted = true;
  seen.background.follow(plain);
  await seen.asked[0].fail();
  assert.deepEqual([seen.ended, seen.background.view.state, seen.background.shown], [["failed"], "failed", plain]);

  const unseen = made();
  unseen.background.follow(camera());
  await unseen.asked[0].fail();
  assert.deepEqual(unseen.ended, ["hidden"]);

  const off = made();
  off.background.follow(camera());
  off.background.follow(null);
  await off.asked[0].fail();
  assert.deepEqual(off.ended, ["hidden"], "turned on again it would show the room: that is said");
});

test("whoever waits for it waits a while and no longer", async () => {
  const { background, clock, asked, ended } = made();
  background.follow(camera());
  clock.pass(PATIENCE - 1);
  assert.deepEqual(ended, []);
  clock.pass(1);
  assert.deepEqual([ended, background.view.state], [["hidden"], "failed"]);
  await asked[0].come();
  assert.equal(asked[0].closed, true);
});

/** A camera that blurs by itself. */
const able = (constraints = {}) =>
  Object.assign(camera(), {
    getCapabilities: () => ({ backgroundBlur: [false, true] }),
    getConstraints: () => constraints,
  });

test("a camera that blurs by itself is asked to, keeps its size, and nothing of ours is fetched", async () => {
  const { background, asked, choice } = made();
  const track = able({ width: { ideal: 640 } });
  background.follow(track);
  assert.equal(background.shown, null);
  await settled();
  assert.deepEqual([background.shown, background.view.state, asked.length], [track, "on", 0]);
  assert.deepEqual(track.constraints, { width: { ideal: 640 }, backgroundBlur: true });
  choice.wanted = false;
  background.follow(track);
  await settled();
  assert.equal(track.constraints.backgroundBlur, false);
});

test("another camera that comes while the first is being asked is asked in its turn", async () => {
  const { background } = made();
  const [first, second] = [able(), able()];
  background.follow(first);
  background.follow(second);
  await settled();
  assert.deepEqual([background.shown, second.constraints.backgroundBlur, background.view.state], [second, true, "on"]);
});

test("from a camera that blurs by itself to one that does not, nobody sees a room", async () => {
  const { background, asked } = made();
  background.follow(able());
  await settled();
  background.follow(camera());
  assert.equal(background.shown, null);
  await settled();
  await asked[0].come();
  assert.equal(background.shown, asked[0].output);
});

test("it is offered only where it can be done", () => {
  const can = { Worker: 1, WebAssembly: 1, OffscreenCanvas: 1 };
  assert.equal(canPaint(can), false);
  assert.equal(canPaint({ ...can, MediaStreamTrackProcessor: 1, MediaStreamTrackGenerator: 1 }), true);
  assert.equal(
    canPaint({ ...can, createImageBitmap: 1, HTMLCanvasElement: { prototype: { captureStream: 1 } } }),
    true,
  );
  assert.equal(made().background.offered(camera()), false);
  assert.equal(made().background.offered(able()), true);
});

/** The devices of a call whose person wants to be blurred. */
async function opened({ wanted = true } = {}) {
  const world = made({ wanted });
  const media = new Media({
    devices: new Devices(),
    permissions: new Permissions(),
    document: {},
    choices: () => ({}),
    gather: (tracks) => new Stream(tracks),
    timers: world.clock,
    background: world.background,
  });
  await media.open(["microphone", "camera"]);
  return { ...world, media };
}

test("a call gets no picture before it is blurred, and the person is shown as the other side sees them", async () => {
  const { media, asked } = await opened();
  assert.deepEqual([media.camera, media.picture, media.stream.getVideoTracks()], ["granted", null, []]);
  await asked[0].come();
  assert.equal(media.picture, asked[0].output);
  assert.deepEqual(media.stream.getVideoTracks(), [asked[0].output]);
  media.display.track = camera();
  assert.equal(media.picture, media.display.track, "a shared screen is never blurred");
  media.display.track = null;
  media.close();
  assert.deepEqual([media.picture, asked[0].closed], [null, true]);
});

test("a camera that nobody has seen is off when it cannot be blurred; turned on, it is shown", async () => {
  const { media, asked } = await opened();
  await asked[0].fail();
  assert.deepEqual([media.camera, media.picture, media.notices[0].what], ["off", null, "hidden"]);
  await media.setCamera(true);
  assert.deepEqual([media.camera, media.picture === media.track("camera")], ["granted", true]);
});

test("to the other side a camera that nobody may see yet is off", async () => {
  const said = [];
  const report = new Report(async (_type, { camera: told }) => said.push(told) > 0);
  const { media, asked } = await opened();
  await report.devices({ id: "c" }, "leg", media);
  await asked[0].come();
  await report.devices({ id: "c" }, "leg", media);
  assert.deepEqual(said, ["off", "granted"]);
});
