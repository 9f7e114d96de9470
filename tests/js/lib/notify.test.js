// Calling the operator back to a tab out of sight, and what is new on the desk.

import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, news, Notifier } from "../../../static/contactcenter/lib/notify.js";
import {
  blockedDevices,
  readyTitle,
  unasked,
  unknownReadiness,
} from "../../../static/contactcenter/console/readiness.js";

const desk = (queue, sessions = {}) => ({
  queue: queue.map((id) => ({ id })),
  sessions: Object.fromEntries(Object.entries(sessions).map(([id, unread]) => [id, { unread }])),
});

test("the first look at the desk is no news", () => {
  assert.deepEqual(news(null, desk(["q1"], { s1: 2 })), { clients: [], offers: [], messages: [], calls: [] });
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

test("an offer is news when it comes to this operator, also after the client had waited for all", () => {
  const waits = (offered) => ({ queue: [{ id: "q1", offered }], sessions: {} });
  assert.deepEqual([news(waits(false), waits(true)).offers, news(waits(true), waits(true)).offers], [["q1"], []]);
  assert.deepEqual(
    [news({ queue: [], sessions: {} }, waits(true)).clients, news({ queue: [], sessions: {} }, waits(true)).offers],
    [[], ["q1"]],
  );
});

test("a client who asks for a call is news once", () => {
  const asking = (state) => ({ queue: [], sessions: { s1: { unread: 0, calls: state ? [{ state }] : [] } } });
  assert.deepEqual(news(asking(""), asking("asked")).calls, ["s1"]);
  assert.deepEqual(news(asking("asked"), asking("asked")).calls, []);
  assert.deepEqual(news(asking("asked"), asking("connected")).calls, []);
});

/** A page and a kind of notice the test can look into. */
function world({ hidden = true, permission = "granted", unseen = true } = {}) {
  const notices = [];
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
  return { notifier: new Notifier({ document: page, Notice, unseen: async () => unseen }), notices, page };
}

test("each kind of news has its words", async () => {
  const { notifier, notices } = world();
  await notifier.client("s1", "Emily", "Chat", () => {});
  await notifier.offer("s1", "Emily", "Video call", () => {});
  await notifier.call("s1", "Emily", () => {});
  await notifier.message("s1", "Emily", "Hello", () => {});
  assert.deepEqual(
    notices.map(({ title }) => title),
    ["Emily is waiting", "Emily is offered to you", "Emily asks for a video call", "Emily"],
  );
});

test("two clients of the same name have a notice each; one client's replaces its own", async () => {
  const { notifier, notices } = world();
  for (const id of ["s1", "s2", "s1"]) await notifier.message(id, "Emily", "Hello", () => {});
  const [one, other, again] = notices.map(({ tag }) => tag);
  assert.notEqual(one, other);
  assert.equal(one, again);
});

test("a long message is cut between characters", async () => {
  const { notifier, notices } = world();
  await notifier.message("s1", "Emily", `${"x".repeat(159)}💐💐`, () => {});
  assert.equal(notices[0].body, `${"x".repeat(159)}💐`);
});

test("nothing is shown while somebody looks, at this tab or at another one", async () => {
  for (const looked of [{ hidden: false }, { unseen: false }]) {
    const { notifier, notices } = world(looked);
    await notifier.client("s1", "Emily", "Chat", () => {});
    assert.equal(notices.length, 0);
  }
});

test("nothing is shown without permission, and nothing breaks where the browser refuses to make one", async () => {
  const { notifier, notices } = world({ permission: "default" });
  await notifier.message("s1", "Emily", "Hello", () => {});
  assert.equal(notices.length, 0);
  class Refusing {
    static permission = "granted";
    constructor() {
      throw new TypeError("Illegal constructor");
    }
  }
  const page = Object.assign(new EventTarget(), { hidden: true, title: "Console" });
  await new Notifier({ document: page, Notice: Refusing, unseen: async () => true }).client("Emily", "Chat", () => {});
});

test("notices go when the operator comes back", async () => {
  const { notifier, notices, page } = world();
  await notifier.message("s1", "Emily", "Hello", () => {});
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(notices[0].closed, true);
});

test("the icon of the tab has a mark while something waits", () => {
  const { notifier, page } = world();
  const icon = {
    href: "/plain.svg",
    dataset: { marked: "/marked.svg" },
    getAttribute: () => icon.href,
    setAttribute: (_name, value) => {
      icon.href = value;
    },
  };
  page.querySelector = () => icon;
  notifier.count(2);
  assert.deepEqual([icon.href, page.title], ["/marked.svg", "(2) Console"]);
  notifier.count(0);
  assert.deepEqual([icon.href, page.title], ["/plain.svg", "Console"]);
});

test("the chip counts what the browser was not asked for yet, sound aside, unless something is blocked", () => {
  const ready = unknownReadiness();
  assert.deepEqual(unasked(ready), ["camera", "microphone", "notifications"]);
  assert.equal(readyTitle([], unasked(ready)), "3 to allow");
  ready.camera.state = ready.microphone.state = "ok";
  assert.equal(readyTitle([], unasked(ready)), "1 to allow");
  ready.notifications.state = "ok";
  assert.equal(readyTitle([], unasked(ready)), "Browser ready");
  ready.notifications.state = "unknown";
  ready.camera.state = "blocked";
  assert.equal(readyTitle(blockedDevices(ready), unasked(ready)), "The camera is blocked");
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
