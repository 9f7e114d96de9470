/* The menu at the end of the top bar: online or away with a reason, kinds of session taken, shortcuts, sign-out
   (S3). */

import { written } from "../../console/shortcuts.js";
import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { languageChoice } from "./language.js";
import { choose, menuToggled, moveFromButton, moveInMenu } from "./menu.js";
import { ownDayItem } from "./own_day.js";
import { ownName } from "./own_names.js";
import { initials } from "./words.js";

/** @import { OperatorView } from "../../wire/protocol.js" */
/** @import { Act, PageState } from "../../console/page_state.js" */

/** @typedef {ToggleEvent & {currentTarget: HTMLElement}} Toggled */

/** @type {Record<string, string>} */
const DOTS = { online: "good", away: "warn", busy: "bad", wrapup: "warn", offline: "" };

/** The operator's state in words. @param {string} state */
function stateWord(state) {
  return (
    { online: t("Online"), away: t("Away"), busy: t("Busy, in a call"), wrapup: t("Wrap-up"), offline: t("Offline") }[
      state
    ] ?? state
  );
}

/** The state with its details: the reason for being away, and the kinds of session not taken.
 * @param {string} state @param {OperatorView | null | undefined} me
 * @param {import("../../state/console.js").DeskState | null} [desk] */
export function presenceWords(state, me, desk) {
  const word = stateWord(state);
  if (state === "away" && me?.idle) return t("{state} · idle", { state: word });
  if (state === "away" && me?.reason)
    return t("{state} · {reason}", { state: word, reason: ownName(desk, "reasons", me.reason) });
  if (state !== "online" || !me || (me.chat && me.video)) return word;
  return me.chat
    ? t("{state} · chats only", { state: word })
    : me.video
      ? t("{state} · calls only", { state: word })
      : t("{state} · no new clients", { state: word });
}

/** @param {PageState} page @param {Act} act @param {"online" | "away"} value */
function option(page, act, value) {
  const me = page.desk?.me;
  const chosen = me?.chosen === value && !me.reason;
  return html`<button type="button" role="menuitemradio" data-test="presence-option" data-value=${value}
    aria-checked=${chosen}
    popovertarget="presence-menu" popovertargetaction="hide" @click=${() => act.presence(value)}>
    <i class=${`dot ${DOTS[value]}`}></i> ${stateWord(value)} ${chosen ? icon("check", "s") : nothing}</button>`;
}

/** @param {PageState} page @param {Act} act @param {string} reason */
function because(page, act, reason) {
  const chosen = page.desk?.me.chosen === "away" && page.desk.me.reason === reason;
  const shown = ownName(page.desk, "reasons", reason);
  return html`<button type="button" role="menuitemradio" class="menu__reason" data-test="presence-reason"
    data-value=${reason} aria-checked=${chosen}
    aria-label=${t("Away: {reason}", { reason: shown })} popovertarget="presence-menu" popovertargetaction="hide"
      @click=${() => act.presence("away", reason)}>
    <i></i> <bdi class="cut">${shown}</bdi> ${chosen ? icon("check", "s") : nothing}</button>`;
}

/** @param {PageState} page @param {Act} act @param {"chat" | "video"} kind @param {string} words */
function channel(page, act, kind, words) {
  const on = page.desk?.me[kind] ?? true;
  return html`<button type="button" role="menuitemcheckbox" data-test=${`presence-${kind}`}
    data-state=${on ? "on" : "off"} aria-checked=${on}
    aria-busy=${page.busy.has("presence") ? "true" : nothing} @click=${() => act.channel(kind, !on)}>
    ${icon(kind === "chat" ? "message-circle" : on ? "video" : "video-off", "s")} ${words} <i
      class="switch"></i></button>`;
}

/** @param {PageState} page @param {Act} act */
export function presence(page, act) {
  const me = page.desk?.me;
  const state = page.link === "open" && me ? me.state : "offline";
  const words = presenceWords(state, me, page.desk);
  return html`<button type="button" class="presence" data-test="presence" data-state=${state} aria-haspopup="menu"
    popovertarget="presence-menu" @keydown=${moveFromButton}>
      <span class="face" aria-hidden="true">${initials(me?.name ?? "")}<i class=${`dot ${DOTS[state]}`}></i></span><bdi
        class="cut">${words}</bdi> ${icon("chevron-down", "s")}</button>
    <div class="menu" id="presence-menu" popover @keydown=${moveInMenu}
      @toggle=${(/** @type {Toggled} */ event) => {
        menuToggled(event);
        if (event.newState === "open" && page.link === "open") act.askDay();
      }}>
      <p class="menu__name cut"><bdi>${me?.name}</bdi></p>
      ${languageChoice(page)}
      <div role="menu" class="menu__items" aria-label=${t("Your status")}>
      <div role="group" aria-label=${t("Availability")}>${option(page, act, "online")}${option(page, act, "away")}
        ${(page.desk?.reasons ?? []).map((reason) => because(page, act, reason))}</div>
      <div role="group"
        aria-label=${t("Clients you take")}>${channel(page, act, "chat", t("Chats"))}${channel(
          page,
          act,
          "video",
          t("Video calls"),
        )}</div>
      <div role="none">${ownDayItem(page, act)}
        <button type="button" role="menuitem" data-test="keys"
          @click=${(/** @type {Event} */ event) => choose(event, { press: () => act.dialog("keys") })}>
        ${icon("keyboard", "s")} ${t("Keyboard")} <kbd class="key">${written("help")}</kbd></button></div>
      <div role="none"><a role="menuitem" data-test="security"
        href=${page.place.security}>${icon("lock", "s")} ${t("Security")}</a></div>
      ${
        page.place.admin
          ? html`<div role="none"><a role="menuitem" data-test="admin" href=${page.place.admin} target="_blank"
            rel="noopener">${icon("sliders-horizontal", "s")} ${t("Administration")}</a></div>`
          : nothing
      }
      <form method="post" action=${page.place.logout} role="none"><input type="hidden" name="csrfmiddlewaretoken"
        .value=${page.place.csrf}>
        <button type="submit" role="menuitem"
          data-test="sign-out">${icon("log-out", "s")} ${t("Sign out")}</button></form>
    </div></div>`;
}
