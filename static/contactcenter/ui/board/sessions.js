// Waiting clients and running conversations on the live board.

import { html, nothing, repeat } from "../../vendor/lit.js";
import { ENTRY_ICONS, entryWord } from "../console/words.js";
import { icon } from "../icon.js";
import { t, tn } from "../text.js";
import { clockTime, duration } from "../time.js";
import { actButtons } from "./act_buttons.js";
import { rowLink, table } from "./table.js";

/** @import { Entry, LiveBoard, LiveCall, LiveSession } from "../../wire/protocol.js" */
/** @import { BoardPage } from "../../state/board.js" */

/** @param {BoardPage} board */
export function waiting(board) {
  const { shown } = board;
  if (!shown) return nothing;
  return table({
    name: "waiting",
    title: t("Waiting"),
    count: shown.waiting.length,
    heads: [t("Client"), t("Entry"), t("Group"), t("Waiting"), ""],
    empty: t("Nobody is waiting."),
    filled: shown.waiting.length > 0,
    more: byGroup(board, shown),
    rows: repeat(
      shown.waiting,
      ({ id }) => id,
      (row) => waitingRow(row, shown, board),
    ),
  });
}

/** How many wait in each group, by entry. @param {BoardPage} board @param {LiveBoard} shown */
function byGroup({ now }, shown) {
  const busy = shown.groups.filter((group) => Object.keys(group.waiting).length > 0);
  if (!busy.length && !shown.messages) return nothing;
  return html`<ul class="live__queues">${busy.map(
    (group) =>
      html`<li><b>${group.name}</b> ${Object.entries(group.waiting).map(
        ([entry, count]) => html`<span class="live__kind">${icon(ENTRY_ICONS[/** @type {Entry} */ (entry)], "s")}
        <span class="visually-hidden">${entryWord(/** @type {Entry} */ (entry))}</span> ${count}</span>`,
      )} ${group.longest ? html`<span class="num">${duration(now - Date.parse(group.longest))}</span>` : nothing}</li>`,
  )}${
    shown.messages ? html`<li>${tn("{n} message to answer", "{n} messages to answer", shown.messages)}</li>` : nothing
  }</ul>`;
}

/** @param {LiveSession} row @param {LiveBoard} shown @param {BoardPage} board */
function waitingRow(row, shown, board) {
  const group = shown.groups.find(({ id }) => id === row.group);
  const wait = board.now - Date.parse(row.since);
  const later = row.due !== null && Date.parse(row.due) > board.now;
  const late = !later && !row.away && wait > (group?.goal ?? Infinity) * 1000;
  return html`<tr class="roster__row" data-test="waiting-row" data-session=${row.id} data-number=${row.number}
    data-entry=${row.entry} data-state=${late ? "late" : nothing}>
    ${who(row, board)}${how(row)}
    <td>${group?.name ?? ""}</td>
    <td class="num">${later && row.due ? t("call at {time}", { time: clockTime(row.due) }) : duration(wait)}${
      late ? html` <span class="visually-hidden">${t("late")}</span>` : nothing
    }</td>
    <td class="roster__acts">${actButtons(row, board)}</td>
  </tr>`;
}

/** @param {BoardPage} board */
export function conversations(board) {
  const { shown } = board;
  if (!shown) return nothing;
  return table({
    name: "conversations",
    title: t("Conversations"),
    count: shown.sessions.length,
    heads: [t("Client"), t("Entry"), t("Operator"), t("Length"), t("Call"), ""],
    empty: t("No conversation is running."),
    filled: shown.sessions.length > 0,
    rows: repeat(
      shown.sessions,
      ({ id }) => id,
      (row) => conversation(row, shown, board),
    ),
  });
}

/** @param {LiveSession} row @param {LiveBoard} shown @param {BoardPage} board */
function conversation(row, shown, board) {
  const operator = shown.operators.find(({ id }) => id === row.operator);
  return html`<tr class="roster__row" data-test="session-row" data-session=${row.id} data-number=${row.number}
    data-entry=${row.entry} data-state=${row.state}>
    ${who(row, board)}${how(row)}
    <td>${operator?.name ?? ""}</td>
    <td class="num">${duration(board.now - Date.parse(row.since))}</td>
    <td>${row.call ? call(row.call, board.now) : nothing}</td>
    <td class="roster__acts">${actButtons(row, board)}</td>
  </tr>`;
}

/** @param {LiveSession} row @param {BoardPage} board */
const who = (row, board) => html`<th scope="row">
  <a class="roster__name" href=${rowLink(board.addresses.session, row.key)}>${
    row.client || t("Client {number}", { number: row.number })
  }</a> <small class="cut">${row.client ? row.number : ""}${row.topic ? ` ${row.topic}` : ""}${
    row.away ? ` · ${t("has left the page")}` : ""
  }</small></th>`;

/** @param {LiveSession} row */
const how = ({ entry }) =>
  html`<td><span class="live__kind">${icon(ENTRY_ICONS[entry], "s")} ${entryWord(entry)}</span></td>`;

/** The call with its length and, if it isn't good, its quality. @param {LiveCall} live @param {number} now */
function call({ state, since, quality }, now) {
  if (!since) return html`<span class="roster__call" data-state=${state}>${callWord(state)}</span>`;
  const trouble = state === "reconnecting" ? t("interrupted") : qualityWord(quality);
  return html`<span class="roster__call num" data-state=${state} data-quality=${quality ?? nothing}>${duration(
    now - Date.parse(since),
  )}${trouble ? html` <b>${icon("triangle-alert", "s")} ${trouble}</b>` : nothing}</span>`;
}

/** @param {string} state */
const callWord = (state) =>
  ({ asked: t("client asks"), requested: t("ringing"), accepted: t("connecting") })[state] ?? t("connecting");

/** @param {LiveCall["quality"]} quality */
const qualityWord = (quality) =>
  quality && quality !== "good" ? { weak: t("weak"), bad: t("bad"), lost: t("interrupted") }[quality] : "";
