// The website's data about its client (W1, S9): the identity, signed by the site's server, and parameters for
// operators. Fetched when a website sends something. All of it is text; the website gets refusals in words.

import { cut as cutTo, wellFormed } from "../lib/graphemes.js";
import { Fault } from "../wire/outbox.js";
import { t, tn } from "../ui/text.js";

const TOKEN = 4000; // characters
const COUNT = 20;
const NAME = 40;
const VALUE = 200;

/**
 * @param {unknown} given
 * @returns {{parameters: Record<string, string>, cut: string[]}} what can be told to operators, and in words what could
 *   not
 */
export function parametersOf(given) {
  const cut = [];
  /** @type {Record<string, string>} */
  const parameters = {};
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return { parameters, cut: [t("setParameters() needs an object of names and texts.")] };
  for (const [name, value] of Object.entries(given)) {
    if (!["string", "number", "boolean"].includes(typeof value))
      cut.push(t("The parameter “{name}” is not a text and was left out.", { name }));
    else if (!name || [...name].length > NAME)
      cut.push(t("The parameter “{name}” was left out: a name has 1 to {n} characters.", { name, n: NAME }));
    else if (Object.keys(parameters).length >= COUNT)
      cut.push(t("The parameter “{name}” was left out: there are more than {n}.", { name, n: COUNT }));
    else {
      const text = wellFormed(String(value));
      if ([...text].length > VALUE)
        cut.push(
          tn(
            "The parameter “{name}” was cut to {n} character.",
            "The parameter “{name}” was cut to {n} characters.",
            VALUE,
            { name },
          ),
        );
      parameters[wellFormed(name)] = cutTo(text, VALUE);
    }
  }
  return { parameters, cut };
}

export class HostData {
  /** The token not yet sent to a server. */
  #token = "";
  /** The session that has the newest parameters; empty if none does. */
  #told = "";
  /** @type {Promise<void> | null} */ #settling = null;
  #heard = Promise.resolve();

  /** @param {import("./widget.js").Widget} widget */
  constructor(widget) {
    this.widget = widget;
    // A newly loaded page learns its session later than the website's data.
    widget.addEventListener("change", () => this.#tell().catch(() => {}));
  }

  /** One after the other; the website gets refusals. @param {{identity?: unknown, parameters?: unknown}} said */
  hear({ identity, parameters }) {
    const take = async () => {
      if (parameters !== undefined) await this.parameters(parameters);
      if (identity !== undefined) await this.identity(identity);
    };
    this.#heard = this.#heard.then(take).catch((fault) => this.widget.host.refuse(fault));
    return this.#heard;
  }

  /** The website's signed identity of the client. Without a client it's remembered. @param {unknown} token */
  async identity(token) {
    if (typeof token !== "string" || !token || token.length > TOKEN)
      throw new Fault("identity.invalid", t("identify() needs the token that your server has signed."));
    this.#token = token;
    if (this.widget.identity.token) await this.#once();
  }

  /** @param {unknown} given */
  async parameters(given) {
    const { parameters, cut } = parametersOf(given);
    for (const text of cut) this.widget.host.refuse({ code: "parameters.invalid", text });
    this.widget.parameters = parameters;
    this.#told = "";
    await this.#tell();
  }

  async #tell() {
    const {
      parameters,
      state: { session },
      wire,
    } = this.widget;
    const live = session?.state === "waiting" || session?.state === "active";
    if (!parameters || !live || session.id === this.#told) return;
    this.#told = session.id;
    await wire.send({ type: "parameters.set", parameters });
  }

  /** Sends the identity to the server if that's still to do. The website gets a refusal; the client stays
   * unverified. */
  async settle() {
    await this.#heard;
    await this.#once();
  }

  #once() {
    this.#settling ??= this.#identify().finally(() => {
      this.#settling = null;
    });
    return this.#settling;
  }

  async #identify() {
    const token = this.#token;
    const { host, identity, wire } = this.widget;
    this.#token = "";
    if (!token) return;
    try {
      wire.open();
      await wire.send({ type: "client.identify", token }).catch(async (/** @type {Fault} */ fault) => {
        if (fault.code !== "identity.other") throw fault;
        // This browser belongs to someone else: one person's history must not become another's.
        wire.close();
        this.widget.forget();
        await identity.create();
        wire.open();
        await wire.send({ type: "client.identify", token });
      });
    } catch (fault) {
      host.refuse(/** @type {Fault} */ (fault));
    }
  }
}
