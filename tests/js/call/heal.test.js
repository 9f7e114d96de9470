import assert from "node:assert/strict";
import { test } from "node:test";
import { Healer } from "../../../static/contactcenter/call/heal.js";
import { Clock } from "./fakes.js";

function watched() {
  const [clock, done] = [new Clock(), []];
  const healer = new Healer({ restart: () => done.push("restart"), rebuild: () => done.push("rebuild"), timers: clock });
  return { clock, done, healer };
}

test("a short interruption that heals by itself is left alone", () => {
  const { clock, done, healer } = watched();
  healer.watch("disconnected");
  clock.pass(1_900);
  healer.watch("connected");
  clock.pass(60_000);
  assert.deepEqual(done, []);
});

test("after two seconds of interruption a new path is looked for", () => {
  const { clock, done, healer } = watched();
  healer.watch("disconnected");
  clock.pass(2_000);
  assert.deepEqual(done, ["restart"]);
});

test("a failed connection is repaired at once", () => {
  const { done, healer } = watched();
  healer.watch("failed");
  assert.deepEqual(done, ["restart"]);
});

test("after three restarts the connection is built anew", () => {
  const { clock, done, healer } = watched();
  healer.watch("failed");
  for (const state of ["connecting", "disconnected", "failed"]) healer.watch(state);
  clock.pass(15_000);
  assert.deepEqual(done, ["restart", "restart", "restart", "rebuild"]);
});

test("a connection that never comes up is not waited for longer than eight seconds", () => {
  const { clock, done, healer } = watched();
  healer.watch("new");
  healer.watch("connecting");
  clock.pass(8_000);
  assert.deepEqual(done, ["restart"]);
});
