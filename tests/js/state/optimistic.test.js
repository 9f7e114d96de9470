// What is shown before the server has answered: each press changes the desk, and a refusal leaves no trace of it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NOTHING, reduceDesk } from "../../../static/contactcenter/state/console.js";
import { isSettled, withUpdates } from "../../../static/contactcenter/state/optimistic.js";
import { callView, clientView, message, operatorView, OPERATOR, share } from "../views.js";

const AT = "2026-11-22T14:20:00.000Z";
const me = { id: 1, name: "Anna Keller", state: "online", chosen: "online", limit: 3, unavailable: "" };
const item = {
  id: "s9",
  number: 20420,
  entry: "chat",
  since: "2026-11-22T14:10:00.000Z",
  client: clientView({ name: "Lukas Brandt" }),
  away: false,
  widget: "Alder Heating",
  group: "Support",
};
const server = (session = {}, ...events) =>
  events.reduce(
    (state, event) => reduceDesk(state, event),
    reduceDesk(NOTHING, {
      type: "desk.snapshot",
      at: AT,
      me,
      queue: [item, { ...item, id: "s8" }],
      waiting: 5,
      sessions: [operatorView(session), operatorView({ id: "s2" })],
      canned: [],
      results: [],
      tags: [],
      reasons: [],
      invitations: [],
    }),
  );
const update = (kind, rest = {}) => ({ id: 1, session: "s1", at: AT, kind, ...rest });
const shown = (state, ...updates) => withUpdates(state, updates);

describe("at the press", () => {
  test("an accepted client leaves the queue and has a conversation to write in", () => {
    const after = shown(server(), update("accept", { session: "s9", item }));
    const { s9 } = after.sessions;
    assert.deepEqual([after.queue.map(({ id }) => id), after.waiting, after.order], [["s8"], 4, ["s1", "s2", "s9"]]);
    assert.deepEqual(
      [s9.state, s9.number, s9.client.name, s9.operator, s9.accepted_at, s9.events],
      ["active", 20420, "Lukas Brandt", "Anna Keller", AT, []],
    );
  });

  test("an ended session is in wrap-up, a concluded one is gone", () => {
    const { s1 } = shown(server(), update("end")).sessions;
    assert.deepEqual([s1.state, s1.ended_at], ["wrapup", AT]);
    assert.deepEqual(shown(server({ state: "wrapup" }), update("close")).order, ["s2"]);
  });

  test("the client's data are as they were saved, the rest as it was", () => {
    const { client } = shown(server(), update("edit", { client: { name: "Emilia", email: "", phone: "" } })).sessions
      .s1;
    assert.deepEqual([client.name, client.browser], ["Emilia", "Chrome"]);
  });

  test("a call is asked for; the one a client asked for starts; a running one stays as it is", () => {
    const states = (calls) => shown(server({ calls }), update("call")).sessions.s1.calls.map(({ state }) => state);
    assert.deepEqual(states([]), ["requested"]);
    assert.deepEqual(states([callView({ state: "declined" })]), ["declined", "requested"]);
    assert.deepEqual(states([callView({ state: "asked" })]), ["accepted"]);
    assert.deepEqual(states([callView({ state: "connected" })]), ["connected"]);
  });

  test("the call a client asked for is declined by the operator", () => {
    const [call] = shown(server({ calls: [callView({ state: "asked" })] }), update("decline", { call: "c1" })).sessions
      .s1.calls;
    assert.deepEqual([call.state, call.ended_by], ["declined", "operator"]);
  });

  test("a snapshot stands among the files, pending, until it is there under its own name", () => {
    const pressed = update("snapshot", { call: "c1", name: "Snapshot" });
    assert.deepEqual(
      shown(server(), pressed).sessions.s1.files.map(({ state, kind, by }) => [state, kind, by.name]),
      [["pending", "snapshot", "Anna Keller"]],
    );
    const there = server({ files: [share({ id: "f7" })] });
    assert.deepEqual(
      shown(there, { ...pressed, answered: true, file: "f7" }).sessions.s1.files.map(({ id }) => id),
      ["f7"],
    );
  });
});

test("without the update the desk is the server's own: a refusal needs no undoing", () => {
  const state = server();
  const before = structuredClone(state);
  for (const kind of ["end", "close", "call"]) assert.notEqual(shown(state, update(kind)), state);
  assert.deepEqual(state, before);
  assert.equal(shown(state), state);
});

test("updates of one client lie over each other", () => {
  const after = shown(server(), update("accept", { session: "s9", item }), {
    ...update("end", { session: "s9" }),
    id: 2,
  });
  assert.equal(after.sessions.s9.state, "wrapup");
});

describe("an update is settled", () => {
  const answered = { answered: true, seq: 1 };
  const line = message(1, { by: OPERATOR });

  test("when the server's desk shows what it did", () => {
    const came = server({}, { type: "session.snapshot", session: operatorView({ id: "s9" }) });
    assert.deepEqual(
      [server(), came].map((state) => isSettled(state, update("accept", { session: "s9", item, ...answered }))),
      [false, true],
    );
    assert.deepEqual(
      [server(), server({ state: "wrapup" })].map((state) => isSettled(state, update("end", answered))),
      [false, true],
    );
    const gone = server({}, { type: "session.dropped", session: "s1" });
    assert.deepEqual(
      [server(), gone].map((state) => isSettled(state, update("close", answered))),
      [false, true],
    );
    const filed = server({ files: [share({ id: "f7" })] });
    assert.deepEqual(
      [server(), filed].map((state) => isSettled(state, update("snapshot", { ...answered, file: "f7" }))),
      [false, true],
    );
  });

  test("when the line it wrote has come", () => {
    assert.deepEqual(
      [server(), server({}, line)].map((state) => isSettled(state, update("edit", answered))),
      [false, true],
    );
    assert.equal(isSettled(server({}, line), update("edit")), false, "not before the answer");
  });

  test("when it wrote none, with the answer", () => {
    assert.equal(isSettled(server(), update("edit", { answered: true, seq: null })), true);
  });

  test("on a client who is still to come, not before the answer", () => {
    assert.equal(isSettled(server(), update("end", { session: "s9" })), false);
  });
});
