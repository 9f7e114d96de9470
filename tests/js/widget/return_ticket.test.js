// The way back where the frame may store nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createLeg } from "../../../static/contactcenter/call/leg.js";
import { keptOf, Ticket } from "../../../static/contactcenter/widget/return_ticket.js";

const ADDRESSES = { ticket: "/widget/demo/ticket/", return: "/widget/demo/return/" };
const running = { at: "2026-01-05T14:00:00Z", session: { state: "active" } };
const over = { at: "2026-01-05T14:00:00Z", session: { state: "wrapup" } };
const settled = () => new Promise((resolve) => setImmediate(resolve));

function make({ kept = null, token = "", refused = false } = {}) {
  const asked = [];
  const widget = Object.assign(new EventTarget(), {
    state: { at: "", session: null },
    host: Object.assign(new EventTarget(), {
      kept,
      held: [],
      keep(value) {
        this.held.push(value);
      },
    }),
    identity: {
      token,
      keep(value) {
        this.token = value;
      },
    },
    wire: {
      opened: 0,
      open() {
        this.opened += 1;
      },
    },
  });
  const fetch = async (address, options) => {
    asked.push({ address, ...options });
    return {
      ok: !refused,
      json: async () => (address === ADDRESSES.return ? { token: "back" } : { ticket: "sealed" }),
    };
  };
  const ticket = new Ticket({ widget, addresses: ADDRESSES, fetch });
  const become = async (state) => {
    widget.state = state;
    widget.dispatchEvent(new Event("change"));
    await settled();
  };
  return { ...widget, widget, ticket, asked, become };
}

test("a conversation that runs gets one ticket, and the host page keeps it", async () => {
  const { asked, become, host } = make({ token: "secret" });
  await become(running);
  await become({ ...running });
  assert.equal(asked.length, 1);
  assert.equal(asked[0].headers.Authorization, "Bearer secret");
  assert.deepEqual(host.held.map(JSON.parse), [{ ticket: "sealed", legs: [] }]);
  assert.ok(!JSON.stringify(host.held).includes("secret"));
});

test("what the host page kept brings the client back, once", async () => {
  const { widget, asked, identity, wire, host } = make({ kept: '{"ticket":"sealed","legs":["a"]}' });
  host.dispatchEvent(new Event("hello"));
  await settled();
  assert.deepEqual(
    asked.map(({ address, body }) => [address, body]),
    [[ADDRESSES.return, '{"ticket":"sealed"}']],
  );
  assert.equal(identity.token || widget.identity.token, "back");
  assert.equal(wire.opened, 1);
});

test("it may come after the page was ready", async () => {
  const { widget, host, wire } = make();
  host.kept = '{"ticket":"sealed","legs":[]}';
  host.dispatchEvent(new Event("hello"));
  await settled();
  assert.equal(widget.identity.token, "back");
  assert.equal(wire.opened, 1);
});

test("a ticket that is refused is dropped, and the client is nobody yet", async () => {
  const { widget, host, wire } = make({ kept: '{"ticket":"old","legs":[]}', refused: true });
  await settled();
  assert.deepEqual(host.held, [null]);
  assert.equal(widget.identity.token, "");
  assert.equal(wire.opened, 0);
});

test("the end drops it, and a new conversation gets another", async () => {
  const { asked, become, host } = make({ token: "secret" });
  await become(running);
  await become(over);
  await become(running);
  assert.deepEqual(host.held.map(JSON.parse), [{ ticket: "sealed", legs: [] }, null, { ticket: "sealed", legs: [] }]);
  assert.equal(asked.length, 2);
});

test("the tab takes its side of a call back, and its new names are kept", async () => {
  const { become, host, ticket } = make({ kept: '{"ticket":"sealed","legs":["before"]}' });
  await settled();
  await become(running);
  const leg = createLeg({ ...ticket.leg, page: new EventTarget(), random: () => "now" });
  assert.ok(leg.was("before"));
  assert.deepEqual(JSON.parse(host.held.at(-1)), { ticket: "sealed", legs: ["now", "before"] });
});

test("a host page that gives back something else is not believed", () => {
  for (const strange of [null, 7, {}, { ticket: 7, legs: "x" }, { ticket: "x".repeat(2000) }])
    assert.deepEqual(keptOf(JSON.stringify(strange)), { ticket: "", legs: [] });
  for (const strange of [undefined, { ticket: "t" }, "", "{"])
    assert.deepEqual(keptOf(strange), { ticket: "", legs: [] });
  assert.deepEqual(keptOf(JSON.stringify({ ticket: "t", legs: ["a", 7, ...Array(20).fill("b")] })).legs.length, 8);
});
