// Where the words that were searched for stand in a message.

import assert from "node:assert/strict";
import { test } from "node:test";
import { places, wordsOf } from "../../../static/contactcenter/console/search_highlight.js";

test("words are found wherever they stand, whatever their case", () => {
  assert.deepEqual(places("The Boiler, my boiler", wordsOf("boiler the")), [
    [4, 10],
    [15, 21],
    [0, 3],
  ]);
  assert.deepEqual(places("Nothing", wordsOf("boiler")), []);
});

test("single letters are not marked", () => {
  assert.deepEqual(wordsOf("a Boiler "), ["boiler"]);
});

test("a text whose letters change in number is left alone", () => {
  assert.deepEqual(places("İstanbul boiler", ["boiler"]), []);
});
