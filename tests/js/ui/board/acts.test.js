// Acts on the live board: which row offers which, what the dialog asks for, and what it sends; calls for help beside
// them.

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { markup, words } from "../../templates.js";

const { actButtons } = await import("../../../../static/contactcenter/ui/board/act_buttons.js");
const { actDialog, openAct } = await import("../../../../static/contactcenter/ui/board/act_dialog.js");
const { helpRequests } = await import("../../../../static/contactcenter/ui/board/help_requests.js");

const ANNA = { id: 1, name: "Anna", state: "online", reason: "", sessions: ["s1"], wrapup: null };
const BORIS = { id: 2, name: "Boris", state: "offline", reason: "", sessions: [], wrapup: null };
const CHAT = { id: "s1", number: 10001, state: "active", operator: 1, group: 3 };
const NOW = Date.parse("2026-11-29T10:00:00Z");

/** A board whose server answers as the test says. */
function boardOf({ refuse = "", rights = { steer_session: true, steer_operator: true }, help = [] } = {}) {
  const sent = [];
  return {
    sent,
    now: NOW,
    rights,
    reasons: ["Lunch"],
    addresses: { session: "/admin/session/0/change/" },
    shown: { operators: [ANNA, BORIS], groups: [], waiting: [], sessions: [CHAT], help },
    send: async (command) => {
      sent.push(command);
      if (refuse) throw new Error(refuse);
    },
    change() {},
  };
}

const offered = (row, board = boardOf()) =>
  [...markup(actButtons(row, board)).matchAll(/data-test=(act-\w+)/g)].map((m) => m[1]);

describe("a row offers", () => {
  for (const [name, row, expected] of [
    ["a session's acts", CHAT, ["act-redirect", "act-end"]],
    ["an operator's acts", ANNA, ["act-state", "act-signout"]],
    ["the end of a wrap-up", { ...ANNA, state: "wrapup", wrapup: "s9" }, ["act-state", "act-signout", "act-wrapup"]],
    ["nothing for somebody offline", BORIS, []],
  ])
    test(name, () => assert.deepEqual(offered(row), expected));

  test("only what its reader has the right to", () => {
    const looking = boardOf({ rights: { steer_session: false, steer_operator: false } });
    const steering = boardOf({ rights: { steer_session: true, steer_operator: false } });
    assert.deepEqual([offered(CHAT, looking), offered(ANNA, looking)], [[], []]);
    assert.deepEqual(offered({ ...ANNA, wrapup: "s9" }, steering), ["act-wrapup"]);
  });
});

/** All functions of a template, by the text before them. */
function handlers(value, found = []) {
  if (Array.isArray(value)) for (const each of value) handlers(each, found);
  else if (value?._$litType$)
    value.values.forEach((inner, index) => {
      if (typeof inner === "function") found.push([value.strings[index].trimEnd(), inner]);
      else handlers(inner, found);
    });
  else if (value?._$litDirective$) handlers(value.values, found);
  return found;
}

const parts = (board) => handlers(actDialog(board));
const type = (board, text) =>
  parts(board).findLast(([before]) => before.endsWith("@input="))[1]({ currentTarget: { value: text } });
const choose = (board, value) =>
  parts(board).find(([before]) => before.endsWith("@change="))[1]({ currentTarget: { value } });
const submit = async (board) => {
  parts(board).find(([before]) => before.endsWith("<form @submit="))[1]({ preventDefault() {} });
  await new Promise(setImmediate);
};
const shown = (board) => {
  const found = [];
  const walk = (value) => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (value?._$litDirective$) walk(value.values);
    else found.push(words(value));
  };
  walk(actDialog(board));
  return found.join(" ");
};

describe("the dialog", () => {
  let serial = 100;
  beforeEach(() => serial++); // what is typed stays with its row

  test("sends nothing without a reason, and says so", async () => {
    const board = boardOf();
    openAct("end", { ...CHAT, id: `s${serial}` }, board);
    assert.match(shown(board), /Give a reason first\./);
    await submit(board);
    type(board, "   ");
    await submit(board);
    assert.deepEqual(board.sent, []);
  });

  test("sends what the supervisor saw", async () => {
    const board = boardOf();
    openAct("end", { ...CHAT, id: `s${serial}` }, board);
    type(board, " Fire drill ");
    await submit(board);
    const seen = { state: "active", operator: 1 };
    assert.deepEqual(board.sent, [{ type: "act.end", session: `s${serial}`, reason: "Fire drill", seen }]);
    assert.match(shown(board), /Done: End session 10001/);
  });

  test("needs a target to redirect, an operator or a group", async () => {
    const board = boardOf();
    openAct("redirect", { ...CHAT, id: `s${serial}` }, board);
    type(board, "Boris knows");
    await submit(board);
    assert.deepEqual(board.sent, []);
    choose(board, "operator 2");
    await submit(board);
    assert.equal(board.sent[0].operator, 2);
  });

  test("sends a state with the reason of the list", async () => {
    const board = boardOf();
    openAct("state", { ...ANNA, id: serial }, board);
    type(board, "You look tired");
    choose(board, "away Lunch");
    await submit(board);
    const { state, away_reason, reason } = board.sent[0];
    assert.deepEqual([state, away_reason, reason], ["away", "Lunch", "You look tired"]);
  });

  test("shows a refusal, keeps what was typed, and goes on with the row as it is now", async () => {
    const board = boardOf({ refuse: "Petr has just redirected this session to Boris." });
    const row = { ...CHAT, id: `s${serial}` };
    openAct("end", row, board);
    type(board, "Fire drill");
    board.shown.sessions = [{ ...row, operator: 2 }];
    await submit(board);
    assert.match(shown(board), /Petr has just redirected/);
    await submit(board);
    assert.deepEqual([board.sent[1].reason, board.sent[1].seen.operator], ["Fire drill", 2]);
  });
});

describe("calls for help", () => {
  const request = {
    id: 1,
    session: "s1",
    key: 7,
    number: 10001,
    operator: 1,
    name: "Anna",
    reason: "A refund?",
    by: "",
  };
  const open = { ...request, at: "2026-11-29T09:58:00Z", state: "open", ended_at: null };
  const over = { ...open, state: "withdrawn", ended_at: "2026-11-29T09:59:30Z" };

  test("nothing is shown without one", () => assert.doesNotMatch(words(helpRequests(boardOf())), /help/));

  test("an open one is shown with its reason and its session", () => {
    const html = markup(helpRequests(boardOf({ rights: { steer_session: true }, help: [open] })));
    assert.match(html, /Calls for help/);
  });

  test("what became of it is told for a minute", () => {
    const board = boardOf({ help: [over] });
    assert.match(words(helpRequests(board)), /Calls for help/);
    assert.doesNotMatch(words(helpRequests({ ...board, now: NOW + 60_000 })), /Calls for help/);
  });
});
