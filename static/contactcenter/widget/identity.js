// The client's identity: an opaque token in the frame's own storage, one per widget. It never goes into an address or
// to the host page. Without storage it lives as long as the page does.

import { t } from "../ui/text.js";
import { Fault, quietly } from "../wire/outbox.js";

/** @import { ClientCommand, Unsent } from "../wire/protocol.js" */

const LONGEST = 20_000; // milliseconds; what is not answered by then is not answered

export class Identity {
  /**
   * @param {{key: string, address: string, storage?: Storage | null, fetch?: typeof globalThis.fetch}} options
   *   key: of the widget; address: where new clients are made
   */
  constructor({ key, address, storage = null, fetch = globalThis.fetch.bind(globalThis) }) {
    this.name = `contactcenter.client.${key}`;
    this.address = address;
    this.storage = storage;
    this.fetch = fetch;
    /** Required before the client starts anything. @type {() => Promise<unknown>} */
    this.before = async () => {};
    this.token = quietly(() => storage?.getItem(this.name)) ?? "";
  }

  /** Creates a client at the server and keeps its token. Rejects with `Fault`. */
  async create() {
    const response = await this.fetch(this.address, {
      method: "POST",
      credentials: "omit",
      signal: AbortSignal.timeout(LONGEST),
    }).catch(() => null);
    const answer = await response?.json().catch(() => null);
    if (!response?.ok || !answer?.token) {
      throw new Fault(
        answer?.code ?? "server.away",
        answer?.text ?? t("We cannot be reached right now. Try again in a moment."),
        true,
      );
    }
    this.keep(answer.token);
  }

  /** Sends a command as this client, who is created first if necessary.
   * @param {import("../wire/socket.js").Wire} wire @param {Unsent<ClientCommand>} command */
  async send(wire, command) {
    if (!this.token) await this.create();
    wire.open();
    await this.before();
    try {
      await wire.send(command);
    } catch (error) {
      // The token was too old: once more, as a new client.
      if (this.token) throw error;
      await this.create();
      wire.open();
      await wire.send(command);
    }
  }

  /** The server no longer knows the token: the next entry starts as a new client. */
  forget() {
    this.keep("");
  }

  /** @param {string} token the client is the one who holds it */
  keep(token) {
    this.token = token;
    quietly(() => (token ? this.storage?.setItem(this.name, token) : this.storage?.removeItem(this.name)));
  }
}
