// An invitation's page: who invites and the form beside the own picture, the waiting, the end. The conversation is the
// widget's own frame. Renders the model and widget/invitation.js.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { namesOf } from "../client_fields.js";
import { firstName, initials } from "../display_names.js";
import { firstSprite } from "../sprites/first.js";
import { t } from "../text.js";
import { clientLines, delayed, filled } from "./fields.js";
import { frame, interrupted, page, stateWords } from "./frame.js";
import { noticeOrDelay } from "./delay.js";

/** @import { Model } from "../../widget/model.js" */
/** @import { InvitationAct } from "../../invitation.js" */
/** @import { Invited } from "../../widget/invitation.js" */
/** @import { InvitationData } from "../../widget/page_data.d.ts" */
/** @typedef {Model & {data: InvitationData}} InvitationModel */

/** @param {InvitationData} data @param {boolean} away */
const host = (
  data,
  away,
) => html`<div class="invitation-card__from"><span class="face" aria-hidden="true">${initials(data.operator)}</span>
  <div><strong><bdi>${data.operator}</bdi></strong><p>${
    away ? html`<i class="dot"></i> ${t("Not here right now")}` : html`<i class="dot good"></i> ${t("Online now")}`
  }</p></div></div>`;

/** @param {InvitationModel} model @param {InvitationAct} act @param {Invited} invited */
function form(model, act, invited) {
  const { data, page } = model;
  const name = firstName(data.operator) || data.operator;
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    act.join(filled(event, namesOf(page.entry)));
  };
  return html`${host(data, invited.away)}
    <h1>${t("{name} invites you to a video call", { name })}</h1>
    <p class="invitation__lead">${
      invited.away
        ? t("{name} isn’t here right now. You can join already: the call starts as soon as {name} is here.", { name })
        : data.camera
          ? t("It opens here in your browser. Nothing to install.")
          : t("It opens here in your browser, nothing to install. Your camera starts off; turn it on when you like.")
    }</p>
    <form class="form" data-test="entry-form" novalidate @input=${act.remember} @submit=${submit}>
      ${clientLines(model)}
      ${
        data.consent
          ? html`<label class="tick"><input type="checkbox" name="consent" data-test="field-consent"
            aria-invalid=${page.error ? "true" : nothing}><span>${data.consent}
        ${
          data.privacy
            ? html`<a href=${data.privacy} target="_blank" rel="noopener noreferrer"
              data-test="privacy">${t("Privacy")}</a>`
            : nothing
        }</span></label>`
          : data.privacy
            ? html`<p class="quiet"><a href=${data.privacy} target="_blank" rel="noopener noreferrer"
              data-test="privacy">${t("How we handle your data")}</a></p>`
            : nothing
      }
      ${page.busy ? delayed(model, { stop: act.stop }) : noticeOrDelay(model, act)}
      <button class="btn main touch wide" data-test="entry-submit"
        aria-busy=${String(page.busy)}>${icon("video")} ${t("Join the call")}</button>
    </form>`;
}

/** @param {InvitationModel} model @param {InvitationAct} act @param {Invited} invited */
function held(model, act, invited) {
  const { data } = model;
  const name = firstName(data.operator) || data.operator;
  return html`${host(data, invited.away)}
    <div data-say data-test="invitation-held"><h1>${t("{name} isn’t here right now", { name })}</h1>
      <p class="invitation__lead">${t("You’ll be let in as soon as {name} is here. Keep this page open.", {
        name,
      })}</p></div>
    ${
      invited.late
        ? html`<p class="notice calm" data-say
          data-test="delayed">${t(
            "We can’t be reached from your network right now. We’ll keep trying and continue once it works.",
          )}</p>`
        : noticeOrDelay(model, act)
    }
    <div class="actions"><button class="btn touch wide" type="button" data-test="waiting-cancel"
      @click=${act.stay}>${t("Stop waiting")}</button></div>`;
}

/** @param {InvitationModel} model @param {InvitationAct} act @param {Invited} invited */
function waiting(model, act, invited) {
  const { data, state } = model;
  const name = firstName(data.operator) || data.operator;
  return html`<div data-test="waiting"
    data-position=${String(state.session?.position ?? "")}>${host(data, invited.away)}
    <div data-say><h1>${
      invited.away ? t("{name} isn’t here right now", { name }) : t("{name} can see you’re here", { name })
    }</h1>
      <p class="invitation__lead">${
        invited.away
          ? t("Your place is kept. The call starts by itself when {name} is back.", { name })
          : t("The call starts by itself. Keep this page open.")
      }</p></div>
    ${noticeOrDelay(model, act)}
    <div class="actions"><button class="btn touch wide" type="button" data-test="waiting-cancel"
      @click=${act.leave}>${t("Stop waiting")}</button></div></div>`;
}

/** @param {InvitationModel} model @param {InvitationAct} act @param {Invited} invited */
function card(model, act, invited) {
  const side = invited.stage === "waiting" ? waiting : invited.wanted && invited.away ? held : form;
  const check = model.entries?.check;
  return html`<section class="invitation-card">
    <div>${
      check && model.code
        ? model.code.previewArea(check.preview, check.act, model.address)
        : html`<div class="device-preview"><div class="stage device-preview__stage"></div></div>`
    }</div>
    <div>${side(model, act, invited)}</div>
  </section>`;
}

/** @param {InvitationModel} model @param {InvitationAct} act */
function end(model, act) {
  const { session } = model.state;
  const again = session?.accepted_at && !model.data.reusable ? null : act.again;
  return html`<section class="invitation-sheet">${page(model, { ...act, again })}</section>`;
}

/** @param {InvitationModel} model @param {InvitationAct} act @param {Invited} invited */
export function invitationPage(model, act, invited) {
  const { stage } = invited;
  const { data, sessionState } = model;
  if (stage === "conversation")
    return html`<div class="invitation" data-stage="conversation">${frame(model, act)}</div>`;
  return html`${firstSprite()}${model.conversation?.sprite()}${model.code?.sprite()}
    <div class="invitation" data-stage=${stage}>
      <header class="invitation__head"><span class="brand-mark">${icon("message-circle", "l")}</span><bdi
        class="cut">${data.name}</bdi></header>
      ${interrupted(model)}
      <div class="invitation__main">${stage === "ended" ? end(model, act) : card(model, act, invited)}</div>
      <footer class="invitation__foot">${stage === "ended" ? nothing : invited.goodUntil()}</footer>
      <span class="visually-hidden" data-say data-test="session-state"
        data-state=${sessionState}>${stateWords(sessionState)}</span>
    </div>`;
}
