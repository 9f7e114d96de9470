/* The operator's own numbers of today: short in the presence menu, whole in a dialog. Nobody else's, and no league
   table. */

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";
import { dialog } from "./components.js";
import { choose } from "./menu.js";

/** @import { OwnDay } from "../../wire/protocol.js" */
/** @import { Act, PageState } from "../../console/page_state.js" */

/** @param {number | null} seconds hours and minutes from an hour on, otherwise minutes and seconds */
export function lengthWords(seconds) {
  if (seconds === null) return "–";
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return hours ? t("{hours} h {minutes} min", { hours, minutes }) : `${minutes}:${two(Math.floor(seconds) % 60)}`;
}

/** @param {number | null} share from 0 to 1 */
export const shareWords = (share) => (share === null ? "–" : `${Math.round(share * 100)} %`);

/** The numbers most looked for. @param {OwnDay} day */
const short = ({ accepted, handling_time }) =>
  html`<small class="own-day__short">${t("{count} accepted", { count: accepted })}${
    handling_time === null ? nothing : html` · ${t("{time} on average", { time: lengthWords(handling_time) })}`
  }</small>`;

/** The menu item. @param {PageState} page @param {Act} act */
export const ownDayItem = ({ day }, act) =>
  html`<button type="button" role="menuitem" class="own-day" data-test="own-day"
    @click=${(/** @type {Event} */ event) => choose(event, { press: () => act.dialog("day") })}>${icon("clock", "s")}
    <span>${t("Your day")}${day ? short(day) : nothing}</span></button>`;

/** @param {PageState} page @param {Act} act */
export function ownDay({ day }, act) {
  return dialog(
    { test: "own-day-dialog", look: "confirm", title: t("Your day"), closeTest: "own-day-close", close: act.shut },
    html`<div class="confirm__body">${
      day ? html`<dl class="own-day__numbers">${numbers(day).map(number)}</dl>` : html`<p data-say>${t("Loading…")}</p>`
    }
      <p class="quiet">${t(
        "Since midnight. No colleague sees it; supervisors have the same numbers in their reports.",
      )}</p></div>`,
  );
}

/** @param {OwnDay} day @returns {[string, string, string, string][]} name, words, value, what it counts */
const numbers = (day) => [
  ["accepted", t("Accepted"), String(day.accepted), t("Clients of today you accepted.")],
  ["missed_offers", t("Missed offers"), String(day.missed), t("Offers to you that ran out.")],
  ["handling_time", t("Handling time"), lengthWords(day.handling_time), t("On average, with wrap-up.")],
  [
    "satisfaction",
    t("Satisfaction"),
    shareWords(day.satisfaction),
    t("Four or five stars, of {count} rated.", { count: day.rated }),
  ],
  ["online", t("Online"), lengthWords(day.online), t("With calls and wrap-up.")],
  ["away", t("Away"), lengthWords(day.away), t("Breaks and other reasons.")],
];

/** @param {[string, string, string, string]} line */
const number = ([name, words, value, meaning]) => html`<div data-test="own-day-number" data-name=${name}>
  <dt>${words}</dt><dd><b>${value}</b> <small>${meaning}</small></dd></div>`;
