// Which page shows which way in, when a CallBack is offered instead, and which field a refusal is about.

import "../templates.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { byWay, screenOf } from "../../../static/contactcenter/client/model.js";
import { hindrance, LONG } from "../../../static/contactcenter/client/ways.js";
import { waysIn } from "../../../static/contactcenter/ui/client/entries.js";
import { wrongField } from "../../../static/contactcenter/ui/client/fields.js";
import { words } from "../templates.js";
import { sessionView } from "../views.js";

function page({ session = null, state = "online", elsewhere = false, entry = "chat", ...rest } = {}) {
  const widget = { state: { session }, page: { entry, putAway: "", ...rest }, ways: { part: { elsewhere } }, available: { state } };
  return [screenOf(widget), byWay({ ...widget, screen: screenOf(widget) })];
}

test("the way in decides the page, and only the chat does without the part of the ways", () => {
  assert.deepEqual(page(), ["entries", false]);
  assert.deepEqual(page({ state: "busy" }), ["entries", false]);
  assert.deepEqual(page({ state: "offline" }), ["offline", true]);
  assert.deepEqual(page({ form: true }), ["form", false]);
  assert.deepEqual(page({ form: true, entry: "callback", state: "offline" }), ["form", true]);
  assert.deepEqual(page({ left: { email: "" } }), ["left", true]);
  assert.deepEqual(page({ session: sessionView({ state: "waiting", callback: null }) }), ["waiting", false]);
  assert.deepEqual(page({ session: sessionView({ state: "waiting", entry: "videocall", callback: null }) }), ["waiting", true]);
  assert.deepEqual(page({ session: sessionView({ state: "active", entry: "videocall" }) }), ["conversation", false]);
  assert.deepEqual(page({ session: sessionView({ state: "active", entry: "videocall" }), elsewhere: true }), ["window", true]);
});

test("a CallBack is offered where the browser or the devices cannot, and where it takes long", () => {
  const fine = { supported: true, microphone: "granted", camera: "no-device", waited: 0 };
  assert.equal(hindrance(fine), "", "a microphone alone will do");
  assert.equal(hindrance({ ...fine, microphone: "no-device" }), "devices");
  assert.equal(hindrance({ ...fine, supported: false }), "browser");
  assert.equal(hindrance({ ...fine, waited: LONG }), "long");
});

test("a refusal stands at the field it is about", () => {
  assert.deepEqual(["callback.phone", "callback.slot", "callback.closed", "entry.email", "entry.consent", "invitation.used", "message.empty", "queue.full", ""].map(wrongField),
    ["phone", "time", "time", "email", "consent", "code", "message", "", ""]);
});

test("an entry that cannot be used says why in place of what it is for", () => {
  const model = { data: { entries: [{ name: "chat" }, { name: "videocall" }, { name: "invitation" }] }, available: { entries: { chat: "", videocall: "Nobody takes video calls right now.", invitation: "" } } };
  const said = words(waysIn(model, {}));
  assert.match(said, /Write to us/);
  assert.match(said, /Nobody takes video calls right now\./);
  assert.doesNotMatch(said, /See an operator/);
  assert.match(said, /I have a code/);
});
