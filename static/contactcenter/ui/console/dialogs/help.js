/* The dialog that asks the supervisors for help, with the reason. */

import { html, live, nothing } from "../../../vendor/lit.js";
import { t } from "../../text.js";
import { button, dialog, refusal } from "../components.js";
import { firstName, hasName } from "../words.js";

/** @import { Act, PageState } from "../../../console/page_state.js" */

const HELP_LENGTH = 500;

/** @param {PageState} page @param {Act} act */
export function help(page, act) {
  const session = page.about ? page.desk?.sessions[page.about] : undefined;
  if (session?.state !== "active") return nothing;
  const typed = page.forms.help[session.id] ?? "";
  const reason = typed.trim() ? "" : t("Say what you need help with.");
  const busy = page.busy.has(`help ${session.id}`);
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!reason && !busy) act.askHelp(session.id);
  };
  return dialog(
    { test: "help-dialog", look: "confirm help", title: t("Ask for help"), closeTest: "help-close", close: act.shut },
    html`
    <form @submit=${send}><div class="confirm__body">
      <p>${
        hasName(session)
          ? t("Supervisors see this at once. {name} doesn’t.", { name: firstName(session) })
          : t("Supervisors see this at once. The client doesn’t.")
      }</p>
      ${refusal(page)}
      <div class="field"><label for="help-reason">${t("What do you need help with?")}</label>
        <textarea class="input" id="help-reason" data-test="help-reason" rows="3" data-most=${HELP_LENGTH} autofocus
          .value=${live(typed)}
          @input=${(/** @type {Event} */ event) =>
            act.writeHelp(
              session.id,
              /** @type {HTMLTextAreaElement} */ (event.currentTarget).value,
            )}></textarea></div></div>
    <footer><span class="quiet" id="help-why">${reason}</span>${button({ label: t("Cancel"), press: act.shut })}
      <button class="btn main" data-test="help-send" aria-disabled=${reason || busy ? "true" : nothing}
        aria-busy=${busy ? "true" : nothing}
        aria-describedby=${reason ? "help-why" : nothing}>${t("Ask for help")}</button></footer></form>`,
  );
}
