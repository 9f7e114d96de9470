// A refusal in words, near the client's focus; or that an answer takes long.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";

/** @param {any} model @param {any} act */
export function notice(model, act) {
  const words = model.page.error;
  if (!words) return model.connected && model.unanswered ? html`<p class="notice calm" role="status">${t("The answer takes longer than usual. We are still waiting for it.")}</p>` : nothing;
  return html`<div class="notice" role="alert" data-test="error"><span>${words}</span>
    <button class="btn bare icon small" type="button" aria-label=${t("Close")} @click=${act.forgive}>${icon("x", "s")}</button></div>`;
}
