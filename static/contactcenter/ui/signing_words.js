// Sign-language mode in words, on both pages: whose signs don't get through, why, and what to do meanwhile.

import { html } from "../vendor/lit.js";
import { icon } from "./icon.js";
import { t } from "./text.js";

/** @typedef {import("../call/view.js").View} View */

/** @param {boolean} on @returns {string} what pressing the button does */
export const signButton = (on) => (on ? t("Turn sign-language mode off") : t("Turn sign-language mode on"));

/** On the picture while the mode is on: it says what the person sees, and to a screen reader that it was switched on. */
export const signBadge = () =>
  html`<span class="stage__label stage__signing" role="status"
    data-test="signing">${icon("signing", "s")} <span>${t("Sign language")}</span></span>`;

/**
 * Whose signs don't get through; null while all do.
 * @param {Pick<View, "illegible" | "signing">} view @param {string} name the other side's first name
 * @returns {{state: "bad", words: string, hint: string, write: true} | null}
 */
export function signWords({ signing, illegible: { own, peer } }, name) {
  const words = signing && (own === "line" && peer === "line" ? bothWords() : peerWords(peer, name) || ownWords(own, name));
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

/** Leads to the text field; shown with the words above. @param {() => unknown} press */
export const writeButton = (press) =>
  html`<button class="btn small" type="button" data-test="write-instead" @click=${press}>${t("Write")}</button>`;
