import assert from "node:assert/strict";
import { test } from "node:test";
import { createLeg } from "../../../static/contactcenter/call/leg.js";

function tab() {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  return { storage, page: new EventTarget() };
}

test("a reloaded tab is another leg and knows the one it was", () => {
  const { storage, page } = tab();
  const before = createLeg({ storage, page });
  page.dispatchEvent(new Event("pagehide"));
  const after = createLeg({ storage, page: new EventTarget() });
  assert.notEqual(after.id, before.id);
  assert.ok(after.was(before.id));
});

test("a copy of a living tab inherits nothing", () => {
  const { storage, page } = tab();
  const living = createLeg({ storage, page });
  const copy = createLeg({ storage, page: new EventTarget() });
  assert.equal(copy.was(living.id), false);
});

test("a storage that refuses harms nothing", () => {
  const refuse = () => {
    throw new Error("no");
  };
  const leg = createLeg({ storage: { getItem: refuse, setItem: refuse }, page: new EventTarget() });
  assert.ok(leg.was(leg.id));
  assert.equal(leg.was(null), false);
});

test("a renewed leg is another one and still knows itself", () => {
  const leg = createLeg({ storage: null, page: new EventTarget() });
  const before = leg.id;
  leg.renew();
  assert.notEqual(leg.id, before);
  assert.ok(leg.was(before));
});
