import assert from "node:assert/strict";
import { test } from "node:test";
import { FELL_SILENT, GATED, NEVER_HEARD, Silence } from "../../../../static/contactcenter/call/devices/silence.js";

const STEP = 1 / 32_768; // of 16 bits
const SPEECH = 0.05;
const ROOM = 4 * STEP; // −78 dB: a good microphone in a quiet room, after the noise suppression

/** Let it hear one level for so long, a look a second. */
function hear(silence, level, milliseconds, from = 0) {
  let told = false;
  for (let now = from; now <= from + milliseconds; now += 1_000) told = silence.hear(level, now);
  return told;
}

for (const [what, level] of [
  ["nothing at all", 0],
  ["a last bit that flickers", STEP],
])
  test(`a microphone that gives ${what} from the start is told after some seconds`, () => {
    const silence = new Silence();
    assert.equal(hear(silence, level, NEVER_HEARD - 1_000), false);
    assert.equal(hear(silence, level, 1_000, NEVER_HEARD), true);
  });

test("a quiet person in a quiet room is never told", () => {
  assert.equal(hear(new Silence(), ROOM, 3_600_000), false);
});

test("a microphone that worked is given more time: its owner may be listening", () => {
  const silence = new Silence();
  hear(silence, SPEECH, 5_000);
  assert.equal(hear(silence, 0, FELL_SILENT - 1_000, 6_000), false);
  assert.equal(silence.hear(0, 6_000 + FELL_SILENT), true);
});

test("sound takes it back at once", () => {
  const silence = new Silence();
  hear(silence, 0, NEVER_HEARD);
  assert.equal(silence.told, true);
  assert.equal(silence.hear(ROOM, NEVER_HEARD + 1_000), false);
});

test("a noise gate falls silent between words, so its silence is never told", () => {
  const silence = new Silence();
  silence.hear(SPEECH, 0);
  hear(silence, 0, GATED, 1_000);
  silence.hear(SPEECH, 3_000);
  assert.equal(hear(silence, 0, 3_600_000, 4_000), false);
});

test("a headset that needs two seconds to begin is no gate", () => {
  const silence = new Silence();
  hear(silence, 0, 2_000);
  silence.hear(SPEECH, 3_000);
  assert.equal(hear(silence, 0, FELL_SILENT, 4_000), true);
});

test("a moment nobody knows anything about is no silence", () => {
  const silence = new Silence();
  for (let now = 0; now < 10 * NEVER_HEARD; now += 3_000) {
    silence.hear(0, now);
    assert.equal(silence.hear(null, now + 1_000), false);
  }
});
