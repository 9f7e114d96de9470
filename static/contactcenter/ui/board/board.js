// The live board: all its parts in order. A part that fails leaves the others standing.

import { html, nothing } from "../../vendor/lit.js";
import { deskSprite } from "../sprites/console.js";
import { firstSprite } from "../sprites/first.js";
import { helpSprite } from "../sprites/help.js";
import { t } from "../text.js";
import { actDialog } from "./act_dialog.js";
import { alerts } from "./alerts.js";
import { meanings, nowFigures, todayFigures } from "./figures.js";
import { helpRequests } from "./help_requests.js";
import { link } from "./link.js";
import { operators } from "./operators.js";
import { conversations, waiting } from "./sessions.js";

/** @import { BoardPage } from "../../state/board.js" */

/** @param {BoardPage} board */
export function liveBoard(board) {
  if (!board.shown) return nothing;
  const each = (/** @type {(board: BoardPage) => unknown} */ view) => part(view, board);
  return html`${firstSprite()}${deskSprite()}${helpSprite()}
  <div class="live__board" data-test="board" data-state=${board.live ? "live" : "stale"}>
    ${each(link)}${each(alerts)}${each(helpRequests)}${each(nowFigures)}${each(todayFigures)}
    <div class="live__lists">
      <div>${each(waiting)}${each(conversations)}</div>
      ${each(operators)}
    </div>
    ${each(meanings)}
  </div>${each(actDialog)}`;
}

/** @param {(board: BoardPage) => unknown} view @param {BoardPage} board */
export function part(view, board) {
  try {
    return view(board);
  } catch (error) {
    console.error(error);
    return html`<p class="live__failed" data-test="error">${t("This part can’t be shown. Reload the page.")}</p>`;
  }
}
