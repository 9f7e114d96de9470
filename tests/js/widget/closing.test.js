// The end of a conversation: what is sent, what is said back, and that nothing typed is lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "../../../static/contactcenter/wire/fault.js";
import { Closing } from "../../../static/contactcenter/widget/closing.js";

function make({ rating = null, email = "" } = {}) {
  const sent = [];
  const answers = [];
  const widget = {
    state: { session: { id: "s1", rating }, email },
    change() {},
    wire: {
      send: async (command) => {
        sent.push(command);
        const fault = answers.shift();
        if (fault) throw fault;
      },
    },
  };
  return { ending: new Closing(widget), widget, sent, answers };
}

test("without a star nothing is sent, and it is said what is missing", async () => {
  const { ending, sent } = make();
  void ending.view;
  await ending.rate();
  assert.equal(ending.view.rateError, "Choose one to five stars first.");
  assert.deepEqual(sent, []);
});

test("a rating is sent with its comment, and can be changed and sent again", async () => {
  const { ending, sent } = make();
  void ending.view;
  ending.choose(4);
  ending.comment(" Kind ");
  await ending.rate();
  assert.equal(ending.view.rated, "done");
  await ending.rate();
  assert.deepEqual([ending.view.rated, ending.view.value], ["", 4]);
  ending.choose(5);
  await ending.rate();
  assert.deepEqual(
    sent.map(({ value, comment, session }) => [value, comment, session]),
    [
      [4, "Kind", "s1"],
      [5, "Kind", "s1"],
    ],
  );
});

test("one that was given before a reload is there", () => {
  const { ending } = make({ rating: { value: 3, comment: "So" } });
  assert.deepEqual([ending.view.value, ending.view.comment, ending.view.rated], [3, "So", "done"]);
});

test("a refusal is told in words and what was written stays", async () => {
  const { ending, answers } = make();
  void ending.view;
  ending.choose(1);
  ending.comment("Slow");
  answers.push(new Fault("rate.exceeded", "Too many requests. Try again in a moment."));
  await ending.rate();
  assert.deepEqual(
    [ending.view.rated, ending.view.rateError, ending.view.comment],
    ["", "Too many requests. Try again in a moment.", "Slow"],
  );
});

test("the letter goes to the known address unless another is written, and it is said where it went", async () => {
  const { ending, sent, answers } = make({ email: "emily@posteo.example" });
  assert.equal(ending.view.email, "emily@posteo.example");
  await ending.mail();
  assert.deepEqual([ending.view.mailed, ending.view.sentTo], ["done", "emily@posteo.example"]);
  ending.address("other@posteo");
  answers.push(new Fault("entry.email", "This e-mail address is not complete."));
  await ending.mail();
  assert.deepEqual([ending.view.mailed, ending.view.mailError], ["", "This e-mail address is not complete."]);
  ending.address(" ");
  await ending.mail();
  assert.equal(ending.view.mailError, "Enter the address to send it to.");
  assert.deepEqual(
    sent.map(({ email }) => email),
    ["emily@posteo.example", "other@posteo"],
  );
});

test("the next conversation begins with nothing chosen", () => {
  const { ending, widget } = make();
  void ending.view;
  ending.choose(5);
  widget.state = { ...widget.state, session: { id: "s2", rating: null } };
  assert.equal(ending.view.value, 0);
});
