import assert from "node:assert/strict";
import { test } from "node:test";
import { Flipped } from "../../../../static/contactcenter/call/devices/flipped.js";
import { Media } from "../../../../static/contactcenter/call/devices/media.js";
import { Clock, Permissions, refusal, settled, Stream, Track } from "../fakes.js";

const FACING = { front: "user", back: "environment" };

/** A phone: two cameras, of which one at a time can be open. */
class Phone extends EventTarget {
  opened = [];
  broken = new Set();
  wishes = [];
  /** The browser itself knows where they face; otherwise only their names tell. */
  knows = true;

  async enumerateDevices() {
    return Object.entries(FACING).map(([deviceId, facing]) => ({
      kind: "videoinput",
      deviceId,
      label: `facing ${deviceId}`,
      ...(this.knows && { getCapabilities: () => ({ facingMode: [facing] }) }),
    }));
  }

  async getUserMedia({ audio, video }) {
    if (!video) return new Stream([new Track("audio")]);
    this.wishes.push(video);
    const which =
      video.deviceId?.exact ?? Object.keys(FACING).find((name) => FACING[name] === (video.facingMode?.exact ?? "user"));
    if (!FACING[which]) throw refusal("OverconstrainedError");
    await this.answered;
    if (this.broken.has(which) || this.opened.some(({ readyState }) => readyState === "live"))
      throw refusal("NotReadableError");
    const track = Object.assign(new Track("video"), {
      label: `facing ${which}`,
      getSettings: () => ({ deviceId: which, ...(this.knows && { facingMode: FACING[which] }) }),
    });
    this.opened.push(track);
    return new Stream(audio ? [new Track("audio"), track] : [track]);
  }
}

const storage = () => {
  const values = new Map();
  return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => values.set(key, value) };
};

async function filming({ devices = new Phone(), keeps = storage(), choices = {} } = {}) {
  const media = new Media({
    devices,
    permissions: new Permissions({ microphone: "granted", camera: "granted" }),
    document: {},
    choices: () => choices,
    gather: (tracks) => new Stream(tracks),
    timers: new Clock(),
    flipped: new Flipped(keeps),
  });
  await media.open(["microphone", "camera"]);
  await settled();
  return { media, devices, keeps };
}
const which = ({ controls }) => controls.view?.facing ?? null;
const whats = ({ notices }) => notices.map(({ what }) => what);

for (const knows of [true, false])
  test(`the first camera is closed before the other is opened: ${knows ? "known" : "by name"}`, async () => {
    const devices = Object.assign(new Phone(), { knows });
    const { media } = await filming({ devices });
    const states = [];
    media.addEventListener("change", () => states.push(media.camera));
    await media.flip();
    assert.equal(which(media), "environment");
    assert.deepEqual(
      devices.opened.map(({ readyState }) => readyState),
      ["ended", "live"],
    );
    assert.deepEqual(new Set(states), new Set(["granted"]), "to the other side the camera is on all the time");
    assert.deepEqual(whats(media), []);
    await media.flip();
    assert.equal(which(media), "user");
  });

test("if the other one doesn't open the first is opened again, and its owner told", async () => {
  const { media, devices } = await filming();
  devices.broken.add("back");
  await media.flip();
  assert.deepEqual([which(media), media.camera, whats(media)], ["user", "granted", ["unflipped"]]);
  devices.broken.clear();
  await media.flip();
  assert.equal(which(media), "environment");
});

test("if neither opens any more the camera's state says so, and it comes back by itself", async () => {
  const { media, devices } = await filming();
  devices.broken.add("back").add("front");
  await media.flip();
  assert.equal(media.camera, "in-use");
  devices.broken.clear();
  devices.dispatchEvent(new Event("devicechange"));
  await settled();
  assert.deepEqual([media.camera, which(media)], ["granted", "user"]);
});

test("a second press while the cameras change is none", async () => {
  const { media, devices } = await filming();
  let answer;
  devices.answered = new Promise((done) => (answer = done));
  const first = media.flip();
  await settled();
  assert.equal(media.flipping, true);
  await media.flip();
  answer();
  await first;
  assert.deepEqual([which(media), media.flipping], ["environment", false]);
});

test("a camera turned off while it is being changed stays off", async () => {
  const { media, devices } = await filming();
  let answer;
  devices.answered = new Promise((done) => (answer = done));
  const flip = media.flip();
  await settled();
  await media.setCamera(false);
  answer();
  await flip;
  assert.equal(media.camera, "off");
  assert.ok(devices.opened.every(({ readyState }) => readyState === "ended"));
});

test("a camera turned off and on again is still the one flipped to; after the call it isn't", async () => {
  const { media } = await filming();
  await media.flip();
  await media.setCamera(false);
  await media.setCamera(true);
  await settled();
  assert.equal(which(media), "environment");
  media.close();
  await media.open(["camera"]);
  assert.equal(which(media), "user");
});

test("a reload keeps it", async () => {
  const { media, devices, keeps } = await filming();
  await media.flip();
  for (const track of devices.opened) track.stop();
  const { media: again } = await filming({ devices, keeps });
  assert.deepEqual([which(again), whats(again)], ["environment", []]);
});

test("a reload without that camera falls back to any", async () => {
  const { media, devices, keeps } = await filming();
  await media.flip();
  for (const track of devices.opened) track.stop();
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    if (wanted.video?.facingMode) throw refusal("OverconstrainedError");
    return open(wanted);
  };
  const { media: again } = await filming({ devices, keeps });
  assert.equal(again.camera, "granted");
});

test("flipping away from a chosen camera isn't told as its loss, and choosing one ends the flip", async () => {
  const choices = { camera: "front" };
  const { media } = await filming({ choices });
  await media.flip();
  assert.deepEqual([which(media), whats(media), media.choices().camera], ["environment", [], "back"]);
  await media.follow({ camera: "front" });
  assert.equal(which(media), "user");
});

test("a device whose cameras all face the same way isn't touched", async () => {
  const devices = new Phone();
  devices.enumerateDevices = async () => [{ kind: "videoinput", deviceId: "front", label: "facing front" }];
  const { media } = await filming({ devices });
  await media.flip();
  assert.deepEqual([devices.opened.length, which(media)], [1, "user"]);
});
