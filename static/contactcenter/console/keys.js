/* The map of the keyboard: which key means which deed. Pure: knows no page and does nothing.
   A single key counts only while nobody writes (and can be turned off, WCAG 2.1.4); the one with Alt counts everywhere. */

import { t } from "../ui/text.js";

/**
 * @typedef {"accept" | "next" | "previous" | "reply" | "note" | "tab-client" | "tab-call" | "tab-share" | "tab-notes" | "call" | "microphone" | "camera"
 *   | "snapshot" | "fullscreen" | "search" | "end" | "sound" | "help"} Deed
 */
/** `code` is the place of the key that goes with Alt, whatever the layout writes there. @typedef {{deed: Deed, key: string, code?: string, shift?: boolean}} Key */

/** In the order of the help. @type {Key[]} */
export const KEYS = [
  { deed: "accept", key: "a", code: "KeyA", shift: true },
  { deed: "next", key: "j", code: "KeyJ" },
  { deed: "previous", key: "k", code: "KeyK" },
  { deed: "reply", key: "r", code: "KeyL" },
  { deed: "note", key: "n", code: "KeyP" },
  { deed: "end", key: "e", code: "KeyE" },
  { deed: "tab-client", key: "1", code: "Digit1" },
  { deed: "tab-call", key: "2", code: "Digit2" },
  { deed: "tab-share", key: "3", code: "Digit3" },
  { deed: "tab-notes", key: "4", code: "Digit4" },
  { deed: "call", key: "c", code: "KeyC" },
  { deed: "microphone", key: "m", code: "KeyM" },
  { deed: "camera", key: "v", code: "KeyV" },
  { deed: "snapshot", key: "s", code: "KeyS" },
  { deed: "fullscreen", key: "f" },
  { deed: "search", key: "/", code: "KeyQ" },
  { deed: "sound", key: "b", code: "KeyB" },
  { deed: "help", key: "?" },
];

/** The parts of the help, in their order. @type {{title: () => string, deeds: Deed[]}[]} */
export const PARTS = [
  { title: () => t("Conversations"), deeds: ["accept", "next", "previous", "reply", "note", "end"] },
  { title: () => t("Call"), deeds: ["call", "microphone", "camera", "snapshot", "fullscreen"] },
  { title: () => t("Tabs"), deeds: ["tab-client", "tab-call", "tab-share", "tab-notes"] },
  { title: () => t("Everywhere"), deeds: ["search", "sound", "help"] },
];

/** What a key does, in words. @param {Deed} deed */
export const deedWords = (deed) => ({
  accept: t("Accept the oldest who waits"),
  next: t("Next conversation"),
  previous: t("Previous conversation"),
  reply: t("Write to the client"),
  note: t("Write a note"),
  end: t("End the session (asks first)"),
  "tab-client": t("Client"),
  "tab-call": t("Call"),
  "tab-share": t("Share"),
  "tab-notes": t("Notes"),
  call: t("Call, withdraw, or end the call (asks first)"),
  microphone: t("Microphone on or off"),
  camera: t("Camera on or off"),
  snapshot: t("Take a snapshot"),
  fullscreen: t("Full screen"),
  search: t("Search past sessions"),
  sound: t("Sound on or off"),
  help: t("These keys"),
})[deed];

/**
 * What an event of the keyboard means; null when it means nothing here.
 * @param {Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "repeat" | "isComposing">} event
 * @param {{writing: boolean, single: boolean}} now `writing`: the focus is where letters are text; `single`: single keys are on
 * @returns {Deed | null}
 */
export function deedOf(event, { writing, single }) {
  if (event.isComposing) return null;
  const deed = found(event, single && !writing);
  // A key held down walks through the conversations, and does nothing else twice.
  return event.repeat && deed !== "next" && deed !== "previous" ? null : deed;
}

/** @param {Parameters<typeof deedOf>[0]} event @param {boolean} letters @returns {Deed | null} */
function found({ key, code, altKey, ctrlKey, metaKey, shiftKey }, letters) {
  // Control and Alt together are AltGr, which writes signs.
  if (ctrlKey || metaKey) return !altKey && key === "/" ? "help" : null;
  if (altKey) return KEYS.find((one) => one.code === code && Boolean(one.shift) === shiftKey)?.deed ?? null;
  return letters ? (KEYS.find((one) => one.key === key.toLowerCase())?.deed ?? null) : null;
}

/**
 * The keys of a deed as they are written on the keys: alone, and where one writes.
 * @param {Deed} deed @param {boolean} apple
 * @returns {{single: string, chord: string}}
 */
export function written(deed, apple) {
  const { key, code, shift } = /** @type {Key} */ (KEYS.find((one) => one.deed === deed));
  if (deed === "help") return { single: "?", chord: apple ? "⌘ /" : t("Ctrl + /") };
  const end = code?.replace(/Key|Digit/, "") ?? "";
  const chord = apple ? `⌥ ${shift ? "⇧ " : ""}${end}` : shift ? t("Alt + Shift + {key}", { key: end }) : t("Alt + {key}", { key: end });
  return { single: key.toUpperCase(), chord: end && chord };
}
