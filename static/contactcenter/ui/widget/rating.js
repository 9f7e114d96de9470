// The rating form and the transcript form. Renders widget/closing.js.

import { html, live, nothing } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { t } from "../text.js";

/** @typedef {import("../../widget/closing.js").Closing} Closing */

const VALUES = [1, 2, 3, 4, 5];

/** The meaning of a number of stars, for screen readers. @param {number} value */
const meaning = (value) =>
  [t("1 of 5, very bad"), t("2 of 5, bad"), t("3 of 5, so-so"), t("4 of 5, good"), t("5 of 5, very good")][value - 1];

/** @param {Event} event */
const written = (event) => /** @type {HTMLInputElement} */ (event.currentTarget).value;

/** @param {string} id @param {string} words */
const refusal = (id, words) =>
  words
    ? html`<p class="rating__error" id=${id} role="alert" data-test="error">${icon("circle-alert", "s")} ${words}</p>`
    : nothing;

/** @param {Closing} ending */
export function rating(ending) {
  const { value, comment, rated, rateError } = ending.view;
  const done = rated === "done";
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    ending.rate();
  };
  return html`<form class="rating" novalidate @submit=${submit}>
    <fieldset class="rating__stars" data-test="rating" data-state=${done ? "sent" : "open"} ?disabled=${done}
      aria-describedby=${rateError ? "rating-wrong" : nothing}>
      <legend class="visually-hidden">${t("How was it?")}</legend>
      ${VALUES.map(
        (star) => html`<label data-lit=${String(star <= value)}><input type="radio" name="rating" value=${star}
          data-test="rating-value" data-value=${star} aria-label=${meaning(star)}
        .checked=${live(star === value)} @change=${() => ending.choose(star)}>${icon("star")}</label>`,
      )}
    </fieldset>
    ${
      done
        ? html`<p class="center quiet" data-say>${
            comment ? html`“<bdi>${comment}</bdi>”` : t("Thank you. It helps us improve.")
          }</p>`
        : html`<div class="field"><label for="rating-comment">${t("What could we do better?")} <span
          class="quiet">${t("optional")}</span></label>
        <textarea class="input touch" id="rating-comment" data-test="rating-comment" rows="2" data-most="1000"
          dir="auto" .value=${live(comment)}
          @input=${(/** @type {Event} */ event) => ending.comment(written(event))}></textarea></div>`
    }
    ${refusal("rating-wrong", rateError)}
    <button class="btn touch wide ${done ? "bare" : "main"}" data-test=${done ? "rating-change" : "rating-submit"}
      aria-busy=${String(rated === "sending")}>${done ? t("Change the rating") : t("Send")}</button>
  </form>`;
}

/** @param {Closing} ending */
export function transcript(ending) {
  const { email, late, mailed, rated, sentTo, mailError } = ending.view;
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    ending.mail();
  };
  return html`<form class="mail-form" novalidate @submit=${submit}>
    <div class="field"><label for="transcript">${t("E-mail me the transcript")}</label>
      <div class="mail-form__row"><input class="input touch" id="transcript" data-test="transcript" type="email"
        name="email" autocomplete="email" inputmode="email" data-most="200" placeholder=${t("Your e-mail address")}
        aria-invalid=${mailError ? "true" : nothing} aria-describedby=${mailError ? "mail-wrong" : nothing}
          .value=${live(email)} @input=${(/** @type {Event} */ event) => ending.address(written(event))}>
      <button class="btn touch" data-test="transcript-send" aria-label=${t("Send the conversation")}
        aria-busy=${String(mailed === "sending")}>${t("Send")}</button></div></div>
    ${refusal("mail-wrong", mailError)}
    ${
      late && [mailed, rated].includes("sending")
        ? html`<p class="hint"
          data-say>${t(
            "This is taking longer than usual. Keep this page open and it’s sent as soon as we can be reached.",
          )}</p>`
        : nothing
    }
    <p class="mail-form__sent" data-say data-test="transcript-sent" data-state=${mailed || "none"}>${
      mailed === "done" ? html`${icon("check", "s")} <span>${t("On its way to")} <bdi>${sentTo}</bdi></span>` : nothing
    }</p>
  </form>`;
}
