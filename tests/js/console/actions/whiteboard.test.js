// What the operator draws goes to the client it was drawn for.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../../templates.js";

const { createBoardActs } = await import("../../../../static/contactcenter/console/actions/whiteboard.js");

test("a marked picture goes into its own conversation, though another was opened while it was made", async () => {
  let made = (/** @type {Blob} */ _blob) => {};
  const canvas = {
    toBlob: (/** @type {(blob: Blob) => void} */ done) => {
      made = done;
    },
  };
  const shown = { mime: "image/png", name: "valve.png", pages: 1, live: false };
  const said = [];
  const board = { shown, look: { page: 1 }, compose: () => canvas, say: (words) => said.push(words) };
  const page = { looking: { board }, opened: "s1" };
  const parcels = [];
  const files = {
    upload: async (parcel) => {
      parcels.push(parcel);
      return { name: parcel.name };
    },
  };
  const acts = createBoardActs({ page, files, attempt: (_key, work) => work(), change: () => {} });
  const sent = acts.boardSend();
  page.opened = "s2";
  made(new Blob(["picture"], { type: "image/png" }));
  await sent;
  assert.deepEqual(
    parcels.map(({ session, name, send }) => [session, name, send]),
    [["s1", "valve-marked.png", true]],
  );
  assert.deepEqual(said, ["valve-marked.png is in the chat."]);
});
