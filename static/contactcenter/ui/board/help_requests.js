// Operators' calls for help, on top of the live board: the open ones with a field for the answer, and for a while what
// became of the others. A half-written answer stays as long as its request is shown.

import { html, live, nothing, repeat } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { span } from "../time.js";

/** @import { BoardPage } from "../../state/board.js" */
/** @import { HelpRequestView } from "../../wire/protocol.js" */

const MOST = 500;
/** A request that is over is shown so long, in ms. */
const SHOWN = 60_000;

/** Half-written answers, by request. @type {Map<number, {text: string, busy: boolean, refusal: string}>} */
const answers = new Map();

/** @param {BoardPage} board @returns {unknown} */
export function helpRequests(board) {
  const rows = (board.shown?.help ?? []).filter(
    ({ ended_at }) => !ended_at || board.now - Date.parse(ended_at) < SHOWN,
  );
  for (const id of answers.keys()) if (!rows.some((row) => row.id === id)) answers.delete(id);
  const open = rows.filter(({ state }) => state === "open");
  const said = html`<p class="visually-hidden" role="status">${
    open.length ? t("{name} asks for help", { name: open[open.length - 1].name }) : nothing
  }</p>`;
  if (!rows.length) return said;
  return html`${said}<section class="help-requests" aria-labelledby="h-help"><h2 id="h-help"
    class="section">${t("Calls for help")}</h2><ul>${repeat(
      rows,
      (row) => row.id,
      (row) => (row.state === "open" ? openRow(row, board) : overRow(row)),
    )}</ul></section>`;
}

/** @param {HelpRequestView} row @param {BoardPage} board */
function openRow(row, board) {
  const answer = answers.get(row.id) ?? { text: "", busy: false, refusal: "" };
  /** @param {Partial<typeof answer>} part */
  const set = (part) => {
    answers.set(row.id, { ...(answers.get(row.id) ?? answer), ...part });
    board.change();
  };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = answer.text.trim();
    if (!text || answer.busy) return;
    set({ busy: true, refusal: "" });
    try {
      await board.send({ type: "help.answer", session: row.session, request: row.id, text });
      answers.delete(row.id);
      board.change();
    } catch (error) {
      set({ busy: false, refusal: /** @type {Error} */ (error).message });
    }
  };
  const field = `help-${row.id}`;
  return html`<li class="help-request" data-test="help-request" data-operator=${row.operator}
    data-session=${row.session}>
    <p class="help-request__who">${icon("life-buoy", "s")} <strong><bdi>${row.name}</bdi></strong>
      <a href=${link(row, board)}>${t("session {number}", { number: row.number })}</a>
      <time datetime=${row.at}>${span(board.now - Date.parse(row.at))}</time></p>
    <p class="help-request__reason" dir="auto">${row.reason}</p>
    ${
      board.rights.steer_session
        ? html`<form @submit=${send}><label class="visually-hidden"
          for=${field}>${t("Answer to {name}", { name: row.name })}</label>
          <input class="input" id=${field} data-test="help-answer" data-most=${MOST} autocomplete="off"
            placeholder=${t("Answer, only the operator reads it")} .value=${live(answer.text)}
            @input=${(/** @type {Event} */ event) =>
              set({ text: /** @type {HTMLInputElement} */ (event.currentTarget).value })}>
          <button class="btn main small" data-test="help-answer-send"
            aria-disabled=${answer.text.trim() && !answer.busy ? nothing : "true"}
            aria-busy=${answer.busy ? "true" : nothing}>${t("Send")}</button></form>`
        : nothing
    }
    ${refusal(answer.refusal)}
  </li>`;
}

/** What became of a request; an answer that was being written can still be copied. @param {HelpRequestView} row */
function overRow(row) {
  const written = answers.get(row.id)?.text.trim();
  return html`<li class="help-request over" data-test="help-over" data-operator=${row.operator}><p>${outcome(row)}</p>${
    written ? html`<p class="quiet">${t("Not sent: {text}", { text: written })}</p>` : nothing
  }</li>`;
}

/** @param {HelpRequestView} row */
function outcome({ state, name, by }) {
  if (state === "answered") return t("{by} has answered {name}.", { by, name });
  if (state === "withdrawn") return t("{name} no longer needs help.", { name });
  return t("{name} no longer needs help: the session is over.", { name });
}

/** @param {string} words */
const refusal = (words) =>
  words ? html`<p class="act__refusal" role="alert">${icon("triangle-alert", "s")} <span>${words}</span></p>` : nothing;

/** The session's page in the admin. @param {HelpRequestView} row @param {BoardPage} board */
const link = (row, { addresses }) => addresses.session.replace("/0/", `/${row.key}/`);
