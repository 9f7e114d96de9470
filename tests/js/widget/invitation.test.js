// The way in by an invitation: kept while the operator is away, let in by itself, and sent off when the link is over.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Invited } from "../../../static/contactcenter/widget/invitation.js";

const DATA = {
  state: "open",
  code: "secret",
  look: "/i/secret/state/",
  expires: "2026-11-22T18:00:00Z",
  language: "en",
  reusable: false,
  consent: "",
};

/** An invitation's page on a widget and a server made for it: `stands` is what the server answers. */
function make(context, { data = {}, stands = "open", refuse = "" } = {}) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const server = { stands, refuse };
  const entered = [];
  const widget = Object.assign(new EventTarget(), {
    state: { session: null },
    page: { entry: "chat", fault: "", putAway: "", typed: {} },
    screen: "entries",
    entries: { part: { check: { early: false } } },
    submit: async (fields) => {
      widget.page.fault = server.refuse;
      if (!server.refuse) entered.push(fields);
      return !server.refuse;
    },
    forgive: () => (widget.page.fault = ""),
    again: () => (widget.page.putAway = widget.state.session.id),
  });
  const invited = new Invited({
    widget,
    data: { ...DATA, ...data },
    fetch: async () => ({ json: async () => ({ state: server.stands }) }),
  });
  const over = [];
  invited.addEventListener("over", () => over.push(1));
  return { invited, widget, server, entered, over };
}

test("the code goes in with the name, by the entry of invitations", async (context) => {
  const { invited, widget, entered } = make(context);
  await invited.join({ name: "Nora", consent: false });
  assert.equal(widget.page.entry, "invitation");
  assert.deepEqual(entered, [{ name: "Nora", consent: false, code: "secret" }]);
});

test("while the operator is away nobody knocks; as soon as they are there the client is in", async (context) => {
  const { invited, server, entered } = make(context, { data: { state: "offline" }, stands: "offline" });
  await invited.join({ name: "Nora", consent: false });
  await invited.look();
  assert.deepEqual([invited.away, entered.length], [true, 0]);
  server.stands = "open";
  await invited.look();
  assert.deepEqual([invited.away, entered.length, invited.wanted], [false, 1, null]);
});

test("an operator who has just gone keeps the client waiting, not refused", async (context) => {
  const { invited, widget, server, entered } = make(context, { refuse: "invitation.offline" });
  await invited.join({ name: "Nora", consent: false });
  assert.deepEqual([invited.away, widget.page.fault, invited.wanted?.name], [true, "", "Nora"]);
  server.refuse = "";
  await invited.look();
  assert.equal(entered.length, 1);
});

test("who does not want to wait any longer is not let in later", async (context) => {
  const { invited, server, entered } = make(context, { data: { state: "offline" }, stands: "offline" });
  await invited.join({ name: "", consent: false });
  invited.stay();
  server.stands = "open";
  await invited.look();
  assert.equal(entered.length, 0);
});

test("a link that is over by now shows why, but never takes a conversation away", async (context) => {
  const { invited, widget, over } = make(context, { stands: "over" });
  widget.screen = "conversation";
  await invited.look();
  assert.equal(over.length, 0);
  widget.screen = "entries";
  await invited.look();
  assert.equal(over.length, 1);
});

test("somebody else's turn is said in words and the form stays", async (context) => {
  const { invited, widget, over } = make(context, { refuse: "invitation.used" });
  await invited.join({ name: "Nora", consent: false });
  assert.deepEqual([over.length, widget.page.fault, invited.stage], [0, "invitation.used", "invited"]);
});

test("a conversation that ended before the page was opened is not shown", (context) => {
  const { invited, widget } = make(context);
  Object.assign(widget, { state: { session: { id: "old", state: "closed" } }, screen: "ended" });
  widget.dispatchEvent(new Event("change"));
  assert.equal(widget.page.putAway, "old");
  widget.state = { session: { id: "new", state: "active" } };
  widget.dispatchEvent(new Event("change"));
  widget.state = { session: { id: "new", state: "wrapup" } };
  widget.dispatchEvent(new Event("change"));
  assert.deepEqual([widget.page.putAway, invited.stage], ["old", "ended"]);
});

test("who waits for something else on this website is still asked in", (context) => {
  const { invited, widget } = make(context);
  Object.assign(widget, { state: { session: { id: "s1", state: "waiting", entry: "chat" } }, screen: "waiting" });
  assert.equal(invited.stage, "invited");
  widget.state.session.entry = "invitation";
  assert.equal(invited.stage, "waiting");
});

test("the form begins with the name the operator gave, which the client may change", (context) => {
  const { invited } = make(context, { data: { invited: "Nora Aalto" } });
  assert.equal(invited.widget.page.typed.name, "Nora Aalto");
});

test("until when the link is good is said as people say it", (context) => {
  const { invited } = make(context);
  const at = (text) => invited.goodUntil(new Date(text));
  assert.match(at("2026-11-22T12:00:00Z"), /^This link is for one call and is valid until today, \d\d:00\.$/);
  assert.match(at("2026-11-21T12:00:00Z"), /until tomorrow/);
  assert.match(at("2026-11-16T12:00:00Z"), /until Sunday/);
});

test("a server that doesn't report the invitation's state is mentioned after five seconds", async (context) => {
  const { invited } = make(context, { data: { state: "offline" }, stands: "offline" });
  const answers = /** @type {((answer: any) => void)[]} */ ([]);
  invited.fetch = () => new Promise((resolve) => answers.push(resolve));
  let told = 0;
  invited.addEventListener("change", () => (told += 1));
  const asked = invited.look();
  assert.equal(invited.late, false);
  context.mock.timers.tick(5000);
  assert.deepEqual([invited.late, told], [true, 1]);
  answers[0](null);
  await asked;
  assert.equal(invited.late, true);
  const again = invited.look();
  answers.at(-1)?.({ json: async () => ({ state: "offline" }) });
  await again;
  assert.deepEqual([invited.late, told], [false, 2]);
});
