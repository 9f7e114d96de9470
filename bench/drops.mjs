// AnyCable's public scenario on our own client code: operators write without a pause while each client's connection is cut again and again
// for two seconds. The reference is the bare relay with a client that connects again. Each client has a gate of its own before the server.
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import { needsResume } from "../static/contactcenter/state/session.js";
import { NOTHING, reduceClient } from "../static/contactcenter/state/widget.js";
import { Wire } from "../static/contactcenter/wire/socket.js";

const { origin, product, pairs } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const port = Number(new URL(origin).port);
const AGAIN_MS = 500;
const PATIENCE_MS = 40_000; // longer than any wait of a client between two attempts

/** A way to the server that can be cut. */
class Gate {
  #closed = false;
  #sockets = new Set();

  async open() {
    const server = createServer((near) => {
      if (this.#closed) return near.destroy();
      const far = connect(port, "127.0.0.1");
      for (const [one, other] of [
        [near, far],
        [far, near],
      ]) {
        this.#sockets.add(one);
        one.pipe(other);
        one.on("error", () => {});
        one.on("close", () => {
          other.destroy();
          this.#sockets.delete(one);
        });
      }
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.port = server.address().port;
    return this;
  }

  async cut(milliseconds) {
    this.#closed = true;
    for (const socket of this.#sockets) socket.destroy();
    await pause(milliseconds);
    this.#closed = false;
  }
}

/** The browser's WebSocket, with the headers a browser would send. */
const socketWith = (headers) =>
  class extends WebSocket {
    constructor(address) {
      super(address, { headers: { origin, ...headers }, perMessageDeflate: false });
      this.on("error", () => {});
    }
  };

/** The widget without its views: its socket and its reducer. Returns what a client would read. */
async function client({ token }, gate) {
  let state = NOTHING;
  const url = `ws://127.0.0.1:${gate.port}/ws/client/`;
  const wire = new Wire({ url, role: "client", hello: () => ({ type: "hello", token }), WebSocket: socketWith({}) });
  wire.addEventListener("event", ({ detail }) => {
    if (state.session && needsResume(state.session, detail))
      wire.send({ type: "session.resume", session: state.session.id, after: state.session.head }).catch(() => {});
    state = reduceClient(state, detail);
  });
  await opened(wire);
  return () => state.session.events.filter(({ type }) => type === "message.posted").map(({ text }) => text);
}

/** The operator's socket, which nobody cuts. Returns how to write. */
async function operator({ session, cookie }) {
  const url = `${origin.replace("http", "ws")}/ws/operator/`;
  const wire = new Wire({ url, role: "operator", hello: () => ({ type: "hello" }), WebSocket: socketWith({ cookie }) });
  await opened(wire);
  return (text) => wire.send({ type: "message.post", session, text });
}

function opened(wire) {
  const done = new Promise((resolve) => {
    wire.addEventListener("state", () => wire.state === "open" && resolve());
  });
  wire.open();
  return done;
}

async function bareClient({ session }, gate) {
  const texts = [];
  await new Promise((resolve) => {
    const join = () => {
      const socket = new WebSocket(`ws://127.0.0.1:${gate.port}/${session}`, { perMessageDeflate: false });
      socket.on("open", resolve);
      socket.on("error", () => {});
      socket.on("message", (data) => texts.push(JSON.parse(data).text));
      socket.on("close", () => setTimeout(join, AGAIN_MS * Math.random()));
    };
    join();
  });
  return () => texts;
}

async function bareOperator({ session }) {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/${session}`, { perMessageDeflate: false });
  await new Promise((resolve) => socket.on("open", resolve));
  return async (text) => socket.send(JSON.stringify({ id: text, type: "message.post", session, text }));
}

/** One conversation for so long; what its client got of what was written. */
async function conversation(pair, { seconds, every, away, between, spread }) {
  const gate = await new Gate().open();
  const read = await (product ? client : bareClient)(pair, gate);
  const write = await (product ? operator : bareOperator)(pair);
  const until = performance.now() + seconds * 1000;
  let cuts = 0;
  const cutting = async () => {
    for (let wait = spread * 1000 * (1 + 3 * Math.random()); performance.now() + wait + away < until; ) {
      await pause(wait);
      cuts++;
      await gate.cut(away);
      wait = between * 1000 + spread * 1000 * Math.random();
    }
  };
  const written = [];
  const writing = async () => {
    for (let number = 0; performance.now() < until; number++) {
      written.push(write(`The gauge shows ${number}`));
      await pause(every);
    }
    await Promise.all(written);
  };
  await Promise.all([cutting(), writing()]);
  const expected = written.map((_, number) => `The gauge shows ${number}`);
  const ended = performance.now();
  while (product && read().length < expected.length && performance.now() - ended < PATIENCE_MS) await pause(20);
  if (!product) await pause(away + 2 * AGAIN_MS);
  const texts = read();
  const numbers = texts.map((text) => Number(text.split(" ").at(-1)));
  const got = new Set(texts);
  return {
    cuts,
    written: expected.length,
    delivered: expected.filter((text) => got.has(text)).length,
    doubled: texts.length - got.size,
    disordered: numbers.some((number, place) => place && number < numbers[place - 1]) ? 1 : 0,
    late: performance.now() - ended,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  const results = await Promise.all(pairs.map((pair) => conversation(pair, order)));
  const sum = (name) => results.reduce((total, result) => total + result[name], 0);
  const figures = ["cuts", "written", "delivered", "doubled", "disordered"].map((name) => [name, sum(name)]);
  const late = Math.max(...results.map((result) => result.late));
  console.log(JSON.stringify({ ...Object.fromEntries(figures), late }));
}
process.exit(0);
