// What is said about the line of a call, on both pages: what is being tried while it is away, who has the problem when it is weak,
// and what to do. Words only; nothing is said while all is well.

import { t } from "./text.js";

/** @typedef {import("../call/view.js").View} View */
/** @typedef {{state: "weak" | "bad", words: string, hint: string}} Said */

/** What is being done about a connection that is away. @param {Pick<View, "repair">} view @param {string} name the other side's first name */
export function repairWords({ repair }, name) {
  switch (repair) {
    case null: return "";
    case "wait": return t("The connection to {name} is interrupted. It comes back by itself.", { name });
    case "restart": return t("The connection to {name} is interrupted. Another way is being looked for.", { name });
    case "relay": return t("There is no direct way to {name}. The relay is being tried.", { name });
    case "fresh": return t("A new connection to {name} is being built.", { name });
    case "smaller": return t("The connection carries little. A small picture is being tried.");
    case "voice": return t("The connection carries very little. The voices alone are being tried.");
  }
}

/**
 * What a person should know of a call that stands; null while all is well.
 * @param {View} view @param {string} name the other side's first name
 * @returns {Said | null}
 */
export function lineWords(view, name) {
  if (view.unheard) return { state: "bad", words: t("{name} does not hear you just now. It comes back by itself.", { name }), hint: "" };
  if (view.phase !== "connected") return null;
  if (view.voicesOnly) return { state: "weak", words: t("Voices only for now. The pictures come back when the connection carries them."), hint: "" };
  const { level, cause } = view.quality;
  if (level === "good") return null;
  const bad = level === "bad";
  const off = bad ? t("Turning the cameras off helps.") : "";
  switch (cause) {
    case "own-network": return { state: level, words: bad ? t("Your network is very weak. Voice goes first.") : t("Your network is weak. Voice goes first."), hint: t("Come closer to the Wi-Fi, or use a cable.") };
    case "peer-network": return { state: level, words: bad ? t("{name}’s network is very weak. Voice goes first.", { name }) : t("{name}’s network is weak. Voice goes first.", { name }), hint: off };
    case "own-computer": return { state: level, words: t("Your computer is busy, so your picture is small."), hint: t("Closing other programs helps.") };
    case "peer-computer": return { state: level, words: t("{name}’s computer is busy, so the picture is small.", { name }), hint: "" };
    default: return { state: level, words: bad ? t("The connection to {name} is very weak. Voice goes first.", { name }) : t("The connection to {name} is weak. Voice goes first.", { name }), hint: off };
  }
}
