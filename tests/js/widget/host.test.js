// The frame's end of the line to the host page.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Host, pageOf } from "../../../static/contactcenter/widget/host.js";

const ORIGIN = "https://www.example.com";

function frame(context) {
  const window = Object.assign(new EventTarget(), {
    location: { href: "https://cc.example/" },
    document: { title: "" },
    matchMedia: () => ({ matches: false }),
  });
  window.parent = {};
  const host = new Host({ origins: [ORIGIN], window });
  const { port1, port2 } = new MessageChannel();
  context.after(() => port1.close()); // an open one would keep a failed run alive
  const say = (given) =>
    window.dispatchEvent(
      Object.assign(new Event("message"), {
        source: window.parent,
        origin: ORIGIN,
        ports: [port2],
        data: { type: "contactcenter.hello", page: { url: `${ORIGIN}/a`, title: "A" }, open: true },
        ...given,
      }),
    );
  return { host, say, port: port1 };
}

test("a hello from an allowed origin is heard", (context) => {
  const { host, say } = frame(context);
  say();
  assert.equal(host.open, true);
  assert.deepEqual(host.page, { url: `${ORIGIN}/a`, title: "A", referrer: "" });
});

for (const [what, given] of [
  ["from another origin", { origin: "https://evil.example" }],
  ["from another window", { source: {} }],
  ["without a port", { ports: [] }],
  ["of another kind", { data: { type: "hello" } }],
]) {
  test(`a hello ${what} is not`, (context) => {
    const { host, say } = frame(context);
    say(given);
    assert.equal(host.open, false);
    assert.equal(host.page.url, "");
  });
}

test("the host hears sizes once, and a new line hears how things stand", async (context) => {
  const { host, say, port } = frame(context);
  host.size("fits", 430);
  host.size("fits", 430);
  say();
  const heard = [];
  port.on("message", (message) => heard.push(message));
  host.size("chat");
  await once(port, "message");
  while (heard.length < 2) await once(port, "message");
  assert.deepEqual(heard, [
    { type: "size", size: "fits", height: 430 },
    { type: "size", size: "chat", height: 0 },
  ]);
});

test("what the host says of its page is cut to what the server takes, and only text counts", () => {
  assert.deepEqual(pageOf({ url: "x".repeat(3000), title: 7, referrer: null, other: "y" }), {
    url: "x".repeat(2000),
    title: "",
    referrer: "",
  });
});

test("what the website says of its client is passed on as it is, and refusals go back in words", async (context) => {
  const { host, say, port } = frame(context);
  const heard = [];
  host.addEventListener("said", ({ detail: { identity, parameters } }) => heard.push([identity, parameters]));
  host.addEventListener("entry", ({ detail }) => heard.push(detail));
  say({ data: { type: "contactcenter.hello", identity: "signed", parameters: { plan: "gold" }, entry: "chat" } });
  const last = once(host, "entry");
  port.postMessage({ type: "identity", identity: "again" });
  port.postMessage({ type: "nonsense", nonsense: 1 });
  port.postMessage({ type: "entry", entry: "callback" });
  host.refuse({ code: "identity.invalid", text: "no" });
  const answer = await once(port, "message");
  await last;
  assert.deepEqual(heard, [["signed", { plan: "gold" }], "chat", ["again", undefined], "callback"]);
  assert.deepEqual(answer[0] ?? answer, { type: "error", detail: { code: "identity.invalid", text: "no" } });
});
