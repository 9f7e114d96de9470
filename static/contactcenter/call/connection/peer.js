// The connection of one pair of legs: negotiated by offers of the operator's side alone, always trickling. The operator
// offers one microphone and one camera line without tracks; tracks come and go by replaceTrack alone, so a connection
// can be ready before anybody agreed to be seen or heard. Knows no socket, no page, no time.

import { picture, voice } from "../quality/encoding.js";

/** @typedef {"audio" | "video"} Kind */

const QUEUED_CANDIDATES = 100;

/** Voice first: on a weak line the picture gives way. In sign language the picture is the voice.
 * @type {Record<Kind, RTCRtpEncodingParameters>} */
const ENCODING = {
  audio: { priority: "high", networkPriority: "high" },
  video: { priority: "low", networkPriority: "medium", maxBitrate: 2_500_000 },
};
/** @type {Record<Kind, RTCRtpEncodingParameters>} */
const SIGNING = {
  audio: { priority: "low", networkPriority: "medium" },
  video: { priority: "high", networkPriority: "high" },
};

/** Information one side sends the other beside negotiation.
 * @typedef {{rung?: import("./repair_ladder.js").Rung, paused?: boolean, limited?: string, thin?: boolean,
 *   hindered?: import("../quality/signing.js").Reason | null}} Told thin: fewer of the other's pictures arrive than
 *   signing needs; hindered: why this side can't send as many */

/**
 * Events: `state` when the connection state changed, `picture` when the remote picture started or stopped arriving,
 * `asked` (`detail`: a rung) when the other side wants a repair, `told` (`detail`: Told) with the other side's
 * information.
 */
export class Peer extends EventTarget {
  /** Whether this browser supports calls on this page: on plain http it provides neither camera nor microphone. */
  static get supported() {
    return typeof globalThis.RTCPeerConnection === "function" && globalThis.isSecureContext !== false;
  }

  /** @type {Record<Kind, MediaStreamTrack | null>} */ #tracks = { audio: null, video: null };
  /** @type {WeakMap<RTCRtpTransceiver, MediaStreamTrack | null>} */ #placed = new WeakMap();
  /** @type {Map<string, RTCIceCandidateInit[]>} candidates by the generation (ufrag) they belong to */ #early =
    new Map();
  /** @type {Set<string>} */ #generations = new Set();
  /** @type {Promise<void>} */ #line = Promise.resolve();
  #offer = 0;
  #owed = true;
  #small = false;
  #held = false;
  /** The size of sign-language mode; null outside it. @type {number | null} */ #rung = null;
  #edge = 0;
  #sized = false;
  #expected = true;
  #closed = false;

  /**
   * @param {object} options
   * @param {"client" | "operator"} options.role the operator's side makes every offer
   * @param {(data: string) => void} options.send carries a message to the other peer
   * @param {RTCConfiguration} [options.configuration]
   * @param {(configuration: RTCConfiguration) => RTCPeerConnection} [options.connect]
   * @param {() => MediaStream} [options.stream]
   */
  constructor({
    role,
    send,
    configuration = {},
    connect = (c) => new RTCPeerConnection(c),
    stream = () => new MediaStream(),
  }) {
    super();
    this.polite = role === "client";
    this.send = (/** @type {object} */ message) => send(JSON.stringify(message));
    /** The other side's tracks. A player with a picture line without frames plays no sound either: the picture is in
     * only while frames arrive. */
    this.remote = stream();
    this.pc = connect({ bundlePolicy: "max-bundle", ...configuration });
    this.pc.onicecandidate = ({ candidate }) => candidate && this.send({ candidate });
    this.pc.onconnectionstatechange = () => this.dispatchEvent(new Event("state"));
    // Crossing offers mean a rollback, and in a rollback Chromium loses the received picture: the polite side asks
    // instead.
    this.pc.onnegotiationneeded = () => (this.polite ? this.askRestart() : this.#enqueue(() => this.#makeOffer()));
    this.pc.ontrack = ({ track }) => this.#receive(track);
  }

  /** @returns {RTCPeerConnectionState} */
  get state() {
    return this.#closed ? "closed" : this.pc.connectionState;
  }

  /** True while a picture arrives, as far as the browser and `expect` tell. */
  get picture() {
    return this.remote.getVideoTracks().length > 0;
  }

  /** Whether the other side sends a picture: the browser notices its first packet, but not its last.
   * @param {boolean} picture */
  expect(picture) {
    if (this.#expected === picture) return;
    this.#expected = picture;
    this.#arrange();
  }

  /** The operator's side creates the two lines and offers them. */
  start() {
    if (this.polite) return this.listen();
    const streams = [this.remote];
    for (const kind of /** @type {Kind[]} */ (["audio", "video"])) {
      this.pc.addTransceiver(kind, { direction: "sendrecv", streams });
    }
  }

  /** The client's side says that it's listening: an offer may have come too early, or to a socket that was gone. */
  listen() {
    if (this.polite) this.send({ ready: true });
  }

  /**
   * Sends this track from now on, or nothing. Can be called before the line exists.
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track
   */
  attach(kind, track) {
    if (this.#tracks[kind] === track) return;
    this.#tracks[kind] = track;
    this.#place(kind);
  }

  /** Whether the other side has answered the last offer or request. */
  get answered() {
    return !this.#owed;
  }

  /** Finds a new path: the current one continues until the new one is ready. */
  restart() {
    this.#owed = true;
    this.#enqueue(async () => {
      this.pc.restartIce();
      // An offer whose answer was lost would block negotiationneeded forever.
      if (this.pc.signalingState === "have-local-offer") await this.#makeOffer();
    });
  }

  /** Asks the operator's side for a repair. @param {import("./repair_ladder.js").Rung} [rung] */
  askRestart(rung = "restart") {
    this.#owed = true;
    this.send({ restart: rung });
  }

  /** @param {Told} told */
  tell(told) {
    this.send({ told });
  }

  /** Sends a small picture, or the whole one again. @param {boolean} small */
  shrink(small) {
    if (this.#small === small) return;
    this.#small = small;
    this.#size();
  }

  /** Sends almost nothing of the picture, as nothing arrives, or the whole of it again, starting with a key frame.
   * @param {boolean} held */
  hold(held) {
    if (this.#held === held) return;
    this.#held = held;
    this.#size();
  }

  /**
   * Sign-language mode: keeps the pictures a second and gives up their size first.
   * @param {number | null} rung size to send, by `SIZES` of ../quality/encoding.js; null: the mode is off
   * @param {number} [edge] lines of the shorter edge of what the camera gives, if known
   */
  sign(rung, edge = 0) {
    if (this.#rung === rung && this.#edge === edge) return;
    this.#rung = rung;
    this.#edge = edge;
    this.#size(["video", "audio"]);
  }

  /** New ICE servers (credentials expire); used from the next restart on.
   * @param {RTCConfiguration} configuration */
  configure(configuration) {
    if (!this.#closed) this.pc.setConfiguration({ ...this.pc.getConfiguration(), ...configuration });
  }

  /** Handles a message of the other peer; anything invalid or late is dropped.
   * @param {string} data */
  receive(data) {
    this.#enqueue(async () => {
      const message = JSON.parse(data);
      if (message.description) await this.#take(message.description, message.offer);
      else if (message.candidate) await this.#candidate(message.candidate);
      else if (message.ready) this.#tellOffer();
      else if (message.restart) this.dispatchEvent(new CustomEvent("asked", { detail: message.restart }));
      else if (message.told) this.dispatchEvent(new CustomEvent("told", { detail: message.told }));
    });
  }

  /** Stops sending and receiving for good. */
  close() {
    this.#closed = true;
    this.pc.onicecandidate = this.pc.onconnectionstatechange = this.pc.onnegotiationneeded = this.pc.ontrack = null;
    this.pc.close();
  }

  /** One step after the other: no message is judged while an earlier one is still being applied.
   * @param {() => Promise<void>} step */
  #enqueue(step) {
    this.#line = this.#line.then(() => (this.#closed ? undefined : step())).catch(() => undefined);
  }

  async #makeOffer() {
    this.#offer += 1;
    await this.pc.setLocalDescription();
    this.#tellOffer();
  }

  #tellOffer() {
    if (this.pc.signalingState === "have-local-offer")
      this.send({ description: this.pc.localDescription, offer: this.#offer });
  }

  /**
   * @param {RTCSessionDescriptionInit} description
   * @param {number} offer which of its sender's offers this is or answers
   */
  async #take(description, offer) {
    if (description.type === "offer") {
      if (!this.polite) return;
      await this.pc.setRemoteDescription(description);
      for (const line of this.pc.getTransceivers()) this.#ready(line);
      await this.pc.setLocalDescription();
      this.send({ description: this.pc.localDescription, offer });
    } else {
      if (this.pc.signalingState !== "have-local-offer" || offer !== this.#offer) return;
      await this.pc.setRemoteDescription(description);
    }
    this.#owed = false;
    for (const line of this.pc.getTransceivers()) this.#prefer(line);
    for (const kind of /** @type {Kind[]} */ (["audio", "video"])) this.#place(kind);
    await this.#addEarly();
  }

  /** An offered line is answered in both directions, though nothing is sent on it yet.
   * @param {RTCRtpTransceiver} line */
  #ready(line) {
    if (line.direction === "sendrecv" || line.direction === "stopped") return;
    line.direction = "sendrecv";
    // One stream for both lines lets the other side keep lips and voice in sync.
    line.sender.setStreams?.(this.remote);
  }

  /** @param {Kind[]} [kinds] whose share of the line has changed */
  #size(kinds = this.#rung === null ? ["video"] : ["video", "audio"]) {
    this.#sized = true;
    for (const line of this.pc.getTransceivers())
      if (kinds.includes(/** @type {Kind} */ (line.receiver.track.kind))) this.#prefer(line);
  }

  /** What gives way on a weak line. Text on a screen is useful only while it's readable: it moves less, a face gets
   * smaller. Signs are useful only while they move.
   * @returns {RTCDegradationPreference} */
  get #yields() {
    if (this.#tracks.video?.contentHint === "detail") return "maintain-resolution";
    return this.#rung === null ? "balanced" : "maintain-framerate";
  }

  /** Sign-language mode shapes the camera's picture. What is on a screen is read, and no person is seen there. */
  get #wish() {
    const { video } = this.#tracks;
    const { width = 0, height = 0 } = video?.getSettings?.() ?? {};
    const rung = video?.contentHint === "detail" ? null : this.#rung;
    return { held: this.#held, small: this.#small, rung, edge: this.#edge || Math.min(width, height) };
  }

  /**
   * Sets encodings after negotiation: set earlier, Chromium starts at half size and a frame late. A picture that was
   * never confined is left as the browser has it.
   * @param {RTCRtpTransceiver} line
   */
  #prefer(line) {
    const parameters = line.sender.getParameters();
    if (!parameters.encodings?.length) return;
    const kind = /** @type {Kind} */ (line.receiver.track.kind);
    const wish = this.#wish;
    const signing = wish.rung !== null;
    const [encoding] = parameters.encodings;
    Object.assign(encoding, ENCODING[kind], signing && SIGNING[kind]);
    if (kind === "video" && this.#sized) {
      Object.assign(encoding, picture(wish));
      if (signing || parameters.degradationPreference) parameters.degradationPreference = this.#yields;
    }
    if (kind === "audio") {
      const most = voice(wish);
      if (most) encoding.maxBitrate = most;
      else delete encoding.maxBitrate;
    }
    line.sender.setParameters(parameters).catch(() => undefined);
  }

  /** @param {Kind} kind */
  #place(kind) {
    const line = this.pc.getTransceivers().find((one) => one.receiver.track.kind === kind);
    // The sender names its new track only some time later: the requested one counts.
    if (!line || (this.#placed.get(line) ?? null) === this.#tracks[kind]) return;
    this.#placed.set(line, this.#tracks[kind]);
    const track = this.#tracks[kind];
    line.sender.replaceTrack(track).then(
      () => this.#sharpen(line, track),
      () => this.#placed.delete(line),
    );
  }

  /** Another track: what gives way may be another thing, and in sign-language mode its size is.
   * @param {RTCRtpTransceiver} line @param {MediaStreamTrack | null} track */
  #sharpen(line, track) {
    if (!track) return; // reading parameters blocks the page until the connection's own thread has time
    if (this.#rung !== null) return this.#prefer(line);
    const { sender } = line;
    const parameters = sender.getParameters();
    if ((parameters.degradationPreference ?? "balanced") === this.#yields || !parameters.encodings?.length) return;
    sender.setParameters({ ...parameters, degradationPreference: this.#yields }).catch(() => undefined);
  }

  /** @param {RTCIceCandidateInit} candidate */
  async #candidate(candidate) {
    const generation = candidate.usernameFragment ?? "";
    if (this.#current().has(generation)) return this.pc.addIceCandidate(candidate);
    const early = this.#early.get(generation) ?? [];
    const known = this.#generations.has(generation);
    if (!known && early.length < QUEUED_CANDIDATES) this.#early.set(generation, [...early, candidate]);
  }

  async #addEarly() {
    const current = this.#current();
    for (const generation of current) {
      this.#generations.add(generation);
      const early = this.#early.get(generation) ?? [];
      this.#early.delete(generation);
      for (const candidate of early) await this.pc.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  /** The ICE generations of the current remote description. */
  #current() {
    const sdp = this.pc.remoteDescription?.sdp ?? "";
    return new Set([...sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)].map((found) => found[1]));
  }

  /** @param {MediaStreamTrack} track */
  #receive(track) {
    if (track.kind === "audio") this.remote.addTrack(track);
    else track.onmute = track.onunmute = () => this.#arrange();
  }

  #arrange() {
    const track = this.pc.getReceivers().find((receiver) => receiver.track.kind === "video")?.track;
    const arrives = this.#expected && track?.muted === false;
    if (!track || arrives === this.picture) return;
    if (arrives) this.remote.addTrack(track);
    else this.remote.removeTrack(track);
    this.dispatchEvent(new Event("picture"));
  }
}
