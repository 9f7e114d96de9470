/* Canned responses with their placeholders filled in for the open conversation: {name} is the client's first name,
   {operator} the operator's. An unknown value leaves no gap behind. Pure. */

import { firstName } from "../ui/display_names.js";

/** @import { CannedView, OperatorView } from "../wire/protocol.js" */

/** @param {string} text @param {{name: string, operator: string}} names */
export const filled = (text, names) =>
  text.replace(/ ?\{(name|operator)\}/g, (place, which) => {
    const word = names[/** @type {"name" | "operator"} */ (which)];
    return word ? place.replace(`{${which}}`, () => word) : "";
  });

/**
 * @param {CannedView[]} canned
 * @param {{client: {name: string}} | undefined} session the open one
 * @param {OperatorView | null | undefined} me
 * @returns {CannedView[]}
 */
export function cannedFor(canned, session, me) {
  const names = { name: firstName(session?.client.name), operator: me?.name ?? "" };
  return canned.map(({ shortcut, text }) => ({ shortcut, text: filled(text, names) }));
}
