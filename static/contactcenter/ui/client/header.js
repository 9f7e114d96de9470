// The widget's head: who the client is talking to, and the few things that are always at hand.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { entryTitle } from "./words.js";

/** @param {string} name @returns {string} at most two initials */
export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words[words.length - 1] : ""].map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
}

const mark = () => html`<span class="mark">${icon("message-circle", "l")}</span>`;

/** A window of its own has its browser's buttons. @param {any} act */
const minimise = (act) => act.minimise && html`<button class="btn bare icon touch" type="button" aria-label=${t("Minimise")} @click=${act.minimise}>${icon("minus")}</button>`;

/** @param {{state: string, reason: string}} available */
function availability({ state, reason }) {
  const look = state === "online" ? "good" : state === "busy" ? "warn" : "";
  const word = state === "online" ? t("Online") : state === "busy" ? t("Busy") : t("Offline");
  return html`<p><i class="dot ${look}"></i> <span class="cut">${reason || word}</span></p>`;
}

/** @param {any} model @param {any} act */
function menu(model, act) {
  const open = model.page.menu;
  return html`<div class="more">
    <button class="btn bare icon touch" type="button" aria-label=${t("More")} aria-haspopup="true" aria-expanded=${String(open)} @click=${() => act.menu(!open)}>${icon("ellipsis")}</button>
    ${open
      ? html`<div class="menu"><button class="btn bare ends touch wide" type="button" data-test="end-session" @click=${act.end}>${icon("log-out")} ${t("End conversation")}</button></div>`
      : nothing}
  </div>`;
}

/** @param {any} model @param {any} act */
function ask(model, act) {
  if (model.callShown || model.live) return nothing;
  return html`<button class="btn bare icon touch" type="button" data-test="ask-call" aria-label=${t("Ask for a video call")} @click=${act.askCall}>${icon("video")}</button>`;
}

/**
 * @param {any} model see client/widget.js
 * @param {any} act
 */
export function header(model, act) {
  const { data, page, state } = model;
  const name = html`<h2 class="cut"><bdi>${data.name}</bdi></h2>`;
  switch (model.screen) {
    case "form":
      return html`<header class="plain">
        <button class="btn bare icon touch back" type="button" aria-label=${t("Back")} @click=${act.back}>${icon("arrow-left", "turn")}</button>
        <div class="who"><h2>${entryTitle(page.entry)}</h2></div>${minimise(act)}
      </header>`;
    case "waiting":
      return html`<header>${mark()}<div class="who"><h2>${entryTitle(state.session.entry)}</h2><p class="cut"><bdi>${data.name}</bdi></p></div>${minimise(act)}</header>`;
    case "conversation": {
      const who = state.session.operator ?? data.name;
      return html`<header>
        <span class="face l" aria-hidden="true">${initials(who)}</span>
        <div class="who"><h2 class="cut"><bdi>${who}</bdi></h2>${model.callTime
          ? html`<p class="num">${t("In a call, {time}", { time: model.callTime })}</p>`
          : html`<p><i class="dot good"></i> <bdi class="cut">${data.name}</bdi></p>`}</div>
        ${ask(model, act)}${menu(model, act)}${minimise(act)}
      </header>`;
    }
    case "ended":
      return html`<header class="plain">${mark()}<div class="who">${name}</div>${minimise(act)}</header>`;
    default:
      return html`<header class="plain">${mark()}<div class="who">${name}${availability(model.available)}</div>${minimise(act)}</header>`;
  }
}
