// A refusal in words, or that an answer is long in coming, on the pages that are fetched after the first one.

import { html, nothing } from "../../vendor/lit.js";
import { t } from "../text.js";
import { notice } from "./notice.js";

/** @import { Model } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

/** @param {Model} model @param {Act} act */
export function noticeOrDelay(model, act) {
  if (model.page.error) return notice(model, act);
  return model.connected && model.unanswered
    ? html`<p class="notice calm"
      data-say>${t("This is taking longer than usual. Still waiting for an answer.")}</p>`
    : nothing;
}
