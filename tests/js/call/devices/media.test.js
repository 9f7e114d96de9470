import assert from "node:assert/strict";
import { test } from "node:test";
import { Media } from "../../../../static/contactcenter/call/devices/media.js";
import { Clock, Devices, Permissions, refusal, settled, Stream } from "../fakes.js";

const BOTH = ["microphone", "camera"];

function open({ devices = new Devices(), permissions = new Permissions(), document = {}, now, choices = {} } = {}) {
  const clock = new Clock();
  const media = new Media({
    devices,
    permissions,
    document,
    choices: () => ({ ...choices }),
    gather: (tracks) => new Stream(tracks),
    now,
    timers: clock,
  });
  return { media, devices, permissions, clock, choices };
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

/** A camera that has at most so many pictures a second at its largest size, and more only at a smaller one. */
const slow = (most) => ({
  wished: [],
  getConstraints: () => ({ deviceId: { exact: "a" }, width: { ideal: 1280 } }),
  async applyConstraints(wish) {
    this.wished.push(wish);
    if (wish.frameRate?.min > most[wish.width?.ideal ?? 1280]) throw refusal("OverconstrainedError");
  },
});

for (const [what, most, sizes] of [
  ["fast enough keeps its size", { 1280: 30 }, [1280]],
  ["fast enough only when small gets smaller", { 1280: 10, 640: 30 }, [1280, 640]],
  ["never fast enough goes on as fast as it can", { 1280: 10, 640: 15 }, [1280, 640, 1280]],
])
  test(`in sign-language mode a camera that is ${what}, and has its own size again afterwards`, async () => {
    const { media, devices } = open();
    devices.give = (kind) => (kind === "video" ? slow(most) : {});
    await media.open(BOTH);
    media.sign(true);
    await settled();
    const { wished } = media.track("camera");
    assert.deepEqual(
      wished.map(({ width }) => width.ideal),
      sizes,
    );
    assert.ok(wished.every(({ frameRate, deviceId }) => frameRate.ideal === 30 && deviceId.exact === "a"));
    media.sign(false);
    await settled();
    assert.deepEqual(wished.at(-1), { deviceId: { exact: "a" }, width: { ideal: 1280 } });
  });

/** A camera whose answers come when the test says; what it was granted last is what it has. */
function waiting() {
  const asked = [];
  let has = { width: { ideal: 1280 } };
  return {
    asked,
    getConstraints: () => has,
    applyConstraints: (wish) =>
      new Promise((resolve, reject) =>
        asked.push({
          wish,
          grant: () => {
            has = wish;
            resolve();
          },
          refuse: () => reject(refusal("OverconstrainedError")),
        }),
      ),
  };
}

test("once sign-language mode is off a camera is asked for nothing more, and finds its own size", async () => {
  const { media, devices } = open();
  devices.give = (kind) => (kind === "video" ? waiting() : {});
  await media.open(BOTH);
  const { asked } = media.track("camera");
  media.sign(true);
  media.sign(false);
  asked[0].refuse();
  asked[1].grant();
  await settled();
  assert.deepEqual([asked.length, asked[1].wish], [2, { width: { ideal: 1280 } }]);

  media.sign(true);
  asked[2].refuse();
  await settled();
  asked[3].grant(); // smaller
  await settled();
  media.sign(false);
  media.sign(true);
  assert.equal(asked[5].wish.width.ideal, 1280);
});

test("a camera opened in sign-language mode is asked for its pictures, and the next call isn't in it", async () => {
  const { media } = open();
  media.sign(true);
  await media.open(BOTH);
  await settled();
  assert.equal(media.track("camera").constraints.frameRate.min, 20);
  media.close();
  await media.open(BOTH);
  await settled();
  assert.equal(media.track("camera").constraints, undefined);
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
  assert.deepEqual(
    devices.opened.map(({ readyState }) => readyState),
    ["live", "ended"],
  );
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
  const { media, devices, permissions } = open({
    now: () => 0,
    document: { featurePolicy: { allowsFeature: () => true } },
  });
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
  [
    "the browser says so beforehand",
    { permissions: new Permissions({ microphone: "denied" }) },
    refusal("NotAllowedError"),
    "blocked-person",
  ],
  [
    "the browser says that the person denied it, and it was the system",
    { permissions: new Permissions({ microphone: "denied" }) },
    refusal("NotAllowedError", "Permission denied by system"),
    "blocked-system",
  ],
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
  const { media, devices, permissions } = open({ permissions: new Permissions({ camera: "granted" }) });
  await media.open(["camera"]);
  permissions.set("camera", "denied");
  devices.refuse = () => refusal("NotAllowedError", "Permission denied");
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
  assert.deepEqual(
    devices.opened.map(({ readyState }) => readyState),
    ["ended", "ended"],
  );
  assert.deepEqual([...states(media), media.stream], ["not-asked", "not-asked", null]);
});

test("a question that was closed is told apart from a no, and asked again by one press for both", async () => {
  let now = 0;
  const { media, devices } = open({ now: () => (now += 1_000) });
  devices.refuse = () => refusal("NotAllowedError", "Permission dismissed");
  await media.open(BOTH);
  assert.deepEqual([...states(media), ...media.dismissed], ["blocked-person", "blocked-person", ...BOTH]);
  devices.refuse = () => null;
  await media.askAgain();
  assert.deepEqual([...states(media), ...media.dismissed], ["granted", "granted"]);
  assert.deepEqual(devices.wishes, [
    ["audio", "video"],
    ["audio", "video"],
  ]);
});

test("a no is final until the browser says otherwise", async () => {
  let now = 0;
  const { media, devices, permissions } = open({ now: () => (now += 1_000) });
  devices.refuse = () => {
    for (const device of BOTH) permissions.set(device, "denied");
    return refusal("NotAllowedError", "Permission denied");
  };
  await media.open(BOTH);
  assert.deepEqual([...media.dismissed], []);
  assert.equal(media.camera, "blocked-person");
});

test("where the browser tells of no change, one looks every two seconds and media starts", async () => {
  const { media, devices, clock } = open({ permissions: {} });
  devices.refuse = () => refusal("NotAllowedError");
  await media.open(["camera"]);
  await settled();
  clock.pass(2_000);
  await settled();
  assert.equal(media.camera, "blocked-person");
  devices.refuse = () => null;
  devices.labels = { videoinput: "Brio" };
  clock.pass(2_000);
  await settled();
  assert.equal(media.camera, "granted");
  clock.pass(60_000);
  assert.equal(devices.wishes.length, 2);
});

test("a camera another program holds is taken as soon as it is free", async () => {
  const { media, devices, clock } = open({ permissions: new Permissions({ camera: "granted" }) });
  devices.refuse = () => refusal("NotReadableError");
  await media.open(["camera"]);
  await settled();
  devices.refuse = () => null;
  clock.pass(2_000);
  await settled();
  assert.equal(media.camera, "granted");
});

test("when a device is pulled out another takes its place and says so; the chosen one comes back", async () => {
  const { media, devices } = open({
    choices: { camera: "chosen" },
    permissions: new Permissions({ camera: "granted" }),
  });
  devices.give = () => ({ label: "Brio", deviceId: "chosen" });
  await media.open(["camera"]);
  devices.give = () => ({ label: "Built in", deviceId: "other" });
  const first = media.track("camera");
  first.pull();
  await settled();
  assert.deepEqual(
    [media.camera, media.notices],
    ["granted", [{ device: "camera", what: "replaced", label: "Built in" }]],
  );
  devices.ids = { videoinput: "chosen" };
  devices.give = () => ({ label: "Brio", deviceId: "chosen" });
  devices.dispatchEvent(new Event("devicechange"));
  await settled();
  assert.deepEqual(media.notices, [{ device: "camera", what: "returned", label: "Brio" }]);
  assert.deepEqual(
    devices.opened.map(({ readyState }) => readyState),
    ["ended", "ended", "live"],
  );
});

test("another size is a wish to the camera that is on; its own size opens it anew", async () => {
  const { media, devices, choices } = open();
  await media.open(["camera"]);
  const track = media.track("camera");
  Object.assign(choices, { resolution: "high" });
  await media.follow({ resolution: "high" });
  assert.deepEqual([track.constraints.width, media.track("camera") === track], [{ ideal: 1280 }, true]);
  choices.resolution = "default";
  await media.follow({ resolution: "default" });
  assert.notEqual(media.track("camera"), track);
  assert.deepEqual([track.readyState, media.camera, devices.wishes.length], ["ended", "granted", 2]);
});

test("another microphone leaves the camera as it is", async () => {
  const { media, devices } = open();
  await media.open(BOTH);
  await media.follow({ microphone: "other" });
  assert.deepEqual(devices.wishes, [["audio", "video"], ["audio"]]);
  assert.deepEqual(
    devices.opened.map(({ readyState }) => readyState),
    ["ended", "live", "live"],
  );
});

test("without a lasting permission a held camera is not tried by itself: the browser would ask each time", async () => {
  const { media, devices, clock } = open();
  devices.refuse = () => refusal("NotReadableError");
  await media.open(["camera"]);
  for (const _round of [1, 2, 3]) {
    await settled();
    clock.pass(2_000);
  }
  assert.equal(devices.wishes.length, 1);
});

for (const said of ["granted", "prompt", "denied"]) {
  test(`a device that has not answered for a second is asked for, though the permission is ${said}`, async () => {
    const { media, devices, clock } = open({ permissions: new Permissions({ microphone: said, camera: said }) });
    const answer = devices.hold();
    const opened = media.open(BOTH);
    await settled();
    clock.pass(1_000);
    assert.deepEqual([...states(media), ...media.unanswered], ["asking", "asking", ...BOTH]);
    answer();
    await opened;
    assert.deepEqual([...states(media), ...media.unanswered], ["granted", "granted"]);
  });
}

test("a device is asked for after a second even where the browser cannot say what there is", async () => {
  const { media, devices, clock } = open();
  devices.enumerateDevices = () => new Promise(() => {});
  media.open(["camera"]);
  await settled();
  clock.pass(1_000);
  assert.deepEqual([media.camera, ...media.unanswered], ["asking", "camera"]);
});

test("a microphone that was denied does not keep the camera from being asked for", async () => {
  const { media, devices } = open({ permissions: new Permissions({ microphone: "denied" }) });
  devices.refuse = (wish) => wish.includes("audio") && refusal("NotAllowedError", "Permission denied");
  await media.open(BOTH);
  assert.deepEqual(states(media), ["blocked-person", "granted"]);
});

test("what the system mutes is muted until the system gives it back, whoever of the two", async () => {
  for (const device of BOTH) {
    const { media } = open();
    const seen = [];
    await media.open(BOTH);
    media.addEventListener("change", () => seen.push(media[device]));
    media.track(device).mute();
    assert.deepEqual([media[device], ...media.silenced], ["muted", device]);
    assert.equal(media.turnedOff(device), false, "the person has not turned it off");
    media.track(device).mute(false);
    assert.deepEqual([seen, media.silenced], [["muted", "granted"], []]);
  }
});

test("a device that comes muted is not on", async () => {
  const { media, devices } = open();
  devices.give = () => ({ muted: true });
  await media.open(["camera"]);
  assert.deepEqual([media.camera, ...media.silenced], ["muted", "camera"]);
});

test("a microphone the person turned off stays off when the system gives it back", async () => {
  const { media } = open();
  await media.open(["microphone"]);
  await media.setMicrophone(false);
  media.track("microphone").mute();
  media.track("microphone").mute(false);
  assert.deepEqual([media.microphone, media.turnedOff("microphone")], ["muted", true]);
});

test("turning on a device muted by the system asks for it again: some systems return it only then", async () => {
  const { media, devices } = open();
  await media.open(BOTH);
  for (const device of BOTH) media.track(device).mute();
  await media.setMicrophone(true);
  await media.setCamera(true);
  assert.deepEqual(devices.wishes.slice(1), [["audio"], ["video"]]);
  assert.deepEqual(states(media), ["granted", "granted"]);
});

/** A browser with two microphones and two cameras. */
function two(choices = {}) {
  const world = open({ choices });
  world.devices.there = { audioinput: ["desk", "headset"], videoinput: ["front", "back"] };
  return { ...world, ids: () => BOTH.map((device) => world.media.track(device)?.deviceId) };
}

test("chosen devices are taken, not the browser's own first", async () => {
  const { media, ids } = two({ microphone: "headset", camera: "back" });
  await media.open(BOTH);
  assert.deepEqual([ids(), media.notices], [["headset", "back"], []]);
});

test("another camera and another microphone are taken in the middle of a call", async () => {
  const { media, ids, choices } = two();
  await media.open(BOTH);
  for (const choice of [{ camera: "back" }, { microphone: "headset" }])
    await media.follow(Object.assign(choices, choice));
  assert.deepEqual(ids(), ["headset", "back"]);
});

test("two choices made quickly are both done, the later one last", async () => {
  const { media, ids, choices } = two();
  await media.open(BOTH);
  const made = [{ camera: "back" }, { microphone: "headset" }, { camera: "front" }].map((choice) => {
    Object.assign(choices, choice);
    return media.follow(choice);
  });
  await Promise.all(made);
  assert.deepEqual(ids(), ["headset", "front"]);
});

test("chosen devices that are gone are replaced, both with words, and told once", async () => {
  const { media, devices, ids } = two({ microphone: "sold", camera: "broken" });
  await media.open(BOTH);
  assert.deepEqual(ids(), ["desk", "front"]);
  const told = [
    ["microphone", "the desk"],
    ["camera", "the front"],
  ].map(([device, label]) => ({ device, what: "missing", label }));
  assert.deepEqual(media.notices, told);
  await media.setCamera(false);
  const [, before] = media.notices;
  await media.setCamera(true);
  assert.equal(media.notices[1], before, "the same words are not new ones");
  assert.equal(devices.wishes.length, 4);
});

test("one chosen device that is gone leaves the other as it was chosen", async () => {
  const { media, ids } = two({ microphone: "headset", camera: "broken" });
  await media.open(BOTH);
  assert.deepEqual([ids(), media.notices.length], [["headset", "front"], 1]);
});

test("a chosen camera without any other left is no camera, and the voice goes on", async () => {
  const { media, devices } = two({ microphone: "headset", camera: "broken" });
  devices.there.videoinput = [];
  devices.refuse = (wish, wanted) => wish.includes("video") && !wanted.video && refusal("NotFoundError");
  await media.open(BOTH);
  assert.deepEqual(states(media), ["granted", "no-device"]);
});

test("where only one camera can be open, the one in use is released for the one that was chosen", async () => {
  const { media, devices, ids, choices } = two({ camera: "front" });
  devices.refuse = () =>
    devices.opened.some(({ kind, readyState }) => kind === "video" && readyState === "live") &&
    refusal("NotReadableError");
  await media.open(["camera"]);
  await media.follow(Object.assign(choices, { camera: "back" }));
  assert.deepEqual([ids()[1], media.camera, media.notices], ["back", "granted", []]);
});

test("a chosen microphone that another program holds leaves the call its voice, with words", async () => {
  const { media, devices, ids, choices } = two({ microphone: "desk" });
  devices.refuse = (_wish, wanted) => wanted.audio === "headset" && refusal("NotReadableError");
  await media.open(["microphone"]);
  await media.follow(Object.assign(choices, { microphone: "headset" }));
  assert.deepEqual(
    [ids()[0], media.microphone, media.notices],
    ["desk", "granted", [{ device: "microphone", what: "held", label: "the desk" }]],
  );
});

test("a speaker that is gone is told, and so is that it is back", async () => {
  const { media } = two({ speaker: "headphones" });
  media.speaker(true);
  assert.deepEqual(media.notices, [{ device: "speaker", what: "missing", label: "" }]);
  media.speaker(false);
  assert.equal(media.notices[0].what, "returned");
});
