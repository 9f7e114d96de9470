// A picture is asked of the client's device, and the received frame stands in for it (C8).

import assert from "node:assert/strict";
import { test } from "node:test";
import { give } from "../../../../static/contactcenter/call/snapshot/answer.js";
import { take } from "../../../../static/contactcenter/call/snapshot/request.js";
import { Clock, settled } from "../fakes.js";

const ASKED = { type: "snapshot.asked", call: "c", request: "r", seconds: 2.5 };

class Wire extends EventTarget {
  sent = [];

  async send(command) {
    this.sent.push(command);
    if (this.refusal) throw this.refusal;
    if (command.type === "snapshot.ask") this.tell(ASKED);
  }

  tell(detail) {
    this.dispatchEvent(new CustomEvent("event", { detail }));
  }
}

function taking({ keep = async () => undefined, grab = async () => "frame" } = {}) {
  const [wire, clock, kept] = [new Wire(), new Clock(), []];
  const done = take({
    wire,
    call: "c",
    grab,
    timers: clock,
    keep: async (...args) => {
      kept.push(args);
      return keep(...args);
    },
  });
  return { wire, clock, kept, done };
}

test("the client's picture is taken when it comes in time, and the received frame is not sent", async () => {
  const { wire, kept, done } = taking();
  await settled();
  wire.tell({ type: "share.changed", file: { id: "other" } });
  wire.tell({ type: "share.changed", file: { id: "r" } });
  assert.equal(await done, "r");
  assert.deepEqual(kept, []);
});

test("after two and a half seconds the received frame is kept", async () => {
  const { clock, kept, done } = taking();
  await settled();
  clock.pass(2_499);
  await settled();
  assert.deepEqual(kept, []);
  clock.pass(1);
  assert.equal(await done, "r");
  assert.deepEqual(kept, [["r", "frame"]]);
});

test("a device that refuses is not waited for, and a picture that came in the last moment is good", async () => {
  const { wire, kept, done } = taking({
    keep: async () => {
      throw Object.assign(new Error("late"), { code: "snapshot.late" });
    },
  });
  await settled();
  wire.tell({ type: "snapshot.refused", call: "c", request: "r" });
  assert.equal(await done, "r");
  assert.equal(kept.length, 1);
});

test("without any picture the reason is said", async () => {
  const { wire, done } = taking({ grab: () => Promise.reject(new Error("No picture is coming.")) });
  await settled();
  wire.tell({ type: "snapshot.refused", call: "c", request: "r" });
  await assert.rejects(done, /No picture is coming/);
});

function giving({
  picture = { kind: "video" },
  screen = false,
  blurred = false,
  send = async () => undefined,
  picked = async () => "picture",
} = {}) {
  const [wire, given, flashes] = [new Wire(), [], []];
  const background = { view: { state: blurred ? "on" : "off" } };
  give({
    wire,
    call: { media: { picture, screen, background } },
    taken: (request) => flashes.push(request),
    send: async (fields) => {
      given.push(fields);
      return send(fields);
    },
    take: picked,
  });
  return { wire, given, flashes };
}

for (const [screen, blurred, source] of [
  [false, false, "camera full"],
  [true, false, "screen"],
  [false, true, "camera blurred"],
  [true, true, "screen"],
]) {
  const background = blurred ? "blurred" : "plain";
  test(`the client's device gives its ${source} and the client sees it, background ${background}`, async () => {
    const { wire, given, flashes } = giving({ screen, blurred });
    wire.tell(ASKED);
    await settled();
    assert.deepEqual(given, [{ request: "r", source, picture: "picture" }]);
    assert.deepEqual([flashes, wire.sent], [["r"], []]);
  });
}

test("a device without a picture, or whose picture does not arrive, says so at once", async () => {
  for (const world of [
    { picture: null },
    {
      send: async () => {
        throw new Error("away");
      },
    },
    {
      picked: async () => {
        throw new Error("dark");
      },
    },
  ]) {
    const { wire } = giving(world);
    wire.tell(ASKED);
    await settled();
    assert.deepEqual(wire.sent, [{ type: "snapshot.refuse", call: "c", request: "r" }]);
  }
});

test("a photo of the camera itself, which would show the room, is taken of what is not blurred only", async () => {
  const asShown = [];
  for (const world of [{}, { blurred: true }, { screen: true }]) {
    const { wire } = giving({ ...world, picked: async (_track, whole) => asShown.push(whole) });
    wire.tell(ASKED);
    await settled();
  }
  assert.deepEqual(asShown, [false, true, true]);
});
