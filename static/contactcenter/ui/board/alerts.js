// Alerts on top of the live board.

import { nothing } from "../../vendor/lit.js";

/** @import { BoardPage } from "../../state/board.js" */

/** @param {BoardPage} _board @returns {unknown} */
export function alerts(_board) {
  return nothing;
}
