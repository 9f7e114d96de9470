// What a supervisor can do with a row of the live board: each button opens the dialog that asks for the reason.

import { html, nothing } from "../../vendor/lit.js";
import { isSession } from "../../state/board.js";
import { button } from "../dialog.js";
import { t } from "../text.js";
import { openAct } from "./act_dialog.js";

/** @import { BoardPage, BoardRow } from "../../state/board.js" */
/** @import { LiveOperator } from "../../wire/protocol.js" */
/** @import { ActName } from "./act_dialog.js" */

/** @param {BoardRow} row @param {BoardPage} board @returns {unknown} */
export function actButtons(row, board) {
  const { steer_session, steer_operator } = board.rights;
  const acts = isSession(row) ? (steer_session ? SESSION : []) : operatorActs(row, steer_session, steer_operator);
  if (!acts.length) return nothing;
  const name = isSession(row) ? t("session {number}", { number: row.number }) : row.name;
  return html`<span class="act-buttons">${acts.map((act) =>
    button({
      test: `act-${act}`,
      look: "small bare",
      label: actWord(act),
      title: t("{act}: {name}", { act: actWord(act), name }),
      popup: "dialog",
      press: () => openAct(act, row, board),
    }),
  )}</span>`;
}

/** @type {ActName[]} */
const SESSION = ["redirect", "end"];

/** Nobody who is offline can be set or signed out. @param {LiveOperator} row @param {boolean} sessions
 * @param {boolean} operators the rights @returns {ActName[]} */
function operatorActs(row, sessions, operators) {
  /** @type {ActName[]} */
  const acts = operators && row.state !== "offline" ? ["state", "signout"] : [];
  return sessions && row.wrapup ? [...acts, "wrapup"] : acts;
}

/** An act as its button says it. @param {ActName} act */
const actWord = (act) =>
  ({
    redirect: t("Redirect"),
    end: t("End"),
    state: t("Set state"),
    signout: t("Sign out"),
    wrapup: t("End wrap-up"),
  })[act];
