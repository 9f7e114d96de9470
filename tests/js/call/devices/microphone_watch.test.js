import assert from "node:assert/strict";
import { test } from "node:test";
import { MicrophoneWatch } from "../../../../static/contactcenter/call/devices/microphone_watch.js";
import { Media } from "../../../../static/contactcenter/call/devices/media.js";
import { Clock, Devices, Permissions, settled, Stream } from "../fakes.js";

const SECOND = 1_000;

/** A call whose microphone gives what `level` says, by the statistics of its sender. */
async function listening({ statistics = true } = {}) {
  const clock = new Clock();
  const media = new Media({
    devices: new Devices(),
    permissions: new Permissions(),
    document: {},
    choices: () => ({}),
    gather: (tracks) => new Stream(tracks),
    timers: clock,
  });
  const source = { energy: 0, seconds: 0, level: 0, connected: true, meters: [] };
  const line = () => ({
    type: "media-source",
    kind: "audio",
    ...(statistics && { totalAudioEnergy: source.energy, totalSamplesDuration: source.seconds }),
  });
  const connection = {
    getSenders: () => [{ track: media.track("microphone"), getStats: async () => new Map([["a", line()]]) }],
  };
  const watch = new MicrophoneWatch({
    media,
    timers: clock,
    now: () => clock.now,
    connection: () => (source.connected ? connection : null),
    measure: () => {
      const meter = { read: () => source.level, stopped: false, stop: () => (meter.stopped = true) };
      source.meters.push(meter);
      return meter;
    },
  });
  await media.open(["microphone"]);
  watch.start();
  const pass = async (seconds) => {
    for (let n = 0; n < seconds; n += 1) {
      source.seconds += 1;
      source.energy += source.level ** 2;
      clock.pass(SECOND);
      await settled();
    }
  };
  const told = () => media.notices.some(({ what }) => what === "silent");
  return { media, watch, source, pass, told, clock };
}

test("a microphone that hears nothing is told, and taken back when it hears", async () => {
  const { source, pass, told } = await listening();
  await pass(5);
  assert.equal(told(), false);
  await pass(4);
  assert.equal(told(), true);
  source.level = 0.01;
  await pass(1);
  assert.equal(told(), false);
});

test("one that works is never told", async () => {
  const { source, pass, told } = await listening();
  source.level = 0.001;
  await pass(60);
  assert.equal(told(), false);
});

test("nothing is said of a microphone its owner turned off, and it's judged anew when it's on", async () => {
  const { media, pass, told } = await listening();
  await pass(9);
  await media.setMicrophone(false);
  await pass(1);
  assert.equal(told(), false);
  await pass(60);
  assert.equal(told(), false);
  await media.setMicrophone(true);
  await pass(4);
  assert.equal(told(), false);
  await pass(5);
  assert.equal(told(), true);
});

test("one the system mutes has its own help", async () => {
  const { media, pass, told } = await listening();
  media.track("microphone").mute();
  await pass(30);
  assert.equal(told(), false);
});

test("nothing is known while the connection is away, or nothing is sent", async () => {
  const { source, pass, told, clock } = await listening();
  source.connected = false;
  await pass(30);
  assert.equal(told(), false);
  source.connected = true;
  for (let n = 0; n < 30; n += 1) {
    clock.pass(SECOND);
    await settled();
  }
  assert.equal(told(), false);
});

test("without a level in the statistics the track itself is measured, until the call ends", async () => {
  const { source, pass, told, watch } = await listening({ statistics: false });
  await pass(12);
  assert.deepEqual([told(), source.meters.length], [true, 1]);
  watch.stop();
  assert.deepEqual([told(), source.meters[0].stopped], [false, true]);
});
