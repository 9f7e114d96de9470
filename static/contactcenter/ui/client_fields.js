// What clients tell about themselves: each field is a row here. The widget's forms ask for it; the console's Client tab
// shows it and corrects it. The server's list is in sessions_app/protocol/details.py. Texts only, no elements.

import { ENTRIES } from "../wire/constants.js";
import { t } from "./text.js";

/** @import { ClientView, EntryStart } from "../wire/protocol.js" */

/** A form of the widget; "message": left while nobody is available.
 * @typedef {import("../wire/protocol.js").Entry | "message"} Form */
/** @typedef {Exclude<keyof EntryStart & keyof ClientView, "page" | "parameters">} FieldName */
/**
 * @typedef {object} ClientField
 * @property {FieldName} name as in the protocol
 * @property {() => string} label what clients are asked
 * @property {() => string} word what operators read
 * @property {"always" | "operator" | "message"} [asked] by which forms: all, those of entries that need an operator, or
 *   that of a left message; a form may also ask for it in a place of its own
 * @property {"text" | "email" | "tel"} [type] of the input
 * @property {string} [autocomplete]
 * @property {boolean} [must] it isn't marked as optional
 * @property {number} [max] characters
 * @property {() => string} [hint]
 * @property {boolean} [edited] operators can correct it
 * @property {boolean} [fact] the Client tab lists it
 */

/** @type {readonly ClientField[]} */
export const CLIENT_FIELDS = [
  {
    name: "name",
    label: () => t("Your name"),
    word: () => t("Name"),
    asked: "always",
    autocomplete: "name",
    edited: true,
  },
  {
    name: "email",
    label: () => t("E-mail"),
    word: () => t("E-mail"),
    asked: "message",
    type: "email",
    autocomplete: "email",
    hint: () => t("Without an e-mail, our answer will be waiting here."),
    edited: true,
  },
  {
    name: "phone",
    label: () => t("Phone number"),
    word: () => t("Phone"),
    type: "tel",
    autocomplete: "tel",
    must: true,
    max: 40,
    edited: true,
  },
  {
    name: "topic",
    label: () => t("What is it about?"),
    word: () => t("Topic"),
    asked: "operator",
    fact: true,
  },
];

/** The fields that a form asks for. @param {Form} form */
export function fieldsOf(form) {
  const kind = form === "message" ? form : ENTRIES[form].needs_operator && "operator";
  return CLIENT_FIELDS.filter(({ asked }) => asked === "always" || (asked && asked === kind));
}

/** @param {Form} form */
export const namesOf = (form) => fieldsOf(form).map(({ name }) => name);

/** @param {FieldName} name @returns {ClientField} */
export const fieldOf = (name) => /** @type {ClientField} */ (CLIENT_FIELDS.find((field) => field.name === name));
