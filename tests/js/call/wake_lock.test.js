import assert from "node:assert/strict";
import { test } from "node:test";
import { WakeLock } from "../../../static/contactcenter/call/wake_lock.js";
import { settled } from "./fakes.js";

function page({ request } = {}) {
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const locks = [];
  const give = async () => {
    const lock = Object.assign(new EventTarget(), { held: true });
    lock.release = async () => {
      lock.held = false;
      lock.dispatchEvent(new Event("release"));
    };
    locks.push(lock);
    return lock;
  };
  const navigator = { wakeLock: { request: request ?? give } };
  const show = (state) => {
    document.visibilityState = state;
    if (state === "hidden") for (const lock of locks) lock.release();
    document.dispatchEvent(new Event("visibilitychange"));
  };
  return {
    awake: new WakeLock({ navigator, document }),
    locks,
    show,
    held: () => locks.filter(({ held }) => held).length,
  };
}

test("the screen stays on from the first hold to the release", async () => {
  const { awake, held } = page();
  awake.hold();
  awake.hold();
  await settled();
  assert.equal(held(), 1);
  awake.release();
  assert.equal(held(), 0);
});

test("a lock that the browser gives up in a hidden page is requested again when somebody looks", async () => {
  const { awake, show, held, locks } = page();
  awake.hold();
  await settled();
  show("hidden");
  await settled();
  assert.equal(held(), 0);
  show("visible");
  await settled();
  assert.deepEqual([held(), locks.length], [1, 2]);
  awake.release();
  show("hidden");
  show("visible");
  await settled();
  assert.equal(held(), 0);
});

test("a lock that arrives after the end is given back", async () => {
  const { awake, held } = page();
  awake.hold();
  awake.release();
  await settled();
  assert.equal(held(), 0);
});

test("a browser without wake locks, or that refuses, is no error", async () => {
  const refusing = page({ request: async () => Promise.reject(new Error("battery")) });
  refusing.awake.hold();
  await settled();
  refusing.awake.release();
  for (const navigator of [{}, undefined]) {
    const awake = new WakeLock({ navigator, document: undefined });
    awake.hold();
    await settled();
    awake.release();
  }
});
