// A storage that throws counts as empty, and so does what isn't JSON.

import assert from "node:assert/strict";
import { test } from "node:test";
import { read, readJson, storageOf, write } from "../../../static/contactcenter/lib/storage.js";

const forbidden = () => {
  throw new DOMException("no", "SecurityError");
};

/** A storage over a map. */
function storage(items = new Map()) {
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  };
}

test("what was written is read, and removed with null", () => {
  const own = storage();
  write(own, "corner", "top-end");
  assert.equal(read(own, "corner"), "top-end");
  write(own, "corner", null);
  assert.equal(own.items.size, 0);
  assert.equal(read(own, "corner"), null);
});

test("what isn't JSON counts as nothing", () => {
  const own = storage(new Map([["legs", '["a"]']]));
  assert.deepEqual(readJson(own, "legs"), ["a"]);
  write(own, "legs", "[");
  assert.equal(readJson(own, "legs"), null);
  assert.equal(readJson(own, "other"), null);
});

for (const [name, own] of [
  ["that throws", { getItem: forbidden, setItem: forbidden, removeItem: forbidden }],
  ["that is missing", null],
])
  test(`a storage ${name} counts as empty and keeps nothing`, () => {
    write(own, "corner", "top-end");
    write(own, "corner", null);
    assert.equal(read(own, "corner"), null);
    assert.equal(readJson(own, "corner"), null);
  });

test("a page that may not even name its storage has none", (context) => {
  Object.defineProperty(globalThis, "sessionStorage", { configurable: true, get: forbidden });
  context.after(() => delete globalThis.sessionStorage);
  assert.equal(storageOf("sessionStorage"), null);
});
