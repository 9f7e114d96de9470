// Names as people give them: invisible ones, ones that turn the line, ones of more than letters.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { firstName, initials, joined, nameOf, plainLine } from "../../../static/contactcenter/ui/display_names.js";

describe("a name", () => {
  for (const name of [
    "",
    " ",
    "\u200b\u200d\u2060",
    "\u3164",
    "\u00ad\ufe0f",
    "\u2800",
    "\u202e",
    "\u115f\u1160\uffa0",
    "\u0007",
  ]) {
    test(`that nobody can see is none: ${escape(name)}`, () => {
      assert.deepEqual([nameOf(name), firstName(name), initials(name)], ["", "", ""]);
    });
  }

  test("loses what would turn the words beside it, and keeps what belongs to its script", () => {
    assert.equal(nameOf("\u202egnitaeH redlA"), "gnitaeH redlA");
    assert.equal(nameOf("\u2066Anna\u2069"), "Anna");
    assert.equal(nameOf("می‌خواهم"), "می‌خواهم");
    assert.equal(nameOf(" 👨‍👩‍👧 "), "👨‍👩‍👧");
  });

  test("is short by its first word that can be seen", () => {
    assert.equal(firstName("\u200b Emily Carter"), "Emily");
    assert.equal(firstName(null), "");
  });

  test("has whole characters for initials", () => {
    assert.equal(initials("👨‍👩‍👧 Family"), "👨‍👩‍👧F");
    assert.equal(initials("\u202eemily carter"), "EC");
    assert.equal(initials("e\u0301mile"), "E\u0301");
  });
});

test("lines beside each other are set apart, and what cannot be seen is left out", () => {
  assert.equal(joined(["\u202eAlder", "", "\u200b", null, "Shop"]), "\u2068Alder\u2069 · \u2068Shop\u2069");
  assert.equal(plainLine("plain title"), "plain title");
});
