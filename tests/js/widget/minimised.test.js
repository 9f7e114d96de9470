// The bar of a call on the website while the widget is minimised.

import "../templates.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { callView } from "../views.js";

globalThis.navigator ??= /** @type {any} */ ({ userAgent: "" });
const { Minimised, partsOf } = await import("../../../static/contactcenter/widget/minimised.js");

const NOW = Date.parse("2026-11-22T14:03:28Z");
const view = (change = {}) => ({
  phase: "connected",
  mine: true,
  microphone: "granted",
  silenced: [],
  call: callView({ connected_at: "2026-11-22T14:00:00Z" }),
  ...change,
});
const named = (parts, name) => parts.find(([, attributes]) => attributes["data-test"] === `launcher-${name}`);

test("it says with whom and for how long, and has mute, end and the way back", () => {
  const parts = partsOf(view(), "Anna Keller", NOW, 0);
  assert.deepEqual(
    parts.map(([, , words]) => words),
    ["AK", "Anna", "3:28", "", "", "Back to the call"],
  );
  assert.deepEqual(
    parts.slice(3).map(([, attributes]) => attributes["data-test"]),
    ["launcher-mute", "launcher-hangup", "launcher-back"],
  );
  assert.equal(named(parts, "mute")[1]["data-state"], "on");
});

test("what the system has muted is not on, and messages that came are counted", () => {
  const parts = partsOf(view({ microphone: "muted", silenced: ["microphone"] }), "Anna Keller", NOW, 2);
  assert.equal(named(parts, "mute")[1]["data-state"], "off");
  assert.equal(named(parts, "back")[2], "Back to the call (2 new)");
});

test("it is told while the call runs here, and taken away when it does not", (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const said = [];
  const done = [];
  const host = Object.assign(new EventTarget(), {
    open: false,
    say: ({ parts }) => said.push(parts.length),
    show: () => done.push("back"),
  });
  const call = {
    view: view({ phase: "none" }),
    toggleMicrophone: () => done.push("mute"),
    hangup: () => done.push("end"),
  };
  const widget = Object.assign(new EventTarget(), {
    host,
    unread: 0,
    data: { name: "Alder" },
    state: { session: { operator: "Anna Keller" } },
    wire: { clock: () => NOW },
  });
  new Minimised({ widget, call });
  assert.deepEqual(said, []);
  call.view = view();
  widget.dispatchEvent(new Event("change"));
  context.mock.timers.tick(1_000);
  call.view = view({ mine: false });
  widget.dispatchEvent(new Event("change"));
  widget.dispatchEvent(new Event("change"));
  assert.deepEqual(said, [6, 6, 0]);
  for (const name of ["mute", "end", "back", "other"]) host.dispatchEvent(new CustomEvent("press", { detail: name }));
  assert.deepEqual(done, ["mute", "end", "back"]);
});
