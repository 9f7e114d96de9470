/* The top bar: gear, name of the place, refusals in words, readiness of the browser, presence. */

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { blockedDevices, readyTitle } from "../../readiness.js";
import { button } from "./parts.js";
import { initials } from "./words.js";

/** @import { Act, PageState } from "../../console/page.js" */

/** @type {Record<string, string>} */
const DOTS = { online: "good", away: "warn", busy: "bad", wrapup: "warn", offline: "" };

/** The operator's state in words. @param {string} state */
function presenceWord(state) {
  return { online: t("Online"), away: t("Away"), busy: t("Busy, in a call"), wrapup: t("Wrap-up"), offline: t("Offline") }[state] ?? state;
}

/** Up and down move within the menu, as in every menu. @param {KeyboardEvent} event */
function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const entries = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("button")];
  const at = entries.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  entries[(at + step + entries.length) % entries.length].focus();
}

/** @param {PageState} page @param {Act} act @param {"online" | "away"} value */
const option = (page, act, value) => html`<button type="button" role="menuitemradio" data-test="presence-option" data-value=${value}
  aria-checked=${page.desk?.me.chosen === value} popovertarget="presence-menu" popovertargetaction="hide" @click=${() => act.presence(value)}>
  <i class=${`dot ${DOTS[value]}`}></i> ${presenceWord(value)} ${page.desk?.me.chosen === value ? icon("check", "s") : nothing}</button>`;

/** @param {PageState} page @param {Act} act */
function presence(page, act) {
  const me = page.desk?.me;
  const state = page.link === "open" && me ? me.state : "offline";
  return html`<button type="button" class="presence" data-test="presence" data-state=${state} aria-haspopup="menu" popovertarget="presence-menu">
      <span class="face" aria-hidden="true">${initials(me?.name ?? "")}<i class=${`dot ${DOTS[state]}`}></i></span>${presenceWord(state)} ${icon("chevron-down", "s")}</button>
    <div class="menu" id="presence-menu" popover role="menu" aria-label=${t("Your state")} @keydown=${move}
      @toggle=${(/** @type {ToggleEvent & {currentTarget: HTMLElement}} */ event) => event.newState === "open" && event.currentTarget.querySelector("button")?.focus()}>
      <p class="who cut" role="none"><bdi>${me?.name}</bdi></p>
      ${option(page, act, "online")}${option(page, act, "away")}
      <form method="post" action=${page.place.logout} role="none"><input type="hidden" name="csrfmiddlewaretoken" .value=${page.place.csrf}>
        <button type="submit" role="menuitem" data-test="sign-out">${icon("log-out", "s")} ${t("Sign out")}</button></form>
    </div>`;
}

/** @param {PageState} page */
function connection({ link }) {
  if (link === "open" || link === "connecting") return nothing;
  const words = link === "closed" ? t("You are signed out. Reload to sign in again.") : t("The connection was lost. Trying again; nothing you write is lost.");
  return html`<p class="alert warn" role="status" data-test="connection">${icon("wifi", "s")} <span class="cut">${words}</span></p>`;
}

/** @param {PageState} page @param {Act} act */
export function top(page, act) {
  const blocked = blockedDevices(page.ready);
  return html`<header class="top">
    ${button({ test: "settings", look: "bare icon gear", icon: "settings", title: t("Devices and picture"), popup: "dialog", expanded: page.dialog === "settings", press: () => act.dialog("settings") })}
    <p class="place"><bdi class="cut">${page.place.name}</bdi> <bdi class="quiet cut">${page.place.group}</bdi></p>
    <span class="grow"></span>
    ${connection(page)}
    <div role="alert">${page.error ? html`<p class="alert" data-test="error"><span class="cut" title=${page.error}>${page.error}</span> ${button({ look: "bare icon small", icon: "x", title: t("Close"), press: act.forgive })}</p>` : nothing}</div>
    ${button({ test: "readiness", look: blocked.length ? "bare warn" : "bare", icon: blocked.length ? "triangle-alert" : "circle-check", label: readyTitle(blocked), popup: "dialog", expanded: page.dialog === "ready", press: () => act.dialog("ready") })}
    ${button({ test: "invite", icon: "link", label: t("Invite"), popup: "dialog", expanded: page.dialog === "invite", press: () => act.invite(null) })}
    ${presence(page, act)}
  </header>`;
}
