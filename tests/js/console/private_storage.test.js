import assert from "node:assert/strict";
import { test } from "node:test";
import { OwnStorage } from "../../../static/contactcenter/console/private_storage.js";
import { Outbox } from "../../../static/contactcenter/wire/outbox.js";

/** A browser's storage. */
class Browser extends Map {
  get length() {
    return this.size;
  }
  key(/** @type {number} */ index) {
    return [...this.keys()][index] ?? null;
  }
  getItem(/** @type {string} */ key) {
    return this.get(key) ?? null;
  }
  setItem(/** @type {string} */ key, /** @type {string} */ value) {
    this.set(key, value);
  }
  removeItem(/** @type {string} */ key) {
    this.delete(key);
  }
}

/** @returns {any} */
const of = (/** @type {Browser} */ browser, /** @type {number} */ person) =>
  new OwnStorage(/** @type {any} */ (browser), person);
const message = /** @type {any} */ ({ type: "message.post", id: "m1", session: "s1", text: "for Jonas only" });

test("the next operator of a browser sends nothing the one before has typed, who finds it again", () => {
  const browser = new Browser();
  new Outbox(of(browser, 1), "operator", 0).add(message, { keep: true, at: new Date(0).toISOString(), kept: 0 });
  assert.equal(new Outbox(of(browser, 2), "operator", 1).due().length, 0);
  assert.deepEqual(
    new Outbox(of(browser, 1), "operator", 1).due().map((entry) => entry.command),
    [message],
  );
});

test("what one operator takes away stays with the other", () => {
  const browser = new Browser();
  const [anna, boris] = [of(browser, 1), of(browser, 12)];
  anna.setItem("draft", "Anna's");
  boris.setItem("draft", "Boris's");
  anna.removeItem("draft");
  assert.equal(anna.length, 0);
  assert.equal(anna.key(0), null);
  assert.deepEqual([boris.length, boris.key(0), boris.getItem("draft")], [1, "draft", "Boris's"]);
});
