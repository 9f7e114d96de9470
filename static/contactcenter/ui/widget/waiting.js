// In the queue for a chat: the place and the expected wait, the messages so far, and the composer. A client who waits
// long is offered another way, which is loaded with the other entries.

import { html, nothing } from "../../vendor/lit.js";
import { t } from "../text.js";
import { conversationLog, writing } from "./conversation.js";
import { refusal } from "./fields.js";
import { isPlaceSettled, placeInLine, waitWords } from "./session_words.js";

/** @import { SessionModel, With } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

/** The expected wait below the place in the queue. @param {SessionModel} model */
export function expectedWait({ state: { session, wait }, now }) {
  const words = waitWords(wait, now - Date.parse(session.created_at));
  return words ? html`<p class="num" data-test="expected-wait">${words}</p>` : nothing;
}

/** @param {SessionModel & With<"conversation">} model @param {Act} act */
export function waiting(model, act) {
  const { session } = model.state;
  const { entries } = model;
  const stop = html`<button class="btn bare touch" type="button" data-test="waiting-cancel"
    @click=${act.leave}>${t("Stop waiting")}</button>`;
  if (entries?.offering && entries.instead(model.now)) {
    return html`<div class="screen waiting" data-test="waiting" data-position=${String(session.position ?? "")}>
      ${refusal(model, act)}<p class="quiet center"
        data-say>${placeInLine(session.position)}</p>${entries.wayOut(model, act)}</div>`;
  }
  return html`<div class="queue-position" data-test="waiting" data-position=${String(session.position ?? "")}>
      <div data-say=${isPlaceSettled(session, model.now) ? "" : nothing}><p
        class="queue-position__number">${placeInLine(session.position)}</p>${expectedWait(model)}<p>${t(
          "Go ahead and write. Someone will answer here.",
        )}</p></div>
      ${stop}
    </div>
    ${refusal(model, act)}
    ${entries?.wayOut(model, act) ?? nothing}
    ${conversationLog(model, act)}
    ${writing(model, act)}`;
}
