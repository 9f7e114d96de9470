/* Words shared by the console's parts: names of clients, entries and device states. Text only: no elements, no
   state. */

import { firstName as shortName, nameOf } from "../display_names.js";
import { t } from "../text.js";

export { initials } from "../display_names.js";

/** @import { Entry, DeviceState, CallView } from "../../wire/protocol.js" */
/** @import { IconName } from "../icon.js" */

/** The client's full name, or the number of the session if none was given.
 * @param {{number: number, client: {name: string}}} session */
export const fullName = ({ number, client }) => nameOf(client.name) || t("Client {number}", { number });

/** Whether the client gave a name: some sentences do without one. @param {{client: {name: string}}} session */
export const hasName = ({ client }) => shortName(client.name) !== "";

/** The client's name in a sentence: the first word of the name, or "Client 10009".
 * @param {{number: number, client: {name: string}}} session */
export const firstName = ({ number, client }) => shortName(client.name) || t("Client {number}", { number });

/** The entry, as one word. @param {Entry} entry */
export function entryWord(entry) {
  return { chat: t("Chat"), videocall: t("Video call"), callback: t("Call back"), invitation: t("Invitation") }[entry];
}

/** @type {Record<Entry, IconName>} */
export const ENTRY_ICONS = {
  chat: "message-circle",
  videocall: "video",
  callback: "phone-incoming",
  invitation: "ticket",
};

/** The kind of service for a client: that of the entry, unless they left a message or chose a phone call instead.
 * @typedef {{entry: Entry, message?: boolean, callback?: unknown}} Kind */

/** @param {Kind} kind @returns {Entry | "message"} */
const kindOf = ({ entry, message, callback }) => (message ? "message" : callback ? "callback" : entry);

/** @param {Kind} kind @returns {string} */
export function kindWord(kind) {
  const found = kindOf(kind);
  return found === "message" ? t("Message left") : entryWord(found);
}

/** @param {Kind} kind @returns {IconName} */
export function kindIcon(kind) {
  const found = kindOf(kind);
  return found === "message" ? "mail" : ENTRY_ICONS[found];
}

/**
 * The state of one device of the client, for a chip (C5).
 * @param {DeviceState} state @param {"microphone" | "camera"} device @param {string} name the client's first name
 * @returns {string}
 */
export function deviceWord(state, device, name) {
  return {
    "not-asked": t("Not asked yet"),
    asking: t("Asking"),
    granted: t("On"),
    "blocked-person": t("Blocked by {name}", { name }),
    "blocked-page": t("Blocked by the page"),
    "blocked-system": t("Blocked by the system"),
    "no-device": device === "camera" ? t("No camera") : t("No microphone"),
    "in-use": t("In use elsewhere"),
    muted: t("Muted"),
    off: t("Off"),
    lost: t("Lost"),
  }[state];
}

/**
 * The same on the picture, where the device must be named too.
 * @param {DeviceState} state @param {"microphone" | "camera"} device @param {string} name
 * @returns {string}
 */
export function deviceSentence(state, device, name) {
  const camera = device === "camera";
  switch (state) {
    case "not-asked":
      return camera ? t("Camera not asked yet") : t("Microphone not asked yet");
    case "asking":
      return camera ? t("Asking for the camera") : t("Asking for the microphone");
    case "granted":
      return camera ? t("Camera on") : t("Microphone on");
    case "blocked-person":
      return camera ? t("Camera blocked by {name}", { name }) : t("Microphone blocked by {name}", { name });
    case "blocked-page":
      return camera ? t("Camera blocked by the page") : t("Microphone blocked by the page");
    case "blocked-system":
      return camera ? t("Camera blocked by the system") : t("Microphone blocked by the system");
    case "no-device":
      return camera ? t("No camera") : t("No microphone");
    case "in-use":
      return camera ? t("Camera in use elsewhere") : t("Microphone in use elsewhere");
    case "muted":
      return camera ? t("Camera muted") : t("Microphone muted");
    case "off":
      return camera ? t("Camera off") : t("Microphone off");
    case "lost":
      return camera ? t("Camera lost") : t("Microphone lost");
  }
}

/** The tone of a device's state: good is on, warn someone can fix, bad is lost. @param {DeviceState} state */
export function deviceTone(state) {
  if (state === "granted") return "good";
  if (state === "lost") return "bad";
  return state.startsWith("blocked") || state === "in-use" ? "warn" : "";
}

/** @param {DeviceState} state @param {"microphone" | "camera"} device */
export function deviceIcon(state, device) {
  const runs = ["granted", "not-asked", "asking"].includes(state);
  if (device === "camera") return runs ? "video" : "video-off";
  return runs ? "mic" : "mic-off";
}

/**
 * Why there is no picture, and what happens next: one heading, one sentence.
 * @param {CallView | null} call @param {string} name the client's first name
 * @returns {[string, string]}
 */
export function noPicture(call, name) {
  // Connected sooner than the client's devices were told of: whether there will be a picture isn't known yet.
  const untold = call?.client.microphone === "not-asked" && call.client.camera === "not-asked";
  if (!call || call.state === "accepted" || (call.state === "connected" && untold))
    return [t("Connecting"), t("The picture starts by itself.")];
  if (call.state === "reconnecting") return [t("The connection was lost"), t("Reconnecting. Nothing is lost.")];
  switch (call.client.camera) {
    case "blocked-person":
      return [
        t("{name}’s camera is blocked", { name }),
        t("{name} sees the steps to allow it. The picture then starts by itself.", { name }),
      ];
    case "blocked-page":
      return [t("The page blocks {name}’s camera", { name }), t("The website must allow it. You’re seen and heard.")];
    case "blocked-system":
      return [
        t("The system blocks {name}’s camera", { name }),
        t("{name} sees the steps to allow it. The picture then starts by itself.", { name }),
      ];
    case "no-device":
      return [t("{name} has no camera", { name }), t("You’re seen and heard.")];
    case "in-use":
      return [t("Another program is using {name}’s camera", { name }), t("The picture starts when it’s free.")];
    case "lost":
      return [t("{name}’s camera was disconnected", { name }), t("The picture starts again when it’s back.")];
    case "asking":
      return [
        t("{name} is being asked for the camera", { name }),
        t("The picture starts when {name} allows it.", { name }),
      ];
    case "muted":
      return [
        t("{name}’s camera is muted", { name }),
        t("A switch or the system mutes it. The picture comes back by itself."),
      ];
    case "granted":
      return [t("The picture is on its way"), t("It starts by itself.")];
    default:
      return [t("{name}’s camera is off", { name }), t("{name} sees and hears you.", { name })];
  }
}

/**
 * The outcome of a call, for the list of calls and the card.
 * @param {CallView} call
 * @param {string} name the client's first name
 * @param {string} [colleague] the operator who ended it, if it was another one
 * @returns {{state: "declined" | "no-answer" | "withdrawn" | "failed" | "ended", title: string, icon: IconName, more:
 *   string}}
 */
export function outcome(call, name, colleague = "") {
  const took =
    call.ended_by === "client"
      ? t("{name} withdrew the request", { name })
      : colleague
        ? t("{name} withdrew the request", { name: colleague })
        : t("You withdrew the request");
  switch (call.state) {
    case "declined": {
      if (call.ended_by === "operator")
        return {
          state: "declined",
          title: colleague ? t("{name} said not now", { name: colleague }) : t("You said not now"),
          icon: "x",
          more: t("{name} was told.", { name }),
        };
      const why =
        call.reason === "browser"
          ? t("The browser can’t take the call.")
          : call.reason === "no-microphone"
            ? t("There’s no microphone.")
            : "";
      return { state: "declined", title: t("{name} declined", { name }), icon: "circle-x", more: why };
    }
    case "expired":
      return { state: "no-answer", title: t("No answer"), icon: "hourglass", more: t("Nobody answered in time.") };
    case "cancelled":
      return { state: "withdrawn", title: took, icon: "x", more: "" };
    case "failed":
      return {
        state: "failed",
        title: t("The call failed"),
        icon: "triangle-alert",
        more: t("The connection was lost and didn’t come back."),
      };
    default:
      return { state: "ended", title: t("Ended"), icon: "phone-off", more: "" };
  }
}
