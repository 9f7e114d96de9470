// Whether a paste or a drop brings files or a text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { filesOf } from "../../../static/contactcenter/ui/pasted_content.js";

const picture = { name: "image.png", type: "image/png" };
const transfer = (files, data = {}) => ({ files, getData: (type) => data[type] ?? "" });
const names = (...given) => filesOf(transfer(...given)).map(({ name }) => name);

test("text beside the picture Office makes of it wins", () => {
  assert.deepEqual(names([picture], { "text/plain": "Order\t4711-22", "text/html": "<table>" }), []);
});

test("a picture alone is a file, as is one of a page with its address or its markup", () => {
  assert.deepEqual(names([picture]), ["image.png"]);
  assert.deepEqual(names([picture], { "text/html": "<img src=x>" }), ["image.png"]);
  assert.deepEqual(
    names([picture], { "text/plain": "https://example.com/a.png", "text/uri-list": "https://example.com/a.png\r\n" }),
    ["image.png"],
  );
});

test("files of a file manager stay files, though their names or paths come as text", () => {
  const files = [{ name: "a.pdf" }, { name: "b.pdf" }];
  assert.deepEqual(names(files, { "text/plain": "a.pdf\nb.pdf" }), ["a.pdf", "b.pdf"]);
  assert.deepEqual(names(files, { "text/plain": "/home/anna/a.pdf\r\n/home/anna/b.pdf" }), ["a.pdf", "b.pdf"]);
  assert.deepEqual(names([{ name: "a.pdf" }], { "text/plain": "a" }), ["a.pdf"]);
  assert.deepEqual(names([picture], { "text/plain": "image", "text/html": "<td>image" }), []);
  assert.deepEqual(names([{ name: "a.pdf" }], { "text/plain": "C:\\Users\\anna\\a.pdf" }), ["a.pdf"]);
});

test("nothing is nothing", () => {
  assert.deepEqual(filesOf(null), []);
  assert.deepEqual(names([], { "text/plain": "words" }), []);
});
