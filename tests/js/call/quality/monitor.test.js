import assert from "node:assert/strict";
import { test } from "node:test";
import { QualityMonitor } from "../../../../static/contactcenter/call/quality/monitor.js";
import { Probe } from "../../../../static/contactcenter/call/connection/network_probe.js";
import { Clock, settled } from "../fakes.js";

/** A connection whose statistics a test writes, and its link's answers. */
function watched() {
  const clock = new Clock();
  const state = { packets: 0, flows: true, connection: "connected" };
  const pc = {
    getStats: async () => {
      if (state.flows) state.packets += 25;
      return new Map([
        ["a", { type: "inbound-rtp", kind: "audio", packetsReceived: state.packets, packetsLost: state.lost ?? 0 }],
      ]);
    },
  };
  const heard = [];
  const link = Object.assign(new EventTarget(), {
    peer: {
      pc,
      get state() {
        return state.connection;
      },
    },
    repair: null,
    told: [],
    hurried: 0,
    get state() {
      return heard.at(-1) ? "disconnected" : state.connection;
    },
    hear(silent) {
      if (silent !== (heard.at(-1) ?? false)) heard.push(silent);
    },
    tell(told) {
      this.told.push(told);
    },
    sign(rung) {
      this.rung = rung;
    },
    hurry() {
      this.hurried += 1;
    },
  });
  const sent = [];
  const probe = { start: () => sent.push("probe"), stop: () => undefined };
  const page = new EventTarget();
  const monitor = new QualityMonitor({
    link,
    wire: { send: async (command) => sent.push(command) },
    change: () => sent.push("changed"),
    timers: clock,
    now: () => clock.now,
    probe,
    page,
  });
  const pass = async (milliseconds) => {
    for (let done = 0; done < milliseconds; done += 500) {
      clock.pass(500);
      await settled();
    }
  };
  return { clock, state, monitor, link, heard, sent, page, pass };
}

const CHARGE = { call: "call-1", leg: "leg-1", expecting: true };

test("two seconds without a packet count as lost, though the connection says it stands", async () => {
  const { monitor, state, heard, pass } = watched();
  monitor.follow(CHARGE);
  await pass(3_000);
  assert.deepEqual(heard, []);
  state.flows = false;
  await pass(2_500);
  assert.deepEqual(heard, [true]);
  state.flows = true;
  await pass(500);
  assert.deepEqual(heard, [true, false]);
});

test("who has neither microphone nor camera is not missed", async () => {
  const { monitor, state, heard, pass } = watched();
  monitor.follow({ ...CHARGE, expecting: false });
  await pass(2_000);
  state.flows = false;
  await pass(10_000);
  assert.deepEqual(heard, []);
});

test("nothing is missed before the first packet came", async () => {
  const { monitor, state, heard, pass } = watched();
  state.flows = false;
  monitor.follow(CHARGE);
  await pass(10_000);
  assert.deepEqual(heard, []);
});

test("after a sleep the line gets a moment to show that it lives", async () => {
  const { clock, monitor, state, heard, pass } = watched();
  monitor.follow(CHARGE);
  await pass(2_000);
  clock.now += 3_600_000; // the computer slept an hour: no timer ran
  await pass(500);
  assert.deepEqual(heard, []);
  state.flows = false;
  await pass(3_000);
  assert.deepEqual(heard, [true]);
});

test("an old network that is dead after a sleep is noticed within a second and a half", async () => {
  const { clock, monitor, state, heard, pass } = watched();
  monitor.follow(CHARGE);
  await pass(2_000);
  state.flows = false;
  clock.now += 3_600_000;
  await pass(1_500);
  assert.deepEqual(heard, [true]);
});

test("loss is told to the page, and the record goes to the server when the call ends", async () => {
  const { monitor, state, sent, pass } = watched();
  monitor.follow(CHARGE);
  await pass(2_000);
  for (let second = 0; second < 12; second += 1) {
    state.lost = (state.lost ?? 0) + 10;
    await pass(1_000);
  }
  assert.equal(monitor.quality.level, "bad");
  assert.ok(sent.includes("changed"));
  monitor.stop();
  const { type, call, leg, samples } = sent.at(-1);
  assert.deepEqual([type, call, leg, samples.length], ["call.quality", "call-1", "leg-1", 2]);
  assert.equal(samples[1].level, 2);
});

test("each leg has a record of its own, and one is sent each minute and when the page goes", async () => {
  const { monitor, sent, page, pass } = watched();
  monitor.follow(CHARGE);
  await pass(61_000);
  const records = () => sent.filter(({ type }) => type === "call.quality");
  assert.equal(records().length, 1);
  page.dispatchEvent(new Event("pagehide"));
  assert.equal(records().length, 2);
  monitor.follow({ ...CHARGE, leg: "leg-2" });
  assert.equal(records().length, 3);
  await pass(10_000);
  monitor.stop();
  assert.deepEqual(
    records().map(({ leg }) => leg),
    ["leg-1", "leg-1", "leg-1", "leg-2"],
  );
  assert.ok(records()[3].samples.length < records()[2].samples.length);
});

test("when the browser says that the network is back nothing more is waited for", () => {
  const { link, page } = watched();
  page.dispatchEvent(new Event("online"));
  assert.equal(link.hurried, 1);
});

test("while the connection is away the server is asked, and its first answer means the network is back", async () => {
  const clock = new Clock();
  const answers = [];
  let back = 0;
  const probe = new Probe({
    back: () => (back += 1),
    reach: () => new Promise((resolve) => answers.push(resolve)),
    timers: clock,
  });
  probe.start();
  answers.shift()(true);
  await settled();
  assert.equal(back, 0);
  clock.pass(800);
  answers.shift()(false);
  await settled();
  answers.shift()(true);
  await settled();
  assert.equal(back, 1);
  probe.stop();
  clock.pass(5_000);
  assert.equal(answers.length, 0);
});

test("another sign that the network is back is believed once, while answers are missed", async () => {
  const clock = new Clock();
  let back = 0;
  const probe = new Probe({ back: () => (back += 1), reach: async () => false, timers: clock });
  probe.hint();
  probe.start();
  probe.hint();
  assert.equal(back, 0);
  await settled();
  probe.hint();
  probe.hint();
  assert.equal(back, 1);
});

test("a failed connection that gets an answer again says that the network is back", async () => {
  const { monitor, state, link, pass } = watched();
  let hints = 0;
  monitor.probe.hint = () => (hints += 1);
  monitor.follow(CHARGE);
  await pass(1_000);
  for (const connection of ["disconnected", "failed", "disconnected"]) {
    state.connection = connection;
    link.dispatchEvent(new Event("change"));
  }
  assert.equal(hints, 1);
});
