// The lines and words of the console about redirects, phone calls, ratings and bans; what a waiting client's item
// tells.

import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../../templates.js";
import { CLIENT, clientView, line, OPERATOR, operatorView, SUPERVISOR, SYSTEM } from "../../views.js";

const { deskLine } = await import("../../../../static/contactcenter/ui/console/conversation/operator_lines.js");
const { momentWord } = await import("../../../../static/contactcenter/ui/console/client/callback_times.js");
const { lineOf } = await import("../../../../static/contactcenter/ui/system_lines.js");
const { items } = await import("../../../../static/contactcenter/ui/timeline_items.js");
const { about, rest } = await import("../../../../static/contactcenter/ui/console/lists/queue.js");
const { byNow, isOpen, standing } = await import("../../../../static/contactcenter/ui/console/dialogs/invitations.js");

const BORIS = { role: "operator", name: "Boris Lind" };
const anna = { me: "operator", client: "Emily", operator: "Anna Keller" };
const said = (event, reader = anna) => words(deskLine(event, reader)?.words);
const redirected = (by, to, note = "") => line("session.redirected", 1, { by, to, note, shared: null });

const later = momentWord("2026-11-22T15:01:00.000Z", Date.parse("2026-11-22T14:01:00.000Z"));

for (const [event, expected] of [
  [redirected(BORIS, "Anna Keller"), "Boris passed Emily on to you"],
  [redirected(OPERATOR, "Boris Lind"), "You passed Emily on to Boris Lind"],
  [redirected(BORIS, "Sales"), "Boris passed Emily on to Sales"],
  [redirected(SYSTEM, "Anna Keller"), "A supervisor passed Emily on to you"],
  [redirected(SUPERVISOR, "Anna Keller"), "Sofia passed Emily on to you"],
  [redirected(SUPERVISOR, "Sales"), "Sofia passed Emily on to Sales"],
  [line("session.changed", 1, { step: "ended", by: SUPERVISOR }), "Sofia ended the session"],
  [line("help.changed", 1, { by: OPERATOR, state: "open", text: "A refund?" }), "You asked for help"],
  [line("help.changed", 1, { by: BORIS, state: "open", text: "A refund?" }), "Boris asked for help"],
  [line("help.changed", 1, { by: SUPERVISOR, state: "answered", text: "Yes" }), "Sofia answered the call for help"],
  [line("help.changed", 1, { by: OPERATOR, state: "withdrawn", text: "" }), "You no longer need help"],
  [line("help.changed", 1, { by: CLIENT, state: "over", text: "" }), "The call for help is over"],
  [line("callback.tried", 1, { by: OPERATOR, outcome: "no-answer", tries: 1 }), "You called Emily by phone, no answer"],
  [line("callback.tried", 1, { by: BORIS, outcome: "called", tries: 2 }), "Boris called Emily by phone"],
  [
    line("callback.tried", 1, { by: OPERATOR, outcome: "postponed", tries: 1, starts_at: "2026-11-22T15:01:00.000Z" }),
    `You put the call to Emily off until ${later}`,
  ],
  [line("session.changed", 1, { step: "message", by: CLIENT }), "Emily left a message instead of waiting"],
  [line("session.rated", 1, { rating: { value: 4, comment: "quick" } }), "Emily gave 4 of 5: quick"],
  [line("session.changed", 1, { step: "banned", by: OPERATOR }), "You banned Emily"],
  [line("session.changed", 1, { step: "callback", by: CLIENT }), "Emily wants to be called by phone instead"],
  [line("session.changed", 1, { step: "ended", by: CLIENT }), "Emily ended the session"],
])
  test(`“${expected}”`, () => assert.equal(said(event), expected));

test("the note of a redirect stands below its line", () => {
  const list = items({
    view: operatorView({ events: [redirected(BORIS, "Anna Keller", "knows the boiler")] }),
    me: "operator",
    now: 0,
    client: "Emily",
    operator: "Anna Keller",
    lines: deskLine,
  });
  assert.deepEqual(
    list.filter(({ kind }) => kind !== "day").map(({ kind, text }) => [kind, text]),
    [
      ["line", undefined],
      ["note", "knows the boiler"],
    ],
  );
});

test("a client is told who goes on, and of none of this", () => {
  const reader = { ...anna, me: "client" };
  const step = (operator) => line("session.changed", 1, { step: "redirected", by: OPERATOR, operator });
  assert.equal(words(lineOf(step("Boris Lind"), reader)?.words), "Boris goes on with you");
  assert.equal(words(lineOf(step(null), reader)?.words), "A colleague will go on with you");
  assert.equal(lineOf(redirected(BORIS, "Sales", "secret"), reader), null);
});

test("a client reads that a supervisor ended it, and no name", () => {
  const by = { role: "supervisor", name: "" };
  const ended = line("session.changed", 1, { step: "ended", by });
  assert.equal(words(lineOf(ended, { ...anna, me: "client" })?.words), "A supervisor ended the session");
});

test("an item tells what it is about first, then the rest in one line", () => {
  const item = {
    client: clientView({ topic: "Invoices", phone: "601 123 456" }),
    widget: "Alder Heating",
    callback: null,
    preview: "Hello",
  };
  assert.equal(about(item), "Invoices");
  assert.equal(rest(item).join(" · "), "601 123 456 · Vitalis 9 · English · Chrome, Windows · Alder Heating");
  assert.equal(about({ ...item, callback: { shown: "+420 601 123 456" } }), "+420 601 123 456");
});

test("every state of an invitation has words, and only those one can enter with are open", () => {
  const states = ["unused", "opened", "waiting", "used", "expired", "revoked"];
  for (const state of states) assert.ok(standing(state).words);
  assert.deepEqual(
    states.filter((state) => isOpen({ state })),
    ["unused", "opened", "waiting"],
  );
  const expires_at = "2026-11-22T14:00:00Z";
  const later = (state) => byNow({ state, expires_at }, Date.parse(expires_at)).state;
  assert.deepEqual(states.map(later), ["expired", "expired", "waiting", "used", "expired", "revoked"]);
  assert.equal(byNow({ state: "unused", expires_at }, Date.parse(expires_at) - 1).state, "unused");
});
