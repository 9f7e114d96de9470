// After a redirect: a colleague's words under their name, one's own as ever; people are compared, not roles and not
// names.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { words } from "../../templates.js";
import { line, message, operatorView } from "../../views.js";

const { isOwn, withColleagues } = await import(
  "../../../../static/contactcenter/ui/console/conversation/colleagues.js"
);
const { items } = await import("../../../../static/contactcenter/ui/timeline_items.js");
const { deskLine } = await import("../../../../static/contactcenter/ui/console/conversation/operator_lines.js");

const me = { id: 2, name: "Boris Novak" };
const anna = { role: "operator", name: "Anna Keller", id: 1 };
const boris = { role: "operator", name: "Boris Novak", id: 2 };
const own = (by) => isOwn(by, me);
const shown = (...events) =>
  items({
    view: operatorView({ events }),
    me: "operator",
    now: Date.parse("2026-11-22T14:30:00Z"),
    operator: me.name,
    client: "Emily",
    own,
    lines: deskLine,
    arrange: (list) => withColleagues(list, me),
  });
const plain = (list) =>
  list.map(({ kind, look, show, seq, line: told }) =>
    kind === "own" ? words(show()) : kind === "line" ? words(told.words) : [seq, look ?? "", kind].join(" ").trim(),
  );

describe("what operators wrote", () => {
  test("is a colleague's under their name, once a group, and the operator's own without", () => {
    const list = shown(message(1), message(2, { by: anna }), message(3, { by: anna }), message(4, { by: boris }));
    assert.deepEqual(plain(list), [
      "1  message",
      "Anna Keller",
      "2 colleague message",
      "3 colleague message",
      "4  message",
    ]);
  });

  test("has a new name after a silence and after another's words", () => {
    const list = shown(message(1, { by: anna }), message(20, { by: anna }), message(21), message(22, { by: anna }));
    assert.deepEqual(plain(list).filter((each) => each === "Anna Keller").length, 3);
  });

  test("is told apart by the person where two have the same name", () => {
    const namesake = { ...anna, name: "Boris Novak" };
    assert.deepEqual([own(namesake), own(boris), own({ role: "client", name: "Boris Novak" })], [false, true, false]);
    assert.equal(plain(shown(message(1, { by: namesake })))[1], "1 colleague message");
  });

  test("before the log kept who it was, by the name", () => {
    assert.deepEqual(
      [own({ role: "operator", name: "Boris Novak" }), own({ role: "operator", name: "Anna Keller" })],
      [true, false],
    );
  });

  test("carries no receipt of ours when it is a colleague's", () => {
    assert.deepEqual(
      shown(message(1, { by: anna }), message(2, { by: boris })).map(({ state }) => state),
      [undefined, undefined, "sent"],
    );
  });
});

test("what a namesake did is not said to be one's own", () => {
  const accepted = (by) =>
    line("session.changed", 1, { by, step: "accepted", state: "active", away: false, operator: by.name, result: "" });
  assert.deepEqual(plain(shown(accepted({ ...anna, name: "Boris Novak" }))), ["Boris joined"]);
  assert.deepEqual(plain(shown(accepted(boris))), ["You accepted the session"]);
});
