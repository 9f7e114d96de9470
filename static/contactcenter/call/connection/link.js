// The connection between the two legs of a call: one peer for one pair of legs, rebuilt when either leg is another tab,
// repaired when it breaks. Signals of any other pair are dropped. Knows no call state, no device, no page.

import { REAL } from "../../lib/timers.js";
import { RepairLadder, RUNGS } from "./repair_ladder.js";
import { Peer } from "./peer.js";

/** @typedef {import("./repair_ladder.js").Rung} Rung */

/** @typedef {{call: string, own: string, other: string | null}} Pair the legs of a call: this tab's and the other
 *   side's */
/** @typedef {import("../../wire/protocol.js").CallIce} CallIce */

/** Relay credentials are valid for ten minutes. */
const FRESH_MILLISECONDS = 5 * 60_000;
const EARLY_SIGNALS = 60;
/** How long a connection must be stable before its picture is restored a step. */
const RELAX_MILLISECONDS = 15_000;
/** How long the picture of a recovered connection stays small. */
const RETURN_MILLISECONDS = 2_000;
/** Minimum time between the other side's requests for a fresh connection. */
const REBUILT_MILLISECONDS = 4_000;
/** Requests queued while the socket was away arrive all at once: one new path answers them. */
const RESTARTED_MILLISECONDS = 700;
const LIMITS = { smaller: 1, voice: 2 };

/** Events: `change` when the state, the pair, the repair or the picture has changed; `told` with the other side's own
 * information. */
export class Link extends EventTarget {
  /** @type {Pair | null} */ #pair = null;
  /** @type {(CallIce & {at: number}) | null} */ #ice = null;
  /** @type {string[]} */ #early = [];
  /** @type {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} */ #tracks = {
    audio: null,
    video: null,
  };
  /** @type {Rung | null} what waits for fresh relays */ #pending = null;
  #silent = false;
  #held = false;
  /** @type {import("../../lib/timers.js").Timer} */ #returning = null;
  /** What was given up: 0 nothing, 1 the size of the picture, 2 the picture. */
  #limit = 0;
  /** Size of sign-language mode, and the lines of the camera's picture; null outside the mode.
   * @type {{rung: number, edge: number} | null} */
  #signing = null;
  /** @type {import("../../lib/timers.js").Timer} */ #relaxing = null;
  #rebuilt = 0;
  #restarted = -RESTARTED_MILLISECONDS;
  #rebuilding = false;

  /** The other side has given up its picture for the voice. */
  paused = false;

  /** @type {Peer | null} */
  peer = null;

  /**
   * @param {object} options
   * @param {"client" | "operator"} options.role
   * @param {(data: string) => void} options.send to the other leg
   * @param {() => void} options.refresh ask the server for `call.ice` again
   * @param {() => void} options.rebuild become another leg, so that both sides start anew
   * @param {typeof Peer} [options.Peer]
   * @param {import("./repair_ladder.js").Timers} [options.timers]
   * @param {() => number} [options.now] milliseconds
   */
  constructor({ role, send, refresh, rebuild, Peer: Kind = Peer, timers, now = () => Date.now() }) {
    super();
    this.role = role;
    this.send = send;
    this.refresh = refresh;
    this.Kind = Kind;
    this.now = now;
    this.rebuild = rebuild;
    this.timers = timers ?? REAL;
    this.ladder = new RepairLadder({
      attempt: (rung) => this.#climb(rung),
      answered: () => this.peer?.answered ?? false,
      // In sign language a voice alone says nothing.
      rungs: () =>
        RUNGS.filter((rung) => (rung !== "relay" || this.#relayed) && (rung !== "voice" || this.#signing === null)),
      timers,
    });
  }

  /** @returns {RTCPeerConnectionState} as the connection says, but for one that stands and brings nothing */
  get state() {
    const state = this.peer?.state ?? "new";
    return this.#silent && state === "connected" ? "disconnected" : state;
  }

  /** The server has sent the ICE servers for this leg. */
  get informed() {
    return this.#pair !== null && this.#ice?.call === this.#pair.call && this.#ice.leg === this.#pair.own;
  }

  /** The current repair while the connection is away; null while it's connected. @returns {Rung | "wait" | null} */
  get repair() {
    return this.state === "disconnected" || this.state === "failed" ? (this.ladder.rung ?? "wait") : null;
  }

  /** This side has given up its picture for the voice. */
  get voiceAlone() {
    return this.#limit === LIMITS.voice;
  }

  /** Expected media stopped for a while, or arrive again. @param {boolean} silent */
  hear(silent) {
    if (this.#silent === silent) return;
    this.#silent = silent;
    this.#changed();
  }

  /** The network is back or has changed: no reason to wait. */
  hurry() {
    this.ladder.hurry();
  }

  /** Sign-language mode at this size (quality/encoding.js), or not. Can be called repeatedly.
   * @param {number | null} rung @param {number} [edge] lines of the shorter edge of the camera's picture */
  sign(rung, edge = 0) {
    if (rung === (this.#signing?.rung ?? null) && (rung === null || edge === this.#signing?.edge)) return;
    this.#signing = rung === null ? null : { rung, edge };
    this.peer?.sign(rung, edge);
    if (rung !== null && this.voiceAlone) this.#confine(LIMITS.smaller);
  }

  /** Sends information about this side to the other. @param {import("./peer.js").Told} told */
  tell(told) {
    this.peer?.tell(told);
  }

  /** Connects these two legs, as soon as the other is known and the server has sent the ICE servers.
   * @param {Pair} pair */
  between(pair) {
    const { call, own, other } = this.#pair ?? {};
    if (call === pair.call && own === pair.own && other === pair.other) return;
    const rung = this.#rebuilding ? this.ladder.rung : null;
    this.#rebuilding = false;
    this.#drop();
    if (rung) this.ladder.follow(rung);
    this.#pair = pair;
    this.#build();
  }

  /** Sets the ICE servers of this leg, now or from now on.
   * @param {CallIce} event */
  ice(event) {
    this.#ice = { ...event, at: this.now() };
    if (event.call !== this.#pair?.call || event.leg !== this.#pair.own) return;
    if (!this.peer) return this.#build();
    this.peer.configure(configuration(event));
    if (this.#pending) this.#climb(this.#pending);
  }

  /** Handles a message of the other leg. It may arrive before this side is ready.
   * @param {string} data */
  signal(data) {
    const [from, to, message] = split(data);
    if (!this.peer) this.#early = [...this.#early, data].slice(-EARLY_SIGNALS);
    else if (from === this.#pair?.other && to === this.#pair.own) this.peer.receive(message);
  }

  /**
   * Sends this track from now on, or nothing.
   * @param {"audio" | "video"} kind
   * @param {MediaStreamTrack | null} track
   */
  attach(kind, track) {
    this.#tracks[kind] = track;
    this.#place(kind);
  }

  /** Signals may have been lost while the socket was away: looks for a path again unless there is one. */
  resume() {
    this.peer?.listen();
    if (this.peer && this.state !== "connected") this.#pending = "restart";
    this.refresh();
  }

  /** Stops sending and receiving at once. */
  close() {
    this.#drop();
    this.#pair = null;
    this.#early = [];
    this.#tracks = { audio: null, video: null };
    this.timers.clearTimeout(this.#relaxing);
    this.#limit = 0;
    this.#signing = null;
  }

  #build() {
    const [pair, ice] = [this.#pair, this.#ice];
    if (!pair?.other || !ice || !this.informed) return;
    if (this.now() - ice.at > FRESH_MILLISECONDS) return this.refresh();
    const { own, other } = pair;
    const send = (/** @type {string} */ message) => this.send(`${own} ${other} ${message}`);
    const peer = new this.Kind({ role: this.role, send, configuration: configuration(ice) });
    this.peer = peer;
    peer.addEventListener("state", () => {
      this.#changed();
      // That media arrive again is noticed only a moment later.
      if (peer.state === "connected") this.#hold(false);
    });
    peer.addEventListener("picture", () => this.dispatchEvent(new Event("change")));
    peer.addEventListener("asked", (event) => this.#asked(/** @type {CustomEvent} */ (event).detail));
    peer.addEventListener("told", (event) => this.#told(/** @type {CustomEvent} */ (event).detail));
    for (const kind of /** @type {const} */ (["audio", "video"])) this.#place(kind);
    peer.shrink(this.#limit > 0);
    if (this.#signing) peer.sign(this.#signing.rung, this.#signing.edge);
    peer.start();
    if (this.voiceAlone) peer.tell({ paused: true });
    const early = this.#early;
    this.#early = [];
    for (const data of early) this.signal(data);
    this.#changed();
  }

  get #relayed() {
    return this.#ice?.servers.some(({ username }) => username) ?? false;
  }

  /** @param {"audio" | "video"} kind */
  #place(kind) {
    this.peer?.attach(kind, kind === "video" && this.voiceAlone ? null : this.#tracks[kind]);
  }

  #changed() {
    this.ladder.watch(this.state, this.#silent);
    this.#hold(this.repair !== null);
    if (this.state === "connected") this.#relax();
    this.dispatchEvent(new Event("change"));
  }

  /**
   * While the connection is away almost nothing is sent. A recovered line is slow at first, and a small picture arrives
   * at once.
   * @param {boolean} held
   */
  #hold(held) {
    if (!this.peer || this.#held === held) return;
    this.#held = held;
    this.timers.clearTimeout(this.#returning);
    if (held) this.peer.shrink(true);
    else this.#returning = this.timers.setTimeout(() => this.peer?.shrink(this.#limit > 0), RETURN_MILLISECONDS);
    this.peer.hold(held);
  }

  /** Tries a stronger repair. A new path needs valid relay credentials. @param {Rung} rung */
  #climb(rung) {
    if (!this.peer || !this.#ice) return;
    const stale = this.now() - this.#ice.at > FRESH_MILLISECONDS;
    this.#pending = stale ? rung : null;
    if (stale) return this.refresh();
    if (this.role === "operator" && rung !== "restart") this.peer.tell({ rung });
    this.#restarted = this.now();
    this.#yield(rung);
    if (this.role === "client") this.peer.askRestart(rung);
    else if (rung === "fresh") this.#renew();
    else this.peer.restart();
    this.dispatchEvent(new Event("change"));
  }

  /** What a rung gives up on this side. @param {Rung} rung */
  #yield(rung) {
    if (rung === "relay" && this.#relayed) this.peer?.configure({ iceTransportPolicy: "relay" });
    if (rung !== "smaller" && rung !== "voice") return;
    this.#confine(Math.max(this.#limit, LIMITS[this.#signing ? "smaller" : rung]));
  }

  #renew() {
    this.#rebuilt = this.now();
    this.#rebuilding = true;
    this.rebuild();
  }

  /** The client wants a repair. @param {Rung} rung */
  #asked(rung) {
    if (this.role !== "operator" || !RUNGS.includes(rung)) return;
    if (rung === "fresh" && this.now() - this.#rebuilt < REBUILT_MILLISECONDS) return;
    if (rung === "restart" && this.now() - this.#restarted < RESTARTED_MILLISECONDS) return;
    if (this.state !== "connected") this.ladder.follow(rung);
    this.#climb(rung);
  }

  /** @param {import("./peer.js").Told} told */
  #told(told) {
    const { rung, paused } = told;
    if (rung && RUNGS.includes(rung)) {
      this.#yield(rung);
      if (this.state !== "connected") this.ladder.follow(rung);
    }
    if (typeof paused === "boolean") this.paused = paused;
    this.dispatchEvent(new CustomEvent("told", { detail: told }));
    this.dispatchEvent(new Event("change"));
  }

  /** @param {number} limit */
  #confine(limit) {
    if (this.#limit === limit) return;
    const paused = this.voiceAlone;
    this.#limit = limit;
    this.#place("video");
    this.peer?.shrink(limit > 0);
    if (paused !== this.voiceAlone) this.peer?.tell({ paused: this.voiceAlone });
  }

  /** Restores step by step what was given up while the connection is stable. */
  #relax() {
    this.timers.clearTimeout(this.#relaxing);
    if (!this.#limit) return;
    this.#relaxing = this.timers.setTimeout(() => {
      if (this.state !== "connected") return;
      this.#confine(this.#limit - 1);
      this.#changed();
    }, RELAX_MILLISECONDS);
  }

  #drop() {
    this.ladder.stop();
    this.#pending = null;
    this.#silent = this.#held = this.paused = false;
    this.timers.clearTimeout(this.#returning);
    this.peer?.close();
    this.peer = null;
  }
}

/** @param {CallIce} ice @returns {RTCConfiguration} */
function configuration({ servers, relay }) {
  return { iceServers: servers, iceTransportPolicy: relay ? "relay" : "all" };
}

/** A signal names the legs it's between; neither name contains a space.
 * @param {string} data @returns {[string, string, string]} */
function split(data) {
  const [from, to] = data.split(" ", 2);
  return [from, to, data.slice(from.length + (to?.length ?? 0) + 2)];
}
