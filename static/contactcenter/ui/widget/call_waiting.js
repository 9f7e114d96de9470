// In the queue for a call: the own picture, the level, device problems, the place in the queue. Also the page that says
// when we'll phone. Fetched with the other entries.

import { ENTRIES } from "../../wire/constants.js";
import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { refusal } from "./fields.js";
import { whenWords } from "./callback_words.js";
import { isPlaceSettled, placeInLine } from "./session_words.js";
import { expectedWait } from "./waiting.js";
import { wayOut } from "./waiting_alternatives.js";
import { noticeOrDelay } from "./delay.js";

/** @import { SessionModel, With } from "../../widget/model.js" */
/** @import { CallbackView } from "../../wire/protocol.js" */
/** @import { Act } from "../../widget.js" */

/** @param {SessionModel & With<"entries">} model @param {Act} act */
export function waiting(model, act) {
  return model.state.session.callback ? byPhone(model, act) : byCall(model, act);
}

/** @param {With<"entries">} model */
function picture({ address, code, entries }) {
  const { preview } = entries.check;
  return preview ? code?.previewArea(preview, entries.check.act, address) : nothing;
}

/** @param {SessionModel & With<"entries">} model @param {Act} act */
function byCall(model, act) {
  const { session } = model.state;
  const who = ENTRIES[session.entry].by_code
    ? t("The call starts by itself as soon as you’re let in.")
    : t("The call starts by itself.");
  return html`<div class="screen waiting" data-test="waiting" data-position=${String(session.position ?? "")}>
    ${refusal(model, act)}
    ${
      model.entries.check.preview
        ? picture(model)
        : html`<p class="hint center" data-say>${t("Getting your camera and microphone ready")}</p>`
    }
    <div class="queue-position" data-say=${isPlaceSettled(session, model.now) ? "" : nothing}><p
      class="queue-position__number">${placeInLine(session.position)}</p>${expectedWait(model)}<p>${who}</p></div>
    ${wayOut(model, act)}
    <button class="btn touch wide" type="button" data-test="waiting-cancel"
      @click=${act.leave}>${t("Stop waiting")}</button>
  </div>`;
}

/** @param {SessionModel & With<"entries">} model @param {Act} act */
function byPhone(model, act) {
  const { session } = model.state;
  const callback = /** @type {CallbackView} */ (session.callback);
  const begun = Date.parse(callback.starts_at) <= model.now;
  const { entries } = model;
  const chat = !ENTRIES[session.entry].starts_call;
  return html`<div class="screen waiting" data-test="waiting" data-position=${String(session.position ?? "")}>
    ${noticeOrDelay(model, act)}
    <span class="done-mark">${icon("phone-incoming", "l")}</span>
    <div class="queue-position" data-say=${!begun || isPlaceSettled(session, model.now) ? "" : nothing}><p
      class="queue-position__number">${t("We’ll call you")}</p>
      <p><bdi class="num" data-test="callback-phone">${callback.shown}</bdi></p>
      <p data-test="callback-when">${whenWords(callback, model.now)}</p>
      ${begun && session.position ? html`<p class="quiet">${placeInLine(session.position)}</p>` : nothing}</div>
    <p class="center">${
      chat
        ? t("You can close this page. Keep it open and we’ll answer here.")
        : t("You can close this page. Keep it open and we’ll call you here by video.")
    }</p>
    ${
      chat
        ? nothing
        : entries.check.preview
          ? picture(model)
          : html`<button class="btn bare touch waiting__check" type="button"
            @click=${() => entries.check.begin()}>${icon("video")} ${t("Check camera and microphone")}</button>`
    }
    <span class="waiting__spacer"></span>
    <button class="btn touch wide" type="button" data-test="waiting-cancel"
      @click=${act.leave}>${t("Cancel the call")}</button>
  </div>`;
}

/** The call is in a separate window. @param {SessionModel & With<"entries">} model @param {Act} act */
export function ownWindow(model, act) {
  const { entries } = model;
  const { session } = model.state;
  const open = entries.window.open;
  // After a page change this frame no longer knows the window, but the call says that it's still there.
  const runs = open || session.calls.at(-1)?.state === "connected";
  const title = runs
    ? t("Your call is running in its own window")
    : session.state === "waiting"
      ? t("Your call is waiting for its window")
      : t("Your call’s window is closed");
  const words = runs
    ? t("The conversation continues there, too.")
    : session.state === "waiting"
      ? t("You’re still in the queue. Open the window so the call can start.")
      : t("The conversation is still here. Open the window again to continue the call.");
  return html`<div class="screen waiting" data-test="own-window" data-state=${open ? "open" : "closed"}>
    ${noticeOrDelay(model, act)}
    <span class="done-mark calm">${icon("app-window", "l")}</span>
    <h1 class="center" data-say>${title}</h1>
    <p class="center">${words}</p>
    ${
      session.state === "waiting" && session.position
        ? html`<p class="center quiet">${placeInLine(session.position)}</p>`
        : nothing
    }
    <div class="actions">
      <button class="btn main touch wide" type="button" data-test="own-window-open"
        @click=${() =>
          open
            ? entries.window.front()
            : entries.reopen()}>${open ? t("Show the window") : t("Open the window")}</button>
      <button class="btn touch wide" type="button" data-test="own-window-here"
        @click=${() => entries.here()}>${t("Continue here")}</button>
      ${
        session.state === "waiting"
          ? html`<button class="btn bare touch wide" type="button" data-test="waiting-cancel"
            @click=${act.leave}>${t("Stop waiting")}</button>`
          : nothing
      }
    </div>
  </div>`;
}
