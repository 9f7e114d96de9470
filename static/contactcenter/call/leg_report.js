// Reports of this leg to the server: its devices (C5) and whether it receives the other. Sends nothing twice.

/** @typedef {import("../wire/protocol.js").CallView} CallView */
/** @typedef {import("../wire/protocol.js").Devices} Devices */

export class Report {
  #devices = "";
  #connection = "";
  /** The server has recorded that this side lost the other. */
  #taken = false;

  /** @param {(type: "call.media" | "call.interrupted" | "call.connected", fields: object) => Promise<boolean>} say
   *   resolves to whether the server took it */
  constructor(say) {
    this.say = say;
  }

  /**
   * A camera that may not be seen yet counts as off for the other side: it must not show an old picture meanwhile.
   * @param {CallView} call @param {string} leg
   * @param {Readonly<Devices> & {background?: {held: boolean}}} devices read a moment later: both often change together
   */
  async devices(call, leg, devices) {
    await undefined;
    const { microphone, screen, background } = devices;
    const camera = background?.held ? "off" : devices.camera;
    const now = `${call.id} ${leg} ${microphone} ${camera} ${screen}`;
    if (now === this.#devices || (!this.#devices && microphone === "not-asked" && camera === "not-asked" && !screen))
      return;
    this.#devices = now;
    const fields = { leg, microphone, camera, ...(screen && { screen }) };
    if (!(await this.say("call.media", fields)) && this.#devices === now) this.#devices = "";
  }

  /** Each pair of legs connects anew.
   * @param {CallView} call @param {string} leg @param {RTCPeerConnectionState} state */
  async connection(call, leg, state) {
    const pair = `${call.id} ${call.client_leg} ${call.operator_leg}`;
    const lost = state === "disconnected" || state === "failed";
    if (state !== "connected" && !(lost && this.#connection.endsWith(` ${pair}`))) return;
    const now = `${lost ? "interrupted" : "connected"} ${pair}`;
    if (lost && now === this.#connection) this.#taken ||= call.state === "reconnecting";
    // The other side got through and said so; this one still receives nothing, so it's repeated.
    const again = lost && this.#taken && call.state === "connected";
    if (now === this.#connection && !again) return;
    this.#connection = now;
    this.#taken = false;
    if (!(await this.say(lost ? "call.interrupted" : "call.connected", { leg })) && this.#connection === now)
      this.#connection = "";
  }

  /** The socket was away: the server may have missed reports. */
  repeat() {
    this.#devices = this.#connection = "";
  }
}
