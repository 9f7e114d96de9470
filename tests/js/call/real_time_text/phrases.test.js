import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { FakeTime } from "../../fakes.js";

const { Phrases } = await import("../../../../static/contactcenter/call/real_time_text/phrases.js");

describe("a screen reader", () => {
  let time, said, phrases;
  beforeEach(() => {
    time = new FakeTime();
    said = [];
    phrases = new Phrases({ say: (words) => said.push(words), time });
  });

  /** Each letter takes a fifth of a second. */
  const typed = (line, text, from = 0) => {
    for (let end = from + 1; end <= text.length; end += 1) {
      phrases.hear(line, text.slice(0, end));
      time.pass(200);
    }
  };

  test("says a phrase when the writer pauses, and no letters before", () => {
    typed("1", "the boiler shows");
    assert.deepEqual(said, []);
    time.pass(1200);
    assert.deepEqual(said, ["the boiler shows"]);
  });

  test("says only what is new after the next pause", () => {
    typed("1", "the boiler");
    time.pass(1200);
    typed("1", "the boiler shows F.22", 10);
    time.pass(1200);
    assert.deepEqual(said, ["the boiler", "shows F.22"]);
  });

  test("says a sentence as soon as the next word begins", () => {
    typed("1", "It broke. Can");
    assert.deepEqual(said, ["It broke."]);
    typed("2", "\u6545\u969c\u3002\u8bf7");
    assert.deepEqual(said.at(-1), "\u6545\u969c\u3002");
  });

  test("doesn't take a number or an address for a sentence", () => {
    typed("1", "at 3.5 bar, see example.com");
    assert.deepEqual(said, []);
  });

  test("says a corrected word again, and nothing of what stayed", () => {
    typed("1", "press the blue button");
    time.pass(1200);
    phrases.hear("1", "press the black button");
    time.pass(1200);
    assert.deepEqual(said, ["press the blue button", "black button"]);
  });

  test("says the rest of a finished line at once, and nothing twice", () => {
    typed("1", "Thank you.");
    time.pass(1200);
    typed("1", "Thank you. Bye", 10);
    phrases.end("1", "Thank you. Bye");
    time.pass(5000);
    assert.deepEqual(said, ["Thank you.", "Bye"]);
  });

  test("says the end of a line when the next one begins before its message is here", () => {
    typed("1", "wait");
    typed("2", "ok");
    time.pass(1200);
    assert.deepEqual(said, ["wait", "ok"]);
  });

  test("is silent about what is taken back, and after the end", () => {
    typed("1", "secret");
    phrases.hear("1", "");
    time.pass(1200);
    typed("1", "more");
    phrases.stop();
    time.pass(1200);
    assert.deepEqual(said, []);
  });
});
