/* System messages for operators only: the redirect, attempted phone calls, the ban. All others are shared by both
   pages. */

import { bold, clientName, lineOf, say } from "../../system_lines.js";
import { parts, t } from "../../text.js";
import { momentWord } from "../client/callback_times.js";

/** @import { HelpChanged, LogEvent, SessionRedirected } from "../../../wire/protocol.js" */
/** @import { Line, Reader } from "../../system_lines.js" */

/** @param {LogEvent} event @param {Reader} reader @param {boolean} [again] the call of this event was connected before
 * @returns {Line | null} */
export function deskLine(event, reader, again = false) {
  const { by } = event;
  const name = bold(clientName(reader));
  switch (event.type) {
    case "session.redirected":
      return { icon: "corner-up-right", words: redirected(event, reader), note: event.note };
    case "callback.tried":
      if (event.outcome === "postponed") {
        const time = momentWord(event.starts_at ?? event.at, Date.parse(event.at));
        return {
          icon: "clock",
          words: say(
            by,
            reader,
            "{you} put the call to {name} off until {time}",
            "{who} put the call to {name} off until {time}",
            { name, time },
          ),
        };
      }
      return event.outcome === "called"
        ? {
            icon: "phone",
            words: say(by, reader, "{you} called {name} by phone", "{who} called {name} by phone", { name }),
          }
        : {
            icon: "phone-off",
            words: say(
              by,
              reader,
              "{you} called {name} by phone, no answer",
              "{who} called {name} by phone, no answer",
              { name },
            ),
          };
    case "help.changed":
      return { icon: "life-buoy", words: helpWords(event, reader), note: event.text };
    case "session.changed":
      if (event.step === "banned")
        return { icon: "ban", words: say(by, reader, "{you} banned {name}", "{who} banned {name}", { name }) };
      if (event.step === "callback")
        return { icon: "phone-incoming", words: parts("{name} wants to be called by phone instead", { name }) };
      if (event.step === "message")
        return { icon: "message-circle", words: parts("{name} left a message instead of waiting", { name }) };
      return lineOf(event, reader, again);
    default:
      return lineOf(event, reader, again);
  }
}

/** @param {HelpChanged} event @param {Reader} reader */
function helpWords({ by, state }, reader) {
  if (state === "open") return say(by, reader, "{you} asked for help", "{who} asked for help");
  if (state === "answered") return say(by, reader, "", "{who} answered the call for help");
  if (state === "over") return [t("The call for help is over")];
  return say(by, reader, "{you} no longer need help", "{who} no longer needs help");
}

/** The reader counts as the one it came to, until it's redirected.
 * @param {SessionRedirected} event @param {Reader} reader */
function redirected({ by, to }, reader) {
  const name = bold(clientName(reader));
  if (by.role === "system")
    return parts("A supervisor passed {name} on to {to}", { name, to: to === reader.operator ? t("you") : bold(to) });
  if (to === reader.operator) return say(by, reader, "", "{who} passed {name} on to you", { name });
  return say(by, reader, "{you} passed {name} on to {to}", "{who} passed {name} on to {to}", { name, to: bold(to) });
}
