// The connection between the two legs of a call as it comes and goes: one peer for one pair of legs, built anew when either leg
// is another tab, healed when it breaks. Signals of any other pair are dropped. Knows no call state, no device, no page.

import { Healer } from "./heal.js";
import { Peer } from "./peer.js";

/** @typedef {{call: string, own: string, other: string | null}} Pair the legs of a call: this tab's and the other side's */
/** @typedef {import("../protocol.js").CallIce} CallIce */

/** Relays are lent for ten minutes. */
const FRESH_MILLISECONDS = 5 * 60_000;
const EARLY_SIGNALS = 60;

/** Events: `change` when the state, the pair or the picture is another one. */
export class Link extends EventTarget {
  /** @type {Pair | null} */ #pair = null;
  /** @type {(CallIce & {at: number}) | null} */ #ice = null;
  /** @type {string[]} */ #early = [];
  /** @type {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} */ #tracks = { audio: null, video: null };
  #repairing = false;

  /** @type {Peer | null} */
  peer = null;

  /**
   * @param {object} options
   * @param {"client" | "operator"} options.role
   * @param {(data: string) => void} options.send to the other leg
   * @param {() => void} options.refresh ask the server for `call.ice` again
   * @param {() => void} options.rebuild become another leg, so that both sides start anew
   * @param {typeof Peer} [options.Peer]
   * @param {import("./heal.js").Timers} [options.timers]
   * @param {() => number} [options.now] milliseconds
   */
  constructor({ role, send, refresh, rebuild, Peer: Kind = Peer, timers, now = () => Date.now() }) {
    super();
    this.role = role;
    this.send = send;
    this.refresh = refresh;
    this.Kind = Kind;
    this.now = now;
    this.healer = new Healer({
      restart: () => this.#repair(),
      rebuild: () => (role === "operator" ? rebuild() : this.#repair()),
      timers,
    });
  }

  /** @returns {RTCPeerConnectionState} */
  get state() {
    return this.peer?.state ?? "new";
  }

  /** Connect these two legs, as soon as the other is known and the server has said how.
   * @param {Pair} pair */
  between(pair) {
    const { call, own, other } = this.#pair ?? {};
    if (call === pair.call && own === pair.own && other === pair.other) return;
    this.#drop();
    this.#pair = pair;
    this.#build();
  }

  /** How this leg may reach the other, or may from now on.
   * @param {CallIce} event */
  ice(event) {
    this.#ice = { ...event, at: this.now() };
    if (event.call !== this.#pair?.call || event.leg !== this.#pair.own) return;
    if (!this.peer) return this.#build();
    this.peer.configure(configuration(event));
    if (this.#repairing) this.#repair();
  }

  /** Something the other leg sent. It may come before this side is ready for it.
   * @param {string} data */
  signal(data) {
    const [from, to, message] = split(data);
    if (!this.peer) this.#early = [...this.#early, data].slice(-EARLY_SIGNALS);
    else if (from === this.#pair?.other && to === this.#pair.own) this.peer.receive(message);
  }

  /**
   * Send this track from now on, or nothing.
   * @param {"audio" | "video"} kind
   * @param {MediaStreamTrack | null} track
   */
  attach(kind, track) {
    this.#tracks[kind] = track;
    this.peer?.attach(kind, track);
  }

  /** Signals may have been lost while the socket was away: look for a path again unless there is one. */
  resume() {
    if (this.peer && this.state !== "connected") this.#repairing = true;
    this.refresh();
  }

  /** Stop sending and receiving at once. */
  close() {
    this.#drop();
    this.#pair = null;
    this.#early = [];
    this.#tracks = { audio: null, video: null };
  }

  #build() {
    const [pair, ice] = [this.#pair, this.#ice];
    if (!pair?.other || !ice || ice.call !== pair.call || ice.leg !== pair.own) return;
    if (this.now() - ice.at > FRESH_MILLISECONDS) return this.refresh();
    const { own, other } = pair;
    const send = (/** @type {string} */ message) => this.send(`${own} ${other} ${message}`);
    const peer = new this.Kind({ role: this.role, send, configuration: configuration(ice) });
    this.peer = peer;
    peer.addEventListener("state", () => this.#changed());
    peer.addEventListener("picture", () => this.dispatchEvent(new Event("change")));
    peer.addEventListener("restart-asked", () => this.#repair());
    peer.attach("audio", this.#tracks.audio);
    peer.attach("video", this.#tracks.video);
    peer.start();
    const early = this.#early;
    this.#early = [];
    for (const data of early) this.signal(data);
    this.#changed();
  }

  #changed() {
    this.healer.watch(this.state);
    this.dispatchEvent(new Event("change"));
  }

  /** A new path needs relays that are still lent to us. */
  #repair() {
    if (!this.peer || !this.#ice) return;
    this.#repairing = this.now() - this.#ice.at > FRESH_MILLISECONDS;
    if (this.#repairing) this.refresh();
    else if (this.role === "operator") this.peer.restart();
    else this.peer.askRestart();
  }

  #drop() {
    this.healer.stop();
    this.#repairing = false;
    this.peer?.close();
    this.peer = null;
  }
}

/** @param {CallIce} ice @returns {RTCConfiguration} */
function configuration({ servers, relay }) {
  return { iceServers: servers, iceTransportPolicy: relay ? "relay" : "all" };
}

/** A signal names the legs it is between; neither name holds a space.
 * @param {string} data @returns {[string, string, string]} */
function split(data) {
  const [from, to] = data.split(" ", 2);
  return [from, to, data.slice(from.length + (to?.length ?? 0) + 2)];
}
