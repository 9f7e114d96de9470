// The load: pairs of sockets, one of a client and one of an operator, that write to each other. It speaks to the reference and to the
// product alike. It reads orders from its input, one JSON object a line, and answers each with one line.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";

const TEXT = "The boiler shows F.22 and the gauge is at zero. "; // ~150 bytes with the rest of the frame
const CONNECTING = 16;
const STEP_MS = 1;

const { origin, product, pairs } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const open = [];
let counter = 0;
let turn = 0;
let faults = 0;
let lastFault = "none";
let delivered = () => {};

/** Opens one socket of a pair; resolves when its state has arrived (product) or it is open (reference). */
function connect(pair, side) {
  const headers = product ? { origin, ...(side === "operator" ? { cookie: pair.cookie } : {}) } : {};
  const path = product ? `/ws/${side}/` : `/${pair.session}`;
  const socket = new WebSocket(origin.replace("http", "ws") + path, { headers, perMessageDeflate: false });
  pair[side] = socket;
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", (code) => {
      lastFault = `closed with ${code}`;
      reject(new Error(lastFault));
    });
    socket.on("open", () => {
      if (!product) resolve();
      else
        socket.send(
          JSON.stringify({ id: `hello-${side}`, type: "hello", ...(side === "client" ? { token: pair.token } : {}) }),
        );
    });
    socket.on("message", (data) => {
      if (pair.id && pair.to === side && data.includes(pair.id)) delivered(pair);
      else if (data.includes('"type":"fault"')) refused(data);
      else if (data.includes('"type":"heartbeat"')) answer(socket, data);
      else if (data.includes(`"id":"hello-${side}"`)) resolve();
    });
  });
}

function refused(data) {
  faults++;
  lastFault = data.toString();
}

function answer(socket, data) {
  socket.send(JSON.stringify({ id: `beat-${counter++}`, type: "heartbeat", beat: JSON.parse(data).beat }));
}

/** One message from one side of the pair to the other, the other way round than the last. */
function write(pair) {
  const from = pair.to === "operator" ? "operator" : "client";
  pair.to = from === "client" ? "operator" : "client";
  pair.id = `m-${counter++}.`;
  pair.sent = performance.now();
  pair[from].send(JSON.stringify({ id: pair.id, type: "message.post", session: pair.session, text: TEXT + pair.sent }));
}

async function connectTo(count) {
  const more = pairs.slice(open.length, count);
  const started = performance.now();
  for (let first = 0; first < more.length; first += CONNECTING) {
    const some = more.slice(first, first + CONNECTING);
    await Promise.all(some.map((pair) => connect(pair, "client")));
    await Promise.all(some.map((pair) => connect(pair, "operator")));
  }
  open.push(...more);
  return { sockets: open.length * 2, ms: performance.now() - started };
}

/** Every pair has one message on its way at any time. */
async function flood({ count, seconds }) {
  let messages = 0;
  let running = true;
  delivered = (pair) => {
    messages++;
    pair.id = "";
    if (running) write(pair);
  };
  const writing = open.slice(0, count);
  for (const pair of writing) write(pair);
  await pause(300);
  messages = 0;
  const started = performance.now();
  await pause(seconds * 1000);
  const rate = (messages * 1000) / (performance.now() - started);
  running = false;
  await quiet(writing);
  return { rate, faults };
}

/** The next pair in turn that has nothing on its way; undefined when all wait for the server. */
function idle(writing) {
  for (let looked = 0; looked < writing.length; looked++) {
    const pair = writing[turn++ % writing.length];
    if (!pair.id) return pair;
  }
}

/** So many messages a second, however long each takes. */
async function steady({ count, rate, seconds }) {
  const times = [];
  delivered = (pair) => {
    times.push(performance.now() - pair.sent);
    pair.id = "";
  };
  const writing = open.slice(0, count);
  const total = rate * seconds;
  const started = performance.now();
  for (let sent = 0; sent < total; await pause(STEP_MS)) {
    const due = Math.min(total, ((performance.now() - started) * rate) / 1000);
    for (let pair = idle(writing); pair && sent < due; pair = idle(writing)) {
      write(pair);
      sent++;
    }
  }
  await quiet(writing);
  times.sort((one, other) => one - other);
  return { p50: times[Math.floor(times.length * 0.5)], p99: times[Math.floor(times.length * 0.99)], faults };
}

/** Waits until nothing is on its way any more. */
async function quiet(writing) {
  const until = performance.now() + 10_000;
  while (writing.some((pair) => pair.id)) {
    if (performance.now() > until) throw new Error(`messages were lost; last fault: ${lastFault}`);
    await pause(5);
  }
}

const ORDERS = { connect: ({ count }) => connectTo(count), flood, steady };

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  console.log(JSON.stringify(await ORDERS[order.do](order)));
}
process.exit(0);
