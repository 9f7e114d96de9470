// Stand-ins for what tests must own: the socket, the clock, the storage. Each does what the real one does and nothing
// by itself.

/** A clock that moves when it is told to. */
export class FakeTime {
  #now = Date.parse("2026-11-22T14:00:00Z");
  #next = 1;
  /** @type {Map<number, {at: number, action: () => void}>} */
  #timers = new Map();

  now = () => this.#now;

  setTimeout = (action, milliseconds) => {
    this.#timers.set(this.#next, { at: this.#now + milliseconds, action });
    return this.#next++;
  };

  clearTimeout = (timer) => this.#timers.delete(timer);

  /** Lets time pass; timers run in their order. */
  pass(milliseconds) {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].action();
    }
    this.#now = end;
  }

  /** The computer sleeps: its clock goes on, its timers do not. */
  sleep(milliseconds) {
    this.#now += milliseconds;
    for (const timer of this.#timers.values()) timer.at += milliseconds;
  }
}

/** A socket class whose sockets lie in `opened`; the test plays the server. */
export function fakeSockets() {
  /** @type {FakeSocket[]} */
  const opened = [];
  class FakeSocket {
    sent = [];
    closed = false;

    constructor(url) {
      this.url = url;
      opened.push(this);
    }

    send(text) {
      if (this.closed) throw new Error("closed");
      this.sent.push(JSON.parse(text));
    }

    close() {
      this.closed = true;
    }

    /** The server accepts the connection. */
    accept() {
      this.onopen();
    }

    /** The server says something. */
    say(frame) {
      this.onmessage({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
    }

    /** The server accepts and answers the hello. */
    welcome() {
      this.accept();
      this.say({ type: "ack", id: this.sent.at(-1).id, session: null, seq: null });
    }

    /** The connection ends. */
    drop(code = 1006) {
      this.closed = true;
      this.onclose({ code });
    }

    /** What was sent but hello and heartbeats. */
    get commands() {
      return this.sent.filter(({ type }) => type !== "hello" && type !== "heartbeat");
    }
  }
  return { FakeSocket, opened };
}

/** A storage in memory. */
export class FakeStorage {
  #items = new Map();

  get length() {
    return this.#items.size;
  }

  key = (index) => [...this.#items.keys()][index] ?? null;
  getItem = (key) => this.#items.get(key) ?? null;
  setItem = (key, value) => void this.#items.set(key, String(value));
  removeItem = (key) => void this.#items.delete(key);
}

/** A storage as in a private window: everything throws. */
export const forbiddenStorage = new Proxy(
  {},
  {
    get() {
      throw new DOMException("forbidden", "SecurityError");
    },
  },
);
