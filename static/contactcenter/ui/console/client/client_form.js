/* The header of the Client tab: the client's data, and the form that corrects them in place (S9). */

import { html, live, nothing, ref } from "../../../vendor/lit.js";
import { CLIENT_FIELDS } from "../../client_fields.js";
import { icon } from "../../icon.js";
import { t } from "../../text.js";
import { button, face } from "../components.js";
import { firstName, fullName } from "../words.js";

/** @import { ClientField } from "../../client_fields.js" */
/** @import { ClientForm } from "../../../console/forms.js" */
/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** Moves the focus into the opened form, and back to the pencil when it closes. @param {Element | undefined} form */
function begin(form) {
  queueMicrotask(() => {
    if (form?.isConnected) form.querySelector("input")?.focus();
    else if (document.activeElement === document.body)
      /** @type {HTMLElement | null} */ (document.querySelector('[data-test="client-edit"]'))?.focus();
  });
}

/** @param {Act} act @param {string} session @param {ClientForm} form @param {ClientField} field */
const input = (
  act,
  session,
  form,
  { name, word, type = "text" },
) => html`<div class="field"><label for=${`client-${name}`}>${word()}</label>
  <input class="input" id=${`client-${name}`} data-test=${`client-${name}`} type=${type} inputmode=${type}
    data-most="200" autocomplete="off" .value=${live(form[/** @type {keyof ClientForm} */ (name)])}
    @input=${(/** @type {Event} */ event) =>
      act.editing(session, { [name]: /** @type {HTMLInputElement} */ (event.currentTarget).value })}></div>`;

/** @param {PageState} page @param {Act} act @param {DeskSession} session @param {ClientForm} form */
function editor(page, act, session, form) {
  const busy = page.busy.has(`edit ${session.id}`);
  const save = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!busy) act.saveClient(session.id);
  };
  return html`<form class="client-form" novalidate aria-label=${t("{name}’s details", { name: firstName(session) })}
    @submit=${save} ${ref(begin)}>
    ${CLIENT_FIELDS.filter(({ edited }) => edited).map((field) => input(act, session.id, form, field))}
    <div class="form-actions">${button({
      test: "client-cancel",
      look: "small",
      label: t("Cancel"),
      press: () => act.dropEdit(session.id),
    })}
      <button class="btn small main" data-test="client-save" aria-disabled=${busy ? "true" : nothing}
        aria-busy=${busy ? "true" : nothing}>${t("Save")}</button></div></form>`;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function person(page, act, session) {
  const form = page.forms.client[session.id];
  if (form) return editor(page, act, session, form);
  const { client } = session;
  const open = session.state === "active" || session.state === "wrapup";
  return html`<div class="client-card">${face(client.name, "l")}<div><h2><bdi class="cut">${fullName(session)}</bdi>${
    client.verified
      ? html`<span class="chip good" data-test="client-verified">${icon("badge-check", "s")} ${t("Verified")}</span>`
      : nothing
  }</h2>
      <p class="cut"><bdi>${client.email || client.phone || t("No e-mail or phone")}</bdi></p></div>
    ${
      open
        ? button({
            test: "client-edit",
            look: "bare icon small",
            icon: "pencil",
            title: t("Edit {name}’s details", { name: firstName(session) }),
            press: () => act.edit(session.id),
          })
        : nothing
    }</div>`;
}
