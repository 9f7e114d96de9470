// When a client can be called, in the words and days of their own clock.

import assert from "node:assert/strict";
import { test } from "node:test";

process.env.TZ = "Europe/Prague";
const { byDay, dayWords, hourWords, locale, slotWords, whenWords, zoneWords } = await import(
  "../../../static/contactcenter/ui/widget/callback_words.js"
);
const { Slots } = await import("../../../static/contactcenter/widget/callback_times.js");

const NOW = Date.parse("2026-11-25T20:30:00Z"); // 21:30 in Prague
const slot = (start, end) => ({ start: `2026-11-${start}:00Z`, end: `2026-11-${end}:00Z` });
const LATE = slot("25T21:00", "25T22:00");
const NIGHT = slot("25T23:00", "26T00:00"); // already tomorrow in Prague
const NEXT = slot("28T08:00", "28T09:00");

test("times are grouped by the days of the client's calendar, not of the server's", () => {
  const days = byDay([LATE, NIGHT, NEXT], NOW);
  assert.deepEqual(
    days.map(({ name, slots }) => [name, slots.length]),
    [
      ["Today", 1],
      ["Tomorrow", 1],
      ["Saturday, November 28", 1],
    ],
  );
});

test("a chosen time says its day, because nothing else does when the list is closed", () => {
  assert.equal(slotWords(LATE, NOW), "Today, 22:00 to 23:00");
  assert.equal(slotWords(NIGHT, NOW), "Tomorrow, 00:00 to 01:00");
});

test("times are written as where the reader is, in the page's language", () => {
  assert.deepEqual(
    [
      ["en", "en-GB"],
      ["en", "de-AT"],
      ["en-US", "de-AT"],
      ["cs", "cs"],
      ["cs", ""],
      ["en", "nonsense!"],
    ].map(([page, reader]) => locale(page, reader)),
    ["en-GB", "en-AT", "en-US", "cs", "cs", "en"],
  );
  assert.deepEqual(
    ["en-GB", "en-US", "en"].map((where) => hourWords(NEXT.start, where).replace("\u202f", " ")),
    ["09:00", "9:00 AM", "09:00"],
  );
});

test("a day has a short name for its chip", () => {
  assert.deepEqual(
    byDay([LATE, NEXT], NOW).map(({ chip }) => chip),
    ["Today", "Sat, Nov 28"],
  );
  assert.equal(dayWords(NIGHT.start, NOW), "Tomorrow");
});

test("the client reads whose clock it is", () => {
  assert.equal(zoneWords("Europe/Prague", NOW), "Your time, Central European Standard Time");
});

test("a CallBack says when: as soon as possible lasts long, a chosen time does not", () => {
  const callback = ({ start, end }) => ({ starts_at: start, ends_at: end });
  assert.equal(whenWords(callback(slot("25T20:30", "26T20:30")), NOW), "As soon as someone is free");
  const justNow = callback(slot("25T20:30", "26T20:30"));
  assert.equal(whenWords(justNow, NOW - 999), "As soon as someone is free", "the page's clock is a second behind");
  assert.equal(whenWords(callback(LATE), NOW), "Today, 22:00 to 23:00");
  assert.equal(whenWords(callback(slot("25T23:00", "26T23:00")), NOW), "Tomorrow, from 00:00", "when it was put off");
});

function offered(answers) {
  const asked = [];
  const slots = new Slots({
    address: "/widget/demo/slots/",
    change() {},
    clock: () => NOW,
    fetch: async (address) => {
      asked.push(address);
      const answer = answers.shift();
      return answer ? { ok: true, json: async () => answer } : { ok: false };
    },
  });
  return { slots, asked };
}

test("what was chosen stays chosen as long as it is offered", async () => {
  const { slots, asked } = offered([
    { now: true, slots: [LATE, NEXT] },
    { now: false, slots: [NEXT] },
  ]);
  await slots.look();
  assert.match(asked[0], /\?zone=/);
  assert.deepEqual([slots.chosen(undefined), slots.chosen(LATE.start)], ["now", LATE.start]);
  await slots.look();
  assert.deepEqual([slots.chosen("now"), slots.chosen(LATE.start)], [NEXT.start, NEXT.start]);
});

test("times that did not come are said to have failed, and can be asked for again", async () => {
  const { slots } = offered([null, { now: true, slots: [] }]);
  await slots.look();
  assert.equal(slots.state, "failed");
  await slots.look();
  assert.equal(slots.state, "there");
});
