// The server's part of a call in a few lines, for tests: two wires, one call at a time, the moves of
// videocall/moves.py. Serves node and browser tests alike; knows no timers but the delay of the line it plays.

import { MOVES, OVER } from "../../../static/contactcenter/wire/constants.js";

const FRESH = { microphone: "not-asked", camera: "not-asked" };
const DEFAULTS = { operator_microphone: true, operator_camera: true, client_microphone: true, client_camera: false };

export class Server {
  /** Every command that came, with the role that sent it, in order. */
  commands = [];
  calls = [];
  #wires = new Map();

  /**
   * @param {object} [options]
   * @param {number} [options.delay] milliseconds a frame takes each way
   * @param {boolean} [options.relay]
   * @param {object} [options.defaults]
   * @param {string[]} [options.arm] the sides that hear how to reach the other while it rings; by default both
   */
  constructor({ delay = 0, relay = false, defaults = {}, arm = ["operator", "client"] } = {}) {
    this.arm = arm;
    this.delay = delay;
    this.relay = relay;
    this.defaults = { ...DEFAULTS, ...defaults };
  }

  /** A socket of this role; `call.update` is called by whoever owns it, as the page's reducer would. */
  wire(role) {
    const wire = new EventTarget();
    wire.role = role;
    wire.state = "open";
    wire.send = async (command) => {
      await this.#travel();
      this.commands.push({ role, ...command });
      try {
        this.#take(role, command, wire);
      } finally {
        await this.#travel();
      }
    };
    this.#wires.set(wire, null);
    return wire;
  }

  /** Give a call of this tab what the server tells its socket. */
  connect(wire, call) {
    wire.addEventListener("event", ({ detail }) => detail.type === "call.changed" && call.update(this.calls));
    call.update(this.calls);
  }

  get call() {
    return this.calls.at(-1);
  }

  /** The commands of one type that came from one role. */
  sent(role, type) {
    return this.commands.filter((command) => command.role === role && command.type === type);
  }

  /** A call that starts by itself (C2). */
  start() {
    this.#create("accepted", {});
  }

  /** Make a move of the table, as anybody the table allows. */
  move(move, by = "system", fields = {}) {
    const found = MOVES.find((one) => one.from === this.call.state && one.move === move && one.by.includes(by));
    if (!found)
      throw Object.assign(new Error(`${move} in ${this.call.state}`), {
        code: "call.state",
        text: "This cannot be done now.",
      });
    this.#change({ ...fields, state: found.to });
  }

  #take(role, command, wire) {
    const leg = `${role}_leg`;
    const call = this.call;
    if (command.type === "call.request" && call?.state === "asked") this.move("request", role, { [leg]: command.leg });
    else if (command.type === "call.request") this.#create("requested", { [leg]: command.leg, prompt: true });
    else if (command.type === "call.ask") this.#create("asked", { [leg]: command.leg });
    else if (OVER.includes(call.state))
      throw Object.assign(new Error("over"), { code: "call.over", text: "The call is over." });
    else if (command.type === "call.accept") this.move("accept", role, { [leg]: command.leg, video: command.video });
    else if (command.type === "call.join") this.#join(role, command.leg);
    else if (["call.decline", "call.cancel", "call.hangup"].includes(command.type))
      this.move(command.type.slice(5), role);
    else if (call[leg] !== command.leg)
      throw Object.assign(new Error("taken"), { code: "call.taken", text: "The call is in another window." });
    else if (command.type === "call.media")
      this.#change({
        [role]: { microphone: command.microphone, camera: command.camera, ...(command.screen && { screen: true }) },
      });
    else if (command.type === "call.signing") this.#change({ signing: command.on });
    else if (command.type === "call.connected" && call.state !== "connected") this.move("connected", role);
    else if (command.type === "call.interrupted" && call.state === "connected") this.move("interrupt", role);
    else if (command.type === "call.signal") this.#relay(role, command);
    if (["call.request", "call.ask", "call.accept", "call.join"].includes(command.type)) {
      this.#wires.set(wire, command.leg);
      if (["asked", "requested"].includes(this.call.state) && !this.arm.includes(role)) return;
      this.#tell(wire, { type: "call.ice", call: this.call.id, leg: command.leg, servers: [], relay: this.relay });
    }
  }

  #join(role, leg) {
    if (this.call[`${role}_leg`] === leg) return;
    const fields = { [`${role}_leg`]: leg, [role]: FRESH };
    if (this.call.state === "connected") this.move("interrupt", role, fields);
    else this.#change(fields);
  }

  #relay(role, { call, leg, data }) {
    const to = this.call[role === "client" ? "operator_leg" : "client_leg"];
    for (const [wire, here] of this.#wires) if (here === to) this.#tell(wire, { type: "call.signal", call, leg, data });
  }

  #create(state, fields) {
    const id = `call-${this.calls.length + 1}`;
    const legs = { client_leg: null, operator_leg: null };
    const call = {
      id,
      session: "s",
      video: false,
      prompt: false,
      signing: false,
      client: FRESH,
      operator: FRESH,
      defaults: this.defaults,
      ...legs,
    };
    this.calls = [...this.calls, { ...call, state, ...fields }];
    this.#tellAll();
  }

  #change(fields) {
    this.calls = [...this.calls.slice(0, -1), { ...this.call, ...fields }];
    this.#tellAll();
  }

  #tellAll() {
    for (const wire of this.#wires.keys()) this.#tell(wire, { type: "call.changed", call: this.call });
  }

  async #tell(wire, detail) {
    await this.#travel();
    wire.dispatchEvent(new CustomEvent("event", { detail }));
  }

  #travel() {
    return this.delay ? new Promise((arrived) => setTimeout(arrived, this.delay)) : Promise.resolve();
  }
}
