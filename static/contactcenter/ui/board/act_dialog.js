// The dialog of an act on the live board: it asks for the reason, and for a target or a state. What was typed stays
// when the dialog is closed or the act is refused.

import { html, keyed, live, nothing } from "../../vendor/lit.js";
import { targetOf } from "../../console/forms.js";
import { isSession } from "../../state/board.js";
import { button, dialog } from "../dialog.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { stateWord } from "./act_words.js";

/** @import { BoardPage, BoardRow } from "../../state/board.js" */
/** @import { LiveOperator, LiveSession, SupervisorCommand, Unsent } from "../../wire/protocol.js" */

/** @typedef {"redirect" | "end" | "state" | "signout" | "wrapup"} ActName */
/** `row` as it was when the dialog was opened. @typedef {{act: ActName, row: BoardRow, busy: boolean, refusal: string}}
 * OpenAct */
/** `target` and `value` as in the fields. @typedef {{reason: string, target: string, value: string}} Draft */

const REASON = 200;

/** @type {OpenAct | null} */
let open = null;
/** What was done last, in words. */
let done = "";
/** What is being typed, by act and row. @type {Map<string, Draft>} */
const drafts = new Map();

/** Opens the dialog of an act. @param {ActName} act @param {BoardRow} row @param {BoardPage} board */
export function openAct(act, row, board) {
  open = { act, row, busy: false, refusal: "" };
  done = "";
  board.change();
}

/** @param {BoardPage} board @returns {unknown} */
export function actDialog(board) {
  const said = html`<p class="visually-hidden" role="status" data-test="act-done">${done}</p>`;
  return open ? [said, keyed(keyOf(open), form(open, board))] : said;
}

/** @param {OpenAct} now */
const keyOf = ({ act, row }) => `${act} ${row.id}`;

/** @param {OpenAct} now @returns {Draft} */
const draftOf = (now) => drafts.get(keyOf(now)) ?? { reason: "", target: "", value: "" };

/** @param {OpenAct} now @param {BoardPage} board */
function form(now, board) {
  const draft = draftOf(now);
  const close = () => {
    open = null;
    board.change();
  };
  /** @param {Partial<Draft>} part */
  const fill = (part) => {
    drafts.set(keyOf(now), { ...draftOf(now), ...part });
    board.change();
  };
  const why = missing(now, draft);
  return dialog(
    { test: "act-dialog", look: "act", title: title(now), closeTest: "act-close", close },
    html`<form @submit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      if (!why && !now.busy) run(now, board);
    }}><div class="act__body">
      <p>${consequence(now)}</p>
      ${
        now.refusal
          ? html`<p class="act__refusal" role="alert" data-test="act-refusal">${icon("triangle-alert", "s")}
            <span>${now.refusal}</span></p>`
          : nothing
      }
      ${now.act === "redirect" ? target(now, draft, board, fill) : nothing}
      ${now.act === "state" ? value(draft, board, fill) : nothing}
      <div class="field"><label for="act-reason">${t("Reason")} <span class="quiet">${readers(now)}</span></label>
        <input class="input" id="act-reason" data-test="act-reason" data-most=${REASON} autocomplete="off"
          ?autofocus=${now.act !== "redirect" && now.act !== "state"} .value=${live(draft.reason)}
          @input=${(/** @type {Event} */ event) => fill({ reason: typedIn(event) })}></div></div>
      <footer><span class="quiet" id="act-why">${why}</span>
        ${button({ test: "act-cancel", label: t("Cancel"), press: close })}
        <button class=${now.act === "redirect" || now.act === "state" ? "btn main" : "btn stop"}
          data-test="act-confirm" aria-disabled=${why || now.busy ? "true" : nothing}
          aria-busy=${now.busy ? "true" : nothing}
          aria-describedby=${why ? "act-why" : nothing}>${confirmWord(now)}</button></footer></form>`,
  );
}

/** @param {Event} event */
const typedIn = (event) => /** @type {HTMLInputElement | HTMLSelectElement} */ (event.currentTarget).value;

/** What has to be filled in first, in words; empty if nothing. @param {OpenAct} now @param {Draft} draft */
function missing({ act }, { reason, target, value }) {
  if (act === "redirect" && !targetOf(target)) return t("Choose an operator or a group.");
  if (act === "state" && !value) return t("Choose a state.");
  return reason.trim() ? "" : t("Give a reason first.");
}

/** Sends the act. After a refusal the dialog goes on with the row as it is now. @param {OpenAct} now
 * @param {BoardPage} board */
async function run(now, board) {
  now.busy = true;
  now.refusal = "";
  board.change();
  try {
    await board.send(commandOf(now));
    done = t("Done: {act}", { act: title(now) });
    drafts.delete(keyOf(now));
    if (open === now) open = null;
  } catch (error) {
    now.refusal = /** @type {Error} */ (error).message;
    now.row = newest(now.row, board);
  } finally {
    now.busy = false;
    board.change();
  }
}

/** The row as the board shows it now, or as it was if it has gone. @param {BoardRow} row @param {BoardPage} board
 * @returns {BoardRow} */
function newest(row, { shown }) {
  const rows = isSession(row) ? [...(shown?.waiting ?? []), ...(shown?.sessions ?? [])] : (shown?.operators ?? []);
  return /** @type {BoardRow[]} */ (rows).find(({ id }) => id === row.id) ?? row;
}

/** @param {OpenAct} now @returns {Unsent<SupervisorCommand>} */
function commandOf(now) {
  const draft = draftOf(now);
  const reason = draft.reason.trim();
  if (now.act === "redirect" || now.act === "end") {
    const { id, state, operator } = /** @type {LiveSession} */ (now.row);
    const seen = { state, operator };
    if (now.act === "end") return { type: "act.end", session: id, reason, seen };
    return { type: "act.redirect", session: id, reason, seen, ...targetOf(draft.target) };
  }
  const row = /** @type {LiveOperator} */ (now.row);
  if (now.act === "wrapup") return { type: "act.wrapup", session: row.wrapup ?? "", reason };
  if (now.act === "signout") return { type: "act.signout", operator: row.id, reason };
  const [state, ...away] = draft.value.split(" ");
  return {
    type: "act.state",
    operator: row.id,
    state: state === "online" ? "online" : "away",
    away_reason: away.join(" "),
    reason,
  };
}

/** Where a session can go: the operators with their state, and the groups. @param {OpenAct} now @param {Draft} draft
 * @param {BoardPage} board @param {(part: Partial<Draft>) => void} fill */
function target({ row }, draft, { shown }, fill) {
  const session = /** @type {LiveSession} */ (row);
  const operators = (shown?.operators ?? []).filter(({ id }) => id !== session.operator);
  const groups = (shown?.groups ?? []).filter(({ id }) => session.state === "active" || id !== session.group);
  const option = (/** @type {string} */ key, /** @type {string} */ words) =>
    html`<option value=${key} ?selected=${draft.target === key}>${words}</option>`;
  return html`<div class="field"><label for="act-target">${t("To")}</label>
    <select class="input select" id="act-target" data-test="act-target" autofocus
      @change=${(/** @type {Event} */ event) => fill({ target: typedIn(event) })}>
      ${option("", t("Choose…"))}
      <optgroup label=${t("Operators")}>${operators.map((each) =>
        option(`operator ${each.id}`, `${each.name} · ${stateWord(each.state)}`),
      )}</optgroup>
      <optgroup label=${t("Groups")}>${groups.map((each) =>
        option(`group ${each.id}`, t("{name} · {n} waiting", { name: each.name, n: total(each.waiting) })),
      )}</optgroup></select></div>`;
}

/** @param {Draft} draft @param {BoardPage} board @param {(part: Partial<Draft>) => void} fill */
function value(draft, { reasons }, fill) {
  const states = [
    ["", t("Choose…")],
    ["online", t("Online")],
    ["away", t("Away")],
    ...reasons.map((reason) => [`away ${reason}`, t("Away: {reason}", { reason })]),
  ];
  return html`<div class="field"><label for="act-value">${t("State")}</label>
    <select class="input select" id="act-value" data-test="act-value" autofocus
      @change=${(/** @type {Event} */ event) => fill({ value: typedIn(event) })}>${states.map(
        ([key, words]) => html`<option value=${key} ?selected=${draft.value === key}>${words}</option>`,
      )}</select></div>`;
}

/** @param {OpenAct} now */
function title({ act, row }) {
  const name = isSession(row) ? String(row.number) : row.name;
  return {
    redirect: t("Redirect session {name}", { name }),
    end: t("End session {name}", { name }),
    state: t("Set the state of {name}", { name }),
    signout: t("Sign {name} out", { name }),
    wrapup: t("End the wrap-up of {name}", { name }),
  }[act];
}

/** What follows from the act, in words. @param {OpenAct} now */
function consequence({ act, row }) {
  const waiting = isSession(row) && row.state === "waiting";
  if (act === "redirect")
    return waiting
      ? t("Redirected to an operator, it waits for them alone. The client keeps the place in the queue.")
      : t("The client stays, and goes on with whoever gets the session.");
  if (act === "end")
    return waiting
      ? t("The client stops waiting, and the session counts as missed.")
      : t("Nobody can write here any more, and a call in progress ends. The operator goes on to the wrap-up.");
  if (act === "state") return t("Conversations go on. An operator who is away gets no new ones.");
  if (act === "signout") return t("All consoles of this operator close. Their conversations are kept.");
  return t("The session is closed without a result, and the operator is free.");
}

/** @param {OpenAct} now */
const readers = ({ act }) =>
  act === "state" || act === "signout" ? t("the operator reads it") : t("operators read it, the client doesn’t");

/** @param {OpenAct} now */
const confirmWord = ({ act }) =>
  ({
    redirect: t("Redirect"),
    end: t("End session"),
    state: t("Set state"),
    signout: t("Sign out"),
    wrapup: t("End wrap-up"),
  })[act];

/** @param {Record<string, number>} counts by entry */
const total = (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);
