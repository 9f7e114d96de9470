import assert from "node:assert/strict";
import { test } from "node:test";
import "../templates.js";

const { sentences } = await import("../../../static/contactcenter/ui/announcer.js");

const END = "\ue000";

test("blocks become sentences of one line", () => {
  assert.equal(
    sentences(`The connection was lost${END} Reconnecting.${END}${END}`),
    "The connection was lost. Reconnecting.",
  );
  assert.equal(sentences(`Which one?${END}\n  This`), "Which one? This");
});

test("what stood before a time that isn't said leaves no sign", () => {
  assert.equal(sentences(`Call started · ${END}`), "Call started");
  assert.equal(sentences(`One · ${END}Two`), "One. Two");
});
