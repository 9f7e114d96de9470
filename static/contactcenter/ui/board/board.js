// The live board: all its parts in order. A part that fails leaves the others standing.

import { html, nothing, repeat } from "../../vendor/lit.js";
import { t } from "../text.js";
import { actButtons } from "./act_buttons.js";
import { actDialog } from "./act_dialog.js";
import { alerts } from "./alerts.js";
import { helpRequests } from "./help_requests.js";

/** @import { BoardPage } from "../../state/board.js" */

/** @param {BoardPage} board */
export function liveBoard(board) {
  const { shown, staleSince } = board;
  if (!shown) return nothing;
  return html`<section data-test="board" data-state=${staleSince ? "stale" : "live"}>
    ${part(alerts, board)}${part(helpRequests, board)}${part(operators, board)}${part(sessions, board)}
    ${part(actDialog, board)}
  </section>`;
}

/** @param {(board: BoardPage) => unknown} view @param {BoardPage} board */
function part(view, board) {
  try {
    return view(board);
  } catch (error) {
    console.error(error);
    return html`<p data-test="error">${t("This part can’t be shown. Reload the page.")}</p>`;
  }
}

/** @param {BoardPage} board */
function operators(board) {
  return repeat(
    board.shown?.operators ?? [],
    (row) => row.id,
    (row) =>
      html`<div data-test="operator-row" data-operator=${row.id} data-state=${row.state} data-since=${row.since ?? ""}>
      ${row.name}${actButtons(row, board)}</div>`,
  );
}

/** @param {BoardPage} board */
function sessions(board) {
  return repeat(
    [...(board.shown?.waiting ?? []), ...(board.shown?.sessions ?? [])],
    (row) => row.id,
    (row) => html`<div data-test=${row.state === "waiting" ? "waiting-row" : "session-row"} data-session=${row.id}
      data-number=${row.number} data-entry=${row.entry}>${row.number}${actButtons(row, board)}</div>`,
  );
}
