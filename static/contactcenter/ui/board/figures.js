// Numbers of the live board: each with its name, and a link to what it counts.

import { html, nothing } from "../../vendor/lit.js";
import { measured } from "../../state/board.js";
import { language, t } from "../text.js";
import { duration } from "../time.js";

/** @import { BoardPage, MeasureWords } from "../../state/board.js" */

export const NOW = ["waiting", "longest_wait", "active", "calls", "online", "away"];

/** A number as people read it; a dash where there is nothing to divide by.
 * @param {number | null} value @param {MeasureWords["kind"]} kind */
export function figure(value, kind) {
  if (value === null) return "–";
  if (kind === "seconds") return duration(value * 1000);
  const style = kind === "share" ? /** @type {const} */ ("percent") : /** @type {const} */ ("decimal");
  return new Intl.NumberFormat(language(), { style, maximumFractionDigits: 0 }).format(value);
}

/** @param {BoardPage} board */
export const nowFigures = (board) =>
  figures(
    board,
    t("Now"),
    board.measures.filter(({ name }) => NOW.includes(name)).sort((a, b) => NOW.indexOf(a.name) - NOW.indexOf(b.name)),
    "now",
  );

/** @param {BoardPage} board */
export const todayFigures = (board) =>
  figures(
    board,
    t("Today"),
    board.measures.filter(({ name }) => !NOW.includes(name)),
  );

/** @param {BoardPage} board @param {string} title @param {MeasureWords[]} measures @param {string} [look] */
function figures(board, title, measures, look = "") {
  return html`<section class=${`figures ${look}`} aria-labelledby=${`figures-${look || "today"}`}>
    <h2 id=${`figures-${look || "today"}`}>${title}</h2>
    <ul>${measures.map((each) => measure(board, each))}</ul>
  </section>`;
}

/** @param {BoardPage} board @param {MeasureWords} words */
export function measure(board, { name, words, meaning, kind }) {
  const { shown, now } = board;
  if (!shown) return nothing;
  const value = measured(shown, name, now);
  const text = figure(value, kind);
  const size = text.length > 5 ? "long" : text.length > 3 ? "medium" : nothing;
  const link = shown.measures.find((each) => each.name === name)?.link ?? "";
  return html`<li class="figure" data-test="measure" data-name=${name} data-value=${value ?? ""}
    data-state=${late(board, name) ? "late" : nothing} data-size=${size}>
    <a href=${link} title=${meaning}><span>${words}</span>
      <strong class="num">${text}</strong></a></li>`;
}

/** Whether somebody has been waiting longer than the group's goal. @param {BoardPage} board @param {string} name */
const late = ({ shown, now }, name) =>
  name === "longest_wait" &&
  shown?.groups.some(({ longest, goal }) => longest && now - Date.parse(longest) > goal * 1000);

/** What each number means. @param {BoardPage} board */
export const meanings = ({ measures }) => html`<details class="live__meanings">
  <summary>${t("How the numbers are reckoned")}</summary>
  <dl>${measures.map(({ words, meaning }) => html`<div><dt>${words}</dt><dd>${meaning}</dd></div>`)}</dl>
  <p>${t("Sessions count on the day they entered the queue. CallBacks and left messages are counted apart.")}</p>
</details>`;
