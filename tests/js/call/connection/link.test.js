import assert from "node:assert/strict";
import { test } from "node:test";
import { Link } from "../../../../static/contactcenter/call/connection/link.js";
import { Report } from "../../../../static/contactcenter/call/leg_report.js";
import { Clock, FakePeer, settled, Track } from "../fakes.js";

const PAIR = { call: "c", own: "own", other: "other" };

function linked(role, { relayed = true } = {}) {
  const clock = new Clock();
  const done = { rebuilt: 0, refreshed: 0 };
  const link = new Link({
    role,
    Peer: FakePeer,
    timers: clock,
    now: () => clock.now,
    send: () => undefined,
    refresh: () => (done.refreshed += 1),
    rebuild: () => (done.rebuilt += 1),
  });
  link.between(PAIR);
  const servers = relayed ? [{ urls: ["turn:relay"], username: "u", credential: "p" }] : [];
  const ice = () => link.ice({ type: "call.ice", call: "c", leg: link.own ?? "own", servers, relay: false });
  ice();
  return { link, clock, done, ice, say: (type, detail) => link.peer.dispatchEvent(new CustomEvent(type, { detail })) };
}

const log = ({ link }) => link.peer.log.filter((line) => !line.startsWith("start"));

test("the operator climbs: restart, relay, fresh, small picture, voices alone, and tells the client each step", () => {
  const side = linked("operator");
  const { link, clock, done } = side;
  link.attach("video", new Track("video"));
  link.peer.become("connected");
  link.peer.become("failed");
  assert.equal(link.repair, "restart");
  clock.pass(5_000);
  assert.equal(link.repair, "relay");
  clock.pass(5_000);
  assert.equal(done.rebuilt, 1);
  clock.pass(5_000);
  assert.equal(link.peer.small, true);
  clock.pass(5_000);
  assert.equal(link.peer.tracks.video, null);
  assert.equal(link.repair, "voice");
  assert.deepEqual(log(side), [
    "restart",
    'tell {"rung":"relay"}',
    "configure",
    "restart",
    'tell {"rung":"fresh"}',
    'tell {"rung":"smaller"}',
    "restart",
    'tell {"rung":"voice"}',
    'tell {"paused":true}',
    "restart",
  ]);
});

test("what was given up comes back step by step while the connection stands, and not before", () => {
  const { link, clock, say } = linked("client");
  const track = new Track("video");
  link.attach("video", track);
  link.peer.become("connected");
  say("told", { rung: "voice" });
  assert.deepEqual([link.peer.tracks.video, link.voiceAlone], [null, true]);
  link.peer.become("disconnected");
  link.peer.become("connected");
  clock.pass(14_000);
  assert.equal(link.voiceAlone, true);
  clock.pass(1_000);
  assert.deepEqual([link.peer.tracks.video, link.peer.small], [track, true]);
  clock.pass(15_000);
  assert.equal(link.peer.small, false);
});

test("in sign language the last step is a small picture: a voice alone would say nothing", () => {
  const side = linked("operator");
  const { link, clock } = side;
  link.attach("video", new Track("video"));
  link.sign(2, 480);
  link.peer.become("connected");
  link.peer.become("failed");
  for (let step = 0; step < 6; step += 1) clock.pass(5_000);
  assert.equal(link.repair, "smaller");
  assert.equal(link.peer.small, true);
  assert.notEqual(link.peer.tracks.video, null);
  assert.ok(!log(side).some((line) => line.includes("voice") || line.includes("paused")));
});

test("the picture comes back when sign-language mode is switched on, whatever rung the other side is at", () => {
  const { link, say } = linked("client");
  const track = new Track("video");
  link.attach("video", track);
  link.peer.become("connected");
  say("told", { rung: "voice" });
  assert.equal(link.peer.tracks.video, null);
  link.sign(2, 480);
  assert.deepEqual([link.peer.tracks.video, link.voiceAlone, link.peer.small], [track, false, true]);
  say("told", { rung: "voice" });
  assert.equal(link.peer.tracks.video, track);
});

test("a fresh connection goes on in sign-language mode, and the next call doesn't", () => {
  const { link, ice } = linked("client");
  link.sign(3, 480);
  link.between({ ...PAIR, other: "another" });
  assert.deepEqual(link.peer.signing, { rung: 3, edge: 480 });
  link.close();
  link.between(PAIR);
  ice();
  assert.equal(link.peer.signing, null);
});

test("the client asks with the rung it is at, and follows the operator up", () => {
  const side = linked("client");
  const { link, clock, say } = side;
  link.peer.become("connected");
  link.peer.become("failed");
  assert.deepEqual(log(side), ["ask restart"]);
  say("told", { rung: "fresh" });
  assert.equal(link.repair, "fresh");
  clock.pass(5_000);
  assert.deepEqual(log(side).at(-1), "ask smaller");
});

test("an operator who notices nothing does what the client asks for", () => {
  const side = linked("operator");
  side.link.peer.become("connected");
  side.say("asked", "restart");
  side.say("asked", "relay");
  assert.deepEqual(log(side), ["restart", 'tell {"rung":"relay"}', "configure", "restart"]);
  side.say("asked", "nonsense");
  assert.equal(log(side).length, 4);
});

test("what was asked for again and again while the socket was away is answered by one new path", () => {
  const side = linked("operator");
  side.link.peer.become("connected");
  for (let count = 0; count < 5; count += 1) side.say("asked", "restart");
  assert.deepEqual(log(side), ["restart"]);
  side.clock.pass(1_000);
  side.say("asked", "restart");
  assert.deepEqual(log(side), ["restart", "restart"]);
});

test("a client cannot have one connection after the other built", () => {
  const { say, done, clock } = linked("operator");
  clock.pass(10_000);
  for (let count = 0; count < 5; count += 1) say("asked", "fresh");
  assert.equal(done.rebuilt, 1);
});

test("a connection that stands and brings nothing counts as away", () => {
  const { link, clock } = linked("operator");
  link.peer.become("connected");
  link.hear(true);
  assert.deepEqual([link.state, link.repair], ["disconnected", "wait"]);
  clock.pass(500);
  assert.equal(link.repair, "restart");
  link.hear(false);
  assert.deepEqual([link.state, link.repair], ["connected", null]);
});

test("while nothing comes next to no picture is sent, then a small one at once and soon the whole", () => {
  const { link, clock } = linked("client");
  const sends = () => (link.peer.held ? "nothing" : link.peer.small ? "small" : "whole");
  link.peer.become("connected");
  assert.equal(sends(), "whole");
  link.hear(true);
  assert.equal(sends(), "nothing");
  link.hear(false);
  clock.pass(1_900);
  assert.equal(sends(), "small");
  clock.pass(100);
  assert.equal(sends(), "whole");
});

test("a connection that says it stands again is believed before anything was heard on it", () => {
  const { link } = linked("client");
  link.peer.become("connected");
  link.hear(true);
  link.peer.become("disconnected");
  assert.equal(link.peer.held, true);
  link.peer.become("connected");
  assert.deepEqual([link.repair, link.peer.held], ["wait", false]);
});

test("a picture that was given up stays so when the connection is back", () => {
  const { link, clock, say } = linked("client");
  link.peer.become("connected");
  say("told", { rung: "smaller" });
  link.peer.become("disconnected");
  link.peer.become("connected");
  clock.pass(3_000);
  assert.equal(link.peer.small, true);
});

test("who comes back to the server hears again what was offered meanwhile", () => {
  const side = linked("client");
  side.link.peer.become("connected");
  side.link.resume();
  assert.deepEqual([log(side), side.done.refreshed], [["listen"], 1]);
});

test("in a long call relays are lent anew before a new path is looked for", () => {
  const side = linked("operator");
  const { link, clock, done, ice } = side;
  link.peer.become("connected");
  clock.pass(6 * 60_000);
  link.peer.become("failed");
  assert.deepEqual([done.refreshed, log(side)], [1, []]);
  ice();
  assert.deepEqual(log(side), ["configure", "restart"]);
});

test("the other side's paused picture is not waited for", () => {
  const { link, say } = linked("operator");
  say("told", { paused: true });
  assert.equal(link.paused, true);
  say("told", { paused: false });
  assert.equal(link.paused, false);
});

test("a side that still gets nothing says so again when the other has got through", async () => {
  const said = [];
  const report = new Report(async (type) => {
    said.push(type);
    return true;
  });
  const call = { id: "c", client_leg: "a", operator_leg: "b" };
  const step = async (state, connection) => {
    report.connection({ ...call, state }, "b", connection);
    await settled();
  };
  await step("accepted", "connected");
  await step("connected", "disconnected");
  await step("connected", "disconnected");
  await step("reconnecting", "disconnected");
  await step("connected", "disconnected");
  await step("reconnecting", "connected");
  assert.deepEqual(said, ["call.connected", "call.interrupted", "call.interrupted", "call.connected"]);
});
