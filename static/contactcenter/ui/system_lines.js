// The system messages of a conversation: who is told which step, in which words. Names are bold. Each step has a
// sentence of its own for the reader's own actions, because languages inflect the verb after "You".

import { html } from "../vendor/lit.js";
import { firstName, plainLine, staffWord } from "./display_names.js";
import { parts, t } from "./text.js";
import { duration } from "./time.js";

/** @typedef {import("../wire/protocol.js").LogEvent} LogEvent */
/** @typedef {import("../wire/protocol.js").By} By */
/** @typedef {import("./icon.js").IconName} IconName */
/** `note`: shown below it for operators. @typedef {{icon?: IconName, words: unknown[], note?: string}} Line */
/**
 * The reader, the client's name, and the operator's name; `own`: whether the reader did it, if a name doesn't tell.
 * @typedef {{me: "client" | "operator", client: string, operator: string, entry?: string, own?: (by: By) => boolean,
 *   onHelp?: (device: "microphone" | "camera") => void}} Reader
 */

/**
 * The message for an event, or null if this reader gets none.
 * @param {LogEvent} event
 * @param {Reader} reader
 * @param {boolean} again the call of this event was connected before
 * @returns {Line | null}
 */
export function lineOf(event, reader, again = false) {
  switch (event.type) {
    case "session.changed":
      return sessionLine(event, reader);
    case "call.changed":
      return callLine(event, reader, again);
    case "snapshot.taken":
      return { icon: "camera", words: snapshotWords(event, reader) };
    case "help.sent":
      return { icon: "circle-alert", words: helpWords(event, reader) };
    case "client.changed":
      return event.by.role === "client" && plainLine(event.client.page.title)
        ? {
            words: parts("{who} moved to {page}", {
              who: named(event.by, reader),
              page: html`<bdi>${plainLine(event.client.page.title)}</bdi>`,
            }),
          }
        : null;
    case "board.opened":
      return event.board.live
        ? {
            icon: "image",
            words: say(
              event.by,
              reader,
              "{you} opened the live picture to look at it together",
              "{who} opened the live picture to look at it together",
            ),
          }
        : {
            icon: "image",
            words: say(
              event.by,
              reader,
              "{you} opened {file} to look at it together",
              "{who} opened {file} to look at it together",
              { file: html`<bdi>${event.board.name}</bdi>` },
            ),
          };
    case "board.frozen":
      return {
        icon: "image",
        words: say(event.by, reader, "{you} froze the live picture", "{who} froze the live picture"),
      };
    case "board.closed":
      return { icon: "image", words: [t("Stopped looking together")] };
    case "share.changed":
      return event.change === "deleted" && event.file.sent
        ? {
            icon: "trash-2",
            words: say(event.by, reader, "{you} deleted {file}", "{who} deleted {file}", {
              file: html`<bdi>${event.file.name}</bdi>`,
            }),
          }
        : null;
    case "session.rated":
      return { icon: "star", words: rated(event, reader) };
    default:
      return null;
  }
}

/**
 * @param {import("../wire/protocol.js").SessionRated} event
 * @param {Reader} reader
 */
function rated({ by, rating: { value, comment } }, reader) {
  if (!comment) return say(by, reader, "{you} gave {value} of 5", "{who} gave {value} of 5", { value });
  return say(by, reader, "{you} gave {value} of 5: {comment}", "{who} gave {value} of 5: {comment}", {
    value,
    comment: html`<bdi>${comment}</bdi>`,
  });
}

/**
 * @param {import("../wire/protocol.js").SessionChanged} event
 * @param {Reader} reader
 * @returns {Line | null}
 */
function sessionLine({ step, by, operator }, reader) {
  const operators = reader.me === "operator";
  const client = { who: bold(clientName(reader)) };
  switch (step) {
    case "accepted":
      return { words: say(by, reader, "{you} accepted the session", "{who} joined") };
    case "ended":
      if (by.role === "system") return { words: [t("The session ended")] };
      return { words: say(by, reader, "{you} ended the session", "{who} ended the session") };
    case "left":
      return { words: say(by, reader, "{you} stopped waiting", "{who} stopped waiting") };
    case "abandoned":
      return operators ? { words: parts("{who} left while waiting", client) } : { words: [t("The session ended")] };
    case "redirected":
      return operators
        ? null
        : {
            words: operator
              ? parts("{who} goes on with you", { who: bold(firstName(operator)) })
              : [t("A colleague will go on with you")],
          };
    case "missed":
      return { words: [t("Nobody was free in time")] };
    case "client-away":
      return operators ? { words: parts("{who} left the page", client) } : null;
    case "client-back":
      return operators ? { words: parts("{who} is back", client) } : null;
    default:
      return null;
  }
}

/**
 * @param {import("../wire/protocol.js").CallChanged} event
 * @param {Reader} reader
 * @param {boolean} again
 * @returns {Line | null}
 */
function callLine({ move, by, call }, reader, again) {
  const name = bold(reader.me === "operator" ? clientName(reader) : firstName(reader.operator));
  switch (move) {
    case "ask":
      return video(say(by, reader, "{you} asked for a video call", "{who} asked for a video call"));
    case "request":
      if (call.state !== "requested") return video(say(by, reader, "{you} started the call", "{who} started the call"));
      return video(say(by, reader, "{you} asked {name} for a video call", "{who} asked for a video call", { name }));
    case "start":
      return video([t("The call starts")]);
    case "accept":
      return call.video
        ? video(say(by, reader, "{you} joined with video", "{who} joined with video"))
        : video(say(by, reader, "{you} joined with audio only", "{who} joined with audio only"));
    case "decline":
      return {
        icon: "x",
        words:
          by.role === "operator"
            ? say(by, reader, "{you} said not now", "{who} cannot take a call just now")
            : declined(by, reader, call.reason),
      };
    case "cancel":
      if (by.role === "system") return { icon: "x", words: [t("The call was withdrawn")] };
      return { icon: "x", words: say(by, reader, "{you} withdrew the call", "{who} withdrew the call") };
    case "expire":
      return { icon: "x", words: [t("The call was not answered")] };
    case "connected":
      if (again) return video([t("The call is back")]);
      return reader.me === "client" ? video([t("Call started")]) : null;
    case "interrupt":
      return { icon: "wifi", words: [t("The call was interrupted")] };
    case "lost":
      return { icon: "phone-off", words: [t("The call was lost")] };
    case "screen":
      return { icon: "video", words: screenWords(by, reader, call) };
    case "signing":
      return {
        icon: "video",
        words: call.signing
          ? say(by, reader, "{you} turned sign-language mode on", "{who} turned sign-language mode on")
          : say(by, reader, "{you} turned sign-language mode off", "{who} turned sign-language mode off"),
      };
    case "text-on":
      return { icon: "keyboard", words: [t("Real-time text is on")] };
    case "text-off":
      return {
        icon: "keyboard",
        words: say(by, reader, "{you} turned real-time text off", "{who} turned real-time text off"),
      };
    case "held":
      return { icon: "keyboard", words: [t("Picture and sound are away; the call goes on by text")] };
    case "hangup":
      return { icon: "phone-off", words: ended(by, reader, call) };
    default:
      return cameraLine(move, by, reader);
  }
}

/** The operator's control of the client's camera. @param {string} move @param {By} by @param {Reader} reader
 * @returns {Line | null} */
function cameraLine(move, by, reader) {
  const client = { name: bold(clientName(reader)) };
  /** @type {Record<string, () => unknown[]>} */
  const words = {
    "control-ask": () =>
      reader.me === "client"
        ? parts("{who} asked to control your camera", { who: named(by, reader) })
        : say(by, reader, "{you} asked to control {name}’s camera", "{who} asked to control {name}’s camera", client),
    "control-allow": () => say(by, reader, "{you} allowed the control of your camera", "{who} allowed it"),
    "control-decline": () => say(by, reader, "{you} didn’t allow it", "{who} didn’t allow it"),
    "control-end": () =>
      by.role === "client"
        ? say(by, reader, "{you} took back the control of your camera", "{who} took back the control of the camera")
        : say(by, reader, "{you} gave back the control of the camera", "{who} gave back the control of your camera"),
    "flip-ask": () => say(by, reader, "{you} asked for the other camera", "{who} asked for your other camera"),
    "flip-allow": () => say(by, reader, "{you} switched the camera", "{who} switched the camera"),
    "flip-decline": () => say(by, reader, "{you} kept the camera", "{who} kept the camera"),
    "camera-unask": () => say(by, reader, "{you} withdrew the question", "{who} withdrew the question"),
  };
  return Object.hasOwn(words, move) ? { icon: "camera", words: words[move]() } : null;
}

/** @param {By} by @param {Reader} reader @param {import("../wire/protocol.js").CallView} call */
function screenWords(by, reader, call) {
  return (by.role === "client" ? call.client : call.operator).screen
    ? say(by, reader, "{you} share the screen", "{who} shares the screen")
    : say(by, reader, "{you} stopped sharing the screen", "{who} stopped sharing the screen");
}

/** @param {unknown[]} words @returns {Line} */
const video = (words) => ({ icon: "video", words });

/**
 * @param {By} by
 * @param {Reader} reader
 * @param {string} reason
 */
function declined(by, reader, reason) {
  if (reason === "browser")
    return say(by, reader, "Your browser cannot make calls", "{who}’s browser cannot make calls");
  if (reason === "no-microphone")
    return say(by, reader, "{you} declined: no microphone", "{who} declined: no microphone");
  return say(by, reader, "{you} declined", "{who} declined");
}

/**
 * @param {By} by
 * @param {Reader} reader
 * @param {import("../wire/protocol.js").CallView} call
 */
function ended(by, reader, { connected_at, ended_at }) {
  const length = connected_at && ended_at ? duration(Date.parse(ended_at) - Date.parse(connected_at)) : "";
  if (by.role === "system") return length ? parts("The call ended after {length}", { length }) : [t("The call ended")];
  return length
    ? say(by, reader, "{you} ended the call after {length}", "{who} ended the call after {length}", { length })
    : say(by, reader, "{you} ended the call", "{who} ended the call");
}

/**
 * @param {import("../wire/protocol.js").SnapshotTaken} event
 * @param {Reader} reader
 */
function snapshotWords({ by, screen }, reader) {
  const name = clientName(reader);
  if (reader.me === "client") {
    return screen
      ? parts("{who} took a picture of your screen", { who: named(by, reader) })
      : parts("{who} took a picture of your video", { who: named(by, reader) });
  }
  return say(by, reader, "{you} took a snapshot · {name} was told", "{who} took a snapshot · {name} was told", {
    name: html`<bdi>${name}</bdi>`,
  });
}

/**
 * The client's message opens the steps.
 * @param {import("../wire/protocol.js").HelpSent} event
 * @param {Reader} reader
 */
function helpWords({ by, device }, reader) {
  const what = device === "camera" ? t("camera") : t("microphone");
  if (reader.me === "operator")
    return say(by, reader, "{you} sent the steps for the {device}", "{who} sent the steps for the {device}", {
      device: what,
    });
  const open = html`<button class="text-link" type="button" data-test="help-open" data-device=${device}
    @click=${() => reader.onHelp?.(device)}>${t("Show the steps")}</button>`;
  return parts("{who} sent you the steps for your {device}: {show}", {
    who: named(by, reader),
    device: what,
    show: open,
  });
}

/**
 * @param {By} by
 * @param {Reader} reader
 * @param {string} own the sentence when the reader did it
 * @param {string} other
 * @param {Record<string, unknown>} [values]
 * @returns {unknown[]}
 */
export function say(by, reader, own, other, values = {}) {
  const mine = reader.own
    ? reader.own(by)
    : by.role === reader.me && (reader.me === "client" || by.name === reader.operator);
  return mine
    ? parts(own, { you: html`<strong>${t("You")}</strong>`, ...values })
    : parts(other, { who: named(by, reader), ...values });
}

/** @param {Reader} reader */
export const clientName = ({ client }) => client || t("The client");

/**
 * @param {By} by
 * @param {Reader} reader
 */
const named = (by, reader) => bold(by.role === "client" ? clientName(reader) : firstName(by.name) || staffWord(by));

/** @param {string} name */
export const bold = (name) => html`<strong><bdi>${name}</bdi></strong>`;
