/* The dialog that bans a client, with the reason (S8). */

import { html, live, nothing } from "../../../vendor/lit.js";
import { t } from "../../text.js";
import { button, dialog, refusal } from "../components.js";
import { firstName } from "../words.js";

/** @import { Act, PageState } from "../../../console/page_state.js" */

/** @param {PageState} page @param {Act} act */
export function ban(page, act) {
  const session = page.about ? page.desk?.sessions[page.about] : undefined;
  if (!session) return nothing;
  const name = firstName(session);
  const typed = page.forms.ban[session.id] ?? "";
  const reason = typed.trim() ? "" : t("Give a reason first.");
  const busy = page.busy.has(`ban ${session.id}`);
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!reason && !busy) act.ban(session.id);
  };
  return dialog(
    { test: "ban-dialog", look: "confirm", title: t("Ban {name}?", { name }), alert: true, close: act.shut },
    html`
    <form @submit=${send}><div class="confirm__body">
      <p>${t(
        "This ends the session. {name} can’t start another one from this browser, or from this network for a day, and isn’t told about the ban.",
        { name },
      )}</p>
      ${refusal(page)}
      <div class="field"><label for="ban-reason">${t("Reason")} <span
        class="quiet">${t("only operators see this")}</span></label>
        <input class="input" id="ban-reason" data-test="ban-reason" data-most="200" autocomplete="off" autofocus
          .value=${live(typed)}
          @input=${(/** @type {Event} */ event) =>
            act.banning(session.id, /** @type {HTMLInputElement} */ (event.currentTarget).value)}></div></div>
    <footer><span class="quiet" id="ban-why">${reason}</span>${button({ label: t("Cancel"), press: act.shut })}
      <button class="btn stop" data-test="ban-confirm" aria-disabled=${reason || busy ? "true" : nothing}
        aria-busy=${busy ? "true" : nothing}
        aria-describedby=${reason ? "ban-why" : nothing}>${t("Ban")}</button></footer></form>`,
  );
}
