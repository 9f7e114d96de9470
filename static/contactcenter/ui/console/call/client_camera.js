/* The client's camera in the operator's hands: asking for its light and zoom, or for its other camera, and controlling
   them once the client has allowed it. Shows only what the client's device says it has. */

import { html, nothing } from "../../../vendor/lit.js";
import { controllable, lightAndZoom, whatOf } from "../../camera_tools.js";
import { icon } from "../../icon.js";
import { t } from "../../text.js";
import { button } from "../components.js";

/** @import { CallView, CameraState, LogEvent } from "../../../wire/protocol.js" */
/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** The client's newest answer or end, if it was a no. @param {DeskSession} session @param {CallView} call */
function refused(session, call) {
  const last = /** @type {LogEvent[]} */ (/** @type {unknown} */ (session.events)).findLast(
    (event) =>
      event.type === "call.changed" && event.call.id === call.id && /^(?:control|flip|camera)-/.test(event.move),
  );
  if (last?.type !== "call.changed" || last.by.role !== "client") return "";
  return ["control-decline", "flip-decline", "control-end"].includes(last.move) ? last.move : "";
}

/** @param {CameraState} camera */
function question(camera) {
  const what = whatOf(camera);
  if (what === "light") return t("Ask to use the light");
  return what === "zoom" ? t("Ask to use the zoom") : t("Ask to use light and zoom");
}

/** @param {string} move @param {string} name */
function refusal(move, name) {
  if (move === "control-end") return t("{name} took it back", { name });
  return move === "flip-decline" ? t("{name} doesn’t want to switch", { name }) : t("{name} didn’t allow it", { name });
}

/** @param {PageState} page @param {Act} act @param {DeskSession | null} session @param {string} name the client's */
export function clientCamera(page, act, session, name) {
  const { call: view, clientCamera: camera } = page.call;
  if (!session || !view || !camera || !(camera.flip || controllable(camera))) return nothing;
  const { asked = "", allowed = false } = view.camera ?? {};
  const no = asked ? "" : refused(session, view);
  return html`<div class="client-camera" role="group" data-test="client-camera-tools"
    aria-label=${t("{name}’s camera", { name })}>${
      asked
        ? html`<p class="client-camera__asked" data-say><i class="dot warn pulse"></i> <span>${
            asked === "flip"
              ? t("Asked {name} to switch the camera", { name })
              : t("Asked {name} for the camera’s controls", { name })
          }</span></p>
      ${button({ test: "camera-unask", look: "small", label: t("Withdraw"), press: act.unaskCamera })}`
        : html`${
            allowed && controllable(camera)
              ? lightAndZoom(camera, {
                  test: "client-",
                  light:
                    camera.torch === "on"
                      ? t("Turn {name}’s light off", { name })
                      : t("Turn {name}’s light on", { name }),
                  zoom: t("Zoom of {name}’s camera", { name }),
                  set: act.setCamera,
                })
              : nothing
          }${
            !allowed && controllable(camera)
              ? button({
                  test: "camera-ask",
                  look: "small",
                  icon: camera.torch === "none" ? undefined : "flashlight",
                  label: question(camera),
                  busy: page.busy.has("camera"),
                  press: () => act.askCamera("control"),
                })
              : nothing
          }${
            camera.flip
              ? button({
                  test: "flip-ask",
                  look: allowed && controllable(camera) ? "small icon" : "small",
                  icon: "switch-camera",
                  busy: page.busy.has("camera"),
                  press: () => act.askCamera("flip"),
                  ...flipWords(camera, allowed && controllable(camera)),
                })
              : nothing
          }${
            allowed
              ? button({
                  test: "camera-end",
                  look: "bare icon small",
                  icon: "x",
                  title: t("Give the camera’s control back"),
                  press: act.endCamera,
                })
              : nothing
          }${
            no
              ? html`<p class="hint client-camera__refusal"
                data-say>${icon("circle-alert", "s")} ${refusal(no, name)}</p>`
              : nothing
          }`
    }</div>`;
}

/** Its words, or only its name where the controls need the room. @param {CameraState} camera @param {boolean} narrow */
function flipWords({ facing }, narrow) {
  const words = facing === "environment" ? t("Ask for the front camera") : t("Ask for the back camera");
  return narrow ? { title: words } : { label: words };
}
