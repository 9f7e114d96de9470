/* Authors of messages when a conversation went from one operator to another: the operator's own, and each colleague's
   under their name. Compares people, not roles; two colleagues may have the same name. */

import { html } from "../../../vendor/lit.js";
import { nameOf } from "../../display_names.js";
import { t } from "../../text.js";
import { isBubble } from "../../timeline_items.js";

/** @import { By, OperatorView } from "../../../wire/protocol.js" */
/** @import { Item } from "../../timeline_items.js" */

/** A longer pause starts a new group, as in ui/timeline.js. */
const PAUSE = 5 * 60_000;

/** Whether this operator did it; entries from before the log stored the author are compared by name.
 * @param {By & {id?: number | null}} by @param {Pick<OperatorView, "id" | "name">} me */
export const isOwn = ({ role, name, id }, me) => role === "operator" && (id ? id === me.id : name === me.name);

/** @param {Item | undefined} a @param {Item} b */
const together = (a, b) =>
  a !== undefined &&
  isBubble(a) &&
  a.by?.role === "operator" &&
  a.by.name === b.by?.name &&
  authorId(a) === authorId(b) &&
  Date.parse(b.at) - Date.parse(a.at) < PAUSE;

/** @param {Item} item */
const authorId = ({ event }) => event?.by.id ?? null;

/** Colleagues' messages, marked as theirs, each group under its author's name.
 * @param {Item[]} list @param {OperatorView | undefined} me @returns {Item[]} */
export function withColleagues(list, me) {
  if (!me) return list;
  return list.flatMap((item, index) => {
    const by = item.event?.by;
    if (!isBubble(item) || by?.role !== "operator" || isOwn(by, me)) return [item];
    /** @type {Item} */
    const theirs = { ...item, look: "colleague", state: undefined };
    return together(list[index - 1], item) ? [theirs] : [named(item), theirs];
  });
}

/** @param {Item} item @returns {Item} */
const named = ({ key, at, by }) => ({
  kind: "own",
  key: `name ${key}`,
  at,
  show: () =>
    html`<p class="colleague-name" data-test="colleague"
      aria-hidden="true"><bdi>${nameOf(by?.name) || t("A colleague")}</bdi></p>`,
});
