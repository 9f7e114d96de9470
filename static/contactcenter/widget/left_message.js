// Sends a left message: by the socket, or by plain HTTP if no socket opens. Renders nothing.

import { frameOf } from "../lib/graphemes.js";
import { Fault, newId } from "../wire/outbox.js";
import { PATIENCE } from "../lib/timers.js";
import { t } from "../ui/text.js";

/** @import { FormCommand } from "./widget.js" */

const LONGEST = 20_000; // milliseconds for the answer to the request

/**
 * @param {import("./widget.js").Widget} widget
 * @param {FormCommand} command `message.leave`
 * @param {{fetch?: typeof globalThis.fetch, patience?: number}} [world] replaced in tests
 */
export async function deliver(
  widget,
  command,
  { fetch = globalThis.fetch.bind(globalThis), patience = PATIENCE } = {},
) {
  const { identity, wire } = widget;
  if (!widget.page.message) {
    const sent = identity.send(wire, command);
    const late = new Promise((done) => setTimeout(done, patience)).then(() => wire.state !== "open");
    if (!(await Promise.race([sent.then(() => false), late]))) return sent;
    sent.catch(() => {});
    wire.close(); // what was not sent by the socket must not follow the request
  }
  await request(widget, command, fetch);
}

/** @param {import("./widget.js").Widget} widget @param {FormCommand} command @param {typeof globalThis.fetch} fetch */
async function request({ data, identity }, command, fetch) {
  const headers = {
    "Content-Type": "application/json",
    ...(identity.token && { Authorization: `Bearer ${identity.token}` }),
  };
  const response = await fetch(data.message, {
    method: "POST",
    credentials: "omit",
    headers,
    body: frameOf({ id: newId(), ...command }),
    signal: AbortSignal.timeout(LONGEST),
  }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!response?.ok)
    throw new Fault(
      answer?.code ?? "server.away",
      answer?.text ?? t("We cannot be reached right now. Try again in a moment."),
      true,
    );
  if (answer.token) identity.keep(answer.token);
}
