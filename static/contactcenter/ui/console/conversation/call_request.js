/* The banner for a client who asks for a call: above the composer, whichever tab is open, with both answers (C4). The
   client is told about *Not now*. */

import { html, nothing } from "../../../vendor/lit.js";
import { icon } from "../../icon.js";
import { pgettext, t } from "../../text.js";
import { button } from "../components.js";
import { callReason, liveCall } from "../rules.js";
import { firstName } from "../words.js";

/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function asks(page, act, session) {
  const call = liveCall(session);
  if (call?.state !== "asked" || session.state !== "active") return nothing;
  const reason = page.desk ? callReason(page.desk, session) : "";
  const busy = page.busy.has("call");
  return html`<section class="call-offer" data-test="call-banner" aria-labelledby="h-asks">${icon("phone-incoming")}
    <div class="call-offer__words"><h2 class="call-offer__title" id="h-asks">${t("{name} asks for a video call", {
      name: firstName(session),
    })}</h2>${reason ? html`<p class="why" id="asks-why">${reason}</p>` : nothing}</div>
    <div class="call-offer__actions">${button({
      test: "call-not-now",
      look: "small",
      label: t("Not now"),
      busy,
      press: () => act.notNow(session.id, call.id),
    })}
    ${button({
      test: "call-answer",
      look: "small main",
      icon: "video",
      label: pgettext("to call somebody", "Call"),
      reason,
      reasonId: "asks-why",
      busy,
      press: () => act.call(session.id),
    })}</div>
  </section>`;
}
