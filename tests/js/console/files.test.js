// What the console tells of files that were refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Files } from "../../../static/contactcenter/console/files.js";

test("a file refused again after its conversation has gone is told of, and no longer listed", async (context) => {
  context.mock.method(globalThis, "fetch", async () => {
    throw new TypeError("no network");
  });
  let lost = (/** @type {string} */ _name) => {};
  const told = new Promise((resolve) => {
    lost = resolve;
  });
  const page = { place: { csrf: "" }, desk: { sessions: { s1: {} } }, tab: "client" };
  const files = new Files(page, () => {}, { accepted: async () => {}, lost });
  const file = new File(["words"], "valve.txt");
  await files.upload({ file, session: "s1" });
  assert.deepEqual([page.tab, page.uploads.length], ["share", 1]);
  page.desk.sessions = {};
  page.uploads[0].again();
  assert.equal(await told, "valve.txt");
  assert.deepEqual(page.uploads, []);
});
