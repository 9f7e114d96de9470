// In the queue: the place in line, what was written so far, and room to go on writing.

import { html } from "../../vendor/lit.js";
import { t } from "../text.js";
import { conversationLog, writing } from "./conversation.js";
import { notice } from "./notice.js";
import { placeInLine } from "./standing.js";

/** @param {any} model @param {any} act */
export function waiting(model, act) {
  const { session } = model.state;
  return html`<div class="place" data-test="waiting" data-position=${String(session.position ?? "")}>
      <div role="status"><p class="big">${placeInLine(session.position)}</p><p>${t("You can write already. An operator answers here.")}</p></div>
      <button class="btn bare touch" type="button" data-test="waiting-cancel" @click=${act.leave}>${t("Stop waiting")}</button>
    </div>
    ${notice(model, act)}
    ${conversationLog(model, act)}
    ${writing(model, act)}`;
}
