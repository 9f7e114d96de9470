// One card per call: its lines are taken together, all but the last, which stays where it was written.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { words } from "../templates.js";
import { callView, CLIENT, line, message, OPERATOR, sessionView } from "../views.js";

const { items } = await import("../../../static/contactcenter/ui/timeline_items.js");
const { withCalls } = await import("../../../static/contactcenter/ui/call_cards.js");

const NOW = Date.parse("2026-11-22T14:30:00Z");
const shown = (...events) =>
  items({ view: sessionView({ events }), me: "client", now: NOW, operator: "Anna Keller", arrange: withCalls });
const call = (seq, move, change = {}, by = OPERATOR) => line("call.changed", seq, { move, by, call: callView(change) });
const snapshot = (seq) => line("snapshot.taken", seq, { by: OPERATOR });
const over = { state: "ended", connected_at: "2026-11-22T14:07:00Z", ended_at: "2026-11-22T14:10:28Z" };
const start = [
  call(1, "request"),
  call(2, "accept", { state: "accepted", video: true }, CLIENT),
  call(3, "connected", { state: "connected" }),
];
const plain = ({ kind, show, line: told }) =>
  kind === "own" ? words(show()).replace(/\s+/g, " ").trim() : words(told?.words);

describe("a call", () => {
  test("of two lines needs no card", () => {
    assert.deepEqual(shown(call(1, "request"), call(2, "decline", { state: "declined" }, CLIENT)).map(plain), [
      "Anna asked for a video call",
      "You declined",
    ]);
  });

  test("that is over is one card with its length and snapshots, and how it ended", () => {
    const list = shown(...start, snapshot(4), snapshot(5), call(6, "hangup", over));
    assert.deepEqual(
      list.map(({ kind, key }) => [kind, key]),
      [
        ["own", "call c1"],
        ["line", "line 6"],
      ],
    );
    assert.match(plain(list[0]), /^Video call · \d\d:01 · 3:28 · 2 snapshots/);
    assert.match(
      plain(list[0]),
      /Anna asked for a video call .* You joined with video .* Call started .* Anna took a picture of your video/,
    );
    assert.equal(plain(list[1]), "Anna ended the call after 3:28");
  });

  test("that runs shows its newest line: a client is told of a picture in sight", () => {
    assert.equal(plain(shown(...start, message(4), snapshot(5)).at(-1)), "Anna took a picture of your video");
  });

  test("leaves what was said meanwhile where it was said", () => {
    const list = shown(...start, message(4), message(5), call(6, "hangup", over));
    assert.deepEqual(
      list.map(({ kind, seq }) => [kind, seq]),
      [
        ["own", undefined],
        ["message", 4],
        ["message", 5],
        ["line", 6],
      ],
    );
  });

  test("has its own card beside another", () => {
    const again = start.map((event) => ({
      ...event,
      seq: event.seq + 10,
      at: event.at,
      call: { ...event.call, id: "c2" },
    }));
    assert.deepEqual(
      shown(...start, call(4, "hangup", over), ...again).map(({ key }) => key),
      ["call c1", "line 4", "call c2", "line 13"],
    );
  });
});

test("a snapshot whose call lies in older lines stands by itself", () => {
  assert.deepEqual(
    shown(snapshot(1), snapshot(2), snapshot(3)).map(({ kind }) => kind),
    ["line", "line", "line"],
  );
});
