// The dialog that asks for the reason of an act.

import { nothing } from "../../vendor/lit.js";

/** @import { BoardPage } from "../../state/board.js" */

/** @param {BoardPage} _board @returns {unknown} */
export function actDialog(_board) {
  return nothing;
}
