// Away by itself, and back at a touch.

import assert from "node:assert/strict";
import { test } from "node:test";
import { backWords, Idle, idleMove } from "../../../static/contactcenter/console/idle.js";
import { FakeTime } from "../fakes.js";

const MINUTE = 60_000;
const online = { chosen: "online", idle: false };
const noticed = { chosen: "away", idle: true };
const chosen = { chosen: "away", idle: false };

test("only who is online becomes away by itself, and only an away that came by itself ends so", () => {
  assert.deepEqual([idleMove(online, true), idleMove(online, false)], ["away", null]);
  assert.deepEqual([idleMove(noticed, true), idleMove(noticed, false)], [null, "online"]);
  assert.deepEqual([idleMove(chosen, true), idleMove(chosen, false)], [null, null]);
});

/** A page whose server does what it is told. */
function page({ limit = 10 * MINUTE, others = null } = {}) {
  const time = new FakeTime();
  const state = { me: online, calling: false, link: "open", reports: [] };
  const report = async (to) => {
    state.reports.push(to);
    state.me = to === "away" ? noticed : online;
  };
  const idle = new Idle({ limit, look: () => state, report, clock: time.now, others });
  const pass = (ms) => {
    for (let gone = 0; gone < ms; gone += 1000) {
      time.pass(1000);
      idle.check();
    }
  };
  return { idle, state, pass };
}

test("ten minutes without a touch are told once, and the next touch ends it at once", () => {
  const { idle, state, pass } = page();
  pass(9 * MINUTE);
  idle.touch();
  pass(9 * MINUTE);
  assert.deepEqual(state.reports, []);
  pass(5 * MINUTE);
  assert.deepEqual(state.reports, ["away"]);
  idle.touch();
  assert.deepEqual(state.reports, ["away", "online"]);
});

test("a call is activity, and so is what another tab of this browser feels", () => {
  const others = Object.assign(new EventTarget(), {
    sent: [],
    postMessage(words) {
      this.sent.push(words);
    },
  });
  const { idle, state, pass } = page({ others });
  state.calling = true;
  pass(30 * MINUTE);
  state.calling = false;
  pass(9 * MINUTE);
  others.dispatchEvent(new Event("message"));
  pass(9 * MINUTE);
  assert.deepEqual(state.reports, []);
  idle.touch();
  idle.touch();
  assert.equal(others.sent.length, 1);
});

test("two browsers do not quarrel: who has told of its silence leaves it to the one that is touched", () => {
  const { state, pass } = page();
  pass(10 * MINUTE);
  assert.deepEqual(state.reports, ["away"]);
  state.me = online; // the other browser was touched
  pass(10 * MINUTE);
  assert.deepEqual(state.reports, ["away"]);
});

test("nothing is told without a connection, or where it is switched off; a lost report is told again", async () => {
  const { state, pass } = page();
  state.link = "reconnecting";
  pass(20 * MINUTE);
  assert.deepEqual(state.reports, []);
  state.link = "open";
  pass(1000);
  assert.deepEqual(state.reports, ["away"]);
  const never = page({ limit: 0 });
  never.pass(60 * MINUTE);
  assert.deepEqual(never.state.reports, []);
  const time = new FakeTime();
  const told = [];
  const lost = new Idle({
    limit: MINUTE,
    look: () => ({ me: online, calling: false, link: "open" }),
    report: async (to) => {
      told.push(to);
      throw new Error("gone");
    },
    clock: time.now,
  });
  time.pass(MINUTE);
  lost.check();
  await Promise.resolve();
  await Promise.resolve();
  lost.check();
  assert.deepEqual(told, ["away", "away"]);
});

test("who is back reads from when to when they were away", () => {
  assert.match(
    backWords(noticed, online, "2026-11-22T14:02:00Z", "2026-11-22T14:10:00Z"),
    /away from \d\d:02 to \d\d:10 because this page was idle/,
  );
  assert.match(backWords(noticed, online, null, "2026-11-22T14:10:00Z"), /You were set to away/);
  assert.equal(backWords(online, noticed, null, ""), "");
  assert.equal(backWords(undefined, online, null, ""), "");
});
