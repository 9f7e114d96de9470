import assert from "node:assert/strict";
import { test } from "node:test";
import { RepairLadder, RUNGS } from "../../../../static/contactcenter/call/connection/repair_ladder.js";
import { Clock } from "../fakes.js";

function watched({ answered = () => true, rungs } = {}) {
  const [clock, done] = [new Clock(), []];
  const ladder = new RepairLadder({ attempt: (rung) => done.push(rung), answered, rungs, timers: clock });
  return { clock, done, ladder };
}

test("a short interruption that heals by itself is left alone", () => {
  const { clock, done, ladder } = watched();
  ladder.watch("disconnected");
  clock.pass(1_900);
  ladder.watch("connected");
  clock.pass(60_000);
  assert.deepEqual(done, []);
});

test("after two seconds of interruption a new path is looked for", () => {
  const { clock, done, ladder } = watched();
  ladder.watch("disconnected");
  clock.pass(2_000);
  assert.deepEqual(done, ["restart"]);
});

test("silence has been waited for already", () => {
  const { clock, done, ladder } = watched();
  ladder.watch("disconnected", true);
  clock.pass(500);
  assert.deepEqual(done, ["restart"]);
});

test("a failed connection is repaired at once", () => {
  const { done, ladder } = watched();
  ladder.watch("failed");
  assert.deepEqual(done, ["restart"]);
});

test("each attempt that was answered and did not help is followed by a stronger one, the last again and again", () => {
  const { clock, done, ladder } = watched();
  ladder.watch("failed");
  for (const state of ["connecting", "disconnected", "failed"]) ladder.watch(state);
  clock.pass(30_000);
  assert.deepEqual(done, [...RUNGS, "voice", "voice"]);
});

test("an attempt that never reached the other side is repeated: a stronger one would not reach it either", () => {
  let reached = false;
  const { clock, done, ladder } = watched({ answered: () => reached });
  ladder.watch("failed");
  clock.pass(10_000);
  assert.deepEqual(done, ["restart", "restart", "restart"]);
  reached = true;
  clock.pass(5_000);
  assert.deepEqual(done.at(-1), "relay");
});

test("without a relay there is no rung for it", () => {
  const { clock, done, ladder } = watched({ rungs: () => RUNGS.filter((rung) => rung !== "relay") });
  ladder.watch("failed");
  clock.pass(5_000);
  assert.deepEqual(done, ["restart", "fresh"]);
});

test("when the network is back nothing more is waited for, and an intact connection is left alone", () => {
  const { clock, done, ladder } = watched();
  ladder.watch("connected");
  ladder.hurry();
  assert.deepEqual(done, []);
  ladder.watch("disconnected");
  ladder.hurry();
  assert.deepEqual(done, ["restart"]);
  clock.pass(4_900);
  assert.deepEqual(done, ["restart"]);
});

test("one follows the other side up the ladder, never down, and a connection that stands ends it", () => {
  const { ladder } = watched();
  ladder.watch("failed");
  ladder.follow("voice");
  ladder.follow("fresh");
  assert.equal(ladder.rung, "voice");
  ladder.watch("connected");
  assert.equal(ladder.rung, null);
});

test("a connection that never comes up is not waited for longer than eight seconds", () => {
  const { clock, done, ladder } = watched();
  ladder.watch("new");
  ladder.watch("connecting");
  clock.pass(8_000);
  assert.deepEqual(done, ["restart"]);
});
