// After a call that was lost for good: the chat continues, and the client can ask for a phone call instead. Shown above
// the conversation.

import { ENTRIES } from "../../wire/constants.js";
import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { firstName } from "../display_names.js";
import { t } from "../text.js";

/** @import { View } from "../../call/view.js" */
/** @import { PageState, SessionModel } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

/** Whether the newest call of the conversation, seen here, ended unintentionally, and the client wasn't told.
 * @param {Pick<View, "call" | "phase">} view @param {Pick<PageState, "lostRead">} page */
export const isLost = ({ call, phase }, { lostRead }) =>
  Boolean(call && phase === "ended" && call.state === "failed" && lostRead !== call.id);

/** @param {SessionModel} model @param {Act} act */
export function lost(model, act) {
  const { view } = model.call ?? {};
  if (!view || !isLost(view, model.page)) return nothing;
  const id = view.call?.id ?? "";
  const name = firstName(model.state.session.operator ?? "") || model.data.name;
  const offered = model.data.entries.some(({ name }) => ENTRIES[name].waits_alone);
  /** @param {SubmitEvent} event */
  const leave = (event) => {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (
      /** @type {HTMLFormElement} */ (event.currentTarget).elements.namedItem("phone")
    );
    if (field.value.trim()) act.leaveNumber(id, field.value.trim());
    else field.focus();
  };
  return html`<section class="call-lost" data-say data-test="call-lost">
    <p><b>${t("The connection was lost and didn’t come back.")}</b> ${
      offered
        ? t("You can keep chatting. Leave your number and {name} can call you by phone.", { name })
        : t("You can keep chatting.")
    }</p>
    ${
      offered
        ? html`<form @submit=${leave}><label class="visually-hidden" for="lost-phone">${t("Your phone number")}</label>
      <input class="input" id="lost-phone" name="phone" type="tel" autocomplete="tel" data-most="40"
        placeholder=${t("Your phone number")} data-test="lost-phone">
      <button class="btn main" type="submit" data-test="lost-send">${t("Call me by phone")}</button></form>`
        : nothing
    }
    <button class="btn bare icon small" type="button" aria-label=${t("Close")}
      @click=${() => act.lostRead(id)}>${icon("x", "s")}</button>
  </section>`;
}
