// Whether the board is true: live, or stale and since when.

import { html } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { language, t } from "../text.js";

/** @import { BoardPage } from "../../state/board.js" */

/** A time of day with its seconds. @param {string} at ISO 8601 */
export const exactTime = (at) =>
  new Intl.DateTimeFormat(language(), {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: language().includes("-") ? undefined : "h23",
  }).format(new Date(at));

/** @param {Pick<BoardPage, "heard" | "live">} board */
export const linkWords = ({ live, heard }) =>
  live || !heard ? t("Live") : t("Stale since {time}", { time: exactTime(heard) });

/** @param {BoardPage} board */
export function link(board) {
  const { live, patient } = board;
  if (live || patient) return html`<p class="live__link" data-state="live"><i></i>${t("Live")}</p>`;
  return html`<p class="live__link" data-state="stale" data-test="stale-since">${icon("triangle-alert", "s")}
    <b>${linkWords(board)}</b> ${t("Connecting again.")} <a href="">${t("Reload")}</a></p>`;
}
