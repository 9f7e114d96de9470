// The widget as a whole, on a wire and a host page made for it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "../../../static/contactcenter/wire/fault.js";
import { Lazy } from "../../../static/contactcenter/widget/call_loader.js";
import { Identity } from "../../../static/contactcenter/widget/identity.js";
import { ReadReceipts, unreadLines } from "../../../static/contactcenter/widget/read_receipts.js";
import { deliver } from "../../../static/contactcenter/widget/left_message.js";
import { Widget } from "../../../static/contactcenter/widget/widget.js";

const MARKS = { client_delivered: 0, client_read: 0, operator_delivered: 0, operator_read: 0 };
const session = (given) => ({
  id: "s1",
  number: 1,
  entry: "chat",
  state: "active",
  away: false,
  operator: "Anna",
  created_at: "",
  accepted_at: "2026-01-05T14:00:00Z",
  ended_at: null,
  head: 1,
  events: [],
  calls: [],
  marks: MARKS,
  position: null,
  ...given,
});

class FakeWire extends EventTarget {
  state = "connecting";
  reason = null;
  sent = [];
  refuse = null;
  opened = 0;
  open() {
    this.opened += 1;
    this.become("open");
  }
  become(state, reason = null) {
    Object.assign(this, { state, reason });
    this.dispatchEvent(new CustomEvent("state", { detail: { state, reason } }));
  }
  clock = () => 0;
  send(command) {
    this.sent.push(command);
    const fault = this.refuse;
    this.refuse = null;
    return fault ? Promise.reject(fault) : Promise.resolve({});
  }
  event(detail) {
    this.dispatchEvent(new CustomEvent("event", { detail }));
  }
  of = (type) => this.sent.filter((command) => command.type === type);
}

function make({
  token = "",
  entries = [{ name: "chat" }, { name: "videocall" }],
  reasons = { chat: "", videocall: "Nobody is available for a video call right now." },
  state = "online",
  consent = "",
} = {}) {
  const wire = new FakeWire();
  const storage = new Map(token ? [["contactcenter.client.demo", token]] : []);
  const made = [];
  const identity = new Identity({
    key: "demo",
    address: "/widget/demo/client/",
    storage: {
      getItem: (name) => storage.get(name) ?? null,
      setItem: (name, value) => storage.set(name, value),
      removeItem: (name) => storage.delete(name),
    },
    fetch: async () => {
      made.push(1);
      return { ok: true, json: async () => ({ token: `new-${made.length}`, client: "c" }) };
    },
  });
  const host = Object.assign(new EventTarget(), {
    open: true,
    page: { url: "https://www.example.com/", title: "", referrer: "" },
    said: {},
    unread(count, _words, mark) {
      Object.assign(this.said, { unread: count, mark });
    },
    state(state, running) {
      Object.assign(this.said, { state, running });
    },
    stands({ state }) {
      this.said.stands = state;
    },
    calls(call) {
      this.said.call = call;
    },
    entered(entry) {
      this.said.entry = entry;
    },
    refuse(fault) {
      this.said.refused = fault.code;
    },
  });
  const widget = new Widget({
    data: { language: "de", entries, consent, available: { state, reason: "", entries: reasons } },
    wire,
    identity,
    host,
    loadConversation: async () => ({ seen: new ReadReceipts(() => {}) }),
    loadEntries: async () => ({ elsewhere: false }),
    loadCall: async () => ({
      createCall: () => Object.assign(new EventTarget(), { update() {}, view: { phase: "none" } }),
    }),
  });
  return { widget, wire, identity, host, made, storage };
}

const FIELDS = { name: "Emily", topic: "", message: "Hello", consent: false };

test("a new client is made at the first entry, and not before", async () => {
  const { widget, wire, host, made } = make();
  widget.choose("chat");
  assert.equal(wire.opened + made.length, 0);
  await widget.submit(FIELDS);
  assert.equal(made.length, 1);
  assert.deepEqual([host.said.entry, host.said.call], ["chat", "none"]);
  assert.deepEqual(wire.of("entry.start")[0], {
    type: "entry.start",
    entry: "chat",
    language: "de",
    page: { url: "https://www.example.com/", title: "", referrer: "" },
    ...FIELDS,
  });
});

test("a client who was here before is connected at once", () => {
  const { wire, made } = make({ token: "kept" });
  assert.equal(wire.opened, 1);
  assert.equal(made.length, 0);
});

test("a token that the server does not know is forgotten, and the entry starts anew", async () => {
  const { widget, wire, identity, made } = make({ token: "old" });
  widget.choose("chat");
  const submitted = widget.submit(FIELDS);
  wire.refuse = null;
  await submitted;
  assert.equal(made.length, 0);
  wire.become("closed", "signed-out");
  assert.equal(identity.token, "");
  assert.equal(widget.sessionState, "none");
  await widget.submit(FIELDS);
  assert.equal(identity.token, "new-1");
});

test("a refusal is shown in words and the form stays", async () => {
  const { widget, wire } = make({ token: "kept" });
  widget.choose("chat");
  wire.refuse = new Fault("queue.full", "Too many people are waiting right now.");
  await widget.submit(FIELDS);
  assert.equal(widget.page.error, "Too many people are waiting right now.");
  assert.equal(widget.screen, "form");
});

test("consent that is asked for must be given", async () => {
  const { widget, wire } = make({ token: "kept", consent: "I agree" });
  widget.choose("chat");
  await widget.submit(FIELDS);
  assert.equal(wire.of("entry.start").length, 0);
  await widget.submit({ ...FIELDS, consent: true });
  assert.equal(wire.of("entry.start").length, 1);
});

test("an entry that cannot be used cannot be chosen, not by the host page either", () => {
  const { widget, host } = make();
  widget.choose("videocall");
  host.dispatchEvent(new CustomEvent("entry", { detail: "videocall" }));
  assert.equal(widget.screen, "entries");
  assert.equal(host.said.refused, "entry.unavailable");
});

test("a call that begins while the widget is minimised brings it back, once", () => {
  const { wire, host } = make({ token: "kept" });
  let shown = 0;
  host.show = () => (shown += 1);
  host.open = false;
  const at = (state) =>
    wire.event({ type: "client.snapshot", at: "", name: "", session: session({ calls: [{ id: "c1", state }] }) });
  at("asked");
  assert.equal(shown, 0);
  at("accepted");
  at("accepted");
  at("connected");
  assert.equal(shown, 1);
});

test("the entries and the launcher follow how the widget stands", () => {
  const { widget, wire, host } = make({ token: "kept" });
  assert.equal(host.said.stands, "online");
  wire.event({
    type: "availability.changed",
    state: "offline",
    reason: "Nobody is here right now.",
    entries: { chat: "Nobody is here right now." },
  });
  assert.deepEqual([widget.screen, host.said.stands], ["offline", "offline"]);
  widget.choose("chat");
  assert.equal(widget.screen, "offline");
  widget.stands({ state: "online", reason: "", entries: { chat: "" } });
  widget.choose("chat");
  assert.equal(widget.screen, "form");
});

test("what was typed stays through going back and a refusal, and goes when it was sent", async () => {
  const { widget, wire } = make({ token: "kept" });
  widget.choose("chat");
  widget.remember({ name: "message", value: "F.22" });
  widget.remember({ name: "phone", value: "601 123 456" });
  widget.remember({ name: "consent", type: "checkbox", checked: true });
  widget.back();
  wire.refuse = new Fault("callback.phone", "This isn’t a phone number.");
  assert.equal(await widget.submit(FIELDS), false);
  assert.deepEqual(
    [widget.page.fault, widget.page.typed.message, widget.page.typed.consent],
    ["callback.phone", "F.22", true],
  );
  assert.equal(await widget.submit(FIELDS), true);
  assert.deepEqual([widget.page.fault, widget.page.typed], ["", { name: "", email: "", phone: "601 123 456" }]);
});

test("a message left by the socket says how it is answered", async () => {
  const { widget, wire } = make({ token: "kept", state: "offline" });
  const left = await widget.ask(
    { type: "message.leave", message: "F.22" },
    { form: false, left: { email: "emily@posteo.example" } },
    (command) => deliver(widget, command),
  );
  assert.equal(left, true);
  assert.deepEqual(wire.of("message.leave")[0].message, "F.22");
  assert.deepEqual([widget.screen, widget.page.left], ["left", { email: "emily@posteo.example" }]);
  widget.again();
  assert.equal(widget.screen, "offline");
});

/** A wire on which nothing is ever answered, because no socket opens. */
function blocked() {
  const made = make({ token: "kept" });
  let refuse;
  made.wire.open = () => {};
  made.wire.send = () => new Promise((_done, fail) => (refuse = fail));
  made.wire.close = () => refuse?.(new Fault("wire.closed", "You are not connected."));
  made.wire.become("reconnecting");
  return made;
}

test("where no socket opens a message is left by plain HTTP, and never twice", async () => {
  const { widget, identity } = blocked();
  const asked = [];
  const fetch = async (address, options) => {
    asked.push([address, options.headers.Authorization, JSON.parse(options.body)]);
    return { ok: true, json: async () => ({ token: "new" }) };
  };
  widget.data.message = "/widget/demo/message/";
  await deliver(widget, { type: "message.leave", message: "half \ud83d" }, { fetch, patience: 1 });
  const [[address, bearer, { id, ...command }]] = asked;
  assert.deepEqual(
    [address, bearer, command],
    ["/widget/demo/message/", "Bearer kept", { type: "message.leave", message: "half \ufffd" }],
  );
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.deepEqual([asked.length, identity.token], [1, "new"]);
});

test("a form that waits long says so, and can be left", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { widget } = blocked();
  widget.choose("chat");
  const submitted = widget.submit(FIELDS);
  assert.equal(widget.page.late, false);
  context.mock.timers.tick(5000);
  assert.deepEqual([widget.page.busy, widget.page.late], [true, true]);
  await Promise.resolve();
  widget.stop();
  assert.equal(await submitted, false);
  assert.deepEqual([widget.page.busy, widget.page.late, widget.page.error, widget.screen], [false, false, "", "form"]);
});

test("giving up a question of a running session keeps its connection", async () => {
  const { widget, wire } = blocked();
  let opened = 0;
  wire.open = () => opened++;
  wire.event({ type: "client.snapshot", at: "", name: "", session: session({ state: "waiting" }) });
  const asked = widget.ask({ type: "callback.choose" }, {});
  await Promise.resolve();
  const before = opened;
  widget.stop();
  assert.equal(await asked, false);
  assert.equal(opened, before + 1);
});

test("a video call is offered with the reason against it where the page is not secure", (context) => {
  globalThis.isSecureContext = false;
  context.after(() => delete globalThis.isSecureContext);
  const { widget } = make({ reasons: { chat: "", videocall: "" } });
  assert.match(widget.available.entries.videocall, /https/);
  assert.equal(widget.available.entries.chat, "");
  assert.equal(widget.choose("videocall"), false);
});

test("a call that may belong to a window of its own is left alone until that is known", async () => {
  const { widget, wire } = make({ token: "kept" });
  wire.event({ type: "client.snapshot", at: "", name: "", session: session({ entry: "videocall" }) });
  assert.equal(widget.calls.held, true);
  await widget.entries.ready();
  await Promise.resolve();
  assert.equal(widget.calls.held, false);
});

test("the page follows the session from the line to the end and back", () => {
  const { widget, wire, host } = make({ token: "kept" });
  const at = (given) => {
    wire.event({ type: "client.snapshot", at: "", name: "Emily", session: session(given) });
    return [widget.screen, widget.sessionState];
  };
  assert.deepEqual(at({ state: "waiting", position: 1 }), ["waiting", "waiting"]);
  assert.deepEqual(at({}), ["conversation", "active"]);
  assert.equal(host.said.running, true);
  wire.become("reconnecting");
  assert.equal(widget.sessionState, "reconnecting");
  wire.become("open");
  assert.deepEqual(at({ state: "wrapup" }), ["ended", "closed"]);
  assert.equal(host.said.running, false);
  widget.again();
  assert.deepEqual([widget.screen, widget.sessionState], ["entries", "none"]);
});

test("messages that come while the widget is minimised are counted on the launcher", async () => {
  const { widget, wire, host } = make({ token: "kept" });
  await widget.conversation.ready();
  const events = [
    { type: "message.posted", seq: 2, by: { role: "operator" } },
    { type: "message.posted", seq: 3, by: { role: "client" } },
  ];
  host.open = false;
  wire.event({ type: "client.snapshot", at: "", name: "", session: session({ head: 3, events }) });
  assert.equal(host.said.unread, 1);
  host.open = true;
  widget.change();
  host.open = false;
  widget.change();
  assert.equal(host.said.unread, 0, "read at once, whatever the server knows yet");
});

test("a page change of the host is told while a session is open", () => {
  const { wire, host } = make({ token: "kept" });
  wire.event({ type: "client.snapshot", at: "", name: "", session: session() });
  host.dispatchEvent(new Event("page"));
  assert.equal(wire.of("page.visit").length, 1);
});

test("the page is told when the connection opens, whatever the website said before", () => {
  const { wire, host } = make({ token: "kept" });
  wire.become("reconnecting");
  wire.event({ type: "client.snapshot", at: "", name: "", session: session() });
  host.page = { url: "https://www.example.com/boilers", title: "Boilers", referrer: "" };
  host.dispatchEvent(new Event("hello"));
  assert.equal(wire.of("page.visit").length, 0);
  wire.become("open");
  assert.equal(wire.of("page.visit").at(-1).page.title, "Boilers");
});

test("typing is said once in a while and its end once", () => {
  const { widget, wire } = make({ token: "kept" });
  wire.event({ type: "client.snapshot", at: "", name: "", session: session() });
  for (const on of [true, true, true, false, false]) widget.type(on);
  assert.deepEqual(
    wire.of("message.type").map(({ on }) => on),
    [true, false],
  );
});

test("a gap in the log is asked for", () => {
  const { wire } = make({ token: "kept" });
  wire.event({ type: "client.snapshot", at: "", name: "", session: session({ head: 1 }) });
  wire.event({
    type: "message.posted",
    session: "s1",
    seq: 4,
    shared: 4,
    at: "",
    by: { role: "operator", name: "Anna" },
    text: "?",
    command: null,
  });
  assert.deepEqual(wire.of("session.resume"), [{ type: "session.resume", session: "s1", after: 1 }]);
});

test("marks are told together, and what is not read is delivered only", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const told = [];
  const seen = new ReadReceipts((...marks) => told.push(marks));
  seen.update(session({ head: 2 }), false);
  seen.update(session({ head: 3 }), false);
  context.mock.timers.tick(300);
  seen.update(session({ head: 3 }), true);
  context.mock.timers.tick(300);
  seen.update(session({ head: 3 }), true);
  context.mock.timers.tick(300);
  seen.update(session({ head: 4 }), true);
  seen.update(session({ head: 4 }), false);
  context.mock.timers.tick(300);
  assert.deepEqual(
    told,
    [
      ["s1", 3, 0],
      ["s1", 3, 3],
      ["s1", 4, 4],
    ],
    "what was read stays read when the widget is minimised at once",
  );
});

test("what comes while the client reads further up is not read yet", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const told = [];
  let above = true;
  const seen = new ReadReceipts(
    (...marks) => told.push(marks),
    () => above,
  );
  seen.update(session({ head: 2 }), true);
  context.mock.timers.tick(300);
  above = false;
  seen.update(session({ head: 2 }), true);
  context.mock.timers.tick(300);
  assert.deepEqual(told, [
    ["s1", 2, 0],
    ["s1", 2, 2],
  ]);
});

test("a session that is over has nothing unread", () => {
  assert.deepEqual(
    unreadLines(
      session({ state: "closed", events: [{ type: "message.posted", seq: 1, by: { role: "operator" } }] }),
      0,
    ),
    [],
  );
});

test("storage that throws makes a client for as long as the page lives", async () => {
  const broken = () => {
    throw new Error("forbidden");
  };
  const identity = new Identity({
    key: "demo",
    address: "/",
    storage: { getItem: broken, setItem: broken, removeItem: broken },
    fetch: async () => ({ ok: true, json: async () => ({ token: "t" }) }),
  });
  await identity.create();
  assert.equal(identity.token, "t");
});

test("a refused new client is told in the server's words", async () => {
  const identity = new Identity({
    key: "demo",
    address: "/",
    fetch: async () => ({ ok: false, json: async () => ({ code: "rate.exceeded", text: "Wait a moment." }) }),
  });
  await assert.rejects(identity.create(), { code: "rate.exceeded", text: "Wait a moment." });
});

test("a part of the page that takes long to come counts as late until it is there", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let come;
  const told = [];
  const part = new Lazy(() => new Promise((done) => (come = done)));
  part.want(() => told.push(part.late));
  context.mock.timers.tick(4999);
  assert.deepEqual(told, []);
  context.mock.timers.tick(1);
  come({});
  await part.ready();
  await new Promise(setImmediate);
  assert.deepEqual(told, [true, false]);
});

test("a part that does not come is told of at once, and fetched again until it does", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let fails = true;
  const told = [];
  const part = new Lazy(async () => {
    if (fails) throw new Error("no network");
    return {};
  });
  part.want(() => told.push(part.late));
  await new Promise(setImmediate);
  assert.deepEqual(told, [true]);
  fails = false;
  context.mock.timers.tick(3000);
  await new Promise(setImmediate);
  assert.deepEqual([told, part.part], [[true, false], {}]);
});
