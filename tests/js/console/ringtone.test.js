// The repeated sound: until it is handled, never over itself, in one tab of the browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OFTEN, Ringtone, SELDOM, SETTLE } from "../../../static/contactcenter/console/ringtone.js";
import { FakeTime } from "../fakes.js";

const turns = async (n = 12) => {
  for (let i = 0; i < n; i += 1) await Promise.resolve();
};
const client = { id: "client q1", kind: "client" };
const message = (n) => ({ id: `message s1 ${n}`, kind: "message" });

/** Locks of one browser: the first who asks has it until its work is done. */
function browserLocks() {
  let last = Promise.resolve();
  return {
    request: (_name, work) => {
      const mine = last.then(work);
      last = mine.catch(() => {});
      return mine;
    },
  };
}

/** One tab whose clock the test holds. */
function tab({ time = new FakeTime(), locks = browserLocks(), unseen = true, muted = false, plays = true } = {}) {
  const state = { sounding: 0, most: 0, started: 0, cut: 0, muted, unseen, heard: [] };
  const sound = async () => {
    if (!plays) return null;
    state.started += 1;
    state.sounding += 1;
    state.most = Math.max(state.most, state.sounding);
    let over;
    const ended = new Promise((done) => {
      over = () => {
        if (over) state.sounding -= 1;
        over = null;
        done();
      };
    });
    time.setTimeout(() => over?.(), 700);
    return {
      ended,
      stop: () => {
        if (over) state.cut += 1;
        over?.();
      },
    };
  };
  const wait = (ms) => new Promise((done) => time.setTimeout(done, ms));
  const bell = new Ringtone({
    muted: () => state.muted,
    unseen: async () => state.unseen,
    told: (heard) => state.heard.push(heard),
    sound,
    locks,
    wait,
    clock: time.now,
  });
  const pass = async (ms) => {
    for (let gone = 0; gone < ms; gone += 100) {
      time.pass(100);
      await turns();
    }
  };
  return { bell, state, pass, time };
}

test("it repeats until what it is about is handled, and never over itself", async () => {
  const { bell, state, pass } = tab();
  bell.call([client]);
  await turns();
  await pass(SETTLE + 100);
  assert.equal(state.started, 1);
  await pass(2 * (OFTEN + 800));
  assert.equal(state.started, 3);
  bell.call([]);
  await pass(3 * OFTEN);
  assert.deepEqual([state.started, state.most, state.sounding], [3, 1, 0]);
});

test("handled in the middle of a note, it ends there; handled within a blink, it never begins", async () => {
  const { bell, state, pass } = tab();
  bell.call([client]);
  await turns();
  await pass(SETTLE + 200);
  assert.equal(state.sounding, 1);
  bell.call([]);
  assert.deepEqual([state.sounding, state.cut], [0, 1]);
  bell.call([client]);
  await pass(SETTLE - 200);
  bell.call([]);
  await pass(2 * OFTEN);
  assert.equal(state.started, 1);
});

test("the same that still waits does not begin anew, something new is heard at once", async () => {
  const { bell, state, pass } = tab();
  bell.call([client]);
  await turns();
  await pass(2000);
  for (let n = 0; n < 5; n += 1) bell.call([client]);
  await pass(1000);
  assert.equal(state.started, 1);
  bell.call([client, { id: "client q2", kind: "client" }]);
  await pass(SETTLE + 200);
  assert.equal(state.started, 2);
});

test("after a minute it calls less often", async () => {
  const { bell, state, pass } = tab();
  bell.call([client]);
  await turns();
  await pass(70_000);
  const { started } = state;
  await pass(SELDOM + 1000);
  assert.ok(state.started - started <= 2, `${state.started - started}`);
});

test("a message calls only while nobody looks at any console, a client always", async () => {
  const { bell, state, pass } = tab({ unseen: false });
  bell.call([message(1)]);
  await turns();
  await pass(2 * OFTEN);
  assert.equal(state.started, 0);
  state.unseen = true;
  await pass(OFTEN + 200);
  assert.equal(state.started, 1);
  state.unseen = false;
  bell.call([message(1), client]);
  await pass(SETTLE + 200);
  assert.equal(state.started, 2);
});

test("muted it is silent at once, and heard again when the operator wants it", async () => {
  const { bell, state, pass } = tab();
  bell.call([client]);
  await turns();
  await pass(SETTLE + 200);
  state.muted = true;
  bell.call([client]);
  assert.equal(state.sounding, 0);
  await pass(2 * OFTEN);
  assert.equal(state.started, 1);
  state.muted = false;
  bell.call([client]);
  await pass(SETTLE + 200);
  assert.equal(state.started, 2);
});

test("of two tabs one sounds, and the other takes over when the first has gone", async () => {
  const time = new FakeTime();
  const locks = browserLocks();
  const [one, other] = [tab({ time, locks }), tab({ time, locks })];
  one.bell.call([client]);
  other.bell.call([client]);
  await turns();
  await one.pass(3 * OFTEN);
  assert.ok(one.state.started >= 2);
  assert.equal(other.state.started, 0);
  one.bell.call([]);
  await one.pass(OFTEN);
  assert.ok(other.state.started >= 1);
});

test("what the browser does not let sound is told, and tried again", async () => {
  const { bell, state, pass } = tab({ plays: false });
  bell.call([client]);
  await turns();
  await pass(OFTEN + SETTLE + 200);
  assert.deepEqual(state.heard, [false, false]);
});

test("one glance is worth one tone", async () => {
  const { bell, state, pass } = tab();
  bell.once();
  await turns();
  await pass(3 * OFTEN);
  assert.equal(state.started, 1);
});
