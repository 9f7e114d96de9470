// The call in every dialog: a dialog blocks the rest of the page, and a call must be muted and ended at any time.

import { html } from "../vendor/lit.js";
import { icon } from "./icon.js";
import { t } from "./text.js";

/** @param {{on: boolean, time: string, mute: () => unknown, end: () => unknown}} call on: the own microphone */
export const dock = ({ on, time, mute, end }) => html`<div class="call-dock" role="group" aria-label=${t("Call")}>
  <span><i class="dot good"></i> ${t("In a call")} <span class="num">${time}</span></span>
  <button class="tool" type="button" data-test="dock-mute" data-state=${on ? "on" : "off"}
    aria-label=${on ? t("Turn microphone off") : t("Turn microphone on")}
    @click=${mute}>${icon(on ? "mic" : "mic-off")}</button>
  <button class="tool end" type="button" data-test="dock-hangup" aria-label=${t("End the call")}
    @click=${end}>${icon("phone-off")}</button>
</div>`;
