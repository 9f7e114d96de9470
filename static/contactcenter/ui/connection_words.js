// Words for a call's connection, on both pages: the current repair, who has the problem, and what to do. Words only;
// nothing is said while all is well.

import { signWords } from "./signing_words.js";
import { t } from "./text.js";

/** @typedef {import("../call/view.js").View} View */
/** @typedef {{state: "weak" | "bad", words: string, hint: string, write?: boolean}} Said write: writing is offered */

/** The current repair of a lost connection.
 * @param {Pick<View, "repair">} view @param {string} name the other side's first name */
export function repairWords({ repair }, name) {
  switch (repair) {
    case null:
      return "";
    case "wait":
      return t("The connection to {name} is interrupted. Reconnecting.", { name });
    case "restart":
      return t("The connection to {name} is interrupted. Looking for another path.", { name });
    case "relay":
      return t("There’s no direct path to {name}. Trying the relay.", { name });
    case "fresh":
      return t("Setting up a new connection to {name}.", { name });
    case "smaller":
      return t("The connection is slow. Trying a smaller picture.");
    case "voice":
      return t("The connection is very slow. Trying voice only.");
  }
}

/**
 * What a person should know about a running call; null while all is well.
 * @param {View} view @param {string} name the other side's first name
 * @returns {Said | null}
 */
export function lineWords(view, name) {
  if (view.unheard)
    return { state: "bad", words: t("{name} can’t hear you right now. It comes back by itself.", { name }), hint: "" };
  if (view.phase !== "connected") return null;
  const signs = signWords(view, name);
  if (signs) return signs;
  if (view.voicesOnly)
    return { state: "weak", words: t("Voice only for now. Pictures come back when the connection allows."), hint: "" };
  const { level, cause } = view.quality;
  if (level === "good") return null;
  if (view.signing) return { state: level, ...signingOn(cause, name) };
  const bad = level === "bad";
  const off = bad ? t("Turning the cameras off helps.") : "";
  switch (cause) {
    case "own-network":
      return {
        state: level,
        words: bad ? t("Your network is very weak. Voice goes first.") : t("Your network is weak. Voice goes first."),
        hint: t("Move closer to the Wi-Fi, or use a cable."),
      };
    case "peer-network":
      return {
        state: level,
        words: bad
          ? t("{name}’s network is very weak. Voice goes first.", { name })
          : t("{name}’s network is weak. Voice goes first.", { name }),
        hint: off,
      };
    case "own-computer":
      return {
        state: level,
        words: t("Your computer is busy, so your picture is small."),
        hint: t("Closing other programs helps."),
      };
    case "peer-computer":
      return { state: level, words: t("{name}’s computer is busy, so the picture is small.", { name }), hint: "" };
    default:
      return {
        state: level,
        words: bad
          ? t("The connection to {name} is very weak. Voice goes first.", { name })
          : t("The connection to {name} is weak. Voice goes first.", { name }),
        hint: off,
      };
  }
}

/** A weak connection in sign-language mode, while signs still get through.
 * @param {View["quality"]["cause"]} cause @param {string} name */
function signingOn(cause, name) {
  if (cause === "own-network")
    return {
      words: t("Your network is weak. Your picture gets smaller, so that signing stays fluent."),
      hint: t("Move closer to the Wi-Fi, or use a cable."),
    };
  const words =
    cause === "peer-network"
      ? t("{name}’s network is weak. The picture gets smaller, so that signing stays fluent.", { name })
      : t("The connection to {name} is weak. The picture gets smaller, so that signing stays fluent.", { name });
  return { words, hint: "" };
}
