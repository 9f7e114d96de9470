// What a client who does not look is told of an answer: a sound, and on the website who and the first words.

import "../templates.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { line, message, OPERATOR, sessionView, share } from "../views.js";

globalThis.navigator ??= /** @type {any} */ ({ userAgent: "" });
const { Answers, partsOf } = await import("../../../static/contactcenter/widget/answers.js");

const answer = (seq, text = "Have you tried the valve?", name = "Anna Keller") =>
  message(seq, { text, by: { ...OPERATOR, name } });
const file = (seq, change = "sent") =>
  line("share.changed", seq, { change, by: OPERATOR, file: share({ sent: change !== "added" }) });
const words = (parts) => parts.map(([, , text]) => text);

test("it says who answered and how the answer begins, as text", () => {
  const parts = partsOf(answer(1, "  Turn   it\n<b>off</b> "), "Alder Heating");
  assert.deepEqual(words(parts), ["Anna", "Turn it <b>off</b>", ""]);
  assert.deepEqual(
    parts.map(([tag, , , , press]) => [tag, press]),
    [
      ["strong", "answer"],
      ["button", "answer"],
      ["button", "shut"],
    ],
  );
  assert.equal(partsOf(answer(1, "Hi", "\u202e\u200b"), "Alder Heating")[0][2], "Alder Heating");
  assert.deepEqual(partsOf(undefined, "Alder Heating"), []);
});

test("a long answer is cut between what readers take for characters", () => {
  const family = "👨‍👩‍👧";
  const shown = partsOf(answer(1, `${"a".repeat(118)}${family}${family}`), "")[1][2];
  assert.equal(shown, `${"a".repeat(118)}…`);
});

test("controls that would turn the line around do not reach the website", () => {
  assert.equal(partsOf(answer(1, "abc\u202e\u2066def"), "")[1][2], "abcdef");
});

test("of a file it says that one was sent, not which", () => {
  assert.deepEqual(words(partsOf(file(1), "")), ["Anna", "Sent you a file", ""]);
});

function page({ preview = true, alerts = true, open = false, reading = false, call = null } = {}) {
  let now = 10_000;
  const said = [];
  const done = [];
  const host = Object.assign(new EventTarget(), {
    open,
    say: ({ parts }) => parts && said.push(words(parts)[1] ?? ""),
    show: () => done.push("shown"),
  });
  const widget = Object.assign(new EventTarget(), {
    host,
    reading,
    data: { name: "Alder Heating", preview, alerts },
    state: { session: null },
    calls: { call },
    questions: () => [],
  });
  const seen = { read: 0, readOf: () => seen.read };
  const answers = new Answers({ widget, seen, play: () => done.push("sound"), now: () => now });
  const shows = (events, more = {}) => {
    widget.state = { session: sessionView({ head: events.length, events, ...more }) };
    now += 5000;
    widget.dispatchEvent(new Event("change"));
  };
  return { answers, done, host, said, seen, shows, widget, again: (milliseconds) => (now += milliseconds - 5000) };
}

test("each new answer sounds and is shown; what a new page finds is shown and does not sound", () => {
  const { done, said, shows } = page();
  shows([answer(1, "One")]);
  assert.deepEqual([done, said], [[], ["One"]]);
  shows([answer(1, "One"), answer(2, "Two")]);
  shows([answer(1, "One"), answer(2, "Two"), message(3)]);
  assert.deepEqual([done, said.at(-1)], [["sound"], "Two"]);
});

test("two answers at once sound once", () => {
  const { again, done, shows } = page();
  shows([]);
  shows([answer(1)]);
  again(1000);
  shows([answer(1), answer(2)]);
  assert.deepEqual(done, ["sound"]);
});

test("whoever reads hears and is shown nothing, and reading takes it away", () => {
  const { done, said, shows } = page({ open: true, reading: true });
  shows([]);
  shows([answer(1)]);
  assert.deepEqual([done, said], [[], []]);
  const away = page();
  away.shows([]);
  away.shows([answer(1, "One")]);
  away.seen.read = 1;
  away.shows([answer(1, "One")]);
  assert.deepEqual(away.said, ["One", ""]);
});

test("in a tab out of sight an answer sounds though the widget is open", () => {
  const { done, said, shows } = page({ open: true });
  shows([]);
  shows([answer(1)]);
  assert.deepEqual([done, said], [["sound"], []]);
});

test("a press opens the widget; put away, it comes back with the next answer only", () => {
  const { done, host, said, shows } = page();
  shows([]);
  shows([answer(1, "One")]);
  host.dispatchEvent(new CustomEvent("press", { detail: "shut" }));
  shows([answer(1, "One")]);
  assert.deepEqual(said, ["One", ""]);
  shows([answer(1, "One"), answer(2, "Two")]);
  assert.equal(said.at(-1), "Two");
  host.dispatchEvent(new CustomEvent("press", { detail: "answer" }));
  assert.equal(done.at(-1), "shown");
});

test("during a call, and after the end, nothing is told", () => {
  const { done, said, shows } = page({ call: { view: { mine: true, phase: "connected" } } });
  shows([]);
  shows([answer(1)]);
  assert.deepEqual([done, said], [[], []]);
  const over = page();
  over.shows([]);
  over.shows([answer(1)], { state: "wrapup" });
  assert.deepEqual([over.done, over.said], [[], []]);
});

test("while a question of a call stands beside the launcher no answer does", () => {
  const { said, shows, widget } = page();
  widget.questions = () => ["The connection was lost and didn’t come back."];
  shows([]);
  shows([answer(1)]);
  assert.deepEqual(said, []);
});

test("a widget may keep the words from the website, and the sound", () => {
  const silent = page({ alerts: false });
  silent.shows([]);
  silent.shows([answer(1, "One")]);
  assert.deepEqual([silent.done, silent.said], [[], ["One"]]);
  const discreet = page({ preview: false });
  discreet.shows([]);
  discreet.shows([answer(1, "One")]);
  assert.deepEqual([discreet.done, discreet.said], [["sound"], []]);
});

test("a file that was sent is told like a message; one the operator keeps is not", () => {
  const { done, said, shows } = page();
  shows([]);
  shows([file(1, "added")]);
  assert.deepEqual([done, said], [[], []]);
  shows([file(1, "added"), file(2)]);
  assert.deepEqual([done, said], [["sound"], ["Sent you a file"]]);
});
