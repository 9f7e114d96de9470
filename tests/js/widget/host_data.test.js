// What a website says of its client: text, within bounds, and refused in words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "../../../static/contactcenter/wire/fault.js";
import { HostData, parametersOf } from "../../../static/contactcenter/widget/host_data.js";

/** A widget that answers commands from a list: a fault, or nothing. */
function make({ token = "", answers = [], session = null } = {}) {
  const sent = [];
  const refused = [];
  const made = [];
  const widget = {
    heard: [],
    addEventListener: (_name, action) => widget.heard.push(action),
    state: { session },
    parameters: null,
    host: { refuse: ({ code }) => refused.push(code) },
    identity: { token, create: async () => (widget.identity.token = `new-${made.push(1)}`) },
    forget: () => (widget.identity.token = ""),
    wire: {
      open() {},
      close: () => sent.push("closed"),
      send: async (command) => {
        sent.push(command);
        const fault = answers.shift();
        if (fault) throw fault;
      },
    },
  };
  return { site: new HostData(widget), widget, sent, refused, made };
}

test("numbers and truths are told as text, whatever else is left out in words", () => {
  const { parameters, cut } = parametersOf({ order: 4711, member: true, plan: "gold", cart: { total: 1 }, none: null });
  assert.deepEqual(parameters, { order: "4711", member: "true", plan: "gold" });
  assert.equal(cut.length, 2);
  assert.match(cut[0], /“cart” is not a text/);
});

test("names, texts and their number have bounds", () => {
  const many = Object.fromEntries(Array.from({ length: 22 }, (_, n) => [`p${n}`, "x"]));
  assert.equal(Object.keys(parametersOf(many).parameters).length, 20);
  assert.equal(parametersOf(many).cut.length, 2);
  const long = parametersOf({ plan: "😀".repeat(201), ["n".repeat(41)]: "x" });
  assert.equal([...long.parameters.plan].length, 200);
  assert.deepEqual(Object.keys(long.parameters), ["plan"]);
  assert.equal(long.cut.length, 2);
});

for (const nonsense of [null, "gold", 7, ["a"]]) {
  test(`${JSON.stringify(nonsense)} is no set of parameters`, () => {
    assert.deepEqual(parametersOf(nonsense).parameters, {});
    assert.equal(parametersOf(nonsense).cut.length, 1);
  });
}

test("parameters before a session are remembered, later ones are told at once", async () => {
  const { site, widget, sent } = make();
  await site.parameters({ plan: "gold" });
  assert.deepEqual([widget.parameters, sent], [{ plan: "gold" }, []]);
  widget.state.session = { state: "active" };
  await site.parameters({ plan: "silver" });
  assert.deepEqual(sent, [{ type: "parameters.set", parameters: { plan: "silver" } }]);
});

test("parameters that came before the session of this page are told when it is known, once", async () => {
  const { site, widget, sent } = make({ token: "kept" });
  await site.parameters({ plan: "gold" });
  widget.state.session = { id: "s1", state: "active" };
  for (const _ of [1, 2]) for (const change of widget.heard) change();
  assert.deepEqual(sent, [{ type: "parameters.set", parameters: { plan: "gold" } }]);
});

test("half an emoji in a name or a text is told as what can be stored, and a text is cut by characters", () => {
  const { parameters } = parametersOf({ "\ud83d": "a\ud83d", plan: `${"x".repeat(198)}👨‍👩‍👧` });
  assert.deepEqual(parameters, { "\ufffd": "a\ufffd", plan: "x".repeat(198) });
});

test("who the client is waits for the client, and is told once", async () => {
  const { site, widget, sent } = make();
  await site.identity("signed");
  assert.deepEqual(sent, []);
  widget.identity.token = "made";
  await Promise.all([site.settle(), site.settle()]);
  await site.settle();
  assert.deepEqual(sent, [{ type: "client.identify", token: "signed" }]);
});

test("a refused identity is told to the website, and the client goes on", async () => {
  const { site, refused, widget } = make({ token: "kept", answers: [new Fault("identity.invalid", "no")] });
  await site.identity("forged");
  assert.deepEqual([refused, widget.identity.token], [["identity.invalid"], "kept"]);
});

test("in a browser that is known as somebody else a new client begins", async () => {
  const { site, refused, sent, widget } = make({ token: "theirs", answers: [new Fault("identity.other", "no")] });
  await site.identity("signed");
  assert.equal(widget.identity.token, "new-1");
  assert.deepEqual(
    sent.map((one) => one.type ?? one),
    ["client.identify", "closed", "client.identify"],
  );
  assert.deepEqual(refused, []);
});

for (const token of [undefined, 7, "", "x".repeat(4001), { sub: "1" }]) {
  test(`${typeof token} of ${String(token).length} characters is not even tried as an identity`, async () => {
    const { site, sent } = make({ token: "kept" });
    await assert.rejects(site.identity(token), { code: "identity.invalid" });
    assert.deepEqual(sent, []);
  });
}

test("what is said in one breath is heard in order, and a refusal stops nothing", async () => {
  const { site, widget, sent, refused } = make({ token: "kept" });
  site.hear({ identity: 7, parameters: { plan: "gold" } });
  await site.hear({ identity: "signed" });
  assert.deepEqual([widget.parameters, refused], [{ plan: "gold" }, ["identity.invalid"]]);
  assert.deepEqual(sent, [{ type: "client.identify", token: "signed" }]);
});
