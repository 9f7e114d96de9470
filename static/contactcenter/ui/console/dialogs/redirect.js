/* The dialog that redirects a session to a colleague or to a group (S5). Those who can't take it are listed too, with
   the reason. */

import { MESSAGE_LENGTH } from "../../../wire/constants.js";
import { html, live, nothing } from "../../../vendor/lit.js";
import { icon } from "../../icon.js";
import { t, tn } from "../../text.js";
import { dialog, refusal, section } from "../components.js";
import { colleagueReason, groupReason, redirectReason } from "../rules.js";
import { firstName, hasName } from "../words.js";

/** @import { ColleagueView, GroupView } from "../../../wire/protocol.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */
/** @typedef {{kind: "operator" | "group", id: number, name: string, sign: unknown, words: string, reason:
 *   string}} Target */

/** @type {Record<ColleagueView["state"], string>} */
const DOTS = { online: "good", away: "warn", busy: "bad", wrapup: "warn", offline: "" };

/** @param {ColleagueView["state"]} state */
const stateWord = (state) =>
  ({ online: t("Online"), away: t("Away"), busy: t("In a call"), wrapup: t("Wrap-up"), offline: t("Offline") })[state];

/** @param {ColleagueView} colleague @returns {Target} */
function colleague(colleague) {
  const { id, name, state, active, limit } = colleague;
  const load = tn("{n} of {limit} conversation", "{n} of {limit} conversations", active, { limit });
  return {
    kind: "operator",
    id,
    name,
    sign: html`<i class=${`dot ${DOTS[state]}`}></i>`,
    words: `${stateWord(state)} · ${load}`,
    reason: colleagueReason(colleague),
  };
}

/** @param {GroupView} group @returns {Target} */
function group(group) {
  const { id, name, waiting, online } = group;
  const words = [
    tn("{n} waiting", "{n} waiting", waiting),
    tn("{n} other operator online", "{n} other operators online", online),
  ].join(" · ");
  return { kind: "group", id, name, sign: icon("users", "s"), words, reason: groupReason(group) };
}

/** @param {Target} target @param {string} chosen @param {(target: string) => void} choose */
function option({ kind, id, name, sign, words, reason }, chosen, choose) {
  const value = `${kind} ${id}`;
  return html`<label class="redirect__target" data-test="redirect-target" data-kind=${kind} data-id=${id}
    aria-disabled=${reason ? "true" : nothing}>
    <input type="radio" name="target" value=${value} .checked=${live(!reason && value === chosen)}
      .disabled=${Boolean(reason)} aria-describedby=${`load-${kind}-${id}`} @change=${() => choose(value)}>
    ${sign}<b class="cut"><bdi>${name}</bdi></b><span class="quiet"
      id=${`load-${kind}-${id}`}>${reason || words}</span></label>`;
}

/** @param {PageState} page @param {Act} act */
export function redirect(page, act) {
  const session = page.about ? page.desk?.sessions[page.about] : undefined;
  if (!page.desk || !session) return nothing;
  const { target, note } = page.forms.redirect[session.id] ?? { target: "", note: "" };
  const colleagues = (page.whom?.colleagues ?? []).map(colleague);
  const groups = (page.whom?.groups ?? []).map(group);
  const choose = (/** @type {string} */ value) => act.redirecting(session.id, { target: value });
  const there = [...colleagues, ...groups].some(({ kind, id, reason }) => !reason && `${kind} ${id}` === target);
  const reason = redirectReason(session) || (there ? "" : t("Choose a colleague or a group."));
  const busy = page.busy.has(`redirect ${session.id}`);
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!reason && !busy) act.redirect(session.id);
  };
  return dialog(
    {
      test: "redirect-dialog",
      look: "redirect",
      title: hasName(session) ? t("Redirect {name}", { name: firstName(session) }) : t("Redirect this conversation"),
      closeTest: "redirect-close",
      close: act.shut,
    },
    html`
    <form @submit=${send}><div class="redirect__body">
      ${refusal(page)}
      <fieldset class="redirect__targets" aria-label=${t("Redirect to")} aria-busy=${page.whom ? nothing : "true"}>
        ${
          page.whom
            ? html`
          ${section(t("Colleagues"))}${
            colleagues.length
              ? colleagues.map((each) => option(each, target, choose))
              : html`<p class="hint">${t("You have no colleagues here yet.")}</p>`
          }
          ${section(t("Groups"))}${groups.map((each) => option(each, target, choose))}`
            : html`<p class="hint">${t("Checking who’s there")}</p>`
        }</fieldset>
      <div class="field"><label for="redirect-note">${t("Note")} <span
        class="quiet">${t("only operators see this")}</span></label>
        <textarea class="input" id="redirect-note" data-test="redirect-note" rows="2" data-most=${MESSAGE_LENGTH}
          .value=${live(note)}
          @input=${(/** @type {Event} */ event) =>
            act.redirecting(session.id, {
              note: /** @type {HTMLTextAreaElement} */ (event.currentTarget).value,
            })}></textarea></div></div>
      <footer><span id="redirect-why">${reason}</span>
        <button class="btn main" data-test="redirect-send" aria-disabled=${reason || busy ? "true" : nothing}
          aria-busy=${busy ? "true" : nothing}
          aria-describedby=${reason ? "redirect-why" : nothing}>${t("Redirect")}</button></footer></form>`,
  );
}
