// An icon that points where reading goes to is mirrored on a page from right to left, wherever it stands.

import "../templates.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { markup } from "../templates.js";

const { icon } = await import("../../../static/contactcenter/ui/icon.js");

const classes = (name, look) => markup(icon(name, look)).match(/class=([^>]*?) aria-hidden/)[1];

test("arrows, undo and leaving are mirrored, in every size", () => {
  for (const name of ["arrow-left", "chevron-right", "corner-up-right", "undo-2", "log-out", "panel-right"]) {
    assert.equal(classes(name), "i turn");
    assert.equal(classes(name, "s"), "i s turn");
  }
});

test("what is the same thing everywhere isn't: a play button, a clock, a check mark", () => {
  for (const name of ["play", "clock", "check", "rotate-cw", "phone"]) assert.equal(classes(name, "l"), "i l");
});
