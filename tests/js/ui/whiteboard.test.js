// What the board says around the picture: who sees what, who may do what, and why something cannot be pressed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../templates.js";

globalThis.document.createElement = () => Object.assign(new EventTarget(), { play: async () => {} });
globalThis.ResizeObserver = class {
  observe() {}
  disconnect() {}
};
globalThis.requestAnimationFrame = () => 1;
globalThis.createImageBitmap = async () => ({ width: 1600, height: 900 });
globalThis.fetch = async () => ({ ok: true, blob: async () => ({}) });
const { createLooking } = await import("../../../static/contactcenter/ui/whiteboard.js");
const { sessionView } = await import("../views.js");

const LEAD = { send() {}, close() {}, freeze() {}, busy: false };
const markup = (value) =>
  JSON.stringify(value, (_key, part) => (typeof part === "symbol" || part?._$litDirective$ ? null : part));

function opened(role, board = {}) {
  const wire = Object.assign(new EventTarget(), { state: "open", send: async () => {} });
  let changes = 0;
  const looking = createLooking({
    role,
    wire,
    headers: () => ({}),
    call: () => null,
    change: () => {
      changes += 1;
    },
  });
  const shown = { id: "b", live: false, share: "f1", name: "boiler.png", mime: "image/png", pages: 1, ...board };
  looking.board.follow(sessionView({ board: shown }), role === "client" ? "Anna" : "Emily");
  return { looking, wire, changes: () => changes };
}

test("each side reads who sees what", () => {
  assert.match(words(opened("operator").looking.view(LEAD)), /boiler\.png.*Emily sees this and what you draw\./s);
  assert.match(
    words(opened("client").looking.view(null)),
    /Anna sees this and what you draw, but nothing else on your screen\./,
  );
});

test("only the operator sends and ends it, and freezes what is live", () => {
  const lead = markup(opened("operator", { live: true, share: "" }).looking.view(LEAD));
  const client = markup(opened("client", { live: true, share: "" }).looking.view(null));
  for (const hook of ["board-send", "board-close", "board-freeze"]) {
    assert.ok(lead.includes(hook), hook);
    assert.ok(!client.includes(hook), hook);
  }
  assert.ok(!markup(opened("operator").looking.view(LEAD)).includes("board-freeze"));
});

test("what cannot be pressed says why", () => {
  assert.match(
    words(opened("operator", { pages: 3 }).looking.view(LEAD)),
    /Already showing everything.*This is the first page.*1 of 3/s,
  );
});

test("clear is a word, and undo and clear say so when there is nothing for them", () => {
  const { looking, wire } = opened("operator");
  const tell = (event) =>
    wire.dispatchEvent(new CustomEvent("event", { detail: { session: "s1", board: "b", ...event } }));
  tell({
    type: "board.marks",
    after: 0,
    head: 0,
    marks: [],
    look: { page: 1, zoom: 100, turn: 0, x: 5000, y: 5000, rev: 0 },
  });
  assert.match(words(looking.view(LEAD)), /Nothing to undo.*Clear all.*Nothing to clear/s);
  assert.match(words(opened("client").looking.view(null)), /Clear mine/);
  tell({
    type: "board.marked",
    mark: { seq: 1, role: "operator", kind: "stroke", stroke: "x", ink: "blue", width: 60, points: [1, 2] },
  });
  assert.doesNotMatch(words(looking.view(LEAD)), /Nothing to/);
});

test("folded there is one line with a way back", () => {
  const { looking } = opened("client");
  looking.board.set({ folded: true });
  assert.match(words(looking.view(null)), /Show/);
  assert.ok(!markup(looking.view(null)).includes("<canvas"));
});

test("ink and pointers do not draw the page anew", () => {
  const { looking, wire, changes } = opened("client");
  const tell = (event) =>
    wire.dispatchEvent(new CustomEvent("event", { detail: { session: "s1", board: "b", ...event } }));
  tell({ type: "board.inked", role: "operator", stroke: "x", page: 1, ink: "blue", width: 60, at: 0, points: [1, 2] });
  const before = changes();
  for (let n = 1; n < 20; n += 1)
    tell({
      type: "board.inked",
      role: "operator",
      stroke: "x",
      page: 1,
      ink: "blue",
      width: 60,
      at: 2 * n,
      points: [n, n],
    });
  assert.equal(changes(), before);
  assert.equal(looking.board.other.wet.get("x").points.length, 40);
});

test("without anything to look at there is no view", () => {
  const { looking } = opened("client");
  looking.board.follow(sessionView({ board: null }), "Anna");
  assert.equal(words(looking.view(null)), "");
});
