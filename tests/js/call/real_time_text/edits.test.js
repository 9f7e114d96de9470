import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { applied, editOf } = await import("../../../../static/contactcenter/call/real_time_text/edits.js");

describe("an edit", () => {
  for (const [what, before, after, edit] of [
    ["a letter at the end", "Hell", "Hello", { at: 4, cut: 0, add: "o" }],
    ["a backspace", "Hello", "Hell", { at: 4, cut: 1, add: "" }],
    ["a correction in the middle", "The bolier shows", "The boiler shows", { at: 6, cut: 2, add: "il" }],
    ["a word selected and typed over", "one two three", "one 2 three", { at: 4, cut: 3, add: "2" }],
    ["the same letter once more", "aa", "aaa", { at: 2, cut: 0, add: "a" }],
    ["all of it gone", "Hello", "", { at: 0, cut: 5, add: "" }],
    ["an emoji beside one that begins alike", "\u{1f600}", "\u{1f601}", { at: 0, cut: 2, add: "\u{1f601}" }],
    ["an emoji whose end is alike", "\u{1f44b}", "\u{1f84b}", { at: 0, cut: 2, add: "\u{1f84b}" }],
    [
      "Arabic before Latin",
      "F.22",
      "\u0627\u0644\u062e\u0637\u0623 F.22",
      { at: 0, cut: 0, add: "\u0627\u0644\u062e\u0637\u0623 " },
    ],
  ])
    test(`is small for ${what}`, () => {
      assert.deepEqual(editOf(before, after), edit);
      assert.equal(applied(before, edit), after);
    });

  test("is none when nothing has changed", () => {
    assert.equal(editOf("Hello", "Hello"), null);
  });

  test("made to another text is refused", () => {
    assert.equal(applied("He", { at: 4, cut: 0, add: "o" }), null);
    assert.equal(applied("Hello", { at: 4, cut: 2, add: "" }), null);
  });

  test("makes any text any other, and never sends half a character", () => {
    const letters = [
      "a",
      "b",
      " ",
      "\n",
      "\u00e9",
      "e\u0301",
      "\u{1f600}",
      "\u{1f601}",
      "\u{1f9d1}\u200d\u{1f4bb}",
      "\u0645",
      "\u754c",
    ];
    let seed = 7;
    const next = (most) => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed % most;
    };
    const text = () => Array.from({ length: next(9) }, () => letters[next(letters.length)]).join("");
    for (let round = 0; round < 3000; round += 1) {
      const [before, after] = [text(), text()];
      const edit = editOf(before, after);
      if (edit === null) assert.equal(before, after);
      else {
        assert.equal(applied(before, edit), after);
        assert.ok(edit.add.isWellFormed(), `${JSON.stringify(before)} to ${JSON.stringify(after)}`);
      }
    }
  });
});
