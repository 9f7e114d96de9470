/* The devices dialog of both sides: microphone, loudspeaker, camera and resolution, with a live picture and level (C9,
   C10). A view: its state is passed in, every press is passed out. */

import { html, live, nothing, ref } from "../vendor/lit.js";
import { shows } from "../call/attach_video.js";
import { button, dialog } from "./dialog.js";
import { icon } from "./icon.js";
import { browserOf, whereToLook } from "./device_steps.js";
import { t } from "./text.js";

/** @typedef {import("../call/devices/settings_check.js").DeviceCheck["view"]} CheckView */
/** @typedef {import("../call/devices/preferences.js").Choices} Choices */
/**
 * @typedef {object} SettingsAct
 * @property {(choice: Partial<Choices>) => unknown} choose
 * @property {() => unknown} testSpeaker
 * @property {(event: Event) => unknown} measure the preview has another size
 * @property {() => void} shut
 */

/** @param {number} level from 0 to 1 */
function levelWord(level) {
  if (level < 0.08) return t("Silent");
  return level < 0.3 ? t("Quiet") : t("Good level");
}

/** @param {CheckView} check @param {"microphone" | "speaker" | "camera"} kind @param {string} label
 * @param {SettingsAct} act */
function pick(check, kind, label, act) {
  const devices = check.devices[kind];
  const test = `pick-${kind}`;
  const fixed = kind === "speaker" && !check.speakers;
  const chosen = check.choices[kind] ?? "";
  const gone = chosen && devices.length && !devices.some(({ id }) => id === chosen);
  const note = check.notes[kind] ?? "";
  const says = [fixed ? "fixed" : "", note ? `${test}-note` : ""].filter(Boolean).join(" ");
  const field = html`<select class="select" id=${test} data-test=${test} ?disabled=${fixed}
    aria-describedby=${says || nothing}
    @change=${(/** @type {Event} */ event) =>
      act.choose({ [kind]: /** @type {HTMLSelectElement} */ (event.currentTarget).value })}>
    <option value="" .selected=${live(!chosen)}>${t("System default")}</option>
    ${devices.map(
      (device) => html`<option value=${device.id} .selected=${live(chosen === device.id)}>${device.label}</option>`,
    )}
    ${
      gone
        ? html`<option value=${chosen} .selected=${live(true)}>${t("The one you chose (not connected)")}</option>`
        : nothing
    }</select>`;
  return html`<div class="field"><label for=${test}>${label}</label>${
    kind === "speaker"
      ? html`<div class="device-settings__pair">${field}${button({
          test: "test-speaker",
          icon: "volume-2",
          label: t("Test"),
          press: act.testSpeaker,
        })}</div>`
      : field
  }
    ${
      note
        ? html`<p class="hint device-settings__warning" id="${test}-note" data-say
          data-test="note-${kind}">${note}</p>`
        : nothing
    }
    ${
      fixed
        ? html`<p class="hint" id="fixed">${t("This browser uses your system’s speaker. Choose it there.")}</p>`
        : nothing
    }</div>`;
}

/** What the switch of the background means at the moment. @param {CheckView["background"]} background */
function meaning({ state, progress }) {
  const percent = Math.round(progress * 100);
  switch (state) {
    case "loading":
      return html`<span class="meter" role="progressbar" aria-label=${t("Downloading the blur")} aria-valuemin="0"
        aria-valuemax="100" aria-valuenow=${percent}><i .style=${`transform: scaleX(${progress})`}></i></span>
      ${percent < 100 ? t("Downloading: {n} %", { n: percent }) : t("Starting")}`;
    case "on":
      return t("Your room is blurred for the other side, and in snapshots.");
    case "slow":
      return t("This device is too slow for it, so it’s off again. Your room can be seen.");
    case "failed":
      return t("The download failed, so it’s off. Switch it on to try again.");
    default:
      return t("Hides your room behind you. Downloads once, under 1 MB.");
  }
}

/** @param {CheckView} check @param {SettingsAct} act */
function blur({ background, choices }, act) {
  if (!background.offered) return nothing;
  const ended = background.state === "slow" || background.state === "failed";
  return html`<div class="field device-settings__blur" data-state=${background.state}>
    <label for="blur-background">${t("Blur the background")} <input type="checkbox" role="switch"
      class="device-settings__switch" id="blur-background" data-test="blur-background" data-state=${background.state}
      aria-describedby="blurred"
      .checked=${live(choices.background === "blur" && !ended)}
        @change=${(/** @type {Event} */ event) =>
          act.choose({
            background: /** @type {HTMLInputElement} */ (event.currentTarget).checked ? "blur" : "plain",
          })}></label>
    <p class="hint" id="blurred"
      data-say=${background.state === "loading" ? nothing : ""}>${meaning(background)}</p></div>`;
}

/** @param {CheckView} check */
const preview = (check, /** @type {SettingsAct} */ act) => html`<div>
  <div class="stage"><video class=${check.mirrored ? "mirror" : ""} data-test="preview-video" autoplay playsinline
    .muted=${true}
    ${ref(shows(check.picture))} @resize=${act.measure} aria-label=${t("Preview")}></video>
    ${
      check.unanswered
        ? html`<p class="device-settings__placeholder" data-say>${whereToLook(browserOf(navigator.userAgent))}</p>`
        : check.trouble
          ? html`<p class="device-settings__placeholder" data-say>${check.trouble}</p>`
          : nothing
    }
    ${
      !check.picture && check.background.state === "loading"
        ? html`<p class="device-settings__placeholder">${t(
            "Your picture is shown when the background is blurred.",
          )}</p>`
        : nothing
    }
    <span class="stage__label num" data-test="actual-resolution" dir="ltr">${check.size || t("No picture")}</span></div>
  <div class="device-settings__level">${icon("mic", "s")}<span class="meter" data-test="mic-level" role="meter"
    aria-label=${t("Microphone level")} aria-valuemin="0" aria-valuemax="100"
    aria-valuenow=${Math.round(check.level * 100)}><i
    .style=${`transform: scaleX(${check.level})`}></i></span><span>${
      check.muted ? t("Muted") : levelWord(check.level)
    }</span></div>
  <p class="hint">${t("Only you see this. Say a few words: the bar should reach the middle.")}</p>
</div>`;

/** @param {CheckView | null} check @param {SettingsAct} act */
export function settings(check, act) {
  if (!check) return nothing;
  const size = check.choices.resolution ?? "default";
  const option = (/** @type {string} */ value, /** @type {string} */ words) =>
    html`<option value=${value} .selected=${live(value === size)}>${words}</option>`;
  return dialog(
    {
      test: "settings-dialog",
      look: "device-settings",
      title: t("Devices and picture"),
      closeTest: "settings-close",
      close: act.shut,
    },
    html`
    <div class="device-settings__body">${preview(check, act)}
      <div class="device-settings__fields">
        ${pick(
          check,
          "microphone",
          t("Microphone"),
          act,
        )}${pick(check, "speaker", t("Speaker"), act)}${pick(check, "camera", t("Camera"), act)}
        ${blur(check, act)}
        <div class="field"><label for="pick-resolution">${t("Video resolution")}</label>
          <select class="select" id="pick-resolution" data-test="pick-resolution" aria-describedby="wish"
            @change=${(/** @type {Event} */ event) =>
              act.choose({
                resolution: /** @type {Choices["resolution"]} */ (
                  /** @type {HTMLSelectElement} */ (event.currentTarget).value
                ),
              })}>
            ${option(
              "default",
              t("Default (camera’s own)"),
            )}${option("high", t("High, 720p"))}${option("low", t("Low, 360p"))}</select>
          <p class="hint" id="wish">${t("If your camera can’t do this, the closest size is used.")}</p></div>
      </div></div>
    <footer><span>${t(
      "Changes apply at once, even during a call, and are remembered in this browser.",
    )}</span>${button({ label: t("Done"), press: act.shut })}</footer>`,
  );
}
