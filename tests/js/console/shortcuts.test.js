// The keyboard shortcuts of the console, and what they do.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../templates.js";
import {
  ariaKeys,
  deedOf,
  deedWords,
  PARTS,
  SHORTCUTS,
  written,
} from "../../../static/contactcenter/console/shortcuts.js";
import { operatorView, callView, clientView } from "../views.js";

const { deeds } = await import("../../../static/contactcenter/console/shortcut_actions.js");

const press = (key, change = {}) => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : "",
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  ...change,
});
const chord = (key, change = {}) => press(key, { altKey: true, shiftKey: true, ...change });
const appleChord = (key, change = {}) => press(key, { ctrlKey: true, shiftKey: true, ...change });

test("no key does anything without a modifier that writes no text", () => {
  for (const { key, deed } of SHORTCUTS) {
    for (const apple of [false, true]) {
      for (const typed of [key, key.toLowerCase()]) {
        for (const change of [{}, { shiftKey: true }])
          assert.equal(deedOf(press(typed, change), apple), null, `${deed} ${typed}`);
      }
      assert.match(ariaKeys(deed, apple), apple ? /^(Control\+Shift|Meta)\+/ : /^(Alt\+Shift|Control)\+/);
    }
  }
  for (const typed of ["a", "j", "e", "c", "?", "/", "1"]) assert.equal(deedOf(press(typed), false), null, typed);
});

test("a shortcut is the printed letter, and its place where the layout has no Latin letters", () => {
  assert.equal(deedOf(chord("J"), false), "next");
  assert.equal(deedOf(chord("Y", { code: "KeyZ" }), false), "accept"); // a German keyboard
  assert.equal(deedOf(chord("Z", { code: "KeyY" }), false), null);
  assert.equal(deedOf(chord("О", { code: "KeyJ" }), false), "next"); // a Russian one
  assert.equal(deedOf(chord("!", { code: "Digit1" }), false), "tab-client");
  assert.equal(deedOf(press("/", { ctrlKey: true }), false), "help");
  // A German one has it on Shift and 7.
  assert.equal(deedOf(press("/", { ctrlKey: true, shiftKey: true, code: "Digit7" }), false), "help");
});

test("on a Mac it is Control and Shift: Option writes signs there", () => {
  assert.equal(deedOf(appleChord("E"), true), "end");
  assert.equal(deedOf(press("@", { altKey: true, code: "KeyL" }), true), null);
  assert.equal(deedOf(press("‰", { altKey: true, shiftKey: true, code: "KeyE" }), true), null);
  assert.equal(deedOf(appleChord("E"), false), null);
  assert.equal(deedOf(press("/", { metaKey: true }), true), "help");
});

test("signs of AltGr, the browser's own shortcuts and an input method are left alone", () => {
  assert.equal(deedOf(press("e", { altKey: true, ctrlKey: true, shiftKey: true }), false), null);
  assert.equal(deedOf(press("c", { ctrlKey: true }), false), null);
  assert.equal(deedOf(press("e", { altKey: true }), false), null);
  assert.equal(deedOf(chord("E", { isComposing: true }), false), null);
  for (const { key, modifiers } of SHORTCUTS)
    assert.ok(modifiers !== "pair" || !"ABIT".includes(key), `Alt + Shift + ${key} is Chrome's`);
});

test("a shortcut held down walks, and does nothing else twice", () => {
  assert.equal(deedOf(chord("K", { repeat: true }), false), "previous");
  assert.equal(deedOf(chord("Y", { repeat: true }), false), null);
});

test("no shortcut means two things, and the help has every one", () => {
  const keys = SHORTCUTS.map(({ deed }) => ariaKeys(deed, false));
  assert.equal(new Set(keys).size, keys.length);
  assert.deepEqual(PARTS.flatMap(({ deeds: some }) => some).toSorted(), SHORTCUTS.map(({ deed }) => deed).toSorted());
  for (const { deed } of SHORTCUTS) assert.ok(deedWords(deed), deed);
  assert.deepEqual([written("accept", false), written("accept", true)], ["Alt + Shift + Y", "⌃ ⇧ Y"]);
  assert.deepEqual([written("help", false), written("help", true)], ["Ctrl + /", "⌘ /"]);
});

/** A console; `done` lists what was done. */
function console_(sessions = [], { queue = [], call = {}, ...change } = {}) {
  const done = [];
  const act = new Proxy(
    {},
    {
      get: (_target, name) =>
        name === "composer"
          ? { write: (note) => done.push(["write", note]) }
          : (...values) => done.push([name, ...values]),
    },
  );
  const me = {
    name: "Anna",
    state: "online",
    chosen: "online",
    limit: 3,
    unavailable: "",
    reason: "",
    idle: false,
    chat: true,
    video: true,
  };
  const desk = {
    me,
    queue,
    sessions: Object.fromEntries(sessions.map((each) => [each.id, { typing: false, unread: 0, ...each }])),
    order: sessions.map(({ id }) => id),
  };
  const page = {
    desk,
    opened: sessions[0]?.id ?? null,
    muted: false,
    call: { mine: false, phase: "none", remotePicture: false, microphone: "granted", camera: "off", ...call },
    ...change,
  };
  return { page, done, keys: deeds(page, act) };
}
const chat = (id, change = {}) => operatorView({ id, ...change });
const waiting = (id, change = {}) => ({
  id,
  number: 1,
  entry: "chat",
  away: false,
  refusal: "",
  offered: false,
  client: clientView({ name: id }),
  ...change,
});

test("accept takes the oldest that can be taken, and says why when none can", () => {
  const { keys, done } = console_([chat("s1")], {
    queue: [
      waiting("Priya", { entry: "videocall", refusal: "End your chat first" }),
      waiting("Jonas", { refusal: "This client is being offered to Boris." }),
      waiting("Lukas"),
    ],
  });
  assert.equal(keys.accept(), "Accepting Lukas");
  assert.deepEqual(done, [["accept", "Lukas"]]);
  assert.equal(
    console_([chat("s1")], {
      queue: [waiting("Priya", { entry: "videocall", refusal: "End your chat first" })],
    }).keys.accept(),
    "End your chat first",
  );
  assert.equal(
    console_([], { queue: [waiting("Jonas", { refusal: "Somebody else is asked." })] }).keys.accept(),
    "Somebody else is asked.",
  );
  assert.equal(console_().keys.accept(), "Nobody is waiting.");
});

test("next and previous go round and say who it is", () => {
  const { keys, done, page } = console_([chat("s1"), chat("s2", { client: clientView({ name: "Jonas" }) })]);
  assert.equal(keys.next(), "Jonas");
  page.opened = "s2";
  keys.next();
  page.opened = null;
  keys.previous();
  assert.deepEqual(done, [
    ["open", "s2"],
    ["open", "s1"],
    ["open", "s1"],
  ]);
});

test("writing goes to the composer of an open conversation only", () => {
  const { keys, done } = console_([chat("s1")]);
  keys.reply();
  keys.note();
  assert.deepEqual(done, [
    ["write", false],
    ["write", true],
  ]);
  assert.equal(console_([chat("s1", { state: "wrapup" })]).keys.note(), "There’s nobody to write to");
});

test("ending a session or a call only asks", () => {
  const { keys, done } = console_([chat("s1")]);
  keys.end();
  assert.deepEqual(done, [["end", "s1"]]); // acts.end puts the question
  const calling = console_([chat("s1", { calls: [callView({ state: "connected" })] })]);
  calling.keys.call();
  assert.equal(calling.done[0][0], "confirm");
});

test("the key of the call reaches no client before it was confirmed; it withdraws, or says why not", () => {
  const { keys, done } = console_([chat("s1")]);
  keys.call();
  assert.deepEqual(
    done.map(([name]) => name),
    ["confirm"],
  );
  done[0][1].act();
  assert.deepEqual(done.slice(1), [
    ["tab", "call"],
    ["call", "s1"],
  ]);
  const asking = console_([chat("s1", { calls: [callView({ state: "requested" })] })]);
  asking.keys.call();
  assert.deepEqual(asking.done, [["withdraw"]]);
  assert.match(console_([chat("s1"), chat("s2")]).keys.call(), /your other conversation/);
});

test("the keys of devices do something only in a call this tab carries", () => {
  assert.equal(console_([chat("s1")]).keys.microphone(), "You’re not in a call");
  const { keys, done } = console_([chat("s1")], { call: { mine: true, phase: "connected" } });
  keys.microphone();
  keys.camera();
  keys.snapshot();
  assert.deepEqual(done, [
    ["say", "Microphone off"],
    ["toggleMicrophone"],
    ["say", "Camera on"],
    ["toggleCamera"],
    ["say", "There’s no picture from the client"],
  ]);
});
