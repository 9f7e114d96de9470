// The client's camera between the two sides of a call: the client's tab reports what it can do, and does what the
// operator sets while that is allowed; the operator's tab keeps the report and sends what is set. The permission is the
// server's: it stands in the call. Renders nothing.

/** @typedef {import("../../wire/protocol.js").CallView} CallView */
/** @typedef {import("../../wire/protocol.js").CameraState} CameraState */
/** @typedef {import("./controls.js").Wish} Wish */
/** @typedef {"control" | "flip"} Question */

export class RemoteCamera {
  /** The newest report, kept whenever it comes: it often is faster than the news of the call.
   * @type {import("../../wire/protocol.js").CameraShown | null} */
  #shown = null;
  /** The call this client has just allowed to be controlled, before the news of it. */ #granted = "";
  /** @type {CallView | null} */ #call = null;
  #leg = "";
  /** What was last reported, and to whom. */ #reported = "";
  /** Between two calls of `follow` the other leg was this one. */ #other = "";
  /** @type {Wish | null} to be sent when the last one has been answered */ #wish = null;
  #sending = false;

  /**
   * @param {object} options
   * @param {"client" | "operator"} options.role
   * @param {EventTarget & Pick<import("../../wire/socket.js").Wire, "send">} options.wire
   * @param {{controls: import("./controls.js").CameraControls, flip: () => Promise<void>}} options.media
   * @param {(command: import("../call.js").Command) => Promise<boolean>} options.act carries out what the person wants
   * @param {() => void} options.change `state` is another one
   */
  constructor({ role, wire, media, act, change }) {
    this.role = role;
    this.wire = wire;
    this.media = media;
    this.act = act;
    this.change = change;
    wire.addEventListener("event", (event) => this.#hear(/** @type {CustomEvent} */ (event).detail));
    media.controls.addEventListener("change", () => this.#report());
  }

  /** At the operator's: what the client's camera can do and does; null while it isn't open.
   * @returns {CameraState | null} */
  get state() {
    const [call, shown] = [this.#call, this.#shown];
    const current = call && shown?.call === call.id && shown.leg === call.client_leg;
    return current && call.client.camera === "granted" ? shown.camera : null;
  }

  /** This tab carries this running call. Can be called repeatedly. @param {CallView} call @param {string} leg */
  follow(call, leg) {
    this.#call = call;
    this.#leg = leg;
    const other = `${call.id} ${call[this.role === "client" ? "operator_leg" : "client_leg"]}`;
    if (other !== this.#other) {
      this.#other = other;
      this.#reported = "";
    }
    if (call.camera?.allowed) this.#granted = "";
    this.#report();
  }

  /** The call has ended, or is carried elsewhere. */
  stop() {
    this.#call = this.#wish = null;
    this.#reported = this.#other = this.#granted = "";
  }

  /** The socket was away: the other side may have missed the report. */
  repeat() {
    this.#reported = "";
    this.#report();
  }

  /** The operator asks. @param {Question} what */
  ask(what) {
    return this.#do({ type: "camera.ask", what });
  }

  /** The operator withdraws the question. */
  unask() {
    return this.#do({ type: "camera.unask" });
  }

  /** The client answers; who agrees to flip does it at once. @param {Question} what @param {boolean} yes */
  async answer(what, yes) {
    const call = this.#call?.id ?? "";
    const agreed = await this.#do({ type: "camera.answer", leg: this.#leg, what, yes });
    if (!agreed || !yes) return;
    if (what === "flip") await this.media.flip();
    else if (!this.#call?.camera?.allowed) this.#granted = call;
  }

  /** Either side ends the operator's control. */
  end() {
    this.#granted = "";
    return this.#do({ type: "camera.end" });
  }

  /** The operator sets the client's light or zoom. Of a slider's many values only the newest waits for its turn.
   * @param {Wish} wish */
  async set(wish) {
    this.#wish = { ...this.#wish, ...wish };
    if (this.#sending) return;
    this.#sending = true;
    while (this.#wish && this.#call) {
      const next = this.#wish;
      this.#wish = null;
      // Refused, it was taken back meanwhile, or the client reconnects: the report says how the camera stands.
      await this.wire.send({ type: "camera.set", call: this.#call.id, leg: this.#leg, ...next }).catch(() => undefined);
    }
    this.#sending = false;
  }

  /** @param {object} command */
  async #do(command) {
    const call = this.#call?.id;
    return Boolean(call) && this.act(/** @type {import("../call.js").Command} */ ({ ...command, call }));
  }

  /** @param {import("../../wire/protocol.js").ServerEvent} event */
  #hear(event) {
    if (event.type === "camera.state" && this.role === "operator") {
      this.#shown = event;
      this.change();
    }
    if (event.type !== "camera.set" || this.role !== "client" || event.call !== this.#call?.id) return;
    // Taken back a moment ago, while this was on its way: not set any more.
    if (this.#call.camera?.allowed || this.#granted === event.call)
      this.media.controls.set({ torch: event.torch, zoom: event.zoom });
  }

  async #report() {
    if (this.role !== "client" || !this.#call?.operator_leg) return;
    const camera = this.media.controls.view;
    const now = `${this.#other} ${JSON.stringify(camera)}`;
    if (now === this.#reported || (!this.#reported && !camera)) return;
    this.#reported = now;
    try {
      await this.wire.send({ type: "camera.state", call: this.#call.id, leg: this.#leg, camera });
    } catch {
      if (this.#reported === now) this.#reported = "";
    }
  }
}
