import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Call } from "../../../static/contactcenter/call/call.js";
import { createLeg } from "../../../static/contactcenter/call/leg.js";
import { Media } from "../../../static/contactcenter/call/devices/media.js";
import { Clock, Devices, FakePeer, Permissions, refusal, settled, Stream, Track } from "./fakes.js";
import { Server } from "./server.js";

beforeEach(() => {
  FakePeer.made = [];
});

function tab(server, role, { storage = null } = {}) {
  const [devices, clock, page] = [new Devices(), new Clock(), new EventTarget()];
  const media = new Media({
    devices,
    permissions: new Permissions(),
    document: {},
    choices: () => ({}),
    gather: (tracks) => new Stream(tracks),
    timers: clock,
  });
  const wire = server.wire(role);
  const call = new Call({ role, wire, media, Peer: FakePeer, leg: createLeg({ storage, page }), timers: clock });
  server.connect(wire, call);
  return {
    call,
    wire,
    devices,
    clock,
    page,
    get peer() {
      return call.link.peer;
    },
  };
}

function both(options) {
  const server = new Server(options);
  return { server, operator: tab(server, "operator"), client: tab(server, "client") };
}

async function requested(options) {
  const sides = both(options);
  sides.operator.call.request("s");
  await settled();
  return sides;
}

async function running(options, video = true) {
  const sides = await requested(options);
  await sides.client.call.accept({ video });
  await settled();
  for (const { peer } of [sides.operator, sides.client]) peer.become("connected");
  await settled();
  return sides;
}

const sending = ({ peer }) => [peer.tracks.audio?.kind ?? null, peer.tracks.video?.kind ?? null];

test("both connect while it rings, and nothing is attached before the server says accepted", async () => {
  const { operator, client, server } = await requested();
  assert.deepEqual([operator.call.view.phase, client.call.view.phase], ["requested", "requested"]);
  assert.equal(operator.call.view.camera, "granted");
  for (const side of [operator, client]) {
    side.peer.become("connected");
    assert.deepEqual(sending(side), [null, null]);
    assert.equal(side.call.view.remote, null);
  }
  await settled();
  assert.deepEqual(server.sent("operator", "call.connected"), []);
  await client.call.accept({ video: true });
  await settled();
  for (const side of [operator, client]) assert.deepEqual(sending(side), ["audio", "video"]);
  assert.deepEqual(
    [operator.call.view.phase, client.call.view.phase, server.call.state],
    ["connected", "connected", "connected"],
  );
});

test("where calls are not armed nothing connects while it rings, and everything once it is accepted", async () => {
  const { operator, client, server } = await requested({ arm: [] });
  assert.deepEqual([operator.call.view.camera, operator.peer, client.peer], ["granted", null, null]);
  assert.deepEqual([server.sent("operator", "call.signal"), server.sent("client", "call.signal")], [[], []]);
  await client.call.accept({ video: true });
  await settled();
  for (const side of [operator, client]) assert.deepEqual(sending(side), ["audio", "video"]);
  assert.equal(FakePeer.made.length, 2);
  assert.equal(server.sent("operator", "call.join").length, 1);
  assert.equal(server.sent("client", "call.join").length, 1);
});

test("where calls are not armed a call the client asked for connects once the operator starts it", async () => {
  const { operator, client, server } = both({ arm: [] });
  await client.call.ask("s");
  await settled();
  assert.equal(client.peer, null);
  operator.call.request("s");
  await settled();
  for (const side of [operator, client]) assert.notEqual(side.peer, null);
  assert.equal(server.sent("operator", "call.join").length, 0);
});

test("an armed call asks for its way only once", async () => {
  const { server } = await running();
  assert.deepEqual([server.sent("operator", "call.join").length, server.sent("client", "call.join").length], [0, 1]);
});

test("audio only asks for the microphone alone, the camera when it is turned on", async () => {
  const { client } = await running({}, false);
  assert.deepEqual(client.devices.wishes, [["audio"]]);
  await client.call.toggleCamera();
  assert.deepEqual(client.devices.wishes, [["audio"], ["video"]]);
  assert.deepEqual(sending(client), ["audio", "video"]);
});

test("a call that starts by itself asks for both and leaves the client's camera off", async () => {
  const { server, operator, client } = both();
  server.start();
  await settled();
  assert.deepEqual([operator.devices.wishes, client.devices.wishes], [[["audio", "video"]], [["audio", "video"]]]);
  assert.deepEqual(sending(operator), ["audio", "video"]);
  assert.deepEqual(sending(client), ["audio", null]);
  assert.deepEqual(server.call.client, { microphone: "granted", camera: "off" });
});

test("what was opened for an expected call serves it without another question, all but the camera", async () => {
  const { server, client } = both();
  client.call.prepare();
  await client.call.media.open(["microphone", "camera"]);
  await settled();
  const [voice, picture] = client.devices.opened;
  assert.deepEqual([voice.readyState, picture.readyState], ["live", "live"]);
  server.start();
  await settled();
  assert.deepEqual(client.devices.wishes, [["audio", "video"]], "asked once");
  assert.deepEqual([voice.readyState, picture.readyState], ["live", "ended"]);
  assert.deepEqual(sending(client), ["audio", null]);
});

test("a camera that the client chose in the preview is on when the call begins, without another question", async () => {
  const { server, client } = both();
  client.call.prepare();
  await client.call.media.open(["microphone", "camera"]);
  client.call.prepare({ camera: true });
  server.start();
  await settled();
  assert.deepEqual(server.call.client, { microphone: "granted", camera: "granted" });
  assert.deepEqual(client.devices.wishes, [["audio", "video"]]);
});

test("a microphone turned off while waiting stays off when the call begins", async () => {
  const { server, client } = both();
  client.call.prepare();
  await client.call.media.open(["microphone", "camera"]);
  await client.call.toggleMicrophone();
  server.start();
  await settled();
  assert.deepEqual(server.call.client, { microphone: "muted", camera: "off" });
});

test("when no call is expected any more its devices are free", async () => {
  const { client } = both();
  client.call.prepare();
  await client.call.media.open(["microphone", "camera"]);
  client.call.relax();
  assert.deepEqual(
    client.devices.opened.map(({ readyState }) => readyState),
    ["ended", "ended"],
  );
});

test("a client who asked is in the call as soon as the operator calls", async () => {
  const { operator, client } = both();
  await client.call.ask("s");
  assert.equal(client.call.view.phase, "none");
  operator.call.request("s");
  await settled();
  assert.deepEqual(sending(client), ["audio", null]);
  assert.deepEqual(sending(operator), ["audio", "video"]);
});

test("a call that was pressed shows at once; withdrawn before the server has made it, it never rings on", async () => {
  const { operator, client, server } = both();
  const asked = operator.call.request("s");
  assert.deepEqual([operator.call.view.phase, operator.call.view.mine], ["requested", true]);
  operator.call.cancel();
  assert.deepEqual([operator.call.view.phase, operator.call.view.local], ["none", null]);
  assert.equal(await asked, true);
  await settled();
  assert.deepEqual([server.call.state, client.call.view.phase], ["cancelled", "ended"]);
  assert.ok(operator.devices.opened.every(({ readyState }) => readyState === "ended"));
  // The next one is asked for as ever.
  operator.call.request("s");
  await settled();
  assert.deepEqual([server.call.state, operator.call.view.phase], ["requested", "requested"]);
});

test("the operator's defaults are kept", async () => {
  const { operator, server } = await requested({ defaults: { operator_camera: false, operator_microphone: false } });
  assert.deepEqual(server.call.operator, { microphone: "muted", camera: "off" });
  assert.deepEqual(
    operator.call.view.local.getTracks().map(({ kind }) => kind),
    ["audio"],
  );
});

test("each state of the devices is told once", async () => {
  const { client, server } = await running();
  const told = () => server.sent("client", "call.media").map(({ microphone, camera }) => `${microphone} ${camera}`);
  assert.deepEqual(told(), ["asking asking", "granted granted"]);
  client.call.update([...server.calls]);
  await client.call.toggleMicrophone();
  await client.call.toggleCamera();
  await settled();
  assert.deepEqual(told(), ["asking asking", "granted granted", "muted granted", "muted off"]);
});

test("without any device the call goes on, receiving", async () => {
  const { client, server } = await requested().then((sides) => {
    sides.client.devices.refuse = () => refusal("NotFoundError");
    return sides;
  });
  await client.call.accept({ video: true });
  await settled();
  assert.deepEqual(server.call.client, { microphone: "no-device", camera: "no-device" });
  client.peer.become("connected");
  assert.equal(client.call.view.phase, "connected");
});

for (const who of ["operator", "client"]) {
  test(`when the ${who} hangs up, every device is free and the chat may call again`, async () => {
    const sides = await running();
    sides[who].call.hangup();
    assert.equal(sides[who].call.view.phase, "ended");
    assert.ok(sides[who].devices.opened.every(({ readyState }) => readyState === "ended"));
    await settled();
    for (const { call, devices } of [sides.operator, sides.client]) {
      assert.equal(call.view.phase, "ended");
      assert.ok(devices.opened.every(({ readyState }) => readyState === "ended"));
    }
    sides.operator.call.request("s");
    await settled();
    assert.equal(sides.client.call.view.phase, "requested");
  });
}

test("a request that is refused lets go of the devices and says why", async () => {
  const { operator } = both();
  operator.wire.send = async () => {
    throw Object.assign(new Error("no"), { text: "You are in another conversation." });
  };
  await operator.call.request("s");
  await settled();
  assert.equal(operator.call.view.error, "You are in another conversation.");
  assert.ok(operator.devices.opened.every(({ readyState }) => readyState === "ended"));
});

test("accepting what was just withdrawn releases the devices", async () => {
  const { operator, client } = await requested();
  operator.call.cancel();
  await client.call.accept({ video: true });
  await settled();
  assert.equal(client.call.view.phase, "ended");
  assert.ok(client.call.view.error);
  assert.ok(client.devices.opened.every(({ readyState }) => readyState === "ended"));
});

test("withdrawing what was just accepted hangs up", async () => {
  const { operator, client, server } = await requested();
  client.call.accept({ video: true });
  operator.call.cancel();
  await settled();
  assert.equal(server.call.state, "ended");
});

test("a second tab carries nothing until it takes over, and the first one lets go", async () => {
  const { server, client, operator } = await running();
  const second = tab(server, "client");
  await settled();
  assert.equal(second.call.view.mine, false);
  assert.deepEqual(second.devices.wishes, []);
  const before = operator.peer;
  second.call.takeOver();
  await settled();
  assert.deepEqual([second.call.view.mine, client.call.view.mine], [true, false]);
  assert.ok(client.devices.opened.every(({ readyState }) => readyState === "ended"));
  assert.notEqual(operator.peer, before);
  assert.deepEqual(before.log.at(-1), "close");
});

test("a reloaded tab takes its side back, with its camera as it was", async () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  const server = new Server();
  const operator = tab(server, "operator");
  const client = tab(server, "client", { storage });
  operator.call.request("s");
  await settled();
  await client.call.accept({ video: true });
  await settled();
  await client.call.toggleCamera();
  await settled();
  client.page.dispatchEvent(new Event("pagehide"));
  client.wire.send = async () => undefined;
  const again = tab(server, "client", { storage });
  await settled();
  assert.equal(again.call.view.mine, true);
  assert.deepEqual(again.devices.wishes, [["audio"]]);
  assert.deepEqual(sending(again), ["audio", null]);
});

test("signals of another pair of legs are dropped", async () => {
  const { server, operator, client } = await running();
  client.call.link.signal("somebody else {}");
  assert.deepEqual(
    client.peer.log.filter((line) => line.startsWith("receive")),
    [],
  );
  operator.wire.send({
    type: "call.signal",
    call: server.call.id,
    leg: operator.call.leg.id,
    data: `${operator.call.leg.id} ${client.call.leg.id} {"a":1}`,
  });
  await settled();
  assert.deepEqual(client.peer.log.at(-1), 'receive {"a":1}');
});

test("an interruption is told, and the operator looks for a new path after two seconds", async () => {
  const { server, operator, client } = await running();
  for (const side of [operator, client]) side.peer.become("disconnected");
  await settled();
  assert.deepEqual([server.call.state, operator.call.view.phase], ["reconnecting", "reconnecting"]);
  for (const side of [operator, client]) side.clock.pass(2_000);
  assert.equal(operator.peer.log.at(-1), "restart");
  assert.equal(client.peer.log.at(-1), "ask restart");
  for (const side of [operator, client]) side.peer.become("connected");
  await settled();
  assert.equal(server.call.state, "connected");
});

test("beyond repair, the operator becomes another leg and both start anew", async () => {
  const { operator, client } = await running();
  const [old, leg] = [client.peer, operator.call.leg.id];
  operator.peer.become("failed");
  operator.clock.pass(5_000);
  await settled();
  assert.notEqual(operator.call.leg.id, leg);
  assert.notEqual(client.peer, old);
  assert.deepEqual(sending(operator), ["audio", "video"]);
});

test("after the socket was away, a call that goes on is told again and a broken one is repaired", async () => {
  const { server, operator } = await running();
  const told = server.sent("operator", "call.connected").length;
  operator.wire.dispatchEvent(new Event("state"));
  await settled();
  assert.equal(server.sent("operator", "call.connected").length, told + 1);
  operator.peer.become("disconnected");
  operator.wire.dispatchEvent(new Event("state"));
  await settled();
  assert.equal(operator.peer.log.at(-1), "restart");
});

test("a browser that cannot carry a call declines it in words for the operator", async () => {
  const server = new Server();
  class Unable extends FakePeer {
    static supported = false;
  }
  const operator = tab(server, "operator");
  const wire = server.wire("client");
  const media = new Media({
    devices: new Devices(),
    permissions: new Permissions(),
    document: {},
    timers: new Clock(),
  });
  const client = new Call({
    role: "client",
    wire,
    media,
    Peer: Unable,
    leg: createLeg({ storage: null, page: new EventTarget() }),
    timers: new Clock(),
  });
  server.connect(wire, client);
  operator.call.request("s");
  await settled();
  assert.deepEqual(
    server.sent("client", "call.decline").map(({ reason }) => reason),
    ["browser"],
  );
});

test("a shared screen replaces the camera on the same connection, and the server is told both ways", async () => {
  const { client, operator, server } = await running();
  const peer = client.peer;
  const shown = new Track("video");
  client.devices.getDisplayMedia = async () => new Stream([shown]);
  await client.call.toggleScreen();
  await settled();
  assert.deepEqual(
    [client.peer.tracks.video, client.call.view.screen, operator.call.view.peer.screen],
    [shown, true, true],
  );
  assert.deepEqual(server.sent("client", "call.media").at(-1).screen, true);
  shown.pull();
  await settled();
  assert.deepEqual([client.peer.tracks.video, client.peer], [client.call.media.track("camera"), peer]);
  assert.equal(server.call.client.screen, undefined);
});

test("sign-language mode of one side is the mode of both", async () => {
  const { client, operator } = await running();
  assert.deepEqual([client.call.view.signing, operator.call.view.signing], [false, false]);
  await client.call.toggleSigning();
  await settled();
  for (const { call } of [client, operator]) {
    assert.equal(call.view.signing, true);
    assert.notEqual(call.link.peer.signing, null);
  }
  await operator.call.toggleSigning();
  await settled();
  for (const { call } of [client, operator]) {
    assert.equal(call.view.signing, false);
    assert.equal(call.link.peer.signing, null);
  }
});

test("the screen alone is a picture, and the end of the call ends it", async () => {
  const { client, operator } = await running({}, false);
  const shown = new Track("video");
  client.devices.getDisplayMedia = async () => new Stream([shown]);
  await client.call.toggleScreen();
  await settled();
  operator.peer.picture = true;
  assert.equal(operator.call.view.remotePicture, true);
  client.call.hangup();
  assert.equal(shown.readyState, "ended");
});

test("who wakes up after the call was ended has no call, no devices, and asks for none", async () => {
  const { operator, client, server } = await running();
  client.wire.state = "reconnecting";
  client.wire.dispatchEvent(new Event("state"));
  const asleep = client.call.update;
  client.call.update = () => undefined;
  operator.call.hangup();
  await settled();
  client.call.update = asleep;
  const asked = client.devices.wishes.length;
  client.wire.state = "open";
  client.wire.dispatchEvent(new Event("state"));
  client.call.update([...server.calls]);
  await settled();
  assert.equal(client.call.view.phase, "ended");
  assert.ok(client.devices.opened.every(({ readyState }) => readyState === "ended"));
  client.clock.pass(60_000);
  await settled();
  assert.deepEqual(
    [server.call.state, server.calls.length, client.devices.wishes.length, client.call.link.peer],
    ["ended", 1, asked, null],
  );
});

test("a prompt that rang and was withdrawn while the socket was away never rings", async () => {
  const server = new Server();
  const operator = tab(server, "operator");
  operator.call.request("s");
  await settled();
  operator.call.cancel();
  await settled();
  const client = tab(server, "client");
  await settled();
  assert.deepEqual([client.call.view.phase, client.devices.wishes, client.call.link.peer], ["none", [], null]);
});
