// The call of this tab, for both pages: applies the server's call state to devices and connection. The server owns the
// call; this only sends requests. Renders nothing and opens no socket.

import { LIVE, RUNNING } from "../wire/constants.js";
import { t } from "../ui/text.js";
import { QualityMonitor } from "./quality/monitor.js";
import { createLeg } from "./leg.js";
import { Link } from "./connection/link.js";
import { Media } from "./devices/media.js";
import { Peer } from "./connection/peer.js";
import { attach, press } from "./attach_video.js";
import { MicrophoneWatch } from "./devices/microphone_watch.js";
import { RemoteCamera } from "./camera/remote.js";
import { Report } from "./leg_report.js";
import { WakeLock } from "./wake_lock.js";
import { grab } from "./snapshot/encode.js";
import { viewOf } from "./view.js";
import { accepted, wishes } from "./devices/initial.js";

/** @typedef {import("../wire/protocol.js").CallView} CallView */
/** @typedef {import("../wire/protocol.js").Devices} Devices */
/** @typedef {import("./view.js").View} View */
/** A command about a call, of either side.
 * @typedef {import("../wire/protocol.js").Unsent<Extract<import("../wire/outbox.js").Command, {type:
 *   `call.${string}` | `camera.${string}`}>>} Command */

/**
 * @typedef {object} Options
 * @property {"client" | "operator"} role
 * @property {EventTarget & Pick<import("../wire/socket.js").Wire, "state" | "send">} wire
 * @property {Media} [media]
 * @property {typeof Peer} [Peer]
 * @property {import("./leg.js").Leg} [leg]
 * @property {import("./connection/repair_ladder.js").Timers} [timers]
 * @property {WakeLock} [awake]
 */

/** States that may still lead to a picture. @type {readonly string[]} */
const COMING = ["not-asked", "asking", "granted"];

/** @param {Options} options */
export function createCall(options) {
  return new Call(options);
}

/** Events: `change` whenever `view` has changed. */
export class Call extends EventTarget {
  /** @type {CallView | null} */ #call = null;
  /** @type {Set<string>} calls this page saw live */ #seen = new Set();
  /** @type {Devices | null} this side's devices before this tab took it over */ #before = null;
  // Each of these is the id of the call it applies to.
  #accepting = "";
  #accepted = "";
  #opened = "";
  #joined = "";
  #left = "";
  /** Call was pressed, and the call doesn't exist yet. */
  #requesting = false;
  /** The call was withdrawn before it existed: it ends as soon as it does. */
  #withdrawn = false;
  /** A call that starts by itself is expected: its devices are already open. */
  #preparing = false;
  /** The client has seen in the preview that it starts with the camera on. */
  #begins = false;
  #playBlocked = false;
  /** @type {HTMLVideoElement | null} */ #player = null;
  /** @type {string | null} */ #error = null;

  /** @param {Options} options */
  constructor({
    role,
    wire,
    media = new Media(),
    Peer: Kind = Peer,
    leg = createLeg(),
    timers,
    awake = new WakeLock(),
  }) {
    super();
    this.role = role;
    this.other = /** @type {"client" | "operator"} */ (role === "client" ? "operator" : "client");
    this.wire = wire;
    this.media = media;
    this.leg = leg;
    this.supported = Kind.supported;
    this.report = new Report((type, fields) => this.#say(type, fields));
    this.link = new Link({
      role,
      Peer: Kind,
      timers,
      send: (data) => this.#say("call.signal", { leg: leg.id, data }),
      refresh: () => this.#join(),
      rebuild: () => {
        // To the person, a microphone muted by the system is on.
        const microphone =
          media.microphone === "muted" && !media.turnedOff("microphone") ? "granted" : media.microphone;
        this.#before = { microphone, camera: media.camera, screen: false };
        leg.renew();
        this.#join();
      },
    });
    this.monitor = new QualityMonitor({ link: this.link, wire, timers, change: () => this.#tell() });
    this.awake = awake;
    this.hearing = new MicrophoneWatch({
      media,
      timers,
      connection: () => (this.link.state === "connected" ? this.peer : null),
    });
    this.camera = new RemoteCamera({
      role,
      wire,
      media,
      act: (command) => this.#do(command),
      change: () => this.#tell(),
    });
    this.link.addEventListener("change", () => this.#settle());
    media.addEventListener("change", () => this.#settle());
    // The chosen loudspeaker may be gone, or back.
    media.devices?.addEventListener?.(
      "devicechange",
      () => this.#player && this.view.remote && this.show(this.#player),
    );
    wire.addEventListener("event", (event) => this.#hear(/** @type {CustomEvent} */ (event).detail));
    wire.addEventListener("state", () => this.#resume());
  }

  /** @returns {View} */
  get view() {
    const { other, media, link } = this;
    const call = this.#call;
    const here = {
      requesting: this.#requesting,
      seen: this.#seen.has(call?.id ?? ""),
      left: call?.id === this.#left,
      mine: this.#mine,
      agreed: this.#agreed,
    };
    return viewOf(call, {
      other,
      media,
      link,
      quality: this.monitor.quality,
      illegible: this.monitor.signing.view,
      clientCamera: this.camera.state,
      ...here,
      playBlocked: this.#playBlocked,
      error: this.#error,
    });
  }

  /** The current connection, for its statistics. @returns {RTCPeerConnection | null} */
  get peer() {
    return this.link.peer?.pc ?? null;
  }

  /** Updates to the calls of the open session, oldest first. Can be called repeatedly.
   * @param {readonly CallView[] | null | undefined} calls
   * @param {unknown} [session] the session they are of */
  update(calls, session) {
    const call = calls?.at(-1) ?? null;
    if (call === this.#call) return;
    const rang = this.#mine && !this.#agreed;
    this.#call = call;
    if (call?.state !== "requested") this.#accepting = "";
    if (call && this.#live) {
      if (!this.#seen.has(call.id) && !this.#agreed) this.media.prepare();
      this.#seen.add(call.id);
      if (this.#mine) this.#requesting = false;
      if (this.#mine && this.#withdrawn) return void this.cancel();
    }
    this.#settle();
    // A server without armed calls sends the ICE servers only now.
    if (rang && this.#mine && this.#agreed && !this.link.informed) this.#join();
  }

  /**
   * Expects a call that starts by itself: whatever `media` opens from now on is kept for it, and sent to nobody before.
   * @param {{camera?: boolean}} [begins] as the preview shows it
   */
  prepare({ camera = false } = {}) {
    if (this.#live) return;
    this.#preparing = true;
    this.#begins = camera;
  }

  /** Expects no call any more and releases the devices. */
  relax() {
    if (!this.#preparing) return;
    this.#preparing = false;
    this.#settle();
  }

  /**
   * The operator calls: shows the own picture at once, and asks the client.
   * @param {string} session
   * @param {{signing?: boolean}} [how] signing: in sign-language mode, or not; without it as the last call was
   * @returns {Promise<boolean>} whether the server took it; otherwise `view.error` says why not
   */
  async request(session, how = {}) {
    this.#requesting = true;
    this.#withdrawn = false;
    this.#tell();
    this.media.open(["microphone", "camera"]);
    const passed = await this.#do({ type: "call.request", session, leg: this.leg.id, ...how });
    const elsewhere = this.#live && this.#call?.state !== "asked" && !this.#mine;
    if (!passed || elsewhere) this.#requesting = this.#withdrawn = false;
    this.#settle();
    return passed;
  }

  /** The client asks for a call.
   * @param {string} session */
  async ask(session) {
    await this.#do({ type: "call.ask", session, leg: this.leg.id });
  }

  /** The client accepts: requests the devices while the server is told.
   * @param {{video: boolean}} how */
  async accept({ video }) {
    const call = this.#call;
    if (call?.state !== "requested" || this.#accepting) return;
    this.#accepting = this.#accepted = this.#opened = call.id;
    const passed = this.#do({ type: "call.accept", call: call.id, leg: this.leg.id, video });
    const { asked, on } = accepted(call, video);
    this.media.open(asked, on);
    if (!(await passed)) this.#accepting = this.#accepted = this.#opened = "";
    this.#settle();
  }

  /** @param {"refused" | "browser" | "no-microphone"} [reason] */
  decline(reason = "refused") {
    return this.#leave({ type: "call.decline", reason });
  }

  /** Withdraws this side's request. */
  cancel() {
    this.#withdrawn = this.#requesting && !this.#live;
    if (this.#requesting) {
      this.#requesting = false;
      this.#settle();
    }
    return this.#leave({ type: "call.cancel" });
  }

  /** Ends the call and releases the devices at once, whatever the network does. */
  hangup() {
    return this.#leave({ type: "call.hangup" });
  }

  async toggleMicrophone() {
    if (this.#carrying) await this.media.setMicrophone(this.media.microphone !== "granted");
  }

  async toggleCamera() {
    if (this.#carrying) await this.media.setCamera(this.media.camera !== "granted");
  }

  /** Shows the camera that faces the other way. */
  async flip() {
    if (this.#carrying) await this.media.flip();
  }

  /** Shares the screen instead of the camera, or stops; a refusal is shown in words. */
  async toggleScreen() {
    if (!this.#carrying) return;
    if (this.media.screen) return this.media.display.stop();
    this.#error = null;
    try {
      await this.media.display.start();
      if (!this.#carrying) this.media.display.stop();
    } catch (refused) {
      this.#error = /** @type {Error} */ (refused).message;
      this.#tell();
    }
  }

  /** Sign-language mode of both sides, on or off. */
  async toggleSigning() {
    const call = this.#call;
    if (!call || !this.#mine) return;
    await this.#do({ type: "call.signing", call: call.id, leg: this.leg.id, on: !call.signing });
  }

  /** Requests the devices again whose question was closed without an answer. */
  async askAgain() {
    if (this.#carrying) await this.media.askAgain();
  }

  /** Carries the call in this tab; the previous tab is out. */
  takeOver() {
    this.#before = this.#call?.[this.role] ?? null;
    this.#join();
  }

  /** Shows the other side in this element. Can be called at each rendering.
   * @param {HTMLVideoElement} video */
  async show(video) {
    this.#player = video;
    await attach(video, this.view.remote, {
      blocked: (blocked) => {
        if (this.#playBlocked === blocked) return;
        this.#playBlocked = blocked;
        this.#tell();
      },
      speaker: (gone) => this.media.speaker(gone),
    });
  }

  /** Plays it again, on a press, after `playBlocked`.
   * @param {HTMLVideoElement} video */
  async play(video) {
    await this.show(video);
    await press(video);
  }

  /** @returns {Promise<Blob>} PNG of the received picture at its native size; rejects with the reason in words */
  async snapshot() {
    const track = this.view.remotePicture && this.link.peer?.remote.getVideoTracks()[0];
    const none = new Error(t("No picture is coming from the other side."));
    if (!track) throw none;
    return grab(track).catch(() => Promise.reject(none));
  }

  get #live() {
    return this.#call !== null && LIVE.includes(this.#call.state) && this.#call.id !== this.#left;
  }

  get #mine() {
    return this.#live && this.#call?.[`${this.role}_leg`] === this.leg.id;
  }

  /** Both sides want the call: the server has announced it, or this client has just accepted. Nothing is sent
   * before. */
  get #agreed() {
    const { id = "", state = "asked" } = this.#call ?? {};
    return this.#live && (RUNNING.includes(state) || (state === "requested" && id === this.#accepted));
  }

  /** This tab may use the devices: the operator's from the request on, the client's from the acceptance on. */
  get #carrying() {
    if (this.#requesting || this.#preparing || (this.#live && this.#call?.id === this.#accepting)) return true;
    return this.#mine && (this.#agreed || (this.role === "operator" && this.#call?.state === "requested"));
  }

  /** Idempotent, so that every event can simply call it. */
  #settle() {
    const call = this.#call;
    if (call && this.#mine) this.#carry(call);
    else if (call && this.#live && call.state !== "asked") this.#claim(call);
    else this.#release();
    this.#tell();
  }

  /** @param {CallView} call */
  #carry(call) {
    const { link, media, leg } = this;
    if (this.#carrying && this.#opened !== call.id) this.#open(call);
    link.between({ call: call.id, own: leg.id, other: call[`${this.other}_leg`] });
    link.attach("audio", this.#agreed ? media.track("microphone") : null);
    const picture = this.#agreed ? media.picture : null;
    link.attach("video", picture);
    media.background.sent(picture);
    const { microphone, camera, screen } = call[this.other];
    link.peer?.expect(!link.paused && (COMING.includes(camera) || screen === true));
    if (this.#agreed)
      this.monitor.follow({
        call: call.id,
        leg: leg.id,
        expecting: ["granted", "muted"].includes(microphone) || camera === "granted" || screen === true,
        signing: call.signing
          ? { sends: picture !== null && !media.screen, expects: camera === "granted" && screen !== true }
          : null,
      });
    media.sign(Boolean(call.signing));
    if (this.#carrying) this.report.devices(call, leg.id, media);
    if (!this.#agreed) return;
    this.report.connection(call, leg.id, link.state);
    this.camera.follow(call, leg.id);
    this.hearing.start();
    this.awake.hold();
  }

  /** @param {CallView} call */
  #open(call) {
    this.#opened = call.id;
    const { asked, on } = wishes(call, this.role, this.#before ?? call[this.role]);
    // Devices turned off while waiting stay off.
    /** @type {import("./devices/errors.js").Device[]} */
    const chosen = this.#begins && !on.includes("camera") ? [...on, "camera"] : on;
    const left = this.#preparing ? chosen.filter((device) => !this.media.turnedOff(device)) : on;
    this.#preparing = false;
    this.media.open(asked, left);
  }

  /** Takes a side that nobody carries, or that this tab carried before a reload; any other belongs to another tab.
   * @param {CallView} call */
  #claim(call) {
    const leg = call[`${this.role}_leg`];
    if (leg !== null && !this.leg.was(leg)) {
      this.#preparing = false;
      return this.#release();
    }
    if (this.role === "client" && call.state === "requested" && !this.supported) return void this.decline("browser");
    if (this.#joined === `${call.id} ${this.leg.id}`) return;
    this.#before ??= call[this.role];
    this.#join();
  }

  #release() {
    if (this.#carrying) return;
    this.monitor.stop();
    this.camera.stop();
    this.hearing.stop();
    this.awake.release();
    this.link.close();
    this.report.repeat();
    this.#before = null;
    this.#playBlocked = false;
    this.#opened = "";
    this.media.close();
  }

  /** Becomes this side's leg, or asks for the ICE servers again: both are answered by `call.ice`. */
  async #join() {
    const call = this.#call;
    if (!call || !this.#live) return;
    this.#joined = `${call.id} ${this.leg.id}`;
    if (!(await this.#say("call.join", { leg: this.leg.id }))) this.#joined = "";
  }

  /** The server's confirmation of the end may take a while; this side leaves at once.
   * @param {{type: "call.decline" | "call.cancel" | "call.hangup", reason?: string}} command */
  async #leave(command) {
    const call = this.#call;
    if (!call || !this.#live) return;
    this.#left = call.id;
    this.#accepting = "";
    this.#settle();
    if (await this.#do(/** @type {Command} */ ({ ...command, call: call.id }))) return;
    // The client was faster and the call is running: withdrawing means hanging up.
    if (command.type === "call.cancel") return void this.#say("call.hangup", { call: call.id });
    if (command.type === "call.decline") this.#left = "";
    this.#settle();
  }

  #resume() {
    if (this.wire.state !== "open" || !this.#mine) return;
    this.report.repeat();
    this.camera.repeat();
    this.link.resume();
    this.#settle();
  }

  /** @param {import("../wire/protocol.js").ServerEvent} event */
  #hear(event) {
    if (event.type === "call.ice") this.link.ice(event);
    else if (event.type === "call.signal" && event.call === this.#call?.id) this.link.signal(event.data);
  }

  /** Sends a command about the current call; a refusal is an answer too.
   * @param {Command["type"]} type @param {object} fields @returns {Promise<boolean>} */
  async #say(type, fields) {
    try {
      await this.wire.send(/** @type {Command} */ ({ type, call: this.#call?.id, ...fields }));
      return true;
    } catch {
      return false;
    }
  }

  /** Carries out the person's action; a refusal is shown in words.
   * @param {Command} command @returns {Promise<boolean>} whether it was done */
  async #do(command) {
    this.#error = null;
    try {
      await this.wire.send(command);
      return true;
    } catch (fault) {
      this.#error = /** @type {{text?: string}} */ (fault).text ?? String(fault);
      return false;
    } finally {
      this.#tell();
    }
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
