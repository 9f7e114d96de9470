import assert from "node:assert/strict";
import { test } from "node:test";
import { testWay } from "../../../../static/contactcenter/call/connection/network_paths.js";
import { sentence, verdict } from "../../../../static/contactcenter/ui/network_words.js";
import { Clock } from "../fakes.js";

const SERVERS = { stun: ["stun:s"], udp: { urls: ["turn:u"], username: "u", credential: "c" }, tcp: null };

/** A connection that gathers what a test says. */
function connecting(gather) {
  const made = [];
  const connect = (configuration) => {
    const pc = {
      configuration,
      closed: false,
      createDataChannel() {},
      async setLocalDescription() {
        gather(pc);
      },
      close() {
        pc.closed = true;
      },
    };
    made.push(pc);
    return pc;
  };
  return { made, connect };
}

const candidate = (type) => ({ candidate: { candidate: `candidate:1 1 udp 1 192.0.2.1 9 typ ${type}` } });

test("a way works as soon as an address of its kind is found, and the relay is tested alone", async () => {
  const { made, connect } = connecting((pc) => pc.onicecandidate(candidate("relay")));
  const result = await testWay("udp", SERVERS, { connect, now: () => 0, timers: new Clock() });
  assert.equal(result.outcome, "ok");
  assert.deepEqual([made[0].configuration.iceTransportPolicy, made[0].closed], ["relay", true]);
});

test("a refused credential is told apart from silence", async () => {
  const refused = connecting((pc) => {
    pc.onicecandidateerror({ errorCode: 401 });
    pc.onicecandidate({ candidate: null });
  });
  assert.deepEqual(await testWay("udp", SERVERS, { connect: refused.connect, now: () => 0, timers: new Clock() }), {
    outcome: "failed",
    milliseconds: 0,
    code: 401,
  });
  const clock = new Clock();
  const silent = testWay("stun", SERVERS, {
    connect: connecting(() => undefined).connect,
    now: () => clock.now,
    timers: clock,
  });
  clock.pass(6_000);
  assert.deepEqual(await silent, { outcome: "failed", milliseconds: 6_000, code: 0 });
});

test("what is not set up is not tested", async () => {
  assert.equal((await testWay("tcp", SERVERS, { connect: () => assert.fail() })).outcome, "unset");
});

test("each outcome says what it means, and the whole what it means for calls", () => {
  const of = (host, stun, udp, tcp) =>
    Object.fromEntries(
      Object.entries({ host, stun, udp, tcp }).map(([way, outcome]) => [way, { outcome, milliseconds: 1, code: 0 }]),
    );
  const said = (results, relayOnly = false) => verdict({ results, running: false, error: "", relayOnly });
  const all = [
    said(of("ok", "ok", "ok", "ok")),
    said(of("ok", "failed", "failed", "ok")),
    said(of("ok", "ok", "unset", "unset")),
    said(of("ok", "failed", "failed", "failed")),
    said(of("ok", "ok", "failed", "failed"), true),
    said(of("failed", "failed", "failed", "failed")),
  ];
  assert.equal(new Set(all).size, 6);
  assert.match(sentence("udp", { outcome: "failed", milliseconds: 0, code: 401 }), /same secret/);
  for (const way of ["host", "stun", "udp", "tcp"])
    for (const outcome of ["ok", "failed"]) assert.ok(sentence(way, { outcome, milliseconds: 0, code: 0 }));
});
