// The widget's state, changed by events. Pure; no DOM, no socket.

import { reduceSession, renewed } from "./session.js";

/** @typedef {import("../wire/protocol.js").ServerEvent} ServerEvent */
/** @typedef {import("../wire/outbox.js").Pending} Pending */
/** @typedef {{type: "outbox.changed", outbox: Pending[]}} OutboxChanged what the wire's "outbox" event tells */
/** @typedef {Pick<import("../wire/protocol.js").AvailabilityChanged, "state" | "reason" | "entries">} Available */
/**
 * `typing`: the operator is typing. `wait`: expected seconds in the queue, null if unknown. `available`: the widget's
 * availability, null while only the page itself contains it.
 * @typedef {{at: string, name: string, email: string, session: import("../wire/protocol.js").SessionView | null,
 *   typing: boolean, outbox: Pending[], available: Available | null, wait: number | null}} ClientState
 */

/** Before the first snapshot. @type {ClientState} */
export const NOTHING = {
  at: "",
  name: "",
  email: "",
  session: null,
  typing: false,
  outbox: [],
  available: null,
  wait: null,
};

/**
 * @param {ClientState} state
 * @param {ServerEvent | OutboxChanged} event
 * @returns {ClientState}
 */
export function reduceClient(state, event) {
  switch (event.type) {
    case "outbox.changed":
      return { ...state, outbox: event.outbox };
    case "availability.changed":
      return { ...state, available: { state: event.state, reason: event.reason, entries: event.entries } };
    case "client.snapshot": {
      const session = event.session && renewed(state.session, event.session);
      return { ...state, at: event.at, name: event.name, email: event.email, session, typing: false };
    }
    case "session.snapshot":
      return { ...state, session: renewed(state.session, event.session), typing: false };
    case "message.typing": {
      const theirs = event.by.role === "operator" && event.session === state.session?.id;
      return theirs && event.on !== state.typing ? { ...state, typing: event.on } : state;
    }
  }
  if (!state.session) return state;
  const session = reduceSession(state.session, event);
  if (event.type === "queue.position" && event.session === session.id)
    return { ...state, session, wait: event.expected_wait };
  if (session === state.session) return state;
  // It is a left message now.
  if (event.type === "session.changed" && event.step === "message") return { ...state, session: null };
  return { ...state, session, ...(event.type === "message.posted" && told(state, event)) };
}

/**
 * A message ends the typing of its side, and is no longer pending.
 * @param {ClientState} state
 * @param {import("../wire/protocol.js").MessagePosted} message
 */
function told(state, { by, command }) {
  return { typing: state.typing && by.role !== "operator", outbox: posted(state.outbox, command) };
}

/**
 * The outbox without entries already in the log.
 * @param {Pending[]} outbox
 * @param {string | null} command
 */
export function posted(outbox, command) {
  return outbox.some(({ id }) => id === command) ? outbox.filter(({ id }) => id !== command) : outbox;
}
