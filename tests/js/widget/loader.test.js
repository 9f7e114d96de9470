// The loader is a guest on somebody else's page.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { load } from "./page.js";

const answered = (port) => once(port, "message");

test("it draws one launcher and no frame before anybody presses", () => {
  const site = load();
  assert.equal(site.launcher().attributes["data-state"], "online");
  assert.equal(site.frame(), undefined);
});

test("included twice it draws once", () => {
  const site = load({ times: 2 });
  assert.equal(site.document.body.children.length, 1);
});

test("in the head it waits for the body", () => {
  const site = load({ body: false });
  assert.equal(site.launcher(), undefined);
  site.document.body = site.document.createElement("body");
  site.page.dispatchEvent(new Event("DOMContentLoaded"));
  assert.ok(site.launcher());
});

test("on a website that is not allowed it draws nothing and says so in words", () => {
  const site = load({ origin: "https://evil.example" });
  assert.equal(site.launcher(), undefined);
  assert.deepEqual(site.warnings, ["not allowed on this website"]);
  site.api.open();
  assert.equal(site.document.body.children.length, 0);
});

test("a press makes the frame, with camera and microphone allowed", () => {
  const site = load();
  site.launcher().click();
  const { attributes, hidden } = site.frame();
  assert.equal(attributes.src, "https://cc.example/widget/demo/frame/");
  for (const right of ["camera", "microphone", "autoplay", "display-capture", "fullscreen"]) assert.ok(attributes.allow.includes(right), right);
  assert.equal(hidden, false);
});

test("the frame is seen, and gets the focus, when it has something to show: nothing moves under the first press", async (context) => {
  const site = load();
  const launcher = site.launcher();
  launcher.click();
  assert.equal(site.frame().attributes["data-coming"], "");
  assert.deepEqual([launcher.hidden, launcher.attributes["aria-busy"], site.frame().focused], [false, "true", 0]);
  await site.arrive(context);
  assert.equal(site.frame().properties["--height"], "238px");
  assert.deepEqual([launcher.hidden, launcher.attributes["aria-busy"], site.frame().focused], [true, "false", 1]);
});

test("whoever has gone on elsewhere while the frame was coming keeps the focus there", async (context) => {
  const site = load();
  site.launcher().click();
  site.document.activeElement = "their own form";
  await site.arrive(context);
  assert.equal(site.frame().focused, 0);
});

test("a frame that says nothing is made anew until one arrives, with all that it was to be told", async (context) => {
  const site = load();
  site.api.identify("signed");
  site.api.open("chat");
  const [first, label] = [site.frame(), () => site.launcher().children[1].textContent];
  site.connect(context); // what came was an error page
  assert.equal(label(), "Talk to us");
  site.later(3);
  const second = site.frame();
  assert.notEqual(second, first);
  assert.equal(label(), "Still connecting…");
  site.connect(context);
  site.later(3);
  assert.equal(site.frame(), second, "each waits longer than the one before");
  site.later(6);
  assert.notEqual(site.frame(), second);
  const { message } = (await site.arrive(context)).hello;
  assert.deepEqual([message.entry, message.identity, label()], ["chat", "signed", "Talk to us"]);
  const arrived = site.frame();
  site.later(60);
  assert.equal(site.frame(), arrived);
});

test("a server that does not even refuse is asked again", () => {
  const site = load();
  site.launcher().click();
  const first = site.frame();
  site.later(20);
  assert.notEqual(site.frame(), first);
  assert.equal(site.frame().hidden, false);
});

test("the port goes to the exact origin of the frame, with the page and without a token", (context) => {
  const site = load();
  site.launcher().click();
  const { hello } = site.connect(context);
  assert.equal(hello.origin, "https://cc.example");
  assert.equal(hello.message.page.url, "https://www.example.com/boilers");
  assert.ok(!JSON.stringify(hello.message).includes("token"));
});

test("minimising in the frame brings the launcher back, unread messages are counted on it", async (context) => {
  const site = load();
  const counts = [];
  site.api.on("unread", (count) => counts.push(count));
  site.launcher().click();
  const { port } = site.connect(context);
  const closed = new Promise((resolve) => site.api.on("close", resolve));
  const counted = new Promise((resolve) => site.api.on("unread", resolve));
  port.postMessage({ type: "minimise" });
  await closed;
  assert.equal(site.frame().hidden, true);
  assert.equal(site.launcher().hidden, false);
  port.postMessage({ type: "unread", count: 2, words: "2 new messages" });
  await counted;
  assert.deepEqual(counts, [2]);
  assert.equal(site.launcher().attributes["aria-label"], "Talk to us, 2 new messages");
});

test("a running conversation comes back with the next page, open if it was open, without taking the focus", async (context) => {
  const storage = new Map();
  const before = load({ storage });
  before.launcher().click();
  const { port } = before.connect(context);
  const told = new Promise((resolve) => before.api.on("state", resolve));
  port.postMessage({ type: "state", state: "active", running: true });
  assert.equal(await told, "active");
  const after = load({ storage });
  assert.equal(after.frame().hidden, false);
  assert.equal(after.frame().focused, 0);
});

test("what the frame gives to keep is written down only while the page goes, and handed back to the next", async (context) => {
  const storage = new Map();
  const kept = { ticket: "sealed", legs: ["a"] };
  const before = load({ storage });
  before.launcher().click();
  const { port, hello } = before.connect(context);
  assert.equal(hello.message.kept, null);
  const told = new Promise((resolve) => before.api.on("state", resolve));
  port.postMessage({ type: "keep", kept });
  port.postMessage({ type: "state", state: "active", running: true });
  await told;
  assert.ok(![...storage.values()].join().includes("sealed"), "a copy of the living tab finds nothing");
  before.page.dispatchEvent(new Event("pagehide"));
  assert.equal(storage.get("contactcenter.kept.demo"), JSON.stringify(kept));
  const after = load({ storage });
  assert.equal(storage.has("contactcenter.kept.demo"), false);
  assert.equal(JSON.stringify(after.connect(context).hello.message.kept), JSON.stringify(kept));
});

test("a page that was never asked for its frame still passes on what it was given", () => {
  const storage = new Map([["contactcenter.kept.demo", '{"ticket":"sealed"}']]);
  load({ storage }).page.dispatchEvent(new Event("pagehide"));
  assert.equal(storage.get("contactcenter.kept.demo"), '{"ticket":"sealed"}');
});

test("storage that is forbidden breaks nothing", () => {
  const storage = { get: () => assert.fail("forbidden"), set: () => assert.fail("forbidden"), delete: () => assert.fail("forbidden") };
  const site = load({ storage });
  site.launcher().click();
  assert.equal(site.frame().hidden, false);
});

test("a page change without a load is told to the frame, once", async (context) => {
  const site = load();
  site.launcher().click();
  const { port, heard } = site.connect(context);
  site.page.history.pushState(null, "", "/service");
  site.later();
  site.page.dispatchEvent(new Event("popstate"));
  site.later();
  const [message] = await answered(port);
  site.api.setPage({ title: "Service" });
  await answered(port);
  assert.equal(message.page.url, "https://www.example.com/service");
  assert.deepEqual(heard.map(({ page }) => page.title), ["Vitalis 9", "Service"]);
});

test("a listener of the website that throws does not stop the others", () => {
  const site = load();
  let opened = 0;
  site.api.on("open", () => {
    throw new Error("theirs");
  });
  site.api.on("open", () => (opened += 1));
  site.api.open();
  assert.equal(opened, 1);
});

test("what the page asked for before the script was there is done when it is, and later calls at once", (context) => {
  const early = { q: [["setParameters", { plan: "gold" }], ["identify", "signed"], ["nonsense"], ["open", "videocall"]] };
  const site = load({ early });
  assert.equal(site.frame().hidden, false);
  assert.equal(site.warnings.length, 1, "nonsense is said and stops nothing");
  const { message } = site.connect(context).hello;
  assert.deepEqual([message.entry, message.identity, { ...message.parameters }], ["videocall", "signed", { plan: "gold" }]);
  site.api.q.push(["close"]);
  assert.equal(site.frame().hidden, true);
});

test("what the page says of its client goes to the frame alone, once, and as plain data", async (context) => {
  const site = load();
  site.api.identify("signed");
  site.launcher().click();
  const { port, hello } = await site.arrive(context);
  assert.equal(hello.message.identity, "signed");
  assert.ok(!JSON.stringify([...site.storage]).includes("signed"));
  const loop = {};
  loop.self = loop;
  site.api.setParameters(loop);
  site.api.setParameters({ plan: "gold", paint() {} });
  const [told] = await answered(port);
  assert.equal(told.type, "parameters");
  assert.deepEqual({ ...told.parameters }, { plan: "gold" });
  assert.equal(site.warnings.length, 1);
  assert.equal(site.connect(context).hello.message.identity, undefined, "a token is good once");
});

test("the frame's news reach the page: how the widget and the call stand, what was entered, what was refused", async (context) => {
  const site = load();
  const heard = [];
  for (const name of ["availability", "call", "entry", "error"]) site.api.on(name, (detail) => heard.push([name, detail]));
  site.launcher().click();
  const { port } = site.connect(context);
  const last = new Promise((resolve) => site.api.on("error", resolve));
  port.postMessage({ type: "availability", detail: { state: "busy", reason: "All operators are talking right now." } });
  port.postMessage({ type: "entry", detail: "chat" });
  port.postMessage({ type: "call", detail: "connected" });
  port.postMessage({ type: "error", detail: { code: "identity.invalid", text: "The website could not tell who you are." } });
  await last;
  assert.equal(site.launcher().dataset.state, "busy");
  assert.deepEqual(JSON.parse(JSON.stringify(heard)), [
    ["availability", { state: "busy", reason: "All operators are talking right now." }], ["entry", "chat"], ["call", "connected"],
    ["error", { code: "identity.invalid", text: "The website could not tell who you are." }],
  ]);
  assert.deepEqual(site.warnings, ["Contact centre: The website could not tell who you are."]);
});
