// Devices and connections for tests in Node: they do what a test tells them and nothing by themselves.

export class Track extends EventTarget {
  enabled = true;
  readyState = "live";
  contentHint = "";
  muted = false;

  constructor(kind) {
    super();
    this.kind = kind;
  }

  stop() {
    this.readyState = "ended";
  }

  async applyConstraints(constraints) {
    this.constraints = constraints;
  }

  getSettings() {
    return { deviceId: this.deviceId };
  }

  /** The system, or a switch on the device, mutes it or gives it back. */
  mute(muted = true) {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? "mute" : "unmute"));
  }

  /** The device is pulled out. */
  pull() {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

export class Stream {
  constructor(tracks = []) {
    this.tracks = [...tracks];
  }

  getTracks() {
    return this.tracks;
  }

  getVideoTracks() {
    return this.tracks.filter(({ kind }) => kind === "video");
  }

  addTrack(track) {
    this.tracks.push(track);
  }

  removeTrack(track) {
    this.tracks = this.tracks.filter((one) => one !== track);
  }
}

export const refusal = (name, message = "") => Object.assign(new Error(message), { name });

const named = (deviceId) => ({ deviceId, label: `the ${deviceId}` });

/** `navigator.mediaDevices`: has what is in `plugged`, refuses with what `refuse` returns for a wish. */
export class Devices extends EventTarget {
  plugged = ["audioinput", "videoinput"];
  wishes = [];
  opened = [];
  refuse = () => null;
  /** What the tracks of the next device say of it. */
  give = () => ({});
  labels = {};
  ids = {};
  /** Several devices of a kind, by id, the default first: then what is demanded and not there is refused.
   * @type {Record<string, string[]> | null} */
  there = null;

  async enumerateDevices() {
    if (this.there)
      return Object.entries(this.there).flatMap(([kind, ids]) =>
        ids.map((deviceId) => ({ kind, deviceId, label: `the ${deviceId}` })),
      );
    return this.plugged.map((kind) => ({ kind, label: this.labels[kind] ?? "", deviceId: this.ids[kind] ?? "" }));
  }

  async getUserMedia({ audio, video }) {
    const wish = [audio && "audio", video && "video"].filter(Boolean);
    this.wishes.push(wish);
    await this.answered;
    const wanted = { audio: audio?.deviceId?.exact, video: video?.deviceId?.exact };
    const error = this.refuse(wish, wanted);
    if (error) throw error;
    if (this.there) this.give = (kind) => named(wanted[kind] ?? this.there[`${kind}input`][0]);
    for (const kind of wish)
      if (this.there && wanted[kind] && !this.there[`${kind}input`].includes(wanted[kind]))
        throw refusal("OverconstrainedError");
    const tracks = wish.map((kind) => Object.assign(new Track(kind), this.give(kind)));
    this.opened.push(...tracks);
    return new Stream(tracks);
  }

  /** Leave the browser's prompt open; returns what answers it. */
  hold() {
    let answer;
    this.answered = new Promise((resolve) => (answer = resolve));
    return answer;
  }
}

/** `navigator.permissions` with a state for each device that a test may change. */
export class Permissions {
  #status = {};

  constructor(states = {}) {
    for (const name of ["microphone", "camera"])
      this.#status[name] = Object.assign(new EventTarget(), { state: states[name] ?? "prompt" });
  }

  async query({ name }) {
    return this.#status[name];
  }

  set(name, state) {
    this.#status[name].state = state;
    this.#status[name].dispatchEvent(new Event("change"));
  }
}

/** Timers that run when a test says so. */
export class Clock {
  now = 0;
  #due = new Map();
  #last = 0;

  setTimeout = (then, milliseconds) => {
    this.#last += 1;
    this.#due.set(this.#last, { at: this.now + milliseconds, then });
    return this.#last;
  };

  clearTimeout = (timer) => this.#due.delete(timer);

  /** Let time pass, in milliseconds. */
  pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const [timer, next] = [...this.#due].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0] ?? [];
      if (!next) break;
      this.#due.delete(timer);
      this.now = next.at;
      next.then();
    }
    this.now = end;
  }
}

/** A peer without a network: a test sets its state; what it was told is in `log`. */
export class FakePeer extends EventTarget {
  static supported = true;
  static made = [];
  state = "new";
  picture = false;
  remote = new Stream();
  log = [];
  tracks = { audio: null, video: null };
  small = false;
  held = false;
  signing = null;
  pc = {};

  constructor(options) {
    super();
    Object.assign(this, options);
    FakePeer.made.push(this);
  }

  start() {
    this.log.push("start");
  }

  attach(kind, track) {
    this.tracks[kind] = track;
  }

  receive(data) {
    this.log.push(`receive ${data}`);
  }

  expect() {}

  restart() {
    this.log.push("restart");
  }

  askRestart(rung) {
    this.log.push(`ask ${rung}`);
  }

  shrink(small) {
    this.small = small;
  }

  hold(held) {
    this.held = held;
  }

  sign(rung, edge) {
    this.signing = rung === null ? null : { rung, edge };
  }

  listen() {
    this.log.push("listen");
  }

  tell(told) {
    this.log.push(`tell ${JSON.stringify(told)}`);
  }

  answered = true;

  configure() {
    this.log.push("configure");
  }

  close() {
    this.state = "closed";
    this.log.push("close");
  }

  become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}

/** Until everything that was set going has run. */
export const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
