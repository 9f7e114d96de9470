// Sharing the screen in place of the camera.

import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal as why, Screen } from "../../../../static/contactcenter/call/devices/screen.js";
import { refusal, settled, Stream, Track } from "../fakes.js";

class Display {
  opened = [];

  async getDisplayMedia() {
    await this.answered;
    if (this.error) throw this.error;
    const track = new Track("video");
    this.opened.push(track);
    return new Stream([track]);
  }
}

function open(error) {
  const devices = Object.assign(new Display(), { error });
  const screen = new Screen(devices);
  let changes = 0;
  screen.addEventListener("change", () => (changes += 1));
  return { screen, devices, changes: () => changes };
}

test("what is shared ends by us or by the browser's own bar", async () => {
  const { screen, devices, changes } = open();
  await screen.start();
  assert.equal(screen.track, devices.opened[0]);
  devices.opened[0].pull();
  assert.equal(screen.track, null);
  await screen.start();
  screen.stop();
  assert.deepEqual([screen.track, devices.opened[1].readyState, changes()], [null, "ended", 4]);
});

test("what is chosen after the end of the call is dropped", async () => {
  const { screen, devices } = open();
  let answer;
  devices.answered = new Promise((resolve) => (answer = resolve));
  const started = screen.start();
  screen.stop();
  answer();
  await started;
  await settled();
  assert.deepEqual([screen.track, devices.opened[0].readyState], [null, "ended"]);
});

test("to choose nothing is no failure; what forbids it is said", async () => {
  assert.equal(why("NotAllowedError", 2_000), "");
  assert.match(why("NotAllowedError", 5), /system’s settings/);
  assert.match(why("NotReadableError", 2_000), /system’s settings/);
  await assert.rejects(open(refusal("NotSupportedError")).screen.start(), /can’t share/);
  assert.equal(new Screen({}).supported, false);
});
