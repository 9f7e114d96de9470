// Which part of a sentence is an address, and which address becomes a link.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../templates.js";

const { pieces } = await import("../../../static/contactcenter/ui/links.js");
const links = (text) =>
  pieces(text)
    .filter(({ href }) => href)
    .map(({ text: shown }) => shown);
const hrefs = (text) => pieces(text).flatMap(({ href }) => href ?? []);

for (const quoted of [
  "“https://example.com/quoted”",
  "„https://example.com/quoted“",
  "»https://example.com/quoted«",
  "«https://example.com/quoted»",
  "‘https://example.com/quoted’",
  '"https://example.com/quoted"',
]) {
  test(`a quote is no part of it: ${quoted}`, () => assert.deepEqual(links(quoted), ["https://example.com/quoted"]));
}

test("a sentence of Chinese or Japanese that follows at once leads to no other host", () => {
  assert.deepEqual(hrefs("https://例え.jp。次の文"), ["https://xn--r8jz45g.jp/"]);
  assert.deepEqual(links("见 https://example.com/x，然后"), ["https://example.com/x"]);
  assert.deepEqual(links("https://example.com/x、https://example.com/y！"), [
    "https://example.com/x",
    "https://example.com/y",
  ]);
  assert.deepEqual(links("https://例え.jp（説明）"), ["https://例え.jp"]);
  assert.deepEqual(links("（https://example.com/x）"), ["https://example.com/x"]);
});

test("www. is an address without its beginning, where nothing longer holds it", () => {
  assert.deepEqual(hrefs("see www.example.com/x."), ["https://www.example.com/x"]);
  assert.deepEqual(hrefs("(www.example.com)"), ["https://www.example.com/"]);
  for (const text of ["www.", "www.x", "www.example", "a@www.example.com", "ftp://www.example.com", "awww.example.com"])
    assert.deepEqual(links(text), [], text);
});

test("what was right stays right", () => {
  const right = [
    "https://de.wikipedia.org/wiki/A_(B)",
    "http://[::1]:8000/x",
    "https://bücher.example/ä",
    "https://example.com/o’brien",
    "https://example.com/a_",
    "https://example.com/?q=a,b;c",
    "https://ja.wikipedia.org/wiki/東京（曖昧）",
    "mailto:ana@firma.example",
    "tel:+420123456789",
    "https://example.com/x#y!z",
    "https://other.example/www.example.com",
  ];
  for (const address of right) assert.deepEqual(links(`(see ${address}), or not.`), [address]);
  assert.deepEqual(links("https://example.com/x…"), ["https://example.com/x"]);
});

test("no other kind of address becomes a link", () => {
  for (const text of [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "https://",
    "xhttps://example.com",
  ])
    assert.deepEqual(hrefs(text), [], text);
});
