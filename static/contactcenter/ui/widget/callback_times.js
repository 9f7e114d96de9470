// When to call: a day, then an hour of that day, as chips in the reader's own format and time zone.

import { html, live, nothing } from "../../vendor/lit.js";
import { t } from "../text.js";
import { below } from "./fields.js";
import { hourWords, slotWords, zoneWords } from "./callback_words.js";

/** @import { With } from "../../widget/model.js" */
/** @typedef {import("./callback_words.js").Day} Day */
/** @typedef {import("./callback_words.js").Slot} Slot */

/** @param {{name: "day" | "hour", value: string, words: string, checked: boolean, press: () => void, invalid?: unknown,
 *   described?: unknown}} one */
const chip = ({
  name,
  value,
  words,
  checked,
  press,
  invalid = nothing,
  described = nothing,
}) => html`<label class="time-choice"><input type="radio" name=${name} value=${value} data-test=${`time-${name}`}
  aria-invalid=${invalid} aria-describedby=${described} .checked=${live(checked)}
    @change=${press}><span>${words}</span></label>`;

/** As soon as possible while we're open, or one of the offered times. @param {With<"entries">} model */
export function time(model) {
  const { entries } = model;
  const { slots } = entries;
  const { ids, invalid, words } = below(model, "time", zoneWords(slots.zone, model.now));
  if (slots.state === "failed") {
    return html`<div class="field" role="alert"><span class="field__label">${t("When")}</span>
      <p class="hint">${t("The times couldn’t be loaded.")}</p><button class="btn touch" type="button"
        @click=${() => slots.look()}>${t("Try again")}</button></div>`;
  }
  const chosen = slots.chosen(model.page.typed.time);
  const { days } = slots;
  const today = days.find((day) => day.slots.some(({ start }) => start === chosen));
  const pick = (/** @type {string} */ start) => () => entries.pick(start);
  const looking = slots.state === "looking" && !days.length;
  return html`<fieldset class="field callback-times"
    aria-busy=${String(slots.state === "looking")}><legend>${t("When")}</legend>
    ${looking ? html`<p class="hint" data-say>${t("Loading the times")}</p>` : nothing}
    ${
      slots.state === "there" && !slots.now && !days.length
        ? html`<p class="hint">${t("No times in the next few days")}</p>`
        : nothing
    }
    <div class="time-choices" role="radiogroup" aria-label=${t("Day")}>
      ${
        slots.now
          ? chip({
              name: "day",
              value: "now",
              words: t("As soon as possible"),
              checked: chosen === "now",
              press: pick("now"),
              invalid,
              described: ids,
            })
          : nothing
      }
      ${days.map((day, index) =>
        chip({
          name: "day",
          value: day.slots[0].start,
          words: day.chip,
          checked: day === today,
          press: pick(day.slots[0].start),
          invalid: slots.now || index ? nothing : invalid,
          described: ids,
        }),
      )}</div>
    ${
      today
        ? html`<div class="time-choices hours" role="radiogroup" aria-label=${t("Time on {day}", { day: today.name })}>
      ${today.slots.map((slot) =>
        chip({
          name: "hour",
          value: slot.start,
          words: hourWords(slot.start),
          checked: slot.start === chosen,
          press: pick(slot.start),
        }),
      )}</div>`
        : nothing
    }
    ${list(slots, days, chosen, model.now, pick)}
    ${words}</fieldset>`;
}

/**
 * The form's value: all times in one list, kept in sync with the chips. Hidden and outside the tab order.
 * @param {import("../../widget/callback_times.js").Slots} slots
 * @param {Day[]} days
 * @param {string} chosen
 * @param {number} now
 * @param {(start: string) => () => void} pick
 */
function list(slots, days, chosen, now, pick) {
  const option = (/** @type {string} */ value, /** @type {string} */ words) =>
    html`<option value=${value} .selected=${live(chosen === value)}>${words}</option>`;
  return html`<select class="visually-hidden" name="time" tabindex="-1" aria-label=${t("All times")}
    data-test="field-time"
    @change=${(/** @type {Event} */ event) => pick(/** @type {HTMLSelectElement} */ (event.target).value)()}>
    ${slots.now || days.length ? nothing : html`<option value=""></option>`}
    ${slots.now ? option("now", t("As soon as possible")) : nothing}
    ${days.map(
      (day) =>
        html`<optgroup
          label=${day.name}>${day.slots.map((slot) => option(slot.start, slotWords(slot, now)))}</optgroup>`,
    )}
  </select>`;
}
