// Fields of the widget's forms: input is kept, and a refusal is shown at its field. Renders; stores nothing itself.

import { html, nothing, ref } from "../../vendor/lit.js";
import { fieldOf, fieldsOf } from "../client_fields.js";
import { t } from "../text.js";
import { notice } from "./notice.js";

/** @import { Model } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */
/** @import { FieldName, Form } from "../client_fields.js" */
/** What a field needs of the model. @typedef {Pick<Model, "page">} FormModel */

/** The field a refusal is about. @type {Record<string, string>} */
const FIELD = {
  "callback.phone": "phone",
  "callback.slot": "time",
  "callback.closed": "time",
  "callback.zone": "time",
  "entry.email": "email",
  "entry.consent": "consent",
  "message.empty": "message",
  "message.too_long": "message",
};

/** @param {string} fault a refusal's code @returns {string} the field it is about; empty when it is about none */
export const wrongField = (fault) => FIELD[fault] ?? (fault.startsWith("invitation.") ? "code" : "");

/** A refusal that is about no field. @param {Model} model @param {Act} act */
export const refusal = (model, act) => (wrongField(model.page.fault) ? nothing : notice(model, act));

export const optional = () => html`<span class="quiet">${t("optional")}</span>`;

/** The text below a field, and the id by which the field refers to it.
 * @param {FormModel} model @param {string} name @param {string} [hint] */
export function below({ page }, name, hint = "") {
  const wrong = wrongField(page.fault) === name;
  const ids = [hint && `field-${name}-hint`, wrong && `field-${name}-wrong`].filter(Boolean).join(" ");
  return {
    invalid: wrong ? "true" : nothing,
    ids: ids || nothing,
    words: html`${hint ? html`<p class="hint" id="field-${name}-hint">${hint}</p>` : nothing}
      ${
        wrong
          ? html`<p class="field-error" id="field-${name}-wrong" role="alert" data-test="error">${page.error}</p>`
          : nothing
      }`,
  };
}

/**
 * A text field.
 * @param {FormModel} model
 * @param {string} name
 * @param {string} label
 * @param {{type?: string, autocomplete?: string, must?: boolean, hint?: string, rows?: number, max?: number}} [how]
 *   must: not marked optional
 */
export function line(
  model,
  name,
  label,
  { type = "text", autocomplete, must = false, hint = "", rows = 0, max = 200 } = {},
) {
  const { ids, invalid, words } = below(model, name, hint);
  const typed = model.page.typed[name] ?? "";
  return html`<div class="field"><label for="field-${name}">${label} ${must ? nothing : optional()}</label>
    ${
      rows
        ? html`<textarea class="input touch" id="field-${name}" name=${name} data-test="field-${name}" rows=${rows}
          data-most=${max} dir="auto" aria-invalid=${invalid} aria-describedby=${ids} .value=${typed}></textarea>`
        : html`<input class="input touch" id="field-${name}" name=${name} type=${type} data-test="field-${name}"
          autocomplete=${autocomplete ?? nothing} data-most=${max} dir="auto" aria-invalid=${invalid}
          aria-describedby=${ids} .value=${typed}>`
    }
    ${words}</div>`;
}

/** One field of the client's details.
 * @param {FormModel} model @param {FieldName} name @param {{hint?: string}} [more] */
export function clientLine(model, name, more) {
  const { label, hint, type, autocomplete, must, max } = fieldOf(name);
  return line(model, name, label(), { type, autocomplete, must, max, hint: hint?.(), ...more });
}

/** The client's details that the form of the current entry asks for, or that of a left message.
 * @param {FormModel} model @param {Form} [form] */
export const clientLines = (model, form = model.page.entry) =>
  fieldsOf(form).map(({ name }) => clientLine(model, name));

/** Consent and privacy, if the widget asks for them, and the refusal that is about no field.
 * @param {Model} model @param {Act} act */
export function closing(model, act) {
  const { data, page } = model;
  const { ids, invalid, words } = below(model, "consent");
  return html`
    ${
      data.consent
        ? html`<div class="field"><label class="tick"><input type="checkbox" name="consent" data-test="field-consent"
          aria-invalid=${invalid} aria-describedby=${ids}
          .checked=${Boolean(page.typed.consent)}><span>${data.consent}</span></label>${words}</div>`
        : nothing
    }
    ${
      data.privacy
        ? html`<p class="quiet"><a href=${data.privacy} target="_blank" rel="noopener noreferrer"
          data-test="privacy">${t("How we handle your data")}</a></p>`
        : nothing
    }
    <span class="form__spacer"></span>
    ${delayed(model, act)}
    ${refusal(model, act)}`;
}

/** @param {Element | undefined} element that has just come */
const inSight = (element) => element?.scrollIntoView?.({ block: "nearest" });

/** A form that waits long for its answer says so, and offers a way out.
 * @param {Model} model @param {Pick<Act, "stop"> & Partial<Act>} act */
export function delayed({ page, connected, screen }, act) {
  if (!page.busy || !page.late) return nothing;
  const words = connected
    ? t("This is taking longer than usual. Still waiting for an answer.")
    : t("We can’t be reached from your network right now. We’ll keep trying and continue once it works.");
  return html`<div class="notice calm delayed" data-say data-test="delayed" ${ref(inSight)}><span>${words}</span>
    ${
      screen !== "form" || !act.leaveInstead
        ? nothing
        : html`<button class="btn small" type="button" data-test="leave-instead"
          @click=${act.leaveInstead}>${t("Leave a message instead")}</button>`
    }
    <button class="btn bare small" type="button" data-test="stop-trying"
      @click=${act.stop}>${t("Stop trying")}</button></div>`;
}

/**
 * The input of a form.
 * @template {string} Name
 * @param {Event} event of its submission
 * @param {Name[]} names
 * @returns {Record<Name, string> & {consent: boolean}}
 */
export function filled(event, names) {
  event.preventDefault();
  const fields = new FormData(/** @type {HTMLFormElement} */ (event.target));
  const lines = names.map((name) => [name, String(fields.get(name) ?? "").trim()]);
  return { .../** @type {Record<Name, string>} */ (Object.fromEntries(lines)), consent: fields.has("consent") };
}
