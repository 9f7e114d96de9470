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

test("included twice it draws once, without a word", () => {
  const site = load({ times: 2 });
  assert.equal(site.roots().length, 1);
  assert.deepEqual(site.warnings, []);
});

test("an element of the page that is named as the widget is not taken for it", () => {
  const site = load({ early: { open: { tag: "input" } } });
  assert.ok(site.launcher());
});

test("a second widget on a page is left out and the developer is told", () => {
  const site = load();
  site.again({ key: "other" });
  assert.equal(site.roots().length, 1);
  assert.deepEqual(site.warnings, ["Contact centre: has a widget already"]);
});

test("in the head it waits for the body", () => {
  const site = load({ body: false });
  assert.equal(site.launcher(), undefined);
  site.addBody();
  site.page.dispatchEvent(new Event("DOMContentLoaded"));
  assert.ok(site.launcher());
});

test("on a website that is not allowed it draws nothing and says so in words", () => {
  const site = load({ origin: "https://evil.example" });
  assert.equal(site.launcher(), undefined);
  assert.deepEqual(site.warnings, ["Contact centre: not allowed on this website: https://evil.example"]);
  site.api.open();
  assert.equal(site.roots().length, 0);
});

test("inside a website that is not allowed it draws nothing and names that website, as an event too", () => {
  const heard = [];
  const early = { q: [["on", "error", (fault) => heard.push({ ...fault })]] };
  const site = load({ around: ["https://www.example.com", "https://portal.example"], early });
  assert.equal(site.launcher(), undefined);
  assert.deepEqual(heard, [{ code: "widget.foreign", text: "not allowed on this website: https://portal.example" }]);
});

test("an outer page that is hidden from it is not held against it", () => {
  assert.ok(load({ around: ["https://www.example.com", "null"] }).launcher());
});

test("in a sandbox without an origin it is on no website at all", () => {
  assert.equal(load({ origin: "null" }).launcher(), undefined);
});

test("a press makes the frame, with camera and microphone allowed", () => {
  const site = load();
  site.launcher().click();
  const { attributes, hidden } = site.frame();
  assert.equal(attributes.src, "https://cc.example/widget/demo/frame/");
  for (const right of ["camera", "microphone", "autoplay", "display-capture", "fullscreen"])
    assert.ok(attributes.allow.includes(right), right);
  assert.equal(hidden, false);
});

test("the frame appears and gets the focus once it has content: nothing moves under a press", async (context) => {
  const site = load();
  const launcher = site.launcher();
  launcher.click();
  assert.equal(site.frame().attributes["data-coming"], "");
  assert.deepEqual([launcher.hidden, launcher.attributes["aria-busy"], site.frame().focused], [false, "true", 0]);
  await site.arrive(context);
  assert.equal(site.frame().properties["--height"], "238px");
  assert.deepEqual([launcher.hidden, launcher.attributes["aria-busy"], site.frame().focused], [true, "false", 1]);
});

test("a frame that has measured nothing yet has arrived, and stays as high as it is", async (context) => {
  const site = load();
  site.launcher().click();
  await site.arrive(context, 0);
  assert.equal(site.launcher().hidden, true);
  assert.deepEqual([site.frame().dataset.size, site.frame().properties["--height"]], [undefined, undefined]);
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

test("a running conversation returns on the next page, open as before, without taking the focus", async (context) => {
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

test("what the frame gives to keep is stored when the page is left, and handed to the next page", async (context) => {
  const storage = new Map();
  const kept = '{"ticket":"sealed","legs":["a"]}';
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
  assert.equal(storage.get("contactcenter.kept.demo"), kept);
  const after = load({ storage });
  assert.equal(storage.has("contactcenter.kept.demo"), false);
  assert.equal(after.connect(context).hello.message.kept, kept);
});

test("a page that was never asked for its frame still passes on what it was given", () => {
  const storage = new Map([["contactcenter.kept.demo", '{"ticket":"sealed"}']]);
  load({ storage }).page.dispatchEvent(new Event("pagehide"));
  assert.equal(storage.get("contactcenter.kept.demo"), '{"ticket":"sealed"}');
});

test("storage that is forbidden breaks nothing", () => {
  const storage = {
    get: () => assert.fail("forbidden"),
    set: () => assert.fail("forbidden"),
    delete: () => assert.fail("forbidden"),
  };
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
  assert.deepEqual(
    heard.map(({ page }) => page.title),
    ["Vitalis 9", "Service"],
  );
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
  const early = {
    q: [["setParameters", { plan: "gold" }], ["identify", "signed"], ["nonsense"], ["open", "videocall"]],
  };
  const site = load({ early });
  assert.equal(site.frame().hidden, false);
  assert.equal(site.warnings.length, 1, "nonsense is said and stops nothing");
  const { message } = site.connect(context).hello;
  assert.deepEqual(
    [message.entry, message.identity, { ...message.parameters }],
    ["videocall", "signed", { plan: "gold" }],
  );
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

test("the page hears the frame's news: the state of the widget and the call, entries, refusals", async (context) => {
  const site = load();
  const heard = [];
  for (const name of ["availability", "call", "entry", "error"])
    site.api.on(name, (detail) => heard.push([name, detail]));
  site.launcher().click();
  const { port } = site.connect(context);
  const last = new Promise((resolve) => site.api.on("error", resolve));
  port.postMessage({ type: "availability", detail: { state: "busy", reason: "All operators are busy right now." } });
  port.postMessage({ type: "entry", detail: "chat" });
  port.postMessage({ type: "call", detail: "connected" });
  port.postMessage({
    type: "error",
    detail: { code: "identity.invalid", text: "The website couldn’t tell who you are." },
  });
  await last;
  assert.equal(site.launcher().dataset.state, "busy");
  assert.deepEqual(JSON.parse(JSON.stringify(heard)), [
    ["availability", { state: "busy", reason: "All operators are busy right now." }],
    ["entry", "chat"],
    ["call", "connected"],
    ["error", { code: "identity.invalid", text: "The website couldn’t tell who you are." }],
  ]);
  assert.deepEqual(site.warnings, ["Contact centre: The website couldn’t tell who you are."]);
});

test("it stands in the body until the page has loaded, and beside it from then on or when there is a frame", () => {
  const site = load();
  assert.equal(site.roots()[0].parentNode.tag, "body");
  site.document.readyState = "complete";
  site.page.dispatchEvent(new Event("load"));
  assert.equal(site.roots()[0].parentNode.tag, "html");
  const early = load();
  early.launcher().click();
  assert.equal(early.roots()[0].parentNode.tag, "html", "a frame that moves would begin anew");
  const frame = early.frame();
  early.change(() => early.document.body.remove());
  assert.equal(early.frame(), frame);
});

test("a page that removes it gets it back; its frame knows all but the token, and the focus stays", async (context) => {
  const site = load();
  site.api.identify("signed");
  site.api.setParameters({ plan: "gold" });
  site.api.open("chat");
  const { port } = await site.arrive(context);
  port.postMessage({ type: "keep", kept: "sealed" });
  const told = new Promise((resolve) => site.api.on("state", resolve));
  port.postMessage({ type: "state", state: "active", running: true });
  await told;
  const [first, element] = [site.frame(), site.roots()[0]];
  site.change(() => element.remove());
  assert.equal(site.roots().length, 0);
  site.later(0);
  assert.equal(site.roots()[0], element);
  assert.notEqual(site.frame(), first);
  const { message } = (await site.arrive(context)).hello;
  assert.deepEqual(
    [message.kept, message.open, message.parameters.plan, message.identity],
    ["sealed", true, "gold", undefined],
  );
  assert.equal(site.frame().focused, 0);
  site.change(() => {});
  assert.equal(site.frame().hidden, false);
});

test("a page that removes it again and again is let have its way, and told so once", () => {
  const site = load();
  const faults = [];
  site.api.on("error", ({ code }) => faults.push(code));
  const element = site.roots()[0];
  const waits = [];
  while (element.isConnected) {
    site.change(() => element.remove());
    if (site.next() > 10_000) break; // nothing but the count of removals is still to end
    waits.push(site.next());
    site.later(10);
  }
  assert.deepEqual(waits, [0, 100, 400, 900, 1600, 2500]);
  site.change(() => {});
  site.later(60);
  site.change(() => {});
  site.later(60);
  assert.deepEqual([site.roots().length, faults.join()], [0, "widget.removed"]);
  assert.deepEqual(site.warnings, ["Contact centre: keeps removing the widget"]);
  site.api.open();
  site.later(0);
  assert.equal(site.roots().length, 1, "asked for, it tries again");
});

test("another page of the website gets back what was given up, and removals long ago do not count", () => {
  const site = load();
  const element = site.roots()[0];
  for (let time = 0; time < 20; time += 1) {
    site.change(() => element.remove());
    site.later(10);
    site.later(30);
  }
  assert.ok(element.isConnected);
  for (let time = 0; time < 7; time += 1) {
    site.change(() => element.remove());
    site.later(10);
  }
  assert.ok(!element.isConnected);
  site.page.history.pushState(null, "", "/service");
  site.later();
  site.later();
  assert.ok(element.isConnected);
});

test("after the page was written anew it listens again", async (context) => {
  const site = load();
  site.change(() => {
    const launcher = site.launcher();
    site.roots()[0].remove();
    launcher.onclick = null;
  });
  site.later(0);
  site.launcher().click();
  await site.arrive(context);
  assert.equal(site.frame().hidden, false);
});

const violation = (more) =>
  Object.assign(new Event("securitypolicyviolation"), {
    effectiveDirective: "frame-src",
    blockedURI: "https://cc.example",
    disposition: "enforce",
    ...more,
  });

test("a website whose policy forbids the frame is told once, and the next frame is made at a press only", () => {
  const site = load();
  const heard = [];
  for (const name of ["open", "close", "error"]) site.api.on(name, (fault) => heard.push(fault?.code ?? name));
  for (let time = 0; time < 2; time += 1) {
    site.launcher().click();
    site.document.dispatchEvent(violation());
    assert.equal(site.frame(), undefined);
    assert.deepEqual([site.launcher().hidden, site.launcher().attributes["aria-busy"]], [false, "false"]);
  }
  assert.equal(site.launcher().children[1].textContent, "We cannot be reached. Try again");
  site.later(600);
  assert.equal(site.frame(), undefined);
  assert.deepEqual(heard, ["open", "widget.forbidden", "close", "open", "close"]);
  assert.deepEqual(site.warnings, ["Contact centre: lacks frame-src https://cc.example"]);
});

test("what the policy of the website says of others or only reports is not about the frame", () => {
  const site = load();
  site.launcher().click();
  const others = [
    { blockedURI: "https://ads.example" },
    { disposition: "report" },
    { effectiveDirective: "connect-src" },
  ];
  for (const other of others) site.document.dispatchEvent(violation(other));
  assert.ok(site.frame());
  assert.deepEqual(site.warnings, []);
});

test("a frame that never comes is made anew ever more rarely; the client is told and can ask at once", (context) => {
  const site = load();
  const label = () => site.launcher().children[1].textContent;
  site.launcher().click();
  const waits = [];
  for (let time = 0; time < 8; time += 1) {
    site.connect(context);
    waits.push(site.next() / 1000);
    site.later(10_000);
  }
  assert.deepEqual(waits, [3, 6, 12, 24, 48, 96, 192, 384]);
  assert.deepEqual([label(), site.launcher().attributes["aria-busy"]], ["We cannot be reached. Try again", "false"]);
  assert.deepEqual(site.warnings, ["Contact centre: does not load"]);
  const before = site.frame();
  site.launcher().click();
  assert.notEqual(site.frame(), before);
  assert.deepEqual([site.next(), site.launcher().attributes["aria-busy"]], [20_000, "true"]);
});

test("a page that has altered what every page shares still gets a widget", async (context) => {
  const site = load({
    shared: "Object.prototype.extend = () => {}; Array.prototype.toJSON = function () { return String(this); };",
  });
  site.document.title = { toString: () => "[object HTMLInputElement]" }; // <input name="title"> of a form named so
  site.launcher().click();
  const { message } = (await site.arrive(context)).hello;
  assert.equal(message.page.title, "[object HTMLInputElement]");
  assert.ok(!("extend" in site.launcher().attributes));
  site.page.JSON = { stringify: () => assert.fail("altered"), parse: () => assert.fail("altered") };
  site.api.setPage({ title: "Service" });
  site.api.setParameters({ plan: "gold" });
  site.page.dispatchEvent(new Event("popstate"));
  assert.equal(site.warnings.length, 2, "what cannot be told is said in the console");
});

test("during a call the minimised widget's bar replaces the launcher, and its presses are told", async (context) => {
  const site = load();
  site.launcher().click();
  const { port, heard } = await site.arrive(context);
  const parts = (time, state) => [
    ["span", {}, time],
    [
      "button",
      { "data-test": "launcher-mute", "data-state": state, "aria-label": "Turn microphone off" },
      "",
      "M0 0",
      "mute",
    ],
    ["button", { "data-test": "launcher-back" }, "Back to the call"],
  ];
  const until = async (done) => {
    while (!done()) await new Promise(setImmediate);
  };
  const say = (message) =>
    port.postMessage({ type: "bar", look: { "data-test": "launcher-call" }, css: "div {}", ...message });
  say({ parts: parts("Anna · 0:01", "on") });
  await until(() => site.bar());
  const bar = site.bar();
  assert.deepEqual([bar.hidden, site.launcher().hidden], [true, true], "the widget is open");
  site.api.close();
  assert.deepEqual([bar.hidden, site.launcher().hidden, bar.attributes["data-test"]], [false, true, "launcher-call"]);
  say({ parts: parts("Anna · 0:02", "off") });
  const [time, mute] = bar.children;
  await until(() => time.textContent === "Anna · 0:02");
  assert.equal(mute.attributes["data-state"], "off");
  mute.onclick();
  await until(() => heard.some(({ type }) => type === "press"));
  assert.deepEqual({ ...heard.find(({ type }) => type === "press") }, { type: "press", entry: "mute" });
  say({ parts: [] });
  await until(() => bar.hidden);
  assert.deepEqual([bar.hidden, site.launcher().hidden], [true, false], "the call is over");
});

test("an answer appears beside the launcher, a call's bar in its place, each with its own looks", async (context) => {
  const site = load();
  site.launcher().click();
  const { port, heard } = await site.arrive(context);
  const until = async (done) => {
    while (!done()) await new Promise(setImmediate);
  };
  const drawn = (name) =>
    site.launcher().parentNode.children.find(({ tag, attributes }) => tag === "div" && attributes.class === name);
  site.api.close();
  port.postMessage({
    type: "answer",
    look: { class: "answer" },
    css: ".answer {}",
    parts: [
      ["strong", {}, "Anna", "", "answer"],
      ["button", {}, "<img src=x>", "", "answer"],
    ],
  });
  await until(() => drawn("answer"));
  const [, words] = drawn("answer").children;
  assert.equal(words.textContent, "<img src=x>");
  assert.deepEqual([drawn("answer").hidden, site.launcher().hidden], [false, false]);
  words.onclick();
  await until(() => heard.some(({ type, entry }) => type === "press" && entry === "answer"));
  port.postMessage({ type: "bar", look: { class: "bar" }, css: ".bar {}", parts: [["span", {}, "0:01"]] });
  port.postMessage({ type: "answer", look: {}, css: "", parts: [] });
  await until(() => drawn("answer").hidden);
  assert.deepEqual([drawn("bar").hidden, site.launcher().hidden], [false, true]);
  site.api.open();
  assert.deepEqual([drawn("bar").hidden, drawn("answer").hidden], [true, true]);
});

test("unread answers are counted before the title of the page, which stays the website's own", async (context) => {
  const site = load();
  site.launcher().click();
  const { port, heard } = await site.arrive(context);
  const say = async (mark) => {
    port.postMessage({ type: "unread", count: 0, words: "", mark });
    await new Promise((resolve) => site.api.on("unread", resolve));
  };
  await say("(1) ");
  assert.equal(site.document.title, "(1) Vitalis 9");
  await say("(2) ");
  assert.equal(site.document.title, "(2) Vitalis 9");
  site.page.history.pushState(null, "", "https://www.example.com/service");
  site.later();
  while (!heard.some(({ type }) => type === "page")) await new Promise(setImmediate);
  assert.equal(heard.find(({ type }) => type === "page").page.title, "Vitalis 9", "operators are not told our mark");
  site.document.title = "Service";
  await say("(3) ");
  assert.equal(site.document.title, "(3) Service");
  await say("");
  assert.equal(site.document.title, "Service");
  site.document.title = "Spare parts";
  await say(undefined);
  assert.equal(site.document.title, "Spare parts");
});

test("the frame brings its own looks", async (context) => {
  const site = load();
  site.launcher().click();
  const { port } = await site.arrive(context);
  const sheets = () => [...site.launcher().parentNode.adoptedStyleSheets].map(({ text }) => text);
  port.postMessage({ type: "look", css: "iframe {}" });
  while (sheets().length < 2) await new Promise(setImmediate);
  assert.deepEqual(sheets(), [":host {}", "iframe {}"]);
});
