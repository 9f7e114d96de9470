/* The client's picture, above the conversation for as long as the call lasts, whichever conversation is open: the sound
   comes from the same element. Without a picture it says in words why, and what happens next. */

import { shows } from "../../../call/attach_video.js";
import { html, keyed, nothing, ref } from "../../../vendor/lit.js";
import { cornered } from "../../movable_picture.js";
import { fading } from "../../auto_hide.js";
import { icon } from "../../icon.js";
import { lineWords, repairWords } from "../../connection_words.js";
import { signBadge, writeButton } from "../../signing.js";
import { pictureWords } from "../../picture_words.js";
import { t } from "../../text.js";
import { bar } from "./own_call.js";
import { clientCamera } from "./client_camera.js";
import { button, face } from "../components.js";
import { callSession } from "../rules.js";
import { deviceIcon, deviceSentence, deviceTone, firstName, fullName, noPicture } from "../words.js";

/** @import { DeviceState } from "../../../wire/protocol.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */
/** @import { DeskSession } from "../../../state/console.js" */

/** The stage hugs the picture: its shape is the picture's. @param {Event} event */
function hug(event) {
  const video = /** @type {HTMLVideoElement} */ (event.currentTarget);
  const stage = /** @type {HTMLElement} */ (video.parentElement);
  if (video.videoWidth && video.videoHeight)
    stage.style.setProperty("--ratio", `${video.videoWidth} / ${video.videoHeight}`);
}

/** @param {"microphone" | "camera"} device @param {DeviceState} state @param {string} name */
const veil = (
  device,
  state,
  name,
) => html`<span class=${`stage__label ${deviceTone(state)}`} data-test=${`client-${device}`} data-state=${state}>
  ${icon(deviceIcon(state, device), "s")} ${deviceSentence(state, device, name)}</span>`;

/** The operator's own picture, which in full screen is out of sight elsewhere.
 * @param {PageState} page @param {Act} act */
const own = (page, act) =>
  cornered(
    page.corner,
    act.corner,
    html`<video class=${page.call.mirrored ? "mirror" : ""} autoplay playsinline .muted=${true}
      aria-label=${t("Your picture")}
      ${ref(shows(page.call.local))}></video>
  ${
    page.call.camera === "granted" && !page.call.held
      ? nothing
      : html`<span class="small-picture__off">${icon("video-off")}</span>`
  }`,
  );

/** The text field of this conversation, wherever the picture is.
 * @param {PageState} page @param {Act} act @param {string} session */
function write(page, act, session) {
  if (page.full) act.fullscreen();
  act.open(session);
}

/** In full screen nothing else is seen: the controls, real-time text and the client's question lie on the picture.
 * @param {PageState} page @param {Act} act @param {DeskSession} session @param {string} name the client's */
const onPicture = (page, act, session, name) => html`${own(page, act)}
  <div class="call-questions">${page.text?.offer(name) ?? nothing}</div>
  ${page.text?.panel(name) ?? nothing}${clientCamera(page, act, session, name)}${bar(page, act, name)}`;

/** @param {PageState} page @param {Act} act */
export function stage(page, act) {
  const { call } = page;
  const session = callSession(page.desk);
  if (!session || !call.mine || !["connecting", "connected", "reconnecting"].includes(call.phase)) return nothing;
  const name = firstName(session);
  const away = call.phase === "reconnecting";
  const [title, sentence] = away
    ? [t("The connection was lost"), t("Reconnecting. Nothing is lost.")]
    : noPicture(call.call, name);
  const more = repairWords(call, name) || sentence;
  const said = lineWords(call, name);
  return html`<div class="client-video"><div class="stage" ?data-stays=${call.phase !== "connected"} ${ref(act.stage)}
    ${ref(fading)}>
    <video data-test="remote-video" autoplay playsinline aria-label=${pictureWords(call, name)}
      ${ref(act.remoteVideo)} @resize=${hug}></video>
    ${
      call.remotePicture && !away
        ? nothing
        : html`<div class="client-video__empty"
          data-say>${face(session.client.name)}<h2>${title}</h2><p>${more}</p></div>`
    }
    ${
      said
        ? html`<p class=${`stage__label weak ${said.state}`} data-say data-test="quality"
          data-state=${said.state}>${icon("triangle-alert", "s")} <span>${said.words} ${said.hint}</span>${
            said.write ? writeButton(() => write(page, act, session.id)) : nothing
          }</p>`
        : nothing
    }
    ${
      call.remotePicture && !away && session.id === page.opened
        ? button({
            test: "look-together",
            look: "client-video__draw",
            icon: "pencil",
            label: t("Draw on it together"),
            busy: page.busy.has("board"),
            press: () => act.lookTogether(session.id, null),
          })
        : nothing
    }
    ${
      page.playBlocked
        ? button({
            test: "play",
            look: "main touch client-video__play",
            icon: "play",
            label: t("Play"),
            press: act.play,
          })
        : nothing
    }
    <div class="client-video__overlay"><span class="stage__label"><bdi
      class="cut">${fullName(session)}</bdi></span><span class="client-video__spacer"></span>
      ${
        call.peer.screen
          ? html`<span class="stage__label"
            data-test="client-screen">${icon("monitor-up", "s")} ${t("{name} shares the screen", { name })}</span>`
          : nothing
      }
      ${call.signing ? signBadge() : nothing}
      ${veil("microphone", call.peer.microphone, name)}${veil("camera", call.peer.camera, name)}</div>
    ${page.flash ? keyed(page.flash, html`<span class="flash" data-test="flash" aria-hidden="true"></span>`) : nothing}
    ${page.full ? onPicture(page, act, session, name) : nothing}
  </div></div>`;
}
