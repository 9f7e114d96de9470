// The window of its own and the frame that opened it: who is told what, and who is not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Handover } from "../../../static/contactcenter/widget/handover.js";
import { OwnWindow } from "../../../static/contactcenter/widget/call_window.js";

const ORIGIN = "https://cc.example";

function frame(context, { token = "secret", blocked = false } = {}) {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const opened = {
    closed: false,
    told: [],
    postMessage: (...message) => opened.told.push(message),
    focus() {},
    close: () => (opened.closed = true),
  };
  const page = Object.assign(new EventTarget(), {
    location: { origin: ORIGIN, pathname: "/widget/demo/frame/" },
    opens: [],
  });
  page.open = (...given) => {
    page.opens.push(given);
    return blocked ? null : opened;
  };
  const heard = { closed: [], changes: 0 };
  const own = new OwnWindow({
    name: "contactcenter.call.demo",
    ready: () => token,
    closed: (take) => heard.closed.push(take),
    change: () => (heard.changes += 1),
    page,
  });
  const says = (given = {}) =>
    page.dispatchEvent(
      Object.assign(new Event("message"), {
        source: opened,
        origin: ORIGIN,
        data: { type: "contactcenter.window" },
        ...given,
      }),
    );
  return { own, opened, page, heard, says };
}

test("the token goes to the window that was opened, at our own origin, and into no address", (context) => {
  const { own, opened, page, says } = frame(context);
  assert.equal(own.show(), true);
  assert.equal(page.opens[0][0], `${ORIGIN}/widget/demo/frame/`);
  assert.deepEqual(opened.told, [], "not before it asks");
  says();
  assert.deepEqual(opened.told, [[{ type: "contactcenter.handover", token: "secret", take: false }, ORIGIN]]);
});

for (const [what, given] of [
  ["from another origin", { origin: "https://evil.example" }],
  ["from another window", { source: {} }],
  ["of another kind", { data: { type: "hello" } }],
]) {
  test(`a question ${what} is not answered`, (context) => {
    const { own, opened, says } = frame(context);
    own.show();
    says(given);
    assert.deepEqual(opened.told, []);
  });
}

test("a window that asks before the client is in is answered when they are", (context) => {
  const { own, opened, says } = frame(context, { token: "" });
  own.show();
  says();
  assert.deepEqual(opened.told, []);
  own.ready = () => "secret";
  own.tell();
  own.tell();
  assert.equal(opened.told.length, 1);
});

test("a blocked window is none", (context) => {
  const { own } = frame(context, { blocked: true });
  assert.equal(own.show(), false);
  assert.equal(own.open, false);
});

test("a window that was closed is noticed", (context) => {
  const { own, opened, heard } = frame(context);
  own.show({ take: true });
  opened.closed = true;
  context.mock.timers.tick(500);
  assert.equal(own.open, false);
  assert.deepEqual(heard.closed, [true]);
});

function window_(context, { token = "" } = {}) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const opener = { asked: [], postMessage: (...message) => opener.asked.push(message) };
  const page = Object.assign(new EventTarget(), { opener, location: { origin: ORIGIN } });
  const widget = Object.assign(new EventTarget(), {
    state: { at: "" },
    page: { opening: false },
    calls: { live: null, call: null },
    identity: {
      token,
      keep(given) {
        this.token = given;
      },
    },
    wire: {
      opened: 0,
      open() {
        this.opened += 1;
      },
      close() {},
    },
    show(part) {
      Object.assign(this.page, part);
    },
  });
  const handover = new Handover({ widget, page });
  const says = (given = {}) =>
    page.dispatchEvent(
      Object.assign(new Event("message"), {
        source: opener,
        origin: ORIGIN,
        data: { type: "contactcenter.handover", token: "secret", take: true },
        ...given,
      }),
    );
  return { handover, widget, opener, says };
}

test("the window asks our own origin only, and becomes the client it is told", (context) => {
  const { widget, opener, says } = window_(context);
  assert.deepEqual(opener.asked, [[{ type: "contactcenter.window" }, ORIGIN]]);
  assert.equal(widget.page.opening, true);
  says({ origin: "https://evil.example" });
  says({ source: {} });
  assert.equal(widget.identity.token, "");
  says();
  assert.deepEqual([widget.identity.token, widget.wire.opened], ["secret", 1]);
});

test("a call that runs goes over to it once", (context) => {
  const { widget, says } = window_(context);
  says();
  let taken = 0;
  widget.calls = {
    live: { id: "c1" },
    call: { view: { call: { id: "c1" }, mine: false }, takeOver: () => (taken += 1) },
  };
  widget.dispatchEvent(new Event("change"));
  widget.dispatchEvent(new Event("change"));
  assert.equal(taken, 1);
});

test("without an answer it is a widget like any other", (context) => {
  const { widget } = window_(context);
  context.mock.timers.tick(8000);
  assert.equal(widget.page.opening, false);
});
