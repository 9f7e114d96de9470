// Where the cursor goes when a conversation opens, and where typed text lands.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../templates.js";
import { operatorView } from "../views.js";

globalThis.Element ??= class {};
const { Focus, isText } = await import("../../../static/contactcenter/console/focus.js");

/** Something that has the focus: a button, a text field, the board's canvas. */
class Focused extends globalThis.Element {
  constructor(kind) {
    super();
    this.kind = kind;
  }
  closest(selector) {
    return (this.kind === "field" && selector.includes("textarea")) ||
      (this.kind === "canvas" && selector.includes("application"))
      ? this
      : null;
  }
}
const BUTTON = new Focused("button");
const FIELD = new Focused("field");

const press = (key, change = {}) => ({
  key,
  keyCode: 0,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  getModifierState: () => false,
  target: BUTTON,
  prevented: false,
  preventDefault() {
    this.prevented = true;
  },
  ...change,
});

/** A page with conversations, a composer and its drafts. */
function console_(sessions, { touched = false, ...change } = {}) {
  const drafts = {};
  const heard = {};
  const composer = {
    focused: false,
    focus() {
      this.focused = true;
    },
    ahead: (session, change) => {
      drafts[session] = change ? change(drafts[session] ?? "") : (drafts[session] ?? "");
      return drafts[session];
    },
  };
  const result = {
    focused: false,
    focus() {
      this.focused = true;
    },
  };
  const root = {
    activeElement: null,
    addEventListener: (type, hear) => {
      heard[type] = hear;
    },
    querySelector: (selector) => (selector.includes("wrapup") ? result : null),
  };
  const page = {
    desk: { sessions: Object.fromEntries(sessions.map((one) => [one.id, one])) },
    opened: sessions[0]?.id ?? null,
    coming: null,
    next: null,
    notice: "",
    ...change,
  };
  const cursor = new Focus({ page, composer, root, touched: () => touched });
  const type = (...keys) =>
    keys.map((key) => {
      const event = typeof key === "string" ? press(key) : key;
      cursor.typed(event);
      return event.prevented;
    });
  const placed = async () => {
    cursor.place();
    await null;
  };
  return { page, composer, result, drafts, heard, cursor, type, placed };
}
const chat = (id, change = {}) => operatorView({ id, ...change });

test("letters, dead keys and input methods are text; shortcuts and keys that only do something are not", () => {
  for (const event of [
    press("j"),
    press("J"),
    press("?"),
    press("ř"),
    press("Dead"),
    press("Process", { keyCode: 229 }),
    press("@", { ctrlKey: true, altKey: true, getModifierState: (name) => name === "AltGraph" }),
  ])
    assert.ok(isText(event), event.key);
  for (const event of [
    press("Enter"),
    press("Tab"),
    press("Escape"),
    press("ArrowDown"),
    press("F5"),
    press("Shift"),
    press("c", { ctrlKey: true }),
    press("c", { metaKey: true }),
    press("e", { altKey: true }),
  ])
    assert.ok(!isText(event), event.key);
});

test("text typed outside of every field goes to the shown conversation's composer, first letter included", () => {
  const { composer, type } = console_([chat("s1")]);
  assert.deepEqual(type("c"), [false]); // the browser writes it where the cursor is by then
  assert.equal(composer.focused, true);
});

test("behind a picture in full screen nobody types into the composer", async () => {
  const { composer, cursor, type, placed } = console_([chat("s1")], { full: true });
  type("c");
  cursor.opened();
  await placed();
  assert.equal(composer.focused, false);
});

test("a blank presses the button that has the focus, and the board keeps its keys", () => {
  const { composer, type } = console_([chat("s1")]);
  type(" ", press("r", { target: new Focused("canvas") }), press("x", { target: FIELD }));
  assert.equal(composer.focused, false);
});

test("an opened conversation gets the cursor, a wrap-up its first result; touch screens no keyboard", async () => {
  const { cursor, composer, placed } = console_([chat("s1")]);
  cursor.opened();
  assert.equal(composer.focused, false); // it is not drawn yet
  await placed();
  assert.equal(composer.focused, true);
  const ended = console_([chat("s1", { state: "wrapup" })]);
  ended.cursor.opened();
  await ended.placed();
  assert.deepEqual([ended.result.focused, ended.composer.focused], [true, false]);
  const phone = console_([chat("s1")], { touched: true });
  phone.cursor.opened();
  await phone.placed();
  assert.equal(phone.composer.focused, false);
});

test("what is typed between *Accept* and the conversation is kept for that client, and sent by no key", () => {
  const { page, drafts, composer, type } = console_([chat("s1")], { coming: "s2" });
  assert.deepEqual(type("H", "o", "x", "Backspace", " ", "Enter"), [true, true, true, true, true, true]);
  assert.deepEqual([drafts, composer.focused, page.coming], [{ s2: "Ho " }, false, "s2"]);
});

test("before a letter was typed, blank and Enter still press the button that has the focus", () => {
  assert.deepEqual(console_([chat("s1")], { coming: "s2" }).type(" ", "Enter"), [false, false]);
});

test("what is typed between *Done* and the next conversation is kept for the next", () => {
  const { drafts, type } = console_([chat("s1", { state: "wrapup" }), chat("s2")], { next: "s2" });
  type("C", "a", "n");
  assert.deepEqual(drafts, { s2: "Can" });
});

test("who goes on writing to another client is not taken away by the one accepted meanwhile", () => {
  const { page, composer, type } = console_([chat("s1")], { coming: "s2" });
  composer.focused = true;
  type(press("x", { target: FIELD }));
  assert.equal(page.coming, null);
});

test("when the conversation one writes in has gone, the rest of the sentence goes to no other client", async () => {
  const { page, cursor, composer, heard, type, placed } = console_([chat("s2")]);
  composer.focused = true;
  cursor.turned(chat("s1"), false);
  composer.focused = false; // its field went with it
  await placed();
  assert.deepEqual(type("y", "o", "u"), [true, true, true]);
  assert.equal(composer.focused, false);
  assert.match(page.notice, /Emily Carter is no longer with you\. What you were writing wasn’t sent\./);
  heard.pointerdown();
  type("N");
  assert.equal(composer.focused, true);
});

test("nor when an accepted client turns out to be another operator's and the previous one is shown again", async () => {
  const { cursor, composer, type, placed } = console_([chat("s1")], { coming: "s1" });
  composer.focused = true;
  cursor.turned(chat("s2"), true);
  composer.focused = false;
  await placed();
  type("y", "o", "u");
  assert.equal(composer.focused, false);
});

test("a conversation that came by itself gets the cursor if nobody was writing; a loading page doesn't", async () => {
  const { cursor, composer, placed } = console_([chat("s2")]);
  cursor.turned(undefined, false);
  await placed();
  assert.equal(composer.focused, false);
  cursor.turned(chat("s1"), false);
  await placed();
  assert.equal(composer.focused, true);
});
