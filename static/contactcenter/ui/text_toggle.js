// The button of real-time text in the call bar: how it stands and what a press does, in words. In the call's own code,
// as the rest of it is fetched when one of the two asks.

import { t } from "./text.js";

/** @import { CallView } from "../wire/protocol.js" */

/**
 * @param {CallView | null} call @param {"client" | "operator"} role @param {string} name the other side's
 * @returns {{state: "off" | "asked" | "offered" | "on", name: string, on: boolean}} `on`: what a press asks for
 */
export function textToggle(call, role, name) {
  const { state = "off", by = null } = call?.text ?? {};
  if (state === "on") return { state, name: t("Turn off real-time text"), on: false };
  if (state === "asked" && by === role)
    return { state, name: t("Waiting for {name} to agree to real-time text. Press to withdraw.", { name }), on: false };
  if (state === "asked") return { state: "offered", name: t("Turn on real-time text with {name}", { name }), on: true };
  return { state: "off", name: t("Turn on real-time text"), on: true };
}
