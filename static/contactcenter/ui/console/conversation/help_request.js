/* Help in a conversation: the button that asks for it, and while it's asked for, the strip that says so. */

import { ariaKeys } from "../../../console/shortcuts.js";
import { html, nothing } from "../../../vendor/lit.js";
import { icon } from "../../icon.js";
import { t } from "../../text.js";
import { span } from "../../time.js";
import { button } from "../components.js";
import { since } from "../durations.js";

/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export const helpButton = (page, act, session) =>
  session.state === "active" && !session.help
    ? button({
        test: "ask-help",
        look: "bare icon",
        icon: "life-buoy",
        title: t("Ask for help"),
        keys: ariaKeys("ask-help"),
        popup: "dialog",
        busy: page.busy.has(`help ${session.id}`),
        press: () => act.openHelp(session.id),
      })
    : nothing;

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function helpStrip(page, act, session) {
  const { help } = session;
  if (!help || session.state !== "active") return nothing;
  const minutes = Math.floor(since(help.at, page.now) / 60_000);
  const when = minutes
    ? t("You asked for help {time} ago", { time: span(since(help.at, page.now)) })
    : t("You’ve just asked for help");
  return html`<section class="help-strip" data-test="help-asked" aria-labelledby="h-help">${icon("life-buoy")}
    <div><h2 id="h-help">${when}</h2><p class="cut" dir="auto">${help.reason}</p></div>
    ${button({
      test: "help-withdraw",
      look: "small",
      label: t("Withdraw"),
      busy: page.busy.has(`help ${session.id}`),
      press: () => act.withdrawHelp(session.id),
    })}
  </section>`;
}
