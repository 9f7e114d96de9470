/* Unsent forms of the console: kept in the page, so that neither a refusal nor closing a dialog loses them. */

/** `validity` is seconds, or "custom" with `minutes`.
 * @typedef {{validity: string, minutes: string, reusable: boolean, name: string}} InviteForm */
/** `target` is "operator 2" or "group 1", or empty. @typedef {{target: string, note: string}} RedirectForm */
/** @import { ClientEdit, ClientView } from "../wire/protocol.js" */
/** @typedef {Pick<ClientView, keyof ClientEdit & keyof ClientView>} ClientForm */
/** By session, except for the invitation.
 * @typedef {{invite: InviteForm, redirect: Record<string, RedirectForm>, client: Record<string, ClientForm>, ban:
 *   Record<string, string>, help: Record<string, string>}} Forms */

/** The longest validity of an invitation, in minutes: 90 days. */
export const LONGEST = 90 * 24 * 60;

/** @returns {InviteForm} */
export const emptyInvite = () => ({ validity: "86400", minutes: "30", reusable: false, name: "" });

/** @returns {Forms} */
export const emptyForms = () => ({ invite: emptyInvite(), redirect: {}, client: {}, ban: {}, help: {} });

/** The chosen validity in seconds; null if the input is invalid. @param {InviteForm} form */
export function secondsOf({ validity, minutes }) {
  if (validity !== "custom") return Number(validity);
  const whole = Number(minutes);
  return Number.isInteger(whole) && whole >= 1 && whole <= LONGEST ? whole * 60 : null;
}

/** The redirect's target, as in the command.
 * @param {string} target @returns {{operator: number} | {group: number} | null} */
export function targetOf(target) {
  const [kind, id] = target.split(" ");
  if (kind === "operator") return { operator: Number(id) };
  return kind === "group" ? { group: Number(id) } : null;
}
