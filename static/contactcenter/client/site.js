// What the website says of its client (W1, S9): who it is, signed by the site's server, and what else operators should know.
// Fetched when a website says something. Whatever it says is text; a refusal is told to the website in words.

import { cut as cutTo, wellFormed } from "../graphemes.js";
import { Fault } from "../outbox.js";
import { t, tn } from "../ui/text.js";

const TOKEN = 4000; // characters
const COUNT = 20;
const NAME = 40;
const VALUE = 200;

/**
 * @param {unknown} given
 * @returns {{parameters: Record<string, string>, cut: string[]}} what can be told to operators, and in words what could not
 */
export function parametersOf(given) {
  const cut = [];
  /** @type {Record<string, string>} */
  const parameters = {};
  if (typeof given !== "object" || given === null || Array.isArray(given)) return { parameters, cut: [t("setParameters() needs an object of names and texts.")] };
  for (const [name, value] of Object.entries(given)) {
    if (!["string", "number", "boolean"].includes(typeof value)) cut.push(t("The parameter “{name}” is not a text and was left out.", { name }));
    else if (!name || [...name].length > NAME) cut.push(t("The parameter “{name}” was left out: a name has 1 to {n} characters.", { name, n: NAME }));
    else if (Object.keys(parameters).length >= COUNT) cut.push(t("The parameter “{name}” was left out: there are more than {n}.", { name, n: COUNT }));
    else {
      const text = wellFormed(String(value));
      if ([...text].length > VALUE) cut.push(tn("The parameter “{name}” was cut to {n} character.", "The parameter “{name}” was cut to {n} characters.", VALUE, { name }));
      parameters[wellFormed(name)] = cutTo(text, VALUE);
    }
  }
  return { parameters, cut };
}

export class Site {
  /** The token that no server has seen yet. */
  #token = "";
  /** The session that knows the newest parameters, or none does. */
  #told = "";
  /** @type {Promise<void> | null} */ #settling = null;
  #heard = Promise.resolve();

  /** @param {import("./widget.js").Widget} widget */
  constructor(widget) {
    this.widget = widget;
    // A page that has just been loaded learns of its session later than of what the website says.
    widget.addEventListener("change", () => this.#tell().catch(() => {}));
  }

  /** One after the other; what is refused is told to the website. @param {{identity?: unknown, parameters?: unknown}} said */
  hear({ identity, parameters }) {
    const take = async () => {
      if (parameters !== undefined) await this.parameters(parameters);
      if (identity !== undefined) await this.identity(identity);
    };
    this.#heard = this.#heard.then(take).catch((fault) => this.widget.host.refuse(fault));
    return this.#heard;
  }

  /** The website vouches for who the client is. Without a client yet it is remembered. @param {unknown} token */
  async identity(token) {
    if (typeof token !== "string" || !token || token.length > TOKEN) throw new Fault("identity.invalid", t("identify() needs the token that your server has signed."));
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
    const { parameters, state: { session }, wire } = this.widget;
    const live = session?.state === "waiting" || session?.state === "active";
    if (!parameters || !live || session.id === this.#told) return;
    this.#told = session.id;
    await wire.send({ type: "parameters.set", parameters });
  }

  /** Tells the server who the client is, if that is still to be told. A refusal is the website's to hear: the client goes on unknown. */
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
      await wire.send({ type: "client.identify", token }).catch(async (/** @type {any} */ fault) => {
        if (fault.code !== "identity.other") throw fault;
        // This browser is known as somebody else: one person's history must not become another's.
        wire.close();
        this.widget.forget();
        await identity.create();
        wire.open();
        await wire.send({ type: "client.identify", token });
      });
    } catch (fault) {
      host.refuse(/** @type {any} */ (fault));
    }
  }
}
