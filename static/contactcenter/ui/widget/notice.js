// A refusal in words, near the client's focus.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";

/** @import { Model } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

/** @param {Model} model @param {Act} act */
export function notice(model, act) {
  const words = model.page.error;
  if (!words) return nothing;
  return html`<div class="notice" role="alert" data-test="error"><span>${words}</span>
    <button class="btn bare icon small" type="button" aria-label=${t("Close")}
      @click=${act.forgive}>${icon("x", "s")}</button></div>`;
}
