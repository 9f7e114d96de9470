// Which page shows which way in, when a CallBack is offered instead, and which field a refusal is about.

import "../templates.js";
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { needsEntries, screenOf } from "../../../static/contactcenter/widget/model.js";
import { Entries, hindrance } from "../../../static/contactcenter/widget/entries.js";
import { waysIn } from "../../../static/contactcenter/ui/widget/entries.js";
import { wrongField } from "../../../static/contactcenter/ui/widget/fields.js";
import { LONG, waitWords } from "../../../static/contactcenter/ui/widget/session_words.js";
import { words } from "../templates.js";
import { sessionView } from "../views.js";

// Whoever waits has a timer of two minutes, which would keep this process from ending.
mock.timers.enable({ apis: ["setTimeout"] });

function page({ session = null, state = "online", elsewhere = false, entry = "chat", ...rest } = {}) {
  const widget = {
    state: { session },
    page: { entry, putAway: "", ...rest },
    entries: { part: { elsewhere } },
    available: { state },
  };
  return [screenOf(widget), needsEntries({ ...widget, screen: screenOf(widget) })];
}

test("the way in decides the page, and only the chat does without the entries' part", () => {
  assert.deepEqual(page(), ["entries", false]);
  assert.deepEqual(page({ state: "busy" }), ["entries", false]);
  assert.deepEqual(page({ state: "offline" }), ["offline", true]);
  assert.deepEqual(page({ form: true }), ["form", false]);
  assert.deepEqual(page({ form: true, entry: "callback", state: "offline" }), ["form", true]);
  assert.deepEqual(page({ left: { email: "" } }), ["left", true]);
  assert.deepEqual(page({ session: sessionView({ state: "waiting", callback: null }) }), ["waiting", false]);
  assert.deepEqual(page({ session: sessionView({ state: "waiting", entry: "videocall", callback: null }) }), [
    "waiting",
    true,
  ]);
  assert.deepEqual(page({ session: sessionView({ state: "active", entry: "videocall" }) }), ["conversation", false]);
  assert.deepEqual(page({ session: sessionView({ state: "active", entry: "videocall" }), elsewhere: true }), [
    "window",
    true,
  ]);
});

test("a CallBack is offered where the browser or the devices cannot, and where it takes long", () => {
  const fine = { supported: true, microphone: "granted", camera: "no-device", waited: 0 };
  assert.equal(hindrance(fine), "", "a microphone alone will do");
  assert.equal(hindrance({ ...fine, microphone: "no-device" }), "devices");
  assert.equal(hindrance({ ...fine, supported: false }), "browser");
  assert.equal(hindrance({ ...fine, waited: LONG }), "long");
});

/** The entries' part for a client who waits since midnight, with what was sent. */
function waits({ entry = "chat", offered = ["chat", "callback"], callback = null, refused = false } = {}) {
  const sent = [];
  const widget = Object.assign(new EventTarget(), {
    data: { entries: offered.map((name) => ({ name })), slots: "/slots/", key: "demo" },
    state: {
      session: sessionView({ state: "waiting", entry, callback, created_at: "2026-11-22T00:00:00.000Z" }),
      email: "",
    },
    page: { left: null },
    host: { framed: true, page: {} },
    identity: { token: "" },
    wire: { clock: () => Date.parse("2026-11-22T00:00:00.000Z"), send: async () => {} },
    calls: { call: { supported: true }, ready: () => new Promise(() => {}) },
    screen: "waiting",
    change() {},
    follow() {},
    forgive() {},
    show: (part) => Object.assign(widget.page, part),
    ask: async (command) => !refused && sent.push(command) > 0,
  });
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  globalThis.window = new EventTarget();
  const entries = new Entries({ widget, document });
  entries.needsWindow = false;
  return { entries, sent, widget, after: (milliseconds) => Date.parse("2026-11-22T00:00:00.000Z") + milliseconds };
}

test("whoever has waited two minutes is offered the telephone and a message, whatever they wait for", () => {
  const both = { why: "long", callback: true, message: true };
  for (const entry of ["chat", "videocall"]) {
    const { entries, after } = waits({ entry });
    assert.equal(entries.instead(after(LONG - 1)), null);
    assert.deepEqual(entries.instead(after(LONG)), both);
  }
  const { entries, after } = waits({ offered: ["chat"] });
  assert.deepEqual(entries.instead(after(LONG)), { ...both, callback: false }, "no telephone where none is offered");
  const phone = waits({ callback: {} });
  assert.equal(phone.entries.instead(phone.after(LONG)), null, "whoever has chosen is not asked again");
  const invited = waits({ entry: "invitation" });
  assert.equal(invited.entries.instead(invited.after(LONG)), null);
});

test("a message instead of waiting is that session's, and a refusal leaves everything as it was", async () => {
  const { entries, sent, widget } = waits();
  entries.offer("message");
  await entries.leaveInstead({ email: "emily@example.com", message: "Write me" });
  assert.deepEqual(sent, [
    { type: "message.leave", session: "s1", page: {}, email: "emily@example.com", message: "Write me" },
  ]);
  assert.deepEqual(widget.page.left, { email: "emily@example.com" });
  const full = waits({ refused: true });
  full.entries.offer("message");
  await full.entries.leaveInstead({ email: "", message: "Write me" });
  assert.deepEqual([full.widget.page.left, full.entries.offering], [null, "message"]);
});

test("the expected wait is told in round words, and not once it has proved wrong", () => {
  const minute = 60_000;
  assert.deepEqual(
    [20, 44, 46, 170, 1500, 4000].map((seconds) => waitWords(seconds, 0)),
    [
      "Less than a minute",
      "Less than a minute",
      "About 1 minute",
      "About 3 minutes",
      "About 25 minutes",
      "More than an hour",
    ],
  );
  assert.equal(waitWords(null, 0), "");
  assert.equal(waitWords(180, 6 * minute), "About 3 minutes");
  assert.equal(waitWords(180, 6 * minute + 1), "");
});

test("a refusal stands at the field it is about", () => {
  assert.deepEqual(
    [
      "callback.phone",
      "callback.slot",
      "callback.closed",
      "entry.email",
      "entry.consent",
      "invitation.used",
      "message.empty",
      "queue.full",
      "",
    ].map(wrongField),
    ["phone", "time", "time", "email", "consent", "code", "message", "", ""],
  );
});

test("an entry that cannot be used says why in place of what it is for", () => {
  const model = {
    data: { entries: [{ name: "chat" }, { name: "videocall" }, { name: "invitation" }] },
    available: { entries: { chat: "", videocall: "Nobody is available for a video call right now.", invitation: "" } },
  };
  const said = words(waysIn(model, {}));
  assert.match(said, /Write to us/);
  assert.match(said, /Nobody is available for a video call right now\./);
  assert.doesNotMatch(said, /See an operator/);
  assert.match(said, /I have a code/);
});
