// What a supervisor can do with a row of the live board.

import { nothing } from "../../vendor/lit.js";

/** @import { BoardPage, BoardRow } from "../../state/board.js" */

/** @param {BoardRow} _row @param {BoardPage} _board @returns {unknown} */
export function actButtons(_row, _board) {
  return nothing;
}
