// A call for help: what is written stays until it's sent; what supervisors do is told in words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyForms } from "../../../../static/contactcenter/console/forms.js";
import { helpActs } from "../../../../static/contactcenter/console/actions/help.js";
import { updatePage } from "../../../../static/contactcenter/console/page_events.js";
import "../../templates.js";
import { line, operatorView, SUPERVISOR } from "../../views.js";

const { answers } = await import("../../../../static/contactcenter/console/alerts.js");

/** A console whose server answers as the test says; `storage` outlives it. */
function world({ refuse = "", storage = new Map() } = {}) {
  const sent = [];
  const page = {
    dialog: null,
    about: null,
    error: "",
    notice: "",
    forms: emptyForms(),
    desk: { sessions: { s1: operatorView() } },
  };
  const wire = {
    send: async (command) => {
      sent.push(command);
      if (refuse) throw new Error(refuse);
    },
  };
  const attempt = async (_key, work) => {
    try {
      await work();
    } catch (error) {
      page.error = error.message;
    }
  };
  const store = {
    getItem: (key) => storage.get(key) ?? null,
    setItem: (key, value) => storage.set(key, value),
    removeItem: (key) => storage.delete(key),
  };
  return { page, sent, storage, act: helpActs({ page, wire, storage: store, attempt, change() {} }) };
}

test("is sent without outer space, and its dialog closes", async () => {
  const { page, sent, storage, act } = world();
  act.openHelp("s1");
  act.writeHelp("s1", " A refund? ");
  await act.askHelp("s1");
  assert.deepEqual(sent, [{ type: "help.ask", session: "s1", reason: "A refund?" }]);
  assert.deepEqual([page.dialog, page.forms.help.s1, storage.size], [null, "", 0]);
});

test("is kept after a refusal and after a reload", async () => {
  const { page, storage, act } = world({ refuse: "This conversation has ended." });
  act.openHelp("s1");
  act.writeHelp("s1", "A refund?");
  await act.askHelp("s1");
  assert.deepEqual(
    [page.dialog, page.error, page.forms.help.s1],
    ["help", "This conversation has ended.", "A refund?"],
  );
  const reloaded = world({ storage });
  reloaded.act.openHelp("s1");
  assert.equal(reloaded.page.forms.help.s1, "A refund?");
});

test("its answer is announced with the client's name", () => {
  const { page } = world();
  updatePage(
    page,
    line("help.changed", 3, { by: SUPERVISOR, state: "answered", text: "Yes", help: null, session: "s1" }),
  );
  assert.match(page.notice, /Sofia Berg answers your call for help with Emily Carter/);
  assert.match(page.notice, /Yes/);
});

for (const [state, words] of [
  ["online", "set you online"],
  ["away", "set you away"],
  ["offline", "signed you out"],
])
  test(`an operator reads who ${words}, and why`, () => {
    const { page } = world();
    updatePage(page, { type: "operator.steered", by: "Sofia Berg", state, reason: "Fire drill" });
    assert.match(page.notice, new RegExp(`Sofia Berg ${words}.*Fire drill`));
  });

test("an answer is told once, a withdrawn call isn't", () => {
  const asked = { id: 1, reason: "A refund?", at: "2026-11-29T10:00:00.000Z" };
  const desk = (help, ...events) => ({ queue: [], sessions: { s1: operatorView({ help, events }) } });
  const ended = (state) => line("help.changed", 2, { by: SUPERVISOR, state, text: "Yes", help: null });
  const before = desk(asked);
  assert.deepEqual(
    answers(before, desk(null, ended("answered"))).map(({ text }) => text),
    ["Yes"],
  );
  assert.deepEqual(answers(before, desk(null, ended("withdrawn"))), []);
  assert.deepEqual(answers(desk(null), desk(null, ended("answered"))), []);
});
