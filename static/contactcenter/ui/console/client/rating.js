/* The client's rating of a conversation: one to five stars, in words too, and the comment as text (S6). */

import { html, nothing } from "../../../vendor/lit.js";
import { icon } from "../../icon.js";
import { t } from "../../text.js";

/** @import { Rating } from "../../../wire/protocol.js" */

/** @param {Rating | null | undefined} rating @param {string} [test] where it stands: a page may show it twice */
export function rated(rating, test = "client-rating") {
  if (!rating) return nothing;
  const stars = [1, 2, 3, 4, 5].map((n) => icon("star", n <= rating.value ? "s full" : "s"));
  return html`<div class="client-rating" data-test=${test} data-value=${rating.value}><span class="client-rating__stars"
    aria-hidden="true">${stars}</span> <b>${t("{value} of 5", { value: rating.value })}</b>
    ${rating.comment ? html`<p>“<bdi>${rating.comment}</bdi>”</p>` : nothing}</div>`;
}
