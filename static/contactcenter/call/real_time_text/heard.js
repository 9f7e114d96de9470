// What the other side has typed, from its messages. Pure. A message that got lost shows as a gap in the numbers; the
// whole is then asked for.

import { applied } from "./edits.js";

/** @import { TextEdited, TextShown, TypedLine } from "../../wire/protocol.js" */

/**
 * `leg`: the tab that typed it; `lines`: finished ones whose messages are on their way, then the one being typed;
 * `gap`: something is missing.
 * @typedef {{leg: string, rev: number, lines: TypedLine[], gap: boolean}} Heard
 */

/** @type {Heard} */
export const NOTHING = { leg: "", rev: -1, lines: [], gap: false };

/**
 * The state after a message; the same object if it says nothing new.
 * @param {Heard} state @param {TextEdited | TextShown} event @returns {Heard}
 */
export function heard(state, event) {
  const same = event.leg === state.leg;
  const { leg, rev } = event;
  if (event.type === "text.shown")
    return same && rev < state.rev ? state : { leg, rev, lines: event.lines, gap: false };
  if (same && rev <= state.rev) return state;
  if (!same || rev > state.rev + 1 || state.gap) return missing(state);
  const last = state.lines.at(-1);
  const going = last?.line === event.line;
  const text = applied(going ? last.text : "", event);
  if (text === null) return missing(state);
  const line = { line: event.line, text };
  return { leg, rev, lines: [...(going ? state.lines.slice(0, -1) : state.lines), line], gap: false };
}

/** @param {Heard} state @returns {Heard} */
const missing = (state) => (state.gap ? state : { ...state, gap: true });

/**
 * Without the lines that are messages now; the same object if there are none.
 * @param {Heard} state @param {ReadonlySet<string | null>} posted the ids of the commands in the log
 * @returns {Heard}
 */
export function unposted(state, posted) {
  const lines = state.lines.filter(({ line }) => !posted.has(line));
  return lines.length === state.lines.length ? state : { ...state, lines };
}
