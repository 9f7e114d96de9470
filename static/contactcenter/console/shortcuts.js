/* Keyboard shortcuts of the console: which keys mean which action. Pure: knows no page and does nothing. Every shortcut
   has a modifier, so that typing can never trigger one (WCAG 2.1.4). */

import { isApple, keysInWords } from "../ui/shortcut.js";
import { t } from "../ui/text.js";

/**
 * @typedef {"accept" | "next" | "previous" | "reply" | "note" | "ask-help" | "tab-client" | "tab-call" | "tab-share" |
 *   "tab-notes" | "call" | "microphone" | "camera" | "snapshot" | "fullscreen" | "search" | "end" | "sound" |
 *   "help"} Deed
 */
/** The modifiers of a shortcut: the usual pair, or Control (Command on a Mac) alone.
 * @typedef {"pair" | "command"} Modifiers */
/** `key` as printed on the key: a capital letter, a digit or a sign.
 * @typedef {{deed: Deed, key: string, modifiers: Modifiers}} Shortcut */

/** @param {Deed} deed @param {string} key @returns {Shortcut} */
const pair = (deed, key) => ({ deed, key, modifiers: "pair" });

/**
 * In the order of the help. The pair is Alt + Shift, and Control + Shift on a Mac, where Option writes signs (Option +
 * L is @ in German). Alt alone opens menus in Firefox and switches tabs on Linux; Control + Alt is AltGr. Screen
 * readers use neither pair. Not to be used with Alt + Shift: A, B, I and T, which belong to Chrome.
 * @type {Shortcut[]}
 */
export const SHORTCUTS = [
  pair("accept", "Y"),
  pair("next", "J"),
  pair("previous", "K"),
  pair("reply", "R"),
  pair("note", "N"),
  pair("end", "E"),
  pair("ask-help", "H"),
  pair("tab-client", "1"),
  pair("tab-call", "2"),
  pair("tab-share", "3"),
  pair("tab-notes", "4"),
  pair("call", "C"),
  pair("microphone", "M"),
  pair("camera", "V"),
  pair("snapshot", "S"),
  pair("fullscreen", "F"),
  pair("search", "Q"),
  pair("sound", "U"),
  { deed: "help", key: "/", modifiers: "command" },
];

/** The sections of the help, in order. @type {{title: () => string, deeds: Deed[]}[]} */
export const PARTS = [
  { title: () => t("Conversations"), deeds: ["accept", "next", "previous", "reply", "note", "ask-help", "end"] },
  { title: () => t("Call"), deeds: ["call", "microphone", "camera", "snapshot", "fullscreen"] },
  { title: () => t("Tabs"), deeds: ["tab-client", "tab-call", "tab-share", "tab-notes"] },
  { title: () => t("Everywhere"), deeds: ["search", "sound", "help"] },
];

/** A shortcut's action, in words. @param {Deed} deed */
export const deedWords = (deed) =>
  ({
    accept: t("Accept the client who has waited longest"),
    next: t("Next conversation"),
    previous: t("Previous conversation"),
    reply: t("Write to the client"),
    note: t("Write a note"),
    "ask-help": t("Ask supervisors for help"),
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
    help: t("These shortcuts"),
  })[deed];

/**
 * @typedef {Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "repeat" |
 *   "isComposing">} Press
 */

/**
 * The action of a key press; null if it isn't a shortcut.
 * @param {Press} event @param {boolean} [apple]
 * @returns {Deed | null}
 */
export function deedOf(event, apple = isApple()) {
  if (event.isComposing) return null;
  const found = SHORTCUTS.find(
    (shortcut) => isModified(event, shortcut.modifiers, apple) && isKey(event, shortcut.key),
  );
  // A key held down steps through the conversations, and repeats nothing else.
  if (!found || (event.repeat && found.deed !== "next" && found.deed !== "previous")) return null;
  return found.deed;
}

/** @param {Press} event @param {Modifiers} modifiers @param {boolean} apple */
function isModified({ altKey, ctrlKey, metaKey, shiftKey }, modifiers, apple) {
  if (modifiers === "pair") return shiftKey && !metaKey && altKey === !apple && ctrlKey === apple;
  // Shift is free: some layouts need it for the sign.
  return !altKey && metaKey === apple && ctrlKey === !apple;
}

/** The letter by the layout; by position if the layout has no Latin letters, and for digits, which Shift changes.
 * @param {Press} event @param {string} key */
function isKey(event, key) {
  const pressed = event.key.toUpperCase();
  if (/^[A-Z/]$/.test(pressed)) return pressed === key;
  return event.code === `Key${key}` || event.code === `Digit${key}`;
}

/** @param {Deed} deed @returns {Shortcut} */
const shortcutOf = (deed) => /** @type {Shortcut} */ (SHORTCUTS.find((one) => one.deed === deed));

/** The keys of an action as `aria-keyshortcuts` has them: "Alt+Shift+E". @param {Deed} deed @param {boolean} [apple] */
export function ariaKeys(deed, apple = isApple()) {
  const { key, modifiers } = shortcutOf(deed);
  if (modifiers === "pair") return `${apple ? "Control" : "Alt"}+Shift+${key}`;
  return `${apple ? "Meta" : "Control"}+${key}`;
}

/** The keys of an action as people write them. @param {Deed} deed @param {boolean} [apple] */
export const written = (deed, apple = isApple()) => keysInWords(ariaKeys(deed, apple), apple);
