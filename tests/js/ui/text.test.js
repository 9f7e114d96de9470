import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { kind, size } from "../../../static/contactcenter/ui/file_words.js";
import { addTexts, language, parts, setCatalogue, t, tn } from "../../../static/contactcenter/ui/text.js";
import { clockTime, day, duration, span } from "../../../static/contactcenter/ui/time.js";

afterEach(() => setCatalogue({}));

describe("texts", () => {
  test("without a translation English is shown, with values filled in", () => {
    assert.equal(t("Write to {name}", { name: "Anna" }), "Write to Anna");
    assert.equal(t("{unknown} stays"), "{unknown} stays");
  });

  test("a value is not read as a pattern", () => {
    assert.equal(t("{a} {b}", { a: "{b}", b: "$&" }), "{b} $&");
  });

  test("a translation may order values as its language does", () => {
    setCatalogue({ language: "de", texts: { "{who} joined with {what}": "Mit {what} kam {who}" } });
    assert.equal(t("{who} joined with {what}", { who: "Emily", what: "Video" }), "Mit Video kam Emily");
  });

  test("plurals follow the language", () => {
    assert.equal(tn("{n} file", "{n} files", 1), "1 file");
    assert.equal(tn("{n} file", "{n} files", 0), "0 files");
    setCatalogue({
      language: "cs",
      plurals: [1, 2, 0],
      texts: { "{n} file": ["{n} soubor", "{n} soubory", "{n} souborů"] },
    });
    assert.deepEqual(
      [1, 3, 5, 0, 1.5].map((n) => tn("{n} file", "{n} files", n)),
      ["1 soubor", "3 soubory", "5 souborů", "0 souborů", "1.5 souborů"],
    );
  });

  test("a part of the page adds its texts to the others", () => {
    addTexts({ language: "de", texts: { Close: "Schließen" } });
    addTexts({ texts: { Send: "Senden" } });
    assert.deepEqual([language(), t("Close"), t("Send")], ["de", "Schließen", "Senden"]);
  });

  test("values may be pieces of a page", () => {
    const bold = { bold: "Emily" };
    assert.deepEqual(parts("{who} declined", { who: bold }), ["", bold, " declined"]);
  });
});

describe("times", () => {
  test("lengths as on a stop-watch", () => {
    assert.deepEqual([-5, 18_000, 252_999, 3_852_000].map(duration), ["0:00", "0:18", "4:12", "1:04:12"]);
  });

  test("how long in words", () => {
    assert.deepEqual([59_000, 60_000, 3 * 60_000, 2 * 3_600_000, 5 * 86_400_000].map(span), [
      "just now",
      "1 minute",
      "3 minutes",
      "2 hours",
      "5 days",
    ]);
  });

  test("a time of day follows the custom of the country, if there is one", () => {
    const at = new Date(2026, 10, 22, 14, 3).toISOString();
    assert.equal(clockTime(at), "14:03");
    setCatalogue({ language: "en-US" });
    assert.match(clockTime(at), /^02:03\sPM$/);
  });

  test("days", () => {
    const now = new Date(2026, 2, 1, 0, 5).getTime();
    const at = (...moment) => new Date(...moment).toISOString();
    assert.equal(day(at(2026, 2, 1, 0, 1), now), "Today");
    assert.equal(day(at(2026, 1, 28, 23, 59), now), "Yesterday");
    assert.equal(day(at(2026, 1, 27), now), "February 27, 2026");
  });
});

describe("files", () => {
  test("sizes", () => {
    assert.deepEqual([0, 900, 421_888, 1_572_864, 26_214_400].map(size), ["0 B", "900 B", "412 KB", "1.5 MB", "25 MB"]);
  });

  test("kinds", () => {
    assert.deepEqual(
      [kind({ mime: "image/png", kind: "snapshot" }), kind({ mime: "application/pdf" }), kind({ mime: "text/csv" })],
      ["Snapshot", "PDF", "File"],
    );
  });
});
