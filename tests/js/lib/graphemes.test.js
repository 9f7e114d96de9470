// Cutting people's text: whole characters only, never more than the server takes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cut, wellFormed } from "../../../static/contactcenter/lib/graphemes.js";

const FAMILY = "👨‍👩‍👧";

test("an emoji on the limit is kept whole or left out", () => {
  assert.equal(cut("Fresh 💐💐", 7), "Fresh 💐");
  assert.equal(cut("Fresh 💐💐", 6), "Fresh ");
  assert.equal(cut(`${"x".repeat(199)}💐 for all`, 200), `${"x".repeat(199)}💐`);
});

test("what is one character to a reader is not cut apart", () => {
  assert.equal(cut(`a${FAMILY}b`, 5), "a");
  assert.equal(cut(`a${FAMILY}b`, 6), `a${FAMILY}`);
  assert.equal(cut("cafe\u0301!", 4), "caf");
  assert.equal(cut("🇨🇿🇩🇪", 3), "🇨🇿");
});

test("it counts code points, as the server does", () => {
  assert.equal([...cut("💐".repeat(300), 200)].length, 200);
  assert.equal(cut("short", 200), "short");
});

test("one character longer than the limit is cut all the same, and a long text costs little", () => {
  assert.equal([...cut(`a${"\u0301".repeat(500)}`, 200)].length, 200);
  assert.equal(cut("💐".repeat(1_000_000), 200).length, 400);
});

test("half an emoji and NUL become what every server stores", () => {
  assert.equal(wellFormed("a\ud83db\udc90c\u0000d💐"), "a\ufffdb\ufffdc\ufffdd💐");
  assert.equal(cut("Fresh \ud83d…", 200), "Fresh \ufffd…");
});
