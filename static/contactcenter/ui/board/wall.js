// The board for a screen on the wall: few numbers, readable from across the room, and nothing to press.

import { html, nothing } from "../../vendor/lit.js";
import { deskSprite } from "../sprites/console.js";
import { firstSprite } from "../sprites/first.js";
import { helpSprite } from "../sprites/help.js";
import { alerts } from "./alerts.js";
import { part } from "./board.js";
import { measure } from "./figures.js";
import { helpRequests } from "./help_requests.js";
import { link } from "./link.js";

/** @import { BoardPage } from "../../state/board.js" */

const SHOWN = [
  "waiting",
  "longest_wait",
  "service_level",
  "abandon_rate",
  "active",
  "calls",
  "online",
  "away",
  "offered",
  "accepted",
  "speed_of_answer",
  "satisfaction",
];

/** @param {BoardPage} board */
export function wall(board) {
  if (!board.shown) return nothing;
  return html`${firstSprite()}${deskSprite()}${helpSprite()}<div class="wall" data-test="board"
    data-state=${board.live ? "live" : "stale"}>
    ${part(link, board)}${part(alerts, board)}${part(helpRequests, board)}${part(numbers, board)}
  </div>`;
}

/** @param {BoardPage} board */
const numbers = (board) =>
  html`<ul class="wall__figures">${SHOWN.map((name) => {
    const words = board.measures.find((each) => each.name === name);
    return words ? measure(board, words) : nothing;
  })}</ul>`;
