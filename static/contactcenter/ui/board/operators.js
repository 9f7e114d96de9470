// Operators on the live board: what each does, and since when.

import { html, nothing, repeat } from "../../vendor/lit.js";
import { roster } from "../../state/board.js";
import { t } from "../text.js";
import { clockTime, duration } from "../time.js";
import { actButtons } from "./act_buttons.js";
import { rowLink, table } from "./table.js";

/** @import { LiveBoard, LiveOperator } from "../../wire/protocol.js" */
/** @import { BoardPage } from "../../state/board.js" */

/** @param {BoardPage} board */
export function operators(board) {
  const { shown } = board;
  if (!shown) return nothing;
  return table({
    name: "operators",
    title: t("Operators"),
    count: shown.operators.length,
    heads: [t("Operator"), t("State"), t("Since"), t("Conversations"), ""],
    empty: t("No operators yet."),
    rows: repeat(
      roster(shown),
      ({ id }) => id,
      (row) => operator(row, shown, board),
    ),
    filled: shown.operators.length > 0,
  });
}

/** @param {LiveOperator} row @param {LiveBoard} shown @param {BoardPage} board */
function operator(row, shown, board) {
  return html`<tr class="roster__row" data-test="operator-row" data-operator=${row.id} data-state=${row.state}
    data-since=${row.since ?? ""}>
    <th scope="row"><a class="roster__name" href=${rowLink(board.addresses.operator, row.id)}>${row.name}</a></th>
    <td><span class="roster__state" data-state=${row.state}>${stateWord(row)}</span></td>
    <td class="num" title=${row.since ? clockTime(row.since) : nothing}>${
      row.since ? duration(board.now - Date.parse(row.since)) : ""
    }</td>
    <td>${doing(row, shown)}</td>
    <td class="roster__acts">${actButtons(row, board)}</td>
  </tr>`;
}

/** The state in words; away with its reason. @param {Pick<LiveOperator, "state" | "reason">} row */
export function stateWord({ state, reason }) {
  const words = {
    online: t("Online"),
    away: t("Away"),
    busy: t("In a call"),
    wrapup: t("Wrap-up"),
    offline: t("Offline"),
  }[state];
  return state === "away" && reason ? t("{state}: {reason}", { state: words, reason }) : words;
}

/** @param {LiveOperator} row @param {LiveBoard} shown */
function doing({ sessions, limit, wrapup }, shown) {
  if (!sessions.length) return wrapup ? t("finishing one") : "";
  const clients = sessions.map((id) => shown.sessions.find((session) => session.id === id)).filter(Boolean);
  const names = clients.map((session) => session?.client || String(session?.number)).join(", ");
  return html`<span class="num">${t("{n} of {limit}", { n: sessions.length, limit })}</span>
    <small class="cut">${names}</small>`;
}
