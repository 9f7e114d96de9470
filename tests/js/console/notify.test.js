// Calling the operator back to a tab out of sight, and what is new on the desk.

import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, news, Notifier } from "../../../static/contactcenter/notify.js";
import { blockedDevices, readyTitle, unknownReadiness } from "../../../static/contactcenter/readiness.js";

const desk = (queue, sessions = {}) => ({ queue: queue.map((id) => ({ id })), sessions: Object.fromEntries(Object.entries(sessions).map(([id, unread]) => [id, { unread }])) });

test("the first look at the desk is no news", () => {
  assert.deepEqual(news(null, desk(["q1"], { s1: 2 })), { clients: [], messages: [] });
});

test("who was not there before is new; who was accepted and comes back to the queue is not", () => {
  assert.deepEqual(news(desk(["q1"]), desk(["q1", "q2"])).clients, ["q2"]);
  assert.deepEqual(news(desk([], { s1: 0 }), desk(["s1"])).clients, []);
});

test("messages are news when more are unread than before", () => {
  assert.deepEqual(news(desk([], { s1: 1, s2: 1 }), desk([], { s1: 1, s2: 2, s3: 1 })).messages, ["s2", "s3"]);
});

test("the title counts what waits and is plain when nothing does", () => {
  assert.equal(counted("Console", 2), "(2) Console");
  assert.equal(counted("Console", 0), "Console");
});

/** A page and a kind of notice the test can look into. */
function world({ hidden, permission = "granted" }) {
  const notices = [];
  const sounded = [];
  class Notice {
    static permission = permission;
    constructor(title, options) {
      Object.assign(this, { title, ...options, closed: false });
      notices.push(this);
    }
    close() {
      this.closed = true;
    }
  }
  const page = Object.assign(new EventTarget(), { hidden, title: "Console" });
  const notifier = new Notifier({ document: page, Notice, sound: async () => sounded.push(1) > 0 });
  return { notifier, notices, page, sounds: () => sounded.length };
}

test("a new client always sounds, and shows a notice only when the tab is hidden", () => {
  const seen = world({ hidden: false });
  seen.notifier.client("Emily", "Chat", () => {});
  assert.deepEqual([seen.sounds(), seen.notices.length], [1, 0]);
  const hidden = world({ hidden: true });
  hidden.notifier.client("Emily", "Chat", () => {});
  assert.deepEqual([hidden.sounds(), hidden.notices[0].title, hidden.notices[0].body], [1, "Emily is waiting", "Chat"]);
});

test("a message in sight disturbs nobody", () => {
  const { notifier, notices, sounds } = world({ hidden: false });
  notifier.message("Emily", "Hello", () => {});
  assert.deepEqual([sounds(), notices.length], [0, 0]);
});

test("without permission there is the sound alone", () => {
  const { notifier, notices, sounds } = world({ hidden: true, permission: "default" });
  notifier.message("Emily", "Hello", () => {});
  assert.deepEqual([sounds(), notices.length], [1, 0]);
});

test("notices go when the operator comes back", () => {
  const { notifier, notices, page } = world({ hidden: true });
  notifier.message("Emily", "Hello", () => {});
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(notices[0].closed, true);
});

test("the chip names the one thing that is blocked, or counts them", () => {
  const ready = unknownReadiness();
  assert.equal(readyTitle(blockedDevices(ready)), "Browser ready");
  ready.notifications.state = "blocked";
  assert.equal(readyTitle(blockedDevices(ready)), "Notifications are blocked");
  ready.camera.state = "blocked";
  assert.deepEqual(blockedDevices(ready), ["camera", "notifications"]);
  assert.equal(readyTitle(blockedDevices(ready)), "2 things are blocked");
});
