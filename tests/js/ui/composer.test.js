import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FakeStorage, forbiddenStorage } from "../fakes.js";
import "../templates.js";

const composers = await import("../../../static/contactcenter/ui/composer.js");
const { draftOf, keepDraft } = await import("../../../static/contactcenter/ui/drafts.js");
const { asked } = await import("../../../static/contactcenter/ui/canned_menu.js");
const { holdToLimits, left, limit } = await import("../../../static/contactcenter/ui/text_limit.js");

/** The page after a reload: what it remembered is gone, the storage is not. */
let loads = 0;
const reloaded = () => import(`../../../static/contactcenter/ui/drafts.js?load=${++loads}`);

describe("drafts", () => {
  test("are kept for each session and survive a reload", async () => {
    const storage = new FakeStorage();
    const { keepDraft, draftOf } = await reloaded();
    keepDraft("s1", { text: "half a senten" }, storage);
    assert.deepEqual(draftOf("s2", storage), { text: "", note: false });
    assert.equal((await reloaded()).draftOf("s1", storage).text, "half a senten");
  });

  test("of a note come back as a note", async () => {
    const storage = new FakeStorage();
    const { keepDraft } = await reloaded();
    keepDraft("s1", { note: true }, storage);
    keepDraft("s1", { text: "careful" }, storage);
    assert.deepEqual((await reloaded()).draftOf("s1", storage), { text: "careful", note: true });
  });

  test("leave nothing behind once sent", async () => {
    const storage = new FakeStorage();
    const { keepDraft } = await reloaded();
    keepDraft("s1", { text: "x" }, storage);
    keepDraft("s1", { text: "" }, storage);
    assert.equal(storage.length, 0);
  });

  test("work without a storage and with one that throws", async () => {
    for (const none of [null, forbiddenStorage]) {
      const { keepDraft, draftOf } = await reloaded();
      keepDraft("s1", { text: "x" }, none);
      assert.equal(draftOf("s1", none).text, "x");
    }
  });
});

describe("a text that comes back", () => {
  const { Composer } = composers;
  const back = (draft, ...putBack) => {
    const storage = new FakeStorage();
    keepDraft("s1", draft, storage);
    new Composer({ look: "desk", storage, update: () => {}, onSend: () => {} }).putBack("s1", ...putBack);
    return draftOf("s1", storage);
  };

  test("stands before what is being written", () => {
    const draft = back({ text: "and more", note: false }, "half a line", "message");
    assert.deepEqual(draft, { text: "half a line\nand more", note: false });
  });

  test("by itself never turns a note into a message, not even one that is still to be written", () => {
    for (const text of ["", "careful"]) assert.equal(back({ text, note: true }, "half a line", "message").note, true);
  });

  test("because one asked for it is what it was, beside no other kind", () => {
    const asked = { focus: true };
    assert.equal(back({ text: "", note: true }, "unsent", "message", asked).note, false);
    assert.equal(back({ text: "careful", note: true }, "unsent", "message", asked).note, true);
    assert.equal(back({ text: "Hello", note: false }, "unsent", "note", asked).note, true);
  });
});

describe("canned responses", () => {
  const canned = [
    { shortcut: "hello", text: "Hello" },
    { shortcut: "help", text: "Help" },
    { shortcut: "valve", text: "Open it" },
  ];
  const found = (before) => asked(before, canned)?.found.map(({ shortcut }) => shortcut);

  test("are found by a word of the text too, after those whose name begins so", () => {
    assert.deepEqual(found("/open"), ["valve"]);
    assert.deepEqual(found("/he"), ["hello", "help"]);
    assert.equal(found("/o"), undefined); // one letter is in every text
  });

  test("are asked for by / or #, at the start or after a space", () => {
    assert.deepEqual(found("/"), ["hello", "help", "valve"]);
    assert.deepEqual(found("Well, #HE"), ["hello", "help"]);
    assert.equal(asked("Well, /va", canned).start, 6);
  });

  test("are not offered within words and addresses, or when none fits", () => {
    for (const before of ["and/or", "https://", "/x", "/hello there", ""]) assert.equal(found(before), undefined);
  });
});

describe("the limit", () => {
  test("is spoken of only when it is near", () => {
    assert.equal(typeof limit("short"), "symbol");
    assert.equal(limit("x".repeat(3999)), "1 character left");
    assert.equal(limit("x".repeat(4002)), "2 characters too many");
  });

  test("counts characters as the server does", () => {
    assert.equal(left("🔥".repeat(3990)), 10);
  });
});

describe("a field with a limit", () => {
  const typed = (value, most = "5") => {
    const page = new EventTarget();
    holdToLimits(page);
    const field = {
      dataset: { most },
      value,
      selectionStart: value.length,
      setSelectionRange(at) {
        this.selectionStart = at;
      },
    };
    const event = new Event("input");
    Object.defineProperty(event, "target", { value: field });
    page.dispatchEvent(event);
    return field;
  };

  test("holds so many characters and cuts none of them apart", () => {
    assert.equal(typed("abcdefg").value, "abcde");
    assert.equal(typed("💐".repeat(5)).value, "💐".repeat(5));
    assert.equal(typed("abcd👨‍👩‍👧").value, "abcd");
    assert.equal(typed("abcdefg").selectionStart, 5);
  });

  test("and one without holds everything", () => {
    assert.equal(typed("abcdefg", "").value, "abcdefg");
  });
});
