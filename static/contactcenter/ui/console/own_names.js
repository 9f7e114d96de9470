/* Names that supervisors have given, in the operator's language. They are sent, stored and searched as first
   written. */

/** @import { DeskState } from "../../state/console.js" */

/** @param {DeskState | null | undefined} desk @param {"results" | "tags" | "reasons"} kind @param {string} name */
export const ownName = (desk, kind, name) => desk?.names?.[kind]?.[name] ?? name;
