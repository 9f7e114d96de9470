// What a call asks of a client who doesn't see it: beside the bar of the minimised call, in the number, by a sound.

import "../templates.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { callView, sessionView } from "../views.js";

globalThis.navigator ??= /** @type {any} */ ({ userAgent: "" });
const { CallQuestions, questionsOf } = await import("../../../static/contactcenter/widget/call_questions.js");

const FLIP = { asked: "flip", allowed: false };
const NONE = { asked: "", allowed: false };
const viewOf = (change = {}, call = {}) => ({
  phase: "connected",
  mine: true,
  microphone: "granted",
  camera: "off",
  silenced: [],
  notices: [],
  dismissed: new Set(),
  unanswered: new Set(),
  playBlocked: false,
  ownCamera: { facing: "user", flip: true, torch: "none", zoom: null },
  call: { ...callView({ connected_at: "2026-11-22T14:00:00Z" }), ...call },
  ...change,
});
const widgetOf = (session = {}) => ({
  data: { name: "Alder Heating", alerts: true },
  page: { without: new Set(), noticed: new Set(), lostRead: "" },
  state: { session: sessionView(session) },
});
const words = (view, session) => questionsOf(widgetOf(session), view).map((question) => question.words);

test("all that a call may ask is asked in words", () => {
  assert.deepEqual(words(viewOf()), []);
  assert.deepEqual(words(viewOf({}, { camera: FLIP })), ["Anna asks you to switch to the back camera."]);
  assert.deepEqual(words(viewOf({}, { text: { state: "asked", by: "operator" } })), [
    "Anna would like to use real-time text",
  ]);
  assert.deepEqual(words(viewOf({}, { text: { state: "asked", by: "client" } })), []);
  assert.deepEqual(words(viewOf({ microphone: "lost" })), ["Your microphone was disconnected"]);
  assert.deepEqual(words(viewOf({ silenced: ["microphone"] })), [
    "Your microphone is muted by your system or by a switch",
  ]);
  assert.match(words(viewOf({ unanswered: new Set(["microphone"]) }))[0], /choose Allow/);
  assert.match(words(viewOf({ playBlocked: true }))[0], /press Play/);
  assert.deepEqual(words(viewOf(), { board: { id: "b1" } }), ["Anna is showing you something"]);
});

test("of a call that was lost it says so, and of one that was ended nothing", () => {
  const lost = viewOf({ phase: "ended" }, { state: "failed" });
  assert.deepEqual(words(lost), ["The connection was lost and didn’t come back."]);
  assert.deepEqual(words(viewOf({ phase: "ended", microphone: "lost" }, { state: "ended" })), []);
});

test("the name of a device stays in the widget", () => {
  const notices = [
    { device: "camera", what: "missing", label: "Emily’s webcam" },
    { device: "microphone", what: "silent", label: "Emily’s headset" },
  ];
  const said = words(viewOf({ notices }));
  assert.equal(said.length, 1);
  assert.match(said[0], /hears nothing/);
});

test("a call that another tab carries asks nothing here", () => {
  assert.deepEqual(words(viewOf({ mine: false }, { camera: FLIP })), []);
});

function page({ open = false, reading = false } = {}) {
  const said = [];
  const done = [];
  const call = { view: viewOf() };
  const host = Object.assign(new EventTarget(), {
    open,
    say: ({ parts }) => said.push(parts[1]?.[2] ?? ""),
    show: () => done.push("shown"),
  });
  const widget = Object.assign(new EventTarget(), widgetOf(), {
    host,
    reading,
    questions: () => [],
    change: () => widget.dispatchEvent(new Event("change")),
  });
  new CallQuestions({ widget, call, play: () => done.push("sound") });
  const asks = (change) => {
    call.view = viewOf({}, change);
    widget.change();
  };
  const press = (name) => host.dispatchEvent(new CustomEvent("press", { detail: name }));
  return { asks, done, host, press, said, widget };
}

test("a question sounds once, is counted and shown until it's answered, and opens the widget", () => {
  const { asks, done, press, said, widget } = page();
  asks({ camera: FLIP });
  asks({ camera: FLIP });
  assert.deepEqual([done, said.at(-1)], [["sound"], "Anna asks you to switch to the back camera."]);
  assert.equal(widget.questions().length, 1);
  press("question");
  assert.deepEqual(done, ["sound", "shown"]);
  asks({ camera: NONE });
  assert.deepEqual([said.at(-1), widget.questions()], ["", []]);
});

test("put away it stays away, and asked again it comes again", () => {
  const { asks, done, press, said, widget } = page();
  asks({ camera: FLIP });
  press("later");
  assert.deepEqual([said.at(-1), widget.questions()], ["", []]);
  asks({ camera: NONE });
  asks({ camera: FLIP });
  assert.deepEqual([done, widget.questions().length], [["sound", "sound"], 1]);
});

test("what was seen in the open widget isn't told when it's minimised", () => {
  const { asks, done, host, said, widget } = page({ open: true, reading: true });
  asks({ camera: FLIP });
  Object.assign(host, { open: false });
  widget.reading = false;
  widget.change();
  assert.deepEqual([done, said, widget.questions()], [[], [], []]);
});

test("in a tab out of sight a question sounds and is counted, though the widget is open", () => {
  const { asks, done, said, widget } = page({ open: true });
  asks({ camera: FLIP });
  assert.deepEqual([done, said, widget.questions().length], [["sound"], [], 1]);
});

test("a widget may keep the sound", () => {
  const { asks, done, widget } = page();
  widget.data.alerts = false;
  asks({ camera: FLIP });
  assert.deepEqual([done, widget.questions().length], [[], 1]);
});
