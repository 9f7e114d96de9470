// Real-time text as both pages show it: the question of the other side, and the two lines that are being typed. The
// other side's line and the own one differ by place, by name and by shape. Screen readers hear phrases, not letters.
// The lines are drawn by themselves: a letter doesn't draw the whole page.

import { RealTimeText } from "../call/real_time_text/real_time_text.js";
import { html, keyed, live, nothing, ref, render } from "../vendor/lit.js";
import { MESSAGE_LENGTH } from "../wire/constants.js";
import { icon } from "./icon.js";
import { limit } from "./text_limit.js";
import { t } from "./text.js";

/** @typedef {import("../call/real_time_text/real_time_text.js").Talk} Talk */
/** @typedef {ReturnType<typeof createText>} Text */

const TALLEST = 96; // pixels; beyond it a line scrolls

/**
 * @param {object} world
 * @param {import("../call/call.js").Call} world.call
 * @param {import("../wire/socket.js").Wire} world.wire
 * @param {(session: string, text: string, id: string) => void} world.post sends a finished line as a message
 * @param {(session: string, text: string) => void} world.keep puts an unfinished line into the composer
 * @param {(error: unknown) => void} world.fail shows a refusal in words
 */
export function createText({ call, wire, post, keep, fail }) {
  const text = new RealTimeText({ call, wire, post, keep });
  text.addEventListener("change", draw);
  /** The person has asked for it here: the cursor goes into the field when it's on. */
  let wanted = false;
  /** @type {HTMLTextAreaElement | null} */ let field = null;
  /** The cursor before the page is drawn, if it's in the field: the field may be moved onto the picture, or back.
   * @type {[number, number] | null} */
  let cursor = null;

  /** @type {HTMLElement | null} */ let box = null;
  let whom = "";

  function draw() {
    if (box) render(lines(whom), box);
  }
  const put = (/** @type {Element | undefined} */ element) => {
    box = /** @type {HTMLElement | undefined} */ (element) ?? null;
    draw();
  };

  /** @param {boolean} on */
  const set = async (on) => {
    wanted = on;
    try {
      await text.set(on);
    } catch (error) {
      fail(error);
    }
  };

  const finish = () => {
    text.finish();
    if (field) field.value = "";
    grow(field);
  };

  const place = (/** @type {Element | undefined} */ element) => {
    field = /** @type {HTMLTextAreaElement | undefined} */ (element) ?? null;
    const writing = /** @type {HTMLElement | null} */ (document.activeElement)?.matches("textarea, input");
    const free = !writing && document.hasFocus(); // the website around the widget has fields, too
    if (field && cursor) {
      const [from, to] = cursor;
      cursor = null;
      queueMicrotask(() => {
        field?.focus({ preventScroll: true });
        field?.setSelectionRange(from, to);
      });
    } else if (field && wanted && free) queueMicrotask(() => field?.focus());
    if (field) wanted = false;
    queueMicrotask(() => grow(field));
  };

  const pressed = (/** @type {KeyboardEvent} */ event) => {
    // An input method uses Enter for itself; Safari reports 229 after it has ended.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    finish();
  };

  const typed = (/** @type {Event} */ event) => {
    if (!field || event.currentTarget !== field) return;
    text.type(field.value);
    grow(field);
  };

  /** @param {string} name */
  function lines(name) {
    const { state, declined, own, other, finishing, said } = text.view;
    if (state === "asked")
      return html`<p class="text-wait" data-say data-test="text-asked">${icon("keyboard", "s")}
        <span>${t("Waiting for {name} to agree to real-time text", { name })}</span>
        <button class="btn bare small" type="button" data-test="text-withdraw"
          @click=${() => set(false)}>${t("Cancel")}</button></p>`;
    if (state === "off" && declined)
      return html`<p class="text-wait" data-say data-test="text-declined">${icon("keyboard", "s")}
        <span>${t("{name} doesn’t want real-time text now", { name })}</span></p>`;
    if (state !== "on") return nothing;
    return html`<section class="live-text" data-test="text-panel" aria-label=${t("Real-time text")}>
      <header><i class="dot good"></i><b>${t("Real-time text")}</b>
        <span class="live-text__hint" id="text-hint">${t("{name} reads as you type", { name })}</span>
        <button class="btn bare small" type="button" data-test="text-off"
          @click=${() => set(false)}>${t("Turn off")}</button></header>
      <div class="live-text__side other"><span class="live-text__name"><bdi>${name}</bdi></span>
        <div class="live-text__line" ${ref((box) => toEnd(box))}>${finishing.map(
          (line) => html`<p dir="auto">${line.text}</p>`,
        )}<p
          dir="auto" data-test="text-other" data-state=${other ? "typing" : "empty"}
          data-empty=${t("Nothing typed yet")}>${other}</p></div></div>
      <form class="live-text__side own" @submit=${submitted(finish)}>
        <label class="live-text__name" for="text-own">${t("You")}</label>
        <div class="live-text__line"><textarea id="text-own" data-test="text-own" rows="1" dir="auto"
          data-most=${MESSAGE_LENGTH} enterkeyhint="send" aria-describedby="text-hint text-limit"
          placeholder=${t("Type; Enter finishes the line")} .value=${live(own)} ${ref(place)}
          @input=${typed} @keydown=${pressed}></textarea>
          <button class="btn icon ${own.trim() ? "main" : "soft"}" data-test="text-finish"
            aria-label=${t("Finish the line")}>${icon("arrow-up")}</button></div>
        <p class="live-text__limit" id="text-limit" aria-live="polite">${limit(own)}</p></form>
      <div class="visually-hidden" aria-live="polite" data-test="text-said">${
        said.words
          ? keyed(
              said.n,
              html`<p dir="auto">${said.first ? t("{name}: {words}", { name, words: said.words }) : said.words}</p>`,
            )
          : nothing
      }</div>
    </section>`;
  }

  return {
    set,
    /** At each change of the call or the session. @param {Talk | null | undefined} talk the session of the call */
    update: (talk) => text.update(talk),

    get view() {
      return text.view;
    },

    /** The other side asks. @param {string} name the other side's */
    offer(name) {
      if (text.view.state !== "offered") return nothing;
      return html`<section class="call-offer" data-test="text-offer" role="group" tabindex="-1"
        aria-labelledby="text-offer-title"
        aria-describedby="text-offer-words">
        ${icon("keyboard")}
        <div class="call-offer__words"><p class="call-offer__title" id="text-offer-title"
            role="alert">${t("{name} would like to use real-time text", { name })}</p>
          <p id="text-offer-words">${t(
            "Each of you sees every letter the other types, also before Enter. Either can turn it off.",
          )}</p></div>
        <div class="call-offer__actions">
          <button class="btn" type="button" data-test="text-decline" @click=${() => set(false)}>${t("Not now")}</button>
          <button class="btn main" type="button" data-test="text-accept"
            @click=${() => set(true)}>${t("Turn on")}</button>
        </div></section>`;
    },

    /** Where the two lines are, while it's on, and what has become of the own question until then. They're drawn at
     * once, and whenever a letter comes.
     * @param {string} name the other side's */
    panel(name) {
      whom = name;
      cursor = field && field === document.activeElement ? [field.selectionStart, field.selectionEnd] : null;
      draw();
      return html`<div class="text-place" ${ref(put)}></div>`;
    },
  };
}

/** @param {() => void} action */
const submitted = (action) => (/** @type {Event} */ event) => {
  event.preventDefault();
  action();
};

/** The newest letters stay in sight. @param {Element | undefined} box */
const toEnd = (box) =>
  queueMicrotask(() => {
    if (box) box.scrollTop = box.scrollHeight;
  });

/** @param {HTMLTextAreaElement | null} field */
function grow(field) {
  if (!field) return;
  field.style.height = "auto";
  field.style.height = `${Math.min(TALLEST, field.scrollHeight)}px`;
}
