// The map of the keyboard, and what its deeds do.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../templates.js";
import { deedOf, deedWords, KEYS, PARTS, written } from "../../../static/contactcenter/console/keys.js";
import { operatorView, callView, clientView } from "../views.js";

const { deeds } = await import("../../../static/contactcenter/console/keyboard.js");

const press = (key, change = {}) => ({ key, code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : "", altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, repeat: false, isComposing: false, ...change });
const free = { writing: false, single: true };
const writing = { writing: true, single: true };

test("a single key counts only while nobody writes and nobody has turned them off", () => {
  assert.equal(deedOf(press("j"), free), "next");
  assert.equal(deedOf(press("J", { shiftKey: true }), free), "next");
  assert.equal(deedOf(press("j"), writing), null);
  assert.equal(deedOf(press("j"), { writing: false, single: false }), null);
  assert.equal(deedOf(press("?", { shiftKey: true }), free), "help");
  assert.equal(deedOf(press("/", { shiftKey: true }), free), "search");
});

test("with Alt it counts everywhere, wherever the layout puts the letter", () => {
  assert.equal(deedOf(press("j", { altKey: true }), writing), "next");
  assert.equal(deedOf(press("∆", { code: "KeyJ", altKey: true }), writing), "next");
  assert.equal(deedOf(press("1", { altKey: true }), { writing: true, single: false }), "tab-client");
  assert.equal(deedOf(press("A", { altKey: true, shiftKey: true }), writing), "accept");
  assert.equal(deedOf(press("a", { altKey: true }), writing), null);
  assert.equal(deedOf(press("/", { ctrlKey: true }), writing), "help");
});

test("signs of AltGr, other shortcuts and an input method are left alone", () => {
  assert.equal(deedOf(press("e", { altKey: true, ctrlKey: true }), free), null);
  assert.equal(deedOf(press("a", { ctrlKey: true }), free), null);
  assert.equal(deedOf(press("c", { metaKey: true }), free), null);
  assert.equal(deedOf(press("j", { isComposing: true }), free), null);
  assert.equal(deedOf(press("x"), free), null);
});

test("a key held down walks, and does nothing else twice", () => {
  assert.equal(deedOf(press("k", { repeat: true }), free), "previous");
  assert.equal(deedOf(press("a", { repeat: true }), free), null);
});

test("no key and no chord means two things, and the help has every one", () => {
  for (const names of [KEYS.map(({ key }) => key), KEYS.filter(({ code }) => code).map(({ code, shift }) => `${code} ${shift}`)]) assert.equal(new Set(names).size, names.length);
  assert.deepEqual(PARTS.flatMap(({ deeds: some }) => some).toSorted(), KEYS.map(({ deed }) => deed).toSorted());
  for (const { deed } of KEYS) assert.ok(deedWords(deed) && written(deed, false).single, deed);
  assert.deepEqual(written("accept", false), { single: "A", chord: "Alt + Shift + A" });
  assert.deepEqual(written("next", true), { single: "J", chord: "⌥ J" });
  assert.equal(written("fullscreen", false).chord, "");
});

/** A console; `done` lists what was done. */
function console_(sessions = [], { queue = [], call = {}, ...change } = {}) {
  const done = [];
  const act = new Proxy({}, { get: (_target, name) => (name === "composer" ? { write: (note) => done.push(["write", note]) } : (...values) => done.push([name, ...values])) });
  const me = { name: "Anna", state: "online", chosen: "online", limit: 3, unavailable: "", reason: "", idle: false, chat: true, video: true };
  const desk = { me, queue, sessions: Object.fromEntries(sessions.map((each) => [each.id, { typing: false, unread: 0, ...each }])), order: sessions.map(({ id }) => id) };
  const page = { desk, opened: sessions[0]?.id ?? null, muted: false, singleKeys: true, call: { mine: false, phase: "none", remotePicture: false, microphone: "granted", camera: "off", ...call }, ...change };
  return { page, done, keys: deeds(page, act) };
}
const chat = (id, change = {}) => operatorView({ id, ...change });
const waiting = (id, change = {}) => ({ id, number: 1, entry: "chat", away: false, refusal: "", offered: false, client: clientView({ name: id }), ...change });

test("accept takes the oldest that can be taken, and says why when none can", () => {
  const { keys, done } = console_([chat("s1")], { queue: [waiting("Priya", { entry: "videocall", refusal: "End your chat first" }), waiting("Jonas", { refusal: "Boris is being asked to take this client." }), waiting("Lukas")] });
  assert.equal(keys.accept(), "Accepting Lukas");
  assert.deepEqual(done, [["accept", "Lukas"]]);
  assert.equal(console_([chat("s1")], { queue: [waiting("Priya", { entry: "videocall", refusal: "End your chat first" })] }).keys.accept(), "End your chat first");
  assert.equal(console_([], { queue: [waiting("Jonas", { refusal: "Somebody else is asked." })] }).keys.accept(), "Somebody else is asked.");
  assert.equal(console_().keys.accept(), "Nobody is waiting.");
});

test("next and previous go round and say who it is", () => {
  const { keys, done, page } = console_([chat("s1"), chat("s2", { client: clientView({ name: "Jonas" }) })]);
  assert.equal(keys.next(), "Jonas");
  page.opened = "s2";
  keys.next();
  page.opened = null;
  keys.previous();
  assert.deepEqual(done, [["open", "s2"], ["open", "s1"], ["open", "s1"]]);
});

test("writing goes to the composer of an open conversation only", () => {
  const { keys, done } = console_([chat("s1")]);
  keys.reply();
  keys.note();
  assert.deepEqual(done, [["write", false], ["write", true]]);
  assert.equal(console_([chat("s1", { state: "wrapup" })]).keys.note(), "There is nobody to write to");
});

test("ending a session or a call only asks", () => {
  const { keys, done } = console_([chat("s1")]);
  keys.end();
  assert.deepEqual(done, [["end", "s1"]]); // acts.end puts the question
  const calling = console_([chat("s1", { calls: [callView({ state: "connected" })] })]);
  calling.keys.call();
  assert.equal(calling.done[0][0], "confirm");
});

test("the key of the call asks, withdraws, or says why not", () => {
  const { keys, done } = console_([chat("s1")]);
  keys.call();
  assert.deepEqual(done, [["tab", "call"], ["call", "s1"]]);
  const asking = console_([chat("s1", { calls: [callView({ state: "requested" })] })]);
  asking.keys.call();
  assert.deepEqual(asking.done, [["withdraw"]]);
  assert.match(console_([chat("s1"), chat("s2")]).keys.call(), /another conversation/);
});

test("the keys of devices do something only in a call this tab carries", () => {
  assert.equal(console_([chat("s1")]).keys.microphone(), "You are in no call");
  const { keys, done } = console_([chat("s1")], { call: { mine: true, phase: "connected" } });
  keys.microphone();
  keys.camera();
  keys.snapshot();
  assert.deepEqual(done, [["say", "Microphone off"], ["toggleMicrophone"], ["say", "Camera on"], ["toggleCamera"], ["say", "There is no picture of the client"]]);
});
