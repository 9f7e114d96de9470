import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { FakeStorage, FakeTime } from "../../fakes.js";

const { RealTimeText } = await import("../../../../static/contactcenter/call/real_time_text/real_time_text.js");

const ON = { state: "on", by: null };
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** The server between two pages: passes on what one side sends, as long as both have agreed. */
class Server {
  constructor() {
    this.time = new FakeTime();
    this.text = ON;
    this.state = "connected";
    this.events = [];
    this.shown = "s1";
    this.losing = false;
    this.passed = [];
    this.client = this.page("client", "operator");
    this.operator = this.page("operator", "client");
  }

  page(role, other, leg = `${role}-leg`) {
    const wire = Object.assign(new EventTarget(), {
      state: "open",
      outbox: [],
      send: async ({ type, ...fields }) => {
        this.passed.push({ role, type, ...fields });
        if (type === "text.set") return;
        const there = this[other];
        if (!there || this.losing) return;
        const told = type === "text.edit" ? "text.edited" : "text.shown";
        const detail = structuredClone({ type: told, back: null, again: false, ...fields });
        there.wire.dispatchEvent(new CustomEvent("event", { detail }));
      },
    });
    const page = { role, wire, leg, storage: new FakeStorage(), posted: [], kept: [], places: new Set(), at: "here" };
    this.open(page, other);
    return page;
  }

  /** The page's code, new or after a reload. */
  open(page, other) {
    const { role } = page;
    const server = this;
    const call = {
      role,
      other,
      get leg() {
        return { id: page.leg };
      },
      get view() {
        return {
          call: server.call,
          mine: server.live && page.at === "here",
          phase: server.live ? "connected" : "ended",
        };
      },
    };
    page.wire = Object.assign(new EventTarget(), { state: "open", outbox: page.wire.outbox, send: page.wire.send });
    page.text = new RealTimeText({
      call,
      wire: page.wire,
      storage: page.storage,
      time: this.time,
      post: (session, text, id) => {
        page.places.add(session);
        page.posted.push({ text, id });
        page.wire.outbox.push({ id, text, state: "sending" });
      },
      keep: (session, text) => {
        page.places.add(session);
        page.kept.push(text);
      },
    });
  }

  get live() {
    return this.state === "connected";
  }

  get call() {
    const { client, operator } = this;
    return {
      id: "c1",
      session: "s1",
      state: this.state,
      text: this.text,
      client_leg: client?.leg ?? null,
      operator_leg: operator?.leg ?? null,
    };
  }

  /** Both pages hear how it stands. */
  async tell(change = {}) {
    Object.assign(this, change);
    for (const { text } of [this.client, this.operator]) text.update({ id: this.shown, events: this.events });
    await settled();
  }

  async reload(page, { storage = page.storage } = {}) {
    page.storage = storage;
    page.leg += "+";
    this.open(page, page.role === "client" ? "operator" : "client");
    await this.tell();
  }

  /** The message is in the log. */
  async commit({ id, text }, role) {
    this[role].wire.outbox.splice(0);
    await this.tell({ events: [...this.events, { type: "message.posted", command: id, text, by: { role } }] });
  }
}

describe("real-time text", () => {
  let server, client, operator;
  beforeEach(async () => {
    server = new Server();
    ({ client, operator } = server);
    await server.tell();
  });

  const types = async (page, text) => {
    page.text.type(text);
    server.time.pass(100);
    await settled();
  };
  const sent = (type) => server.passed.filter((command) => command.type === type);

  test("shows each side what the other types, corrections included", async () => {
    await types(client, "Hell");
    assert.equal(operator.text.view.other, "Hell");
    await types(client, "Hello");
    await types(operator, "Hi");
    await types(client, "Hullo \u{1f44b}");
    assert.deepEqual([operator.text.view.other, client.text.view.other], ["Hullo \u{1f44b}", "Hi"]);
    await types(client, "");
    assert.equal(operator.text.view.other, "");
  });

  test("sends the first letter at once, and those of the next tenth of a second together", async () => {
    server.passed = [];
    for (const text of ["H", "He", "Hel", "Hell"]) client.text.type(text);
    assert.deepEqual(
      sent("text.edit").map(({ add }) => add),
      ["H"],
    );
    server.time.pass(100);
    await settled();
    assert.deepEqual(
      sent("text.edit").map(({ add }) => add),
      ["H", "ell"],
    );
  });

  test("sends nothing before both have agreed, and nothing after one has turned it off", async () => {
    await server.tell({ text: { state: "asked", by: "client" } });
    server.passed = [];
    for (const page of [client, operator]) await types(page, "secret");
    server.time.pass(10_000);
    await settled();
    assert.deepEqual(server.passed, []);
    assert.deepEqual([client.text.view.state, operator.text.view.state], ["asked", "offered"]);
  });

  test("gives an unfinished line to the composer when it's turned off or the call ends", async () => {
    await types(client, "I was about to");
    await server.tell({ text: { state: "off", by: "operator" } });
    assert.deepEqual([client.kept, operator.kept], [["I was about to"], []]);
    assert.deepEqual([client.text.view.own, operator.text.view.other], ["", ""]);
    await server.tell({ text: ON });
    await types(operator, "Good");
    await server.tell({ state: "ended" });
    assert.deepEqual(operator.kept, ["Good"]);
    assert.equal(operator.storage.length, 0);
  });

  test("what was begun in one conversation goes into no other, whatever the page shows later", async () => {
    await types(client, "my pin is 12");
    await types(operator, "Go on");
    await server.tell({ shown: "s2" });
    operator.text.finish();
    await server.tell({ state: "ended" });
    assert.deepEqual([client.kept, operator.posted.length], [["my pin is 12"], 1]);
    for (const { places } of [client, operator]) assert.deepEqual([...places], ["s1"]);
  });

  test("says who has declined until something else happens", async () => {
    await server.tell({ text: { state: "asked", by: "client" } });
    await server.tell({ text: { state: "off", by: "operator" } });
    assert.deepEqual([client.text.view.declined, operator.text.view.declined], [true, false]);
    await server.tell({ text: { state: "off", by: "operator" } }); // a device has changed
    assert.equal(client.text.view.declined, true);
    await server.tell({ text: { state: "asked", by: "operator" } });
    assert.equal(client.text.view.declined, false);
  });

  test("posts a finished line under its own id; it's shown until its message is here, never beside it", async () => {
    await types(client, "First");
    assert.equal(client.text.finish(), true);
    const [first] = client.posted;
    assert.equal(first.text, "First");
    assert.equal(sent("text.edit").at(-1).line, first.id);
    assert.deepEqual([client.text.view.own, operator.text.view.other], ["", "First"]);
    await types(client, "Sec");
    assert.deepEqual(operator.text.view.finishing, [{ line: first.id, text: "First" }]);
    await server.commit(first, "client");
    assert.deepEqual([operator.text.view.finishing, operator.text.view.other], [[], "Sec"]);
    assert.ok(operator.text.view.heard.has(first.id));
  });

  test("posts no line without a word", async () => {
    await types(client, " \n");
    assert.equal(client.text.finish(), false);
    assert.deepEqual(client.posted, []);
  });

  test("a message that is there before its letters leaves no line behind", async () => {
    await types(client, "Late");
    client.text.finish();
    await server.commit(client.posted[0], "client");
    operator.wire.dispatchEvent(
      new CustomEvent("event", {
        detail: {
          type: "text.edited",
          call: "c1",
          leg: client.leg,
          rev: 99,
          line: client.posted[0].id,
          at: 0,
          cut: 0,
          add: "x",
        },
      }),
    );
    await settled();
    assert.deepEqual([operator.text.view.other, operator.text.view.finishing], ["", []]);
  });

  describe("after a reload", () => {
    test("of the writer's page both have the line again", async () => {
      await types(client, "half a sen");
      await server.reload(client);
      assert.equal(client.text.view.own, "half a sen");
      await types(client, "half a sentence");
      assert.equal(operator.text.view.other, "half a sentence");
    });

    test("of the reader's page both have the line again", async () => {
      await types(client, "half a sen");
      await server.reload(operator);
      assert.equal(operator.text.view.other, "half a sen");
      await types(client, "half a sentence");
      assert.equal(operator.text.view.other, "half a sentence");
    });

    test("a page without storage gets its line from the other side", async () => {
      await types(client, "half a sen");
      await server.reload(client, { storage: null });
      assert.equal(client.text.view.own, "half a sen");
      await types(client, "half a sentence");
      assert.equal(operator.text.view.other, "half a sentence");
    });

    test("a finished line doesn't come back as an unfinished one", async () => {
      await types(client, "Done");
      client.text.finish();
      await server.reload(client, { storage: null });
      assert.equal(client.text.view.own, "");
    });

    test("a line of a call that has ended meanwhile is in the composer of its conversation", async () => {
      await types(client, "half a sen");
      Object.assign(server, { state: "ended", shown: "s2" });
      await server.reload(client);
      assert.deepEqual([client.kept, client.storage.length, [...client.places]], [["half a sen"], 0, ["s1"]]);
    });
  });

  test("a tab that takes the call over has the line, and the other tab has nothing", async () => {
    await types(client, "half a sen");
    const first = { ...client };
    client.at = "elsewhere";
    first.text.update({ id: "s1", events: [] });
    assert.deepEqual([first.kept, first.text.view.own, first.storage.length], [[], "", 0]);
    Object.assign(client, { at: "here" });
    await server.reload(client, { storage: new FakeStorage() });
    assert.equal(client.text.view.own, "half a sen");
  });

  describe("when messages get lost", () => {
    test("a gap is filled at the next letter", async () => {
      await types(client, "one ");
      server.losing = true;
      await types(client, "one two ");
      server.losing = false;
      await types(client, "one two three");
      server.time.pass(100);
      await settled();
      assert.equal(operator.text.view.other, "one two three");
    });

    test("the last letters arrive after a pause", async () => {
      server.losing = true;
      await types(client, "one");
      server.losing = false;
      server.time.pass(2000);
      await settled();
      assert.equal(operator.text.view.other, "one");
    });

    test("an answer that got lost is asked for again", async () => {
      await types(client, "one");
      server.losing = true;
      await server.reload(operator);
      assert.equal(operator.text.view.other, "");
      server.losing = false;
      server.time.pass(2000);
      await settled();
      assert.equal(operator.text.view.other, "one");
    });

    test("what was typed while the connection was away arrives with it", async () => {
      await types(client, "one");
      client.wire.state = "reconnecting";
      await types(client, "one two");
      assert.equal(operator.text.view.other, "one");
      client.wire.state = "open";
      client.wire.dispatchEvent(new Event("state"));
      await settled();
      assert.equal(operator.text.view.other, "one two");
    });

    test("an old message repeated after a reconnect changes nothing", async () => {
      await types(client, "one");
      const old = sent("text.edit").at(-1);
      await types(client, "two");
      await client.wire.send(old);
      assert.equal(operator.text.view.other, "two");
    });
  });

  test("what screen readers say comes in phrases", async () => {
    for (const text of ["I", "It", "It i", "It is", "It is "]) await types(client, text);
    assert.equal(operator.text.view.said.words, "");
    server.time.pass(1200);
    assert.deepEqual(operator.text.view.said, { n: 1, words: "It is", first: true });
  });

  test("takes no more than a message may have", async () => {
    await types(client, "\u{1f9d1}".repeat(4001));
    assert.equal([...operator.text.view.other].length, 4000);
  });
});
