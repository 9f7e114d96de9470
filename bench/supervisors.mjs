// A large centre: operators and widgets with open sockets, operators whose state changes, and supervisors' boards that
// must show it. Reads orders from its input, one JSON object a line, and answers each with one line.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";

const { origin, operators, clients, supervisors } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const CONNECTING = 16;
let counter = 0;
/** What each operator's newest change is, and when it was sent. */
const changes = new Map();
let times = [];
let frames = 0;
let bytes = 0;

function connect(path, hello, cookie, hear = () => {}) {
  const headers = { origin, ...(cookie ? { cookie } : {}) };
  const socket = new WebSocket(origin.replace("http", "ws") + path, { headers, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", (code) => reject(new Error(`closed with ${code}`)));
    socket.on("open", () => socket.send(JSON.stringify({ id: "hello", type: "hello", ...hello })));
    socket.on("message", (data) => {
      if (data.includes('"type":"fault"')) reject(new Error(data.toString()));
      if (data.includes('"type":"heartbeat"'))
        socket.send(JSON.stringify({ id: `b${counter++}`, type: "heartbeat", beat: JSON.parse(data).beat }));
      hear(data);
      if (data.includes('"id":"hello"')) resolve(socket);
    });
  });
}

async function inTurn(list, open) {
  for (let first = 0; first < list.length; first += CONNECTING)
    await Promise.all(list.slice(first, first + CONNECTING).map(open));
}

/** A board has come: which changes does it show for the first time? */
function shown(data) {
  bytes += data.length;
  if (!data.includes('"type":"board"')) return;
  frames++;
  const now = performance.now();
  for (const { id, state } of JSON.parse(data).operators) {
    const change = changes.get(String(id));
    if (change?.state !== state) continue;
    times.push(now - change.at);
    changes.delete(String(id));
  }
}

const orders = {
  async connect() {
    await inTurn(operators, async (one) => {
      one.socket = await connect("/ws/operator/", {}, one.cookie);
    });
    await inTurn(clients, (one) => connect("/ws/client/", { token: one.token }));
    return { sockets: operators.length + clients.length };
  },
  async boards() {
    const times = [];
    for (const { cookie } of supervisors) {
      const started = performance.now();
      await new Promise((seen, failed) => {
        connect("/ws/supervisor/", {}, cookie, (data) => {
          if (data.includes('"type":"board"')) seen();
          shown(data);
        }).catch(failed);
      });
      times.push(performance.now() - started);
    }
    return { ms: Math.max(...times) };
  },
  /** Operators go away and come back in turn, so many a second. */
  async change({ seconds, rate }) {
    times = [];
    frames = bytes = 0;
    const until = performance.now() + seconds * 1000;
    for (let turn = 0; performance.now() < until; turn++) {
      const one = operators[turn % operators.length];
      one.away = !one.away;
      const state = one.away ? "away" : "online";
      changes.set(one.id, { state, at: performance.now() });
      one.socket.send(JSON.stringify({ id: `c${counter++}`, type: "presence.set", state }));
      await pause(1000 / rate);
    }
    for (let waited = 0; changes.size && waited < 100; waited++) await pause(100);
    const missing = changes.size;
    changes.clear();
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return { p50: at(0.5), p95: at(0.95), most: at(1), shown: times.length, missing, frames, bytes };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { do: what, ...order } = JSON.parse(line);
  console.log(JSON.stringify(await orders[what](order)));
}
process.exit(0);
