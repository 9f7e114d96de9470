// Keyboard shortcuts in words. The value of `aria-keyshortcuts` is the one source: tooltips and the help write it as
// people know it.

import { t } from "./text.js";

/** Whether this is a Mac or an iPad. @param {string} [platform] */
export const isApple = (platform = globalThis.navigator?.platform ?? "") => /Mac|iPhone|iPad/.test(platform);

/** @type {Record<string, string>} */
const SIGNS = { Control: "⌃", Alt: "⌥", Shift: "⇧", Meta: "⌘", Enter: "↩" };

/**
 * "Alt+Shift+E" as "Alt + Shift + E", and "Control+Shift+E" as "⌃ ⇧ E" on a Mac.
 * @param {string} keys one shortcut as `aria-keyshortcuts` has it @param {boolean} [apple]
 */
export function keysInWords(keys, apple = isApple()) {
  /** @type {Record<string, string>} */
  const words = { Control: t("Ctrl"), Alt: t("Alt"), Shift: t("Shift"), Enter: t("Enter") };
  const names = keys.split("+").map((key) => (apple ? SIGNS[key] : words[key]) ?? key);
  return names.join(apple ? " " : " + ");
}
