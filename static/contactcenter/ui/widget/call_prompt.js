// The operator asks for a call: who, how much time is left, and the three answers. Part of the chat, which continues
// beside it.

import { html, nothing, ref } from "../../vendor/lit.js";
import { icon } from "../icon.js";
import { firstName, initials } from "../display_names.js";
import { t, tn } from "../text.js";

/** @import { SessionModel, With } from "../../widget/model.js" */
/** @import { Act } from "../../widget.js" */

/** Typing continues in the message field: keys without a meaning for the question go there.
 * @param {KeyboardEvent} event */
function typed(event) {
  const { target, currentTarget, key, ctrlKey, metaKey, altKey } = event;
  if (target !== currentTarget || ctrlKey || metaKey || altKey || (key.length > 1 && key !== "Backspace")) return;
  /** @type {Element} */ (currentTarget).closest(".frame")?.querySelector("textarea")?.focus();
}

/** Calls that came while the client was on the website's page. The focus says all of the question to the others.
 * @type {Map<string | undefined, boolean>} */
const elsewhere = new Map();

/** @param {string | undefined} call */
function isElsewhere(call) {
  if (!elsewhere.has(call)) elsewhere.set(call, !document.hasFocus());
  return elsewhere.get(call);
}

/** @param {SessionModel & With<"prompt">} model @param {Act} act */
export function prompt(model, act) {
  const whole = model.state.session.operator ?? model.data.name;
  const name = firstName(whole) || whole;
  const { seconds, part } = model.prompt;
  const ring = (/** @type {Element | undefined} */ element) =>
    /** @type {HTMLElement | undefined} */ (element)?.style.setProperty("--left", String(part));
  return html`<div class="call-prompt">
    <p class="visually-hidden" role="alert">${
      isElsewhere(model.live?.id)
        ? t("{name} would like to call you. Your choices are above the message field.", { name })
        : nothing
    }</p>
    <section class="call-prompt__card" data-test="call-prompt" role="group" aria-labelledby="prompt-title"
      aria-describedby="prompt-text" tabindex="-1" @keydown=${typed}>
      <div class="call-prompt__row"><span class="face xl" aria-hidden="true">${initials(whole)}</span><div><h2
        id="prompt-title">${t("{name} would like to call you", { name })}</h2></div>
        <span class="ring num" role="timer" data-test="prompt-countdown"
          aria-label=${tn("{n} second left", "{n} seconds left", seconds)} ${ref(ring)}>${seconds}</span></div>
      <p id="prompt-text">${t(
        "You’ll see and hear {name}. Your browser then asks for the microphone, and for the camera if you choose video.",
        { name },
      )}</p>
      <div class="call-prompt__actions">
        <button class="btn main touch wide" type="button" data-test="prompt-accept"
          @click=${() => act.accept(true)}>${icon("video")} ${t("Join with video")}</button>
        <button class="btn touch wide" type="button" data-test="prompt-accept-audio"
          @click=${() => act.accept(false)}>${icon("mic")} ${t("Join with audio only")}</button>
        <button class="btn bare touch wide" type="button" data-test="prompt-decline"
          @click=${act.decline}>${t("Not now")}</button>
      </div>
    </section>
  </div>`;
}
