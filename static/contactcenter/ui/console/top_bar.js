/* The top bar: gear, name of the place, refusals in words, readiness of the browser, presence. */

import { html, nothing } from "../../vendor/lit.js";
import { ariaKeys } from "../../console/shortcuts.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { blockedDevices, readyTitle, unasked } from "../../console/readiness.js";
import { button } from "./components.js";
import { presence } from "./presence.js";

/** @import { Act, PageState } from "../../console/page_state.js" */

/** What the page waits for, once a reader should know. @param {PageState} page */
function connectionWords({ link, late, refused }) {
  if (link === "closed")
    return refused
      ? t("This page is out of date: {reason}", { reason: refused })
      : t("You’re signed out. Reload to sign in again.");
  if (link === "open")
    return late ? t("The server hasn’t answered yet. Still waiting; nothing you write is lost.") : "";
  if (late)
    return t(
      "The server can’t be reached from your network: it may block WebSockets. Trying again; nothing you write is lost.",
    );
  return link === "connecting" ? "" : t("The connection was lost. Trying again; nothing you write is lost.");
}

/** @param {PageState} page */
function connection(page) {
  const words = connectionWords(page);
  if (!words) return nothing;
  return html`<p class="alert warn" data-say data-test="connection">${icon("wifi", "s")} <span
    class="cut">${words}</span>
    ${
      page.late || page.link === "closed"
        ? button({ test: "reload", look: "small", label: t("Reload"), press: () => location.reload() })
        : nothing
    }</p>`;
}

/** On plain http the browser blocks camera, microphone and notifications. */
function insecure() {
  if (globalThis.isSecureContext !== false) return nothing;
  const words = t("This page isn’t on https: chat works, video calls and notifications don’t.");
  return html`<p class="alert warn" data-say data-test="insecure">${icon("triangle-alert", "s")} <span
    class="cut">${words}</span></p>`;
}

/** A notice of what happened meanwhile. @param {PageState} page @param {Act} act */
const notice = ({ notice: words }, act) =>
  html`<div data-say>${
    words
      ? html`<p class="alert calm" data-test="notice"><span class="cut">${words}</span>
  ${button({ look: "bare icon small", icon: "x", title: t("Close"), press: act.noted })}</p>`
      : nothing
  }</div>`;

/** The repeating sound, on or off in this browser. @param {PageState} page @param {Act} act */
const sound = ({ muted }, act) => html`<button type="button" class="btn bare icon top-bar__sound" data-test="sound"
  data-state=${muted ? "off" : "on"} aria-pressed=${String(!muted)}
  aria-label=${t("Sound for new clients and messages")} aria-keyshortcuts=${ariaKeys("sound")}
    @click=${() => act.mute(!muted)}>${icon(muted ? "bell-off" : "bell")}</button>`;

const SIGNS = /** @type {const} */ ({ blocked: "triangle-alert", unasked: "circle-alert", ready: "circle-check" });

/** @param {PageState} page @param {Act} act */
export function top(page, act) {
  const blocked = blockedDevices(page.ready);
  // Before the desk is loaded the browser's permissions are unknown.
  const open = page.desk ? unasked(page.ready) : [];
  const state = blocked.length ? "blocked" : open.length ? "unasked" : "ready";
  return html`<header class="top-bar">
    ${button({
      test: "settings",
      look: "bare icon top-bar__settings",
      icon: "settings",
      title: t("Devices and picture"),
      popup: "dialog",
      expanded: page.dialog === "settings",
      press: () => act.dialog("settings"),
    })}
    <p class="top-bar__place"><bdi class="cut">${page.place.name}</bdi> <bdi
      class="quiet cut">${page.place.group}</bdi></p>
    <span class="top-bar__spacer"></span>
    ${insecure()}${connection(page)}${notice(page, act)}
    <div role="alert">${
      page.error
        ? html`<p class="alert" data-test="error"><span
          class="cut">${page.error}</span> ${button({
            look: "bare icon small",
            icon: "x",
            title: t("Close"),
            press: act.forgive,
          })}</p>`
        : nothing
    }</div>
    ${button({
      test: "readiness",
      look: state === "blocked" ? "bare warn fold" : "bare fold",
      icon: SIGNS[state],
      label: readyTitle(blocked, open),
      popup: "dialog",
      expanded: page.dialog === "ready",
      press: () => act.dialog("ready"),
    })}
    ${button({
      test: "invite",
      look: "fold",
      icon: "link",
      label: t("Invite"),
      popup: "dialog",
      expanded: page.dialog === "invite",
      press: () => act.invite(null),
    })}
    ${sound(page, act)}${presence(page, act)}
  </header>`;
}
