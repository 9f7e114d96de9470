// Sign-language mode in words, on both pages: whose signs don't get through, why, and what to do meanwhile.

import { t } from "./text.js";

/** @typedef {import("../call/view.js").View} View */

/** @param {boolean} on @returns {string} what pressing the button does */
export const signButton = (on) => (on ? t("Turn sign-language mode off") : t("Turn sign-language mode on"));

/**
 * Whose signs don't get through; null while all do.
 * @param {Pick<View, "illegible" | "signing">} view @param {string} name the other side's first name
 * @returns {{state: "bad", words: string, hint: string, write: true} | null}
 */
export function signWords({ signing, illegible: { own, peer } }, name) {
  const words =
    signing && (own === "line" && peer === "line" ? bothWords() : peerWords(peer, name) || ownWords(own, name));
  if (!words) return null;
  return { state: "bad", words, hint: hint(peer, own), write: true };
}

const bothWords = () => t("The connection is too slow for signing right now.");

/** @param {View["illegible"]["peer"]} peer @param {string} name */
function peerWords(peer, name) {
  switch (peer) {
    case "line":
      return t("{name}’s signing doesn’t come through: the connection is too slow.", { name });
    case "computer":
      return t("{name}’s signing doesn’t come through: {name}’s computer is too slow.", { name });
    case "camera":
      return t("{name}’s signing doesn’t come through: {name}’s camera gives too few pictures.", { name });
    default:
      return "";
  }
}

/** @param {View["illegible"]["own"]} own @param {string} name */
function ownWords(own, name) {
  switch (own) {
    case "line":
      return t("Your signing doesn’t reach {name}: the connection is too slow.", { name });
    case "computer":
      return t("Your signing doesn’t reach {name}: your computer is too slow.", { name });
    case "camera":
      return t("Your signing doesn’t reach {name}: your camera gives too few pictures.", { name });
    default:
      return "";
  }
}

/** @param {View["illegible"]["peer"]} peer @param {View["illegible"]["own"]} own */
function hint(peer, own) {
  if (!peer && own === "computer") return t("Closing other programs helps.");
  if (!peer && own === "camera") return t("More light helps.");
  return t("You can write to each other until it’s better.");
}
