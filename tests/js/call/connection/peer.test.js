import assert from "node:assert/strict";
import { test } from "node:test";
import { Peer } from "../../../../static/contactcenter/call/connection/peer.js";
import { settled, Stream, Track } from "../fakes.js";

/** As much of a connection as negotiation needs: descriptions and candidates are counted, nothing flows. */
class Connection {
  signalingState = "stable";
  connectionState = "new";
  localDescription = null;
  remoteDescription = null;
  lines = [];
  added = [];
  made = 0;

  addTransceiver(kind, { direction }) {
    const sender = {
      track: null,
      parameters: { encodings: [{}] },
      replaceTrack: async (track) => (sender.track = track),
      setStreams() {},
      getParameters: () => structuredClone(sender.parameters),
      setParameters: async (parameters) => (sender.parameters = parameters),
    };
    this.lines.push({ direction, sender, receiver: { track: { kind, muted: true } } });
    queueMicrotask(() => this.onnegotiationneeded?.());
  }

  getTransceivers() {
    return this.lines;
  }

  getReceivers() {
    return this.lines.map(({ receiver }) => receiver);
  }

  async setLocalDescription() {
    this.made += 1;
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    this.localDescription = { type, sdp: `a=ice-ufrag:${this.name}${this.made}\r\n` };
    this.signalingState = type === "offer" ? "have-local-offer" : "stable";
  }

  async setRemoteDescription(description) {
    if (description.type === "offer")
      for (const kind of ["audio", "video"].slice(this.lines.length)) this.addLine(kind);
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
  }

  addLine(kind) {
    this.addTransceiver(kind, { direction: "recvonly" });
  }

  async addIceCandidate(candidate) {
    if (!this.remoteDescription.sdp.includes(candidate.usernameFragment)) throw new Error("stale");
    this.added.push(candidate.candidate);
  }

  restartIce() {
    queueMicrotask(() => this.onnegotiationneeded?.());
  }

  close() {
    this.connectionState = "closed";
  }
}

function side(role) {
  const sent = [];
  const connection = Object.assign(new Connection(), { name: role });
  const peer = new Peer({
    role,
    send: (data) => sent.push(data),
    connect: () => connection,
    stream: () => new Stream(),
  });
  return { peer, connection, sent };
}

/** Carry everything that was sent until nobody says anything more. */
async function talk(one, other) {
  await settled();
  while (one.sent.length + other.sent.length) {
    for (const data of one.sent.splice(0)) other.peer.receive(data);
    for (const data of other.sent.splice(0)) one.peer.receive(data);
    await settled();
  }
}

async function connected() {
  const [operator, client] = [side("operator"), side("client")];
  operator.peer.start();
  client.peer.start();
  await talk(operator, client);
  return { operator, client };
}

const candidate = (name, usernameFragment) => JSON.stringify({ candidate: { candidate: name, usernameFragment } });

test("the operator offers two empty lines and the client answers them in both directions", async () => {
  const { operator, client } = await connected();
  assert.deepEqual([operator.connection.signalingState, client.connection.signalingState], ["stable", "stable"]);
  assert.deepEqual(
    client.connection.lines.map(({ direction }) => direction),
    ["sendrecv", "sendrecv"],
  );
  for (const { connection } of [operator, client])
    assert.deepEqual(
      connection.lines.map(({ sender }) => sender.track),
      [null, null],
    );
});

test("an offer that came before the client listened is told again", async () => {
  const [operator, client] = [side("operator"), side("client")];
  operator.peer.start();
  await settled();
  operator.sent.length = 0;
  client.peer.start();
  await talk(operator, client);
  assert.equal(operator.connection.signalingState, "stable");
});

test("a restart is offered even while the answer to an earlier offer was lost", async () => {
  const { operator, client } = await connected();
  operator.peer.restart();
  await settled();
  operator.sent.length = 0;
  operator.peer.restart();
  await talk(operator, client);
  assert.equal(operator.connection.signalingState, "stable");
  assert.ok(client.connection.remoteDescription.sdp.includes(operator.connection.localDescription.sdp));
});

test("an answer to an earlier offer is dropped", async () => {
  const { operator, client } = await connected();
  operator.peer.restart();
  await settled();
  client.peer.receive(operator.sent.pop());
  await settled();
  operator.peer.restart();
  await settled();
  operator.peer.receive(client.sent.pop());
  await settled();
  assert.equal(operator.connection.signalingState, "have-local-offer");
  await talk(operator, client);
  assert.equal(operator.connection.signalingState, "stable");
});

test("the client never offers: it asks for a restart", async () => {
  const { client } = await connected();
  client.connection.restartIce();
  await settled();
  assert.deepEqual(
    client.sent.map((data) => JSON.parse(data)),
    [{ restart: "restart" }],
  );
});

test("candidates that come before the description wait for it, those of an earlier one are dropped", async () => {
  const { operator, client } = await connected();
  const old = operator.connection.localDescription.sdp.match(/ufrag:(\w+)/)[1];
  operator.peer.restart();
  await settled();
  const fresh = operator.connection.localDescription.sdp.match(/ufrag:(\w+)/)[1];
  client.peer.receive(candidate("early", fresh));
  await talk(operator, client);
  client.peer.receive(candidate("stale", old));
  client.peer.receive(candidate("late", fresh));
  await settled();
  assert.deepEqual(client.connection.added, ["early", "late"]);
});

test("in whatever order the messages arrive, nothing breaks and a restart connects", async () => {
  for (let round = 0; round < 200; round += 1) {
    const { operator, client } = await connected();
    operator.peer.restart();
    await settled();
    const data = [
      ...operator.sent.splice(0),
      candidate("one", `operator${operator.connection.made}`),
      candidate("other", "gone"),
    ];
    data.sort(() => Math.random() - 0.5);
    for (const message of [...data, ...data, "{", "null", '{"description":1}']) client.peer.receive(message);
    await talk(operator, client);
    assert.equal(operator.connection.signalingState, "stable");
    assert.ok(client.connection.added.includes("one"));
  }
});

test("a track goes on the line by itself, and off again", async () => {
  const { operator } = await connected();
  const track = new Track("video");
  operator.peer.attach("video", track);
  assert.equal(operator.connection.lines[1].sender.track, track);
  operator.peer.attach("video", null);
  operator.peer.attach("video", track);
  await settled();
  assert.equal(operator.connection.lines[1].sender.track, track);
  operator.peer.attach("video", null);
  await settled();
  assert.equal(operator.connection.lines[1].sender.track, null);
  assert.deepEqual(operator.sent, []);
});

test("a track that goes off reads nothing of the connection, which would make the page wait", async () => {
  const { operator } = await connected();
  operator.peer.attach("video", new Track("video"));
  await settled();
  const { sender } = operator.connection.lines[1];
  let read = 0;
  const { getParameters } = sender;
  sender.getParameters = () => {
    read += 1;
    return getParameters();
  };
  operator.peer.attach("video", null);
  await settled();
  assert.equal(read, 0);
});

test("next to no picture is sent while it is held, and afterwards what was sent before", async () => {
  const { operator, client } = await connected();
  const [voice, picture] = operator.connection.lines.map(
    ({ sender }) =>
      () =>
        sender.parameters.encodings[0],
  );
  operator.peer.shrink(true);
  const small = picture();
  operator.peer.hold(true);
  assert.deepEqual([picture().maxBitrate, picture().maxFramerate, picture().scaleResolutionDownBy], [50_000, 1, 4]);
  operator.peer.restart();
  await talk(operator, client);
  assert.equal(picture().maxFramerate, 1);
  operator.peer.hold(false);
  assert.deepEqual(picture(), small);
  operator.peer.shrink(false);
  assert.equal(picture().scaleResolutionDownBy, 1);
  assert.deepEqual(voice(), { priority: "high", networkPriority: "high" });
});

test("in sign-language mode size gives way first and the picture goes before the voice, until it ends", async () => {
  const { operator } = await connected();
  const [voice, picture] = operator.connection.lines.map(
    ({ sender }) =>
      () =>
        sender.parameters,
  );
  operator.peer.attach("video", Object.assign(new Track("video"), { contentHint: "motion" }));
  operator.peer.sign(4, 720);
  assert.equal(picture().degradationPreference, "maintain-framerate");
  const { maxFramerate, scaleResolutionDownBy, priority } = picture().encodings[0];
  assert.deepEqual([maxFramerate, scaleResolutionDownBy, priority], [30, 4, "high"]);
  assert.deepEqual(voice().encodings[0], { priority: "low", networkPriority: "medium", maxBitrate: 16_000 });
  operator.peer.shrink(true);
  assert.ok(picture().encodings[0].maxFramerate >= 20);
  operator.peer.shrink(false);
  operator.peer.sign(null);
  assert.equal(picture().degradationPreference, "balanced");
  assert.equal(picture().encodings[0].scaleResolutionDownBy, 1);
  assert.deepEqual(voice().encodings[0], { priority: "high", networkPriority: "high" });
});

test("a shared screen stays readable in sign-language mode", async () => {
  const { operator } = await connected();
  const { sender } = operator.connection.lines[1];
  operator.peer.sign(4, 480);
  operator.peer.attach("video", Object.assign(new Track("video"), { contentHint: "detail" }));
  await settled();
  assert.equal(sender.parameters.degradationPreference, "maintain-resolution");
  assert.equal(sender.parameters.encodings[0].scaleResolutionDownBy, 1);
  operator.peer.attach("video", Object.assign(new Track("video"), { contentHint: "motion" }));
  await settled();
  assert.equal(sender.parameters.degradationPreference, "maintain-framerate");
  assert.ok(sender.parameters.encodings[0].scaleResolutionDownBy > 1);
});

test("a client that listens again is told what was offered while it could not hear", async () => {
  const { operator, client } = await connected();
  operator.peer.restart();
  await settled();
  operator.sent.length = 0;
  client.peer.listen();
  await talk(operator, client);
  assert.equal(operator.connection.signalingState, "stable");
});

test("what comes after the end is dropped", async () => {
  const { operator, client } = await connected();
  client.peer.close();
  operator.peer.restart();
  await talk(operator, client);
  assert.equal(client.peer.state, "closed");
});
