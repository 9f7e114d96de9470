// Alerts on top of the live board: what fires now and what has just ended, in words and by shape; and whether a new one
// sounds.

import { html, repeat } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { clockTime } from "../time.js";

/** @import { BoardPage } from "../../state/board.js" */
/** @import { AlertView } from "../../wire/protocol.js" */

/** @param {BoardPage} board @returns {unknown} */
export function alerts(board) {
  const rows = board.shown?.alerts ?? [];
  return html`<section class="alerts" aria-label=${t("Alerts")}>
    ${board.bell ? sound(board, board.bell) : ""}
    <ul>${repeat(rows, (row) => row.rule, alert)}</ul></section>`;
}

/** @param {AlertView} row */
function alert({ rule, name, text, value, state, since, until }) {
  const firing = state === "firing";
  return html`<li class="alerts__one ${state}" data-test="alert" data-rule=${rule} data-state=${state}>
    ${icon(firing ? "triangle-alert" : "circle-check")}
    <p><strong>${firing ? t("Alert: {name}", { name }) : t("Over: {name}", { name })}</strong>
      <span dir="auto">${text}</span></p>
    <time datetime=${until ?? since}>${
      until ? t("until {time}", { time: clockTime(until) }) : t("{value} at {time}", { value, time: clockTime(since) })
    }</time></li>`;
}

/** @param {BoardPage} board @param {NonNullable<BoardPage["bell"]>} bell */
function sound(board, bell) {
  const press = async () => {
    await bell.toggle();
    board.change();
  };
  return html`<button class="btn bare small" type="button" data-test="alert-sound" data-state=${bell.on ? "on" : "off"}
    aria-pressed=${bell.on ? "true" : "false"} @click=${press}>${icon(bell.on ? "bell" : "bell-off", "s")}
    ${t("Sound on alerts")}</button>${
      bell.blocked
        ? html`<p class="alerts__blocked"
            role="status">${t("The browser keeps this page silent until you press a button.")}</p>`
        : ""
    }`;
}
