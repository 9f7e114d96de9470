// Presence in words, canned responses filled in, wrap-ups begun, what calls for the operator, and steps for the browser
// at hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../../templates.js";
import { cannedFor, filled } from "../../../../static/contactcenter/console/canned_responses.js";
import {
  conclusionOf,
  keepConclusion,
  noConclusion,
  toggled,
} from "../../../../static/contactcenter/console/wrapup_drafts.js";
import { failure } from "../../../../static/contactcenter/console/readiness.js";
import { readySteps } from "../../../../static/contactcenter/ui/console/dialogs/readiness_steps.js";
import { FakeStorage, forbiddenStorage } from "../../fakes.js";
import { callView, clientView, operatorView } from "../../views.js";

const { createOptimism } = await import("../../../../static/contactcenter/console/optimistic_actions.js");
const { dayActs } = await import("../../../../static/contactcenter/console/actions/presence.js");
const { wanted } = await import("../../../../static/contactcenter/console/alerts.js");
const { asked } = await import("../../../../static/contactcenter/ui/canned_menu.js");
const { ownName } = await import("../../../../static/contactcenter/ui/console/own_names.js");
const { awayWords } = await import("../../../../static/contactcenter/ui/console/away_bar.js");
const { presenceWords } = await import("../../../../static/contactcenter/ui/console/presence.js");

const me = (change = {}) => ({
  name: "Anna Keller",
  state: "online",
  chosen: "online",
  limit: 3,
  unavailable: "",
  reason: "",
  idle: false,
  chat: true,
  video: true,
  ...change,
});

test("the state says why away, and what does not come", () => {
  assert.equal(presenceWords("away", me({ reason: "Lunch" })), "Away · Lunch");
  assert.equal(presenceWords("away", me({ idle: true })), "Away · idle");
  assert.equal(presenceWords("online", me({ video: false })), "Online · chats only");
  assert.equal(presenceWords("online", me({ chat: false })), "Online · calls only");
  assert.equal(presenceWords("online", me({ chat: false, video: false })), "Online · no new clients");
  assert.equal(presenceWords("busy", me({ reason: "Lunch", video: false })), "Busy, in a call");
  assert.equal(presenceWords("offline", null), "Offline");
});

test("the bar of an away says since when and why", () => {
  const now = new Date(2026, 10, 28, 18, 0).getTime();
  const away_since = new Date(2026, 10, 28, 17, 28).toISOString();
  const plain = (away) => awayWords({ ...me(), ...away }, now).replace(/[\u2068\u2069]/g, "");
  assert.equal(plain({ away_since }), "You’ve been away since 17:28");
  assert.equal(plain({ away_since, reason: "Lunch" }), "You’ve been away since 17:28 · Lunch");
  assert.equal(plain({ away_since, idle: true }), "You’ve been away since 17:28 because this page was idle.");
  assert.match(plain({ away_since: new Date(2026, 10, 27, 17, 28).toISOString() }), /since .*(27 Nov|Nov 27).*, 17:28/);
  assert.equal(plain({ away_since: null, reason: "Lunch" }), "You’re away · Lunch");
});

test("a canned response speaks to the client by name, and leaves no gap where nobody knows it", () => {
  assert.equal(
    filled("Hello {name}, this is {operator}.", { name: "Emily", operator: "Anna Keller" }),
    "Hello Emily, this is Anna Keller.",
  );
  assert.equal(filled("Hello {name}, this is {operator}.", { name: "", operator: "Anna" }), "Hello, this is Anna.");
  assert.equal(filled("{nobody} {name}", { name: "$&", operator: "" }), "{nobody} $&");
  const canned = [{ shortcut: "hi", text: "Hello {name}" }];
  const [one] = cannedFor({ canned, me: me() }, { client: clientView({ name: "Emily Carter" }) }, "");
  assert.deepEqual([one.shortcut, one.text], ["hi", "Hello Emily"]);
  assert.equal(cannedFor({ canned }, undefined, "")[0].text, "Hello");
  assert.deepEqual(cannedFor(null, undefined, ""), []);
});

test("a canned response is in the client's language, or says in which it is", () => {
  const desk = {
    written_in: "en",
    canned: [
      { shortcut: "hi", text: "Hello {name}", texts: { de: "Guten Tag, {name}" } },
      { shortcut: "wait", text: "One moment", texts: {} },
    ],
  };
  const told = (language, own) =>
    cannedFor(desk, { client: clientView({ name: "Emily" }), language }, own).map(({ text, language, foreign }) => [
      text,
      language,
      foreign,
    ]);
  const waits = ["One moment", "en", true];
  assert.deepEqual(told("de-at", "en"), [["Guten Tag, Emily", "de", false], waits]);
  assert.deepEqual(told("de", "de"), [["Guten Tag, Emily", "", false], waits]);
  assert.deepEqual(told("cs", "en"), [["Hello Emily", "en", true], waits]);
  assert.deepEqual(told("en", "en"), [
    ["Hello Emily", "", false],
    ["One moment", "", false],
  ]);
  assert.deepEqual(told("en", "de")[0], ["Hello Emily", "en", false]);
});

test("a canned response is also found by its words in the operator's language", () => {
  const canned = [{ shortcut: "hi", text: "Hello, welcome", texts: { cs: "Dobrý den" } }];
  const [offer] = cannedFor({ written_in: "en", canned }, { client: clientView(), language: "cs" }, "en");
  assert.deepEqual([offer.text, offer.also], ["Dobrý den", "Hello, welcome"]);
  assert.equal(asked("/welcome", [offer]).found[0].text, "Dobrý den");
});

test("names of supervisors are shown in the operator's language, untranslated ones as first written", () => {
  const desk = { names: { results: { Solved: "Vyřešeno" }, tags: {}, reasons: { Lunch: "Oběd" } } };
  assert.equal(ownName(desk, "results", "Solved"), "Vyřešeno");
  assert.equal(ownName(desk, "results", "Client left"), "Client left");
  assert.equal(ownName(null, "tags", "boiler"), "boiler");
  assert.equal(presenceWords("away", me({ reason: "Lunch" }), desk), "Away · Oběd");
});

test("a wrap-up that was begun survives a reload, and nonsense in the storage does not", () => {
  const storage = new FakeStorage();
  keepConclusion("s1", { result: "Solved", tags: ["boiler"], note: "1.5" }, storage);
  assert.deepEqual(conclusionOf("s1", storage), { result: "Solved", tags: ["boiler"], note: "1.5" });
  keepConclusion("s1", null, storage);
  assert.deepEqual(conclusionOf("s1", storage), noConclusion());
  for (const nonsense of ["x", "null", '{"result":1}', '{"result":"","note":"","tags":[1,"boiler"]}']) {
    storage.setItem("contactcenter.wrapup.s2", nonsense);
    assert.equal(conclusionOf("s2", storage).result, "");
  }
  assert.deepEqual(conclusionOf("s2", storage).tags, ["boiler"]);
  assert.deepEqual(conclusionOf("s1", forbiddenStorage), noConclusion());
  keepConclusion("s1", noConclusion(), forbiddenStorage);
  assert.deepEqual([toggled(["a"], "b"), toggled(["a", "b"], "a")], [["a", "b"], ["b"]]);
});

/** Acts whose server answers what the test says. */
function day({ storage = new FakeStorage(), refuse = false } = {}) {
  const page = {
    desk: { me: me({ chosen: "away", reason: "Lunch", video: false }) },
    updates: [],
    now: 0,
    conclusions: {},
    search: { text: "", open: false, found: null },
    said: "",
  };
  const sent = [];
  const send = async (command) => {
    sent.push(command);
    if (refuse) throw new Error("no");
  };
  const attempt = async (_key, work) => {
    await work().catch(() => {});
  };
  const optimism = createOptimism({ page, refresh() {} });
  const act = dayActs({
    page,
    storage,
    optimism,
    change() {},
    wire: { send },
    attempt,
    ask: (key, command) => attempt(key, () => send(command)),
  });
  return { page, sent, act, storage };
}

test("a channel is switched without touching the away and its reason; going online takes the reason away", async () => {
  const { act, sent } = day();
  await act.channel("chat", false);
  await act.presence("online");
  await act.presence("away", "Meeting");
  assert.deepEqual(
    sent.map(({ type, ...rest }) => rest),
    [
      { state: "away", reason: "Lunch", chat: false, video: false },
      { state: "online", reason: "", chat: true, video: false },
      { state: "away", reason: "Meeting", chat: true, video: false },
    ],
  );
});

test("a wrap-up that was refused keeps what was begun, one that was taken does not", async () => {
  const refused = day({ refuse: true });
  refused.act.conclude("s1", { result: "Solved", note: " 1.5 " });
  await refused.act.wrapup("s1");
  assert.equal(conclusionOf("s1", refused.storage).result, "Solved");
  const taken = day({ storage: refused.storage });
  await taken.act.wrapup("s1");
  assert.deepEqual(taken.sent, [{ type: "session.wrapup", session: "s1", result: "Solved", tags: [], note: "1.5" }]);
  assert.deepEqual(conclusionOf("s1", taken.storage), noConclusion());
});

test("silence is remembered by the browser, and the page works where it remembers nothing", () => {
  const { act, storage } = day();
  act.mute(true);
  assert.equal(day({ storage }).page.muted, true);
  const bare = day({ storage: forbiddenStorage });
  bare.act.mute(true);
  assert.equal(bare.page.muted, true);
});

test("the same words are said twice", () => {
  const { act, page } = day();
  act.say("Emily");
  page.said = ""; // as the announcer leaves it
  act.say("Emily");
  assert.equal(page.said, "Emily");
});

test("what calls for the operator: who can be accepted, offers, calls asked for, unread messages", () => {
  const waiting = (id, change = {}) => ({ id, entry: "chat", away: false, refusal: "", offered: false, ...change });
  const desk = (sessions, queue, mine = {}) => ({
    me: me(mine),
    queue,
    order: sessions.map(({ id }) => id),
    sessions: Object.fromEntries(sessions.map((one) => [one.id, { unread: 0, ...one }])),
  });
  const ids = (now) => wanted(now).map(({ id }) => id);
  const asks = operatorView({ id: "s1", calls: [callView({ state: "asked" })], unread: 2 });
  assert.deepEqual(ids(desk([], [waiting("q1"), waiting("q2", { offered: true }), waiting("q3", { refusal: "no" })])), [
    "client q1",
    "offer q2",
  ]);
  assert.deepEqual(ids(desk([asks], [waiting("q1", { entry: "videocall", refusal: "End your chat first" })])), [
    "call s1",
    "message s1 2",
  ]);
  assert.deepEqual(
    ids(
      desk([], [waiting("q1", { refusal: "You’re away." })], {
        chosen: "away",
        state: "away",
        unavailable: "You’re away.",
      }),
    ),
    [],
  );
  assert.deepEqual(wanted(null), []);
});

test("every block has steps in every browser, and every sentence has its bold words", () => {
  for (const browser of ["chrome", "edge", "firefox", "safari"]) {
    for (const phone of [false, true]) {
      for (const need of ["camera", "microphone", "notifications", "autoplay"]) {
        const steps = readySteps(need, { browser, phone });
        assert.ok(steps.length, `${browser} ${need}`);
        for (const { text, bold } of steps)
          assert.deepEqual(
            [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted(),
            Object.keys(bold).toSorted(),
            text,
          );
      }
    }
  }
});

test("a device that does not open says why and what to do; a person's no is left to the steps", () => {
  assert.match(failure("camera", { name: "NotFoundError", message: "" }), /No camera is connected\. Plug/);
  assert.match(failure("microphone", { name: "NotReadableError", message: "" }), /Another program/);
  assert.match(
    failure("camera", { name: "NotAllowedError", message: "Permission denied by system" }),
    /Your system blocks the camera/,
  );
  assert.equal(failure("camera", { name: "NotAllowedError", message: "Permission denied" }), "");
});
