// The conversation: the call above it, the log, the operator's question, the composer. The chat continues beside the
// question.

import { html, nothing, ref } from "../../vendor/lit.js";
import { hasOlder } from "../../state/session.js";
import { withCalls } from "../call_cards.js";
import { firstName } from "../display_names.js";
import { t } from "../text.js";
import { timeline } from "../timeline.js";
import { viewer } from "./viewer.js";
import { noticeOrDelay } from "./delay.js";

/** @import { Model, SessionModel, With } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

/** @param {SessionModel & With<"conversation">} model @param {Act} act */
export function conversationLog(model, act) {
  const { session, outbox, typing, name } = model.state;
  const { reading } = model.conversation;
  reading.follow(session, model.conversation.sight());
  return html`<div class="transcript" tabindex="0" role="group" aria-label=${t("Conversation")} ${ref(reading.place)}>
    ${timeline({
      view: session,
      me: "client",
      now: model.now,
      arrange: (list) => reading.divided(withCalls(list)),
      client: name,
      pending: outbox,
      typing,
      onRetry: act.retry,
      onDiscard: act.discard,
      onEdit: session.state === "active" || session.state === "waiting" ? act.edit : undefined,
      onFile: act.openFile,
      fileUrl: (file) => model.conversation.addresses.of[file.id],
      onLapsed: act.lapsed,
      onHelp: act.help,
      heard: model.page.text?.view.heard,
    })}
    ${
      hasOlder(session)
        ? html`<button class="btn bare transcript__older" type="button"
          @click=${act.older}>${t("Show earlier messages")}</button>`
        : nothing
    }
  </div>${
    model.conversation.looking && !model.prompt
      ? viewer(model.conversation.looking, act, model.call ? model.code.callDock(model, act) : nothing)
      : nothing
  }`; // a question of the operator goes before it
}

/** An upload, or why it failed. @param {import("../../files/uploads.js").Sending} file */
const sending = (
  file,
) => html`<div class="upload" data-test="sending" data-state=${file.error ? "failed" : "sending"}><bdi
  class="cut">${file.name}</bdi>
  ${
    file.error
      ? html`<span class="upload__error" role="alert">${file.error}</span>
      ${
        file.retry
          ? html`<button class="btn bare small" type="button" data-test="sending-again"
            @click=${file.again}>${t("Try again")}</button>`
          : nothing
      }`
      : html`<progress max="1" .value=${file.part} aria-label=${t("Sending {name}", { name: file.name })}></progress>
      <span class="visually-hidden"
        data-say>${
          file.part < 1 ? t("Sending {name}", { name: file.name }) : t("Checking {name}", { name: file.name })
        }</span>`
  }
  <button class="btn bare small" type="button"
    @click=${file.cancel}>${file.error ? t("Close") : t("Cancel")}</button></div>`;

/** Real-time text: the operator's question and the lines. On the picture instead if that fills the screen.
 * @param {Model["page"]} page @param {string} name the operator's */
const liveText = ({ text }, name) => (text ? [text.offer(name), text.panel(name)] : nothing);

/** @param {SessionModel & With<"conversation">} model @param {Act} act */
export function writing(model, act) {
  const { session } = model.state;
  const name = firstName(session.operator ?? "");
  return html`<div class="composer-area">
    ${model.conversation.reading.pill(session, html`<span aria-hidden="true">↓</span>`)}
    ${model.conversation.uploads.list.map(sending)}
    ${model.large ? nothing : liveText(model.page, name || model.data.name)}
    ${model.conversation.composer.view({ session: session.id, name })}
  </div>`;
}

/** @param {SessionModel & With<"conversation">} model @param {Act} act */
export function conversation(model, act) {
  const { code, call } = model;
  return html`
    ${call ? code.callArea(model, act) : html`<section data-test="call" data-state="none" hidden></section>`}
    ${
      model.troubles.length
        ? html`<div class="help-area">${code?.help(model.troubles, call?.view, {
            address: model.address,
            act,
            ownWindow: model.framed && model.entries ? act.ownWindow : null,
          })}</div>`
        : nothing
    }
    ${code ? code.lost(model, act) : nothing}
    ${noticeOrDelay(model, act)}
    ${
      model.asked
        ? html`<p class="notice calm"
          data-say><span>${t("Waiting for {name} to accept your call", {
            name: firstName(model.state.session.operator ?? "") || model.data.name,
          })}</span>
      <button class="btn small" type="button" @click=${act.cancelAsk}>${t("Cancel")}</button></p>`
        : nothing
    }
    ${model.looking?.view(null) ?? nothing}
    ${conversationLog(model, act)}
    ${model.prompt ? code?.prompt(model, act) : nothing}
    ${writing(model, act)}
    ${model.page.settings?.(act)}`;
}
