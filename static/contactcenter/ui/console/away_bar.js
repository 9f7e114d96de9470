/* The bar across the page while the operator is away: impossible to overlook, and one press ends it. */

import { html, nothing } from "../../vendor/lit.js";
import { t } from "../text.js";
import { button } from "./components.js";
import { momentWord } from "./client/callback_times.js";
import { ownName } from "./own_names.js";

/** @import { OperatorView } from "../../wire/protocol.js" */
/** @import { Act, PageState } from "../../console/page_state.js" */

/** Since when, and why. @param {Pick<OperatorView, "away_since" | "idle" | "reason">} me @param {number} now */
export function awayWords({ away_since: since, idle, reason: why }, now) {
  const reason = `\u2068${why}\u2069`;
  const time = since ? momentWord(since, now) : "";
  if (idle)
    return time
      ? t("You’ve been away since {time} because this page was idle.", { time })
      : t("You’re away because this page was idle.");
  if (why)
    return time
      ? t("You’ve been away since {time} · {reason}", { time, reason })
      : t("You’re away · {reason}", { reason });
  return time ? t("You’ve been away since {time}", { time }) : t("You’re away");
}

/** @param {PageState} page @param {Act} act */
export function awayBar(page, act) {
  const me = page.desk?.me;
  const away = page.link === "open" && me?.chosen === "away";
  return html`<div data-say>${
    away
      ? html`<div class="away-bar" data-test="away-bar" data-state=${me.idle ? "idle" : "chosen"}><p
        class="cut">${awayWords({ ...me, reason: ownName(page.desk, "reasons", me.reason) }, page.now)}</p>
    ${button({
      test: "go-online",
      look: "small",
      label: t("Go online"),
      busy: page.busy.has("presence"),
      press: () => act.presence("online"),
    })}</div>`
      : nothing
  }</div>`;
}
