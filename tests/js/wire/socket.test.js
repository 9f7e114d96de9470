import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { Fault, Wire } from "../../../static/contactcenter/wire/socket.js";
import { FakeStorage, FakeTime, fakeSockets, forbiddenStorage } from "../fakes.js";

let time, storage, opened, FakeSocket, window, document, random;

beforeEach(() => {
  time = new FakeTime();
  storage = new FakeStorage();
  ({ FakeSocket, opened } = fakeSockets());
  window = new EventTarget();
  document = new EventTarget();
  random = 1;
});

function wired(options = {}) {
  return new Wire({
    url: "https://desk.example/ws/client/",
    role: "client",
    hello: () => ({ type: "hello", token: "secret" }),
    storage,
    WebSocket: FakeSocket,
    time,
    random: () => random,
    window,
    document,
    ...options,
  });
}

function open(options) {
  const wire = wired(options);
  wire.open();
  opened.at(-1).welcome();
  return wire;
}

const post = (text, session = "s1") => ({ type: "message.post", session, text });
const last = () => opened.at(-1);
const acknowledge = ({ id }, seq = null) => last().say({ type: "ack", id, session: "s1", seq });
const refuse = ({ id }, fault = {}) =>
  last().say({ type: "fault", id, code: "session.closed", text: "It has ended.", retry: false, ...fault });
const states = (wire) => {
  const seen = [];
  wire.addEventListener("state", ({ detail }) =>
    seen.push(detail.reason ? `${detail.state}: ${detail.reason}` : detail.state),
  );
  return seen;
};

describe("connecting", () => {
  test("the first frame is hello with an id, and the token is not in the address", () => {
    wired().open();
    last().accept();
    assert.equal(last().url, "wss://desk.example/ws/client/");
    const [{ id, ...hello }] = last().sent;
    assert.deepEqual(hello, { type: "hello", token: "secret" });
    assert.match(id, /^[0-9a-f]{32}$/);
  });

  test("it is open once hello is acknowledged, not before", () => {
    const wire = wired();
    const seen = states(wire);
    wire.open();
    last().accept();
    assert.equal(wire.state, "connecting");
    last().say({ type: "ack", id: last().sent[0].id, session: null, seq: null });
    assert.deepEqual(seen, ["open"]);
  });

  test("opening twice makes one socket", () => {
    const wire = wired();
    wire.open();
    wire.open();
    assert.equal(opened.length, 1);
  });

  test("the delay before each attempt grows to half a minute and is drawn by chance", () => {
    open();
    const delays = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const before = opened.length;
      last().drop();
      let waited = 0;
      while (opened.length === before) {
        time.pass(100);
        waited += 100;
      }
      delays.push(waited);
    }
    assert.deepEqual(delays, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
    random = 0.5;
    last().drop();
    time.pass(14_900);
    assert.equal(opened.length, 9);
    time.pass(100);
    assert.equal(opened.length, 10);
  });

  test("the delay starts small again after ten seconds of stability, and not before", () => {
    open();
    last().drop();
    time.pass(500);
    last().welcome();
    time.pass(9_900);
    last().drop();
    time.pass(900);
    assert.equal(opened.length, 2);
    time.pass(100);
    assert.equal(opened.length, 3);
    last().welcome();
    time.pass(10_000);
    last().drop();
    time.pass(500);
    assert.equal(opened.length, 4);
  });

  test("the network coming back ends the waiting at once", () => {
    open();
    for (let round = 0; round < 3; round++) {
      last().drop();
      time.pass(30_000);
    }
    last().drop();
    const before = opened.length;
    window.dispatchEvent(new Event("online"));
    assert.equal(opened.length, before + 1);
  });

  test("the page being looked at again ends the waiting, its being hidden does not", () => {
    open();
    last().drop();
    document.visibilityState = "hidden";
    document.dispatchEvent(new Event("visibilitychange"));
    assert.equal(opened.length, 1);
    document.visibilityState = "visible";
    document.dispatchEvent(new Event("visibilitychange"));
    assert.equal(opened.length, 2);
  });

  test("after a sleep the old socket is not trusted", () => {
    open();
    time.sleep(3_600_000);
    document.dispatchEvent(new Event("visibilitychange"));
    assert.equal(opened.length, 2);
    assert.ok(opened[0].closed);
  });

  test("a socket that never answers hello is replaced", () => {
    wired().open();
    last().accept();
    time.pass(15_000);
    time.pass(500);
    assert.equal(opened.length, 2);
  });

  for (const code of [4400, 4408, 4429, 1006, 1012]) {
    test(`it comes back after code ${code}`, () => {
      const wire = open();
      last().drop(code);
      assert.equal(wire.state, "reconnecting");
      time.pass(500);
      assert.equal(opened.length, 2);
    });
  }

  test("closed for newer tabs it rests until somebody looks at it", () => {
    const wire = open();
    last().drop(4409);
    assert.equal(wire.state, "reconnecting");
    time.pass(120_000);
    assert.equal(opened.length, 1);
    document.dispatchEvent(new Event("visibilitychange"));
    assert.equal(opened.length, 2);
  });

  test("closed for newer tabs and looked at all the while it comes back after five minutes", () => {
    open();
    last().drop(4409);
    time.pass(300_000);
    assert.equal(opened.length, 2);
  });

  test("it does not come back when nobody is signed in", () => {
    const wire = open();
    const seen = states(wire);
    last().drop(4401);
    time.pass(120_000);
    window.dispatchEvent(new Event("online"));
    assert.deepEqual(seen, ["closed: signed-out"]);
    assert.equal(opened.length, 1);
  });

  test("a hello that is refused for good closes it with the reason", () => {
    const wire = wired();
    let told;
    wire.addEventListener("state", ({ detail }) => (told = detail));
    wire.open();
    last().accept();
    last().say({
      type: "fault",
      id: last().sent[0].id,
      code: "command.invalid",
      text: "Too old a page.",
      retry: false,
    });
    last().drop(1000);
    assert.equal(told.reason, "refused");
    assert.equal(told.fault.text, "Too old a page.");
  });

  test("a hello that may pass later is said again", () => {
    const wire = wired();
    wire.open();
    last().accept();
    last().say({ type: "fault", id: last().sent[0].id, code: "server.busy", text: "Busy.", retry: true });
    time.pass(500);
    last().welcome();
    assert.equal(wire.state, "open");
  });

  test("what an abandoned socket still says is not heard", () => {
    const wire = open();
    const heard = [];
    wire.addEventListener("event", ({ detail }) => heard.push(detail));
    const [old] = opened;
    old.drop();
    old.say({ type: "session.dropped", session: "s1" });
    assert.deepEqual(heard, []);
  });
});

describe("heartbeats", () => {
  test("each is answered with its number", () => {
    open();
    last().say({ type: "heartbeat", beat: 7, at: "2026-11-22T14:00:00Z", heads: {} });
    const { id, ...answer } = last().sent.at(-1);
    assert.deepEqual(answer, { type: "heartbeat", beat: 7 });
  });

  test("after forty-five silent seconds the socket is presumed dead", () => {
    const wire = open();
    time.pass(44_999);
    assert.equal(wire.state, "open");
    time.pass(1);
    assert.equal(wire.state, "reconnecting");
    assert.ok(opened[0].closed);
  });

  test("the clock is the server's", () => {
    const wire = open();
    last().say({ type: "heartbeat", beat: 1, at: "2026-11-22T15:30:00Z", heads: {} });
    time.pass(2000);
    assert.equal(wire.clock(), Date.parse("2026-11-22T15:30:02Z"));
  });
});

describe("commands", () => {
  test("a command is answered by its acknowledgement", async () => {
    const wire = open();
    const answer = wire.send({ type: "session.end", session: "s1" });
    acknowledge(last().commands[0], 9);
    assert.equal((await answer).seq, 9);
  });

  test("a refusal rejects with its code and words", async () => {
    const wire = open();
    const answer = wire.send({ type: "session.end", session: "s1" });
    refuse(last().commands[0]);
    await assert.rejects(
      answer,
      (fault) => fault instanceof Fault && fault.code === "session.closed" && fault.text === "It has ended.",
    );
  });

  test("commands wait for hello's acknowledgement", () => {
    const wire = wired();
    wire.open();
    wire.send(post("early"), { keep: true });
    last().accept();
    assert.deepEqual(last().commands, []);
    last().say({ type: "ack", id: last().sent[0].id, session: null, seq: null });
    assert.equal(last().commands[0].text, "early");
  });

  test("what was not acknowledged is sent again, the very same", () => {
    const wire = open();
    wire.send({ type: "session.end", session: "s1" });
    wire.send(post("hello"), { keep: true });
    const first = last().commands;
    last().drop();
    time.pass(500);
    last().welcome();
    assert.deepEqual(last().commands, first);
  });

  test("what was acknowledged is not", () => {
    const wire = open();
    wire.send(post("hello"), { keep: true });
    acknowledge(last().commands[0], 3);
    last().drop();
    time.pass(500);
    last().welcome();
    assert.deepEqual(last().commands, []);
  });

  test("nonsense from the server breaks nothing", () => {
    const wire = open();
    for (const frame of ["{", "null", "7", "[]", "{}"]) last().say(frame);
    assert.equal(wire.state, "open");
  });

  test("leaving refuses what is unanswered, and sending afterwards", async () => {
    const wire = open();
    const answer = wire.send({ type: "session.end", session: "s1" });
    wire.close();
    await assert.rejects(answer, { code: "wire.closed" });
    await assert.rejects(wire.send({ type: "session.end", session: "s1" }), { code: "wire.closed" });
    assert.equal(wire.reason, "left");
  });
});

describe("what people type", () => {
  test("is pending until its line has come", () => {
    const wire = open();
    wire.send(post("hello"), { keep: true });
    const { id } = last().commands[0];
    assert.deepEqual(wire.outbox, [
      { id, session: "s1", text: "hello", kind: "message", state: "sending", at: "2026-11-22T14:00:00.000Z" },
    ]);
    acknowledge({ id }, 4);
    assert.equal(wire.outbox.length, 1);
    last().say({
      type: "message.posted",
      session: "s1",
      seq: 4,
      shared: 4,
      at: "",
      by: { role: "client", name: "" },
      text: "hello",
      command: id,
    });
    assert.deepEqual(wire.outbox, []);
  });

  test("is not pending any more when its line came before its acknowledgement", () => {
    const wire = open();
    wire.send(post("hello"), { keep: true });
    last().say({
      type: "message.posted",
      session: "s1",
      seq: 4,
      shared: 4,
      at: "",
      by: { role: "client", name: "" },
      text: "hello",
      command: "x",
    });
    acknowledge(last().commands[0], 4);
    assert.deepEqual(wire.outbox, []);
  });

  test("keeps its order: the next waits for the one before, of the same session only", () => {
    const wire = open();
    wire.send(post("one"), { keep: true });
    wire.send(post("two"), { keep: true });
    wire.send(post("elsewhere", "s2"), { keep: true });
    assert.deepEqual(
      last().commands.map(({ text }) => text),
      ["one", "elsewhere"],
    );
    acknowledge(last().commands[0], 1);
    assert.equal(last().commands.at(-1).text, "two");
  });

  test("survives a reload with its id and its order", () => {
    const wire = open();
    for (const text of ["one", "two", "three"]) wire.send(post(text), { keep: true });
    const before = wire.outbox;
    const after = open();
    assert.deepEqual(after.outbox, before);
    assert.equal(last().commands[0].id, before[0].id);
    for (const expected of ["one", "two", "three"]) {
      assert.equal(last().commands.at(-1).text, expected);
      acknowledge(last().commands.at(-1));
    }
    assert.equal(storage.length, 0);
  });

  test("is tried again when it may pass later, before anything after it", async () => {
    const wire = open();
    const answer = wire.send(post("one"), { keep: true });
    wire.send(post("two"), { keep: true });
    refuse(last().commands[0], { retry: true, code: "server.busy" });
    assert.equal(last().commands.length, 1);
    time.pass(1000);
    assert.deepEqual(
      last().commands.map(({ text }) => text),
      ["one", "one"],
    );
    acknowledge(last().commands[1], 1);
    assert.equal((await answer).seq, 1);
    assert.equal(last().commands.at(-1).text, "two");
  });

  test("is tried again every few seconds however long it's refused", () => {
    const wire = open();
    wire.send(post("one"), { keep: true });
    for (let times = 1; times < 10; times += 1) {
      refuse(last().commands.at(-1), { retry: true, code: "server.busy" });
      time.pass(4000);
      assert.equal(last().commands.length, times + 1);
    }
  });

  test("stays as failed with the reason when it is refused, and can be sent again or given up", async () => {
    const wire = open();
    const answer = wire.send(post("one"), { keep: true });
    refuse(last().commands[0]);
    await assert.rejects(answer, { code: "session.closed" });
    const [{ id, state, reason }] = wire.outbox;
    assert.deepEqual([state, reason], ["failed", "It has ended."]);
    assert.equal(wired().outbox[0].state, "failed");
    wire.retry(id);
    assert.equal(wire.outbox[0].state, "sending");
    assert.equal(last().commands.at(-1).id, id);
    refuse({ id });
    wire.discard(id);
    assert.deepEqual(wire.outbox, []);
    assert.deepEqual(wired().outbox, []);
  });

  test("tells of each change", () => {
    const wire = open();
    const seen = [];
    wire.addEventListener("outbox", ({ detail }) => seen.push(detail.length));
    wire.send(post("one"), { keep: true });
    acknowledge(last().commands[0]);
    assert.deepEqual(seen, [1, 0]);
  });

  test("works without a storage, and with one that throws", () => {
    for (const none of [null, forbiddenStorage]) {
      const wire = open({ storage: none });
      wire.send(post("one"), { keep: true });
      assert.equal(last().commands[0].text, "one");
      acknowledge(last().commands[0]);
      assert.deepEqual(wire.outbox, []);
    }
  });

  test("of more than a week ago is not sent but shown as failed, and what is not ours is left alone", () => {
    storage.setItem(
      "contactcenter.outbox.client.s1.old",
      JSON.stringify({ command: { id: "old", ...post("old") }, at: "2026-11-01T00:00:00Z", order: 1 }),
    );
    storage.setItem("contactcenter.outbox.client.s1.bad", "{");
    storage.setItem("somebody.else", "1");
    const wire = open();
    assert.deepEqual(
      wire.outbox.map(({ text, state, reason }) => [text, state, reason]),
      [["old", "failed", "It was written more than a week ago."]],
    );
    assert.deepEqual(last().commands, []);
    assert.equal(storage.length, 2);
  });

  test("keeps its age by this device's clock, whatever the server's says", () => {
    const ahead = new FakeTime();
    ahead.pass(9 * 24 * 3_600_000);
    const wire = open({ time: ahead });
    last().say({ type: "heartbeat", beat: 1, at: "2026-11-22T14:00:00Z", heads: {} });
    last().drop();
    wire.send(post("typed on a device that is ahead"), { keep: true });
    assert.deepEqual(
      wired({ time: ahead }).outbox.map(({ text, state }) => [text, state]),
      [["typed on a device that is ahead", "sending"]],
    );
  });
});

describe("text as people have it", () => {
  test("is well-formed before it goes out, in hello as in every command, and an emoji stays whole", () => {
    const wire = open({ hello: () => ({ type: "hello", token: "secret", page: { title: "Fresh \ud83d…" } }) });
    assert.equal(last().sent[0].page.title, "Fresh \ufffd…");
    wire.send(post("a\ud83db\u0000c 💐"), { keep: true });
    assert.equal(last().commands[0].text, "a\ufffdb\ufffdc 💐");
  });

  test("names are made where the browser has no randomUUID: on plain http", (context) => {
    context.mock.method(crypto, "randomUUID", () => assert.fail("crypto.randomUUID is for secure pages only"));
    const wire = open();
    wire.send({ type: "session.leave", session: "s1" });
    assert.match(last().commands[0].id, /^[0-9a-f]{32}$/);
  });
});

describe("a refusal that names no command", () => {
  const nameless = {
    type: "fault",
    id: null,
    code: "frame.text",
    text: "The text contains characters that can’t be saved.",
    retry: false,
  };

  test("fails what was typed, and what was typed after it goes on", () => {
    const wire = open();
    wire.send(post("bad"), { keep: true }).catch(() => {});
    wire.send(post("good"), { keep: true });
    last().say(nameless);
    assert.deepEqual(
      wire.outbox.map(({ text, state }) => [text, state]),
      [
        ["bad", "failed"],
        ["good", "sending"],
      ],
    );
    assert.equal(last().commands.at(-1).text, "good");
  });

  test("is told to whoever waits for an answer", async () => {
    const wire = open();
    const answer = wire.send({ type: "page.visit", session: "s1" });
    last().say(nameless);
    await assert.rejects(answer, { code: "frame.text" });
  });

  test("takes nothing that was stored after all", () => {
    const wire = open();
    wire.send(post("slow"), { keep: true }).catch(() => {});
    const [{ id }] = last().commands;
    last().say(nameless);
    acknowledge({ id }, 3);
    last().say({
      type: "message.posted",
      session: "s1",
      seq: 3,
      shared: 3,
      at: "",
      by: { role: "client", name: "" },
      text: "slow",
      command: id,
    });
    assert.deepEqual(wire.outbox, []);
  });

  test("is about hello before that is answered: no endless silence", async () => {
    const wire = wired();
    wire.open();
    const entry = wire.send({ type: "entry.start", entry: "chat" });
    last().accept();
    last().say(nameless);
    time.pass(1000);
    assert.equal(wire.reason, "refused");
    await assert.rejects(entry, { code: "frame.text" });
  });
});

describe("what is waited for long", () => {
  const lates = (wire) => {
    const seen = [];
    wire.addEventListener("late", () => seen.push(wire.late));
    return seen;
  };

  test("is told once: a socket that does not open", () => {
    const wire = wired();
    const seen = lates(wire);
    wire.open();
    time.pass(4900);
    assert.deepEqual(seen, []);
    time.pass(5000);
    last().welcome();
    assert.deepEqual(seen, [true, false]);
  });

  test("and an answer that does not come, until one does", () => {
    const wire = open();
    const seen = lates(wire);
    wire.send({ type: "session.end", session: "s1" });
    time.pass(5000);
    assert.deepEqual(seen, [true]);
    acknowledge(last().commands[0]);
    assert.deepEqual(seen, [true, false]);
    time.pass(20_000);
    assert.deepEqual(seen, [true, false]);
  });

  test("and not while answers keep coming", () => {
    const wire = open();
    const seen = lates(wire);
    for (let n = 0; n < 5; n++) {
      wire.send({ type: "message.type", session: "s1", on: true });
      wire.send({ type: "session.end", session: "s1" });
      time.pass(3000);
      acknowledge(last().commands.at(-2));
      time.pass(1000);
      acknowledge(last().commands.at(-1));
    }
    assert.deepEqual(seen, []);
  });
});
