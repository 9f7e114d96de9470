// The client's actions in a call. Fetched with the call's code: a visitor who only looks at the chat doesn't pay for
// it.

import { give } from "../call/snapshot/answer.js";
import { readCorner, writeCorner } from "../ui/movable_picture.js";
import { language, t } from "../ui/text.js";
import { Tooltips } from "../ui/tooltip.js";
import { CallQuestions } from "./call_questions.js";
import { Minimised } from "./minimised.js";
import { TextPart } from "./text_part.js";

/** @import { Call } from "../call/call.js" */
/** @import { Device } from "../call/devices/errors.js" */
/** @import { PageState } from "./model.js" */
/** @typedef {ReturnType<typeof callActs>} CallActs */

/** How long a snapshot's flash covers the screen, in milliseconds. */
const FLASH = 700;

/** The operator's picture. @returns {HTMLVideoElement | null} */
const remote = () => document.querySelector("[data-test=remote-video]");

/** @param {(video: HTMLVideoElement) => unknown} action for the operator's picture, if there is one */
function withRemote(action) {
  const video = remote();
  return video && action(video);
}

/**
 * @param {object} world
 * @param {import("./widget.js").Widget} world.widget
 * @param {(href: string) => Promise<unknown>} world.loadStyle resolves when a part's style sheet is there
 */
export function callActs({ widget, loadStyle }) {
  const { page, wire, data } = widget;
  /** @type {Promise<unknown> | undefined} */ let looks;
  const show = (/** @type {Partial<PageState>} */ part) => {
    Object.assign(page, part);
    widget.change();
  };
  const headers = () => ({ Authorization: `Bearer ${widget.identity.token}`, "Accept-Language": language() });
  const doing = (/** @type {(call: Call) => unknown} */ action) => () => widget.call(action);
  /** Pressing the button of a device that doesn't work shows its help again. @param {(call: Call) => unknown} action */
  const toggle = (action) => () => {
    widget.helpAgain();
    return widget.call(action);
  };
  Object.assign(page, {
    corner: readCorner("top-end"),
    helped: null,
    noticed: new Set(),
    lostRead: "",
    flash: "",
    settings: null,
    large: false,
  });

  new Tooltips();

  // A phone in landscape has room for the picture alone; the button brings the chat back.
  const sideways = matchMedia("(orientation: landscape) and (max-height: 28rem)");
  const turned = () => show({ large: sideways.matches });
  sideways.addEventListener("change", turned);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && page.large && show({ large: false }));
  if (sideways.matches) turned();

  wire.addEventListener("event", (event) => {
    // The operator asks the client to look at it again.
    if (/** @type {CustomEvent} */ (event).detail.type === "help.sent") widget.helpAgain();
  });

  // The next call starts with the same devices.
  widget.calls.ready().then(
    (call) =>
      call.addEventListener(
        "change",
        () => page.large && call.view.phase === "ended" && show({ large: sideways.matches }),
      ),
    () => undefined,
  );

  if (widget.host.framed)
    widget.calls.ready().then(
      (call) => [new Minimised({ widget, call }), new CallQuestions({ widget, call })],
      () => undefined,
    );

  widget.calls.ready().then(
    (call) =>
      give({
        wire,
        call,
        taken: (request) => {
          show({ flash: request });
          setTimeout(() => page.flash === request && show({ flash: "" }), FLASH);
        },
        send: async ({ request, source, picture }) => {
          const { upload } = await import("../files/transfer.js");
          const name = picture.type === "image/png" ? "picture.png" : "picture.jpg";
          return upload({ file: picture, name, answer: { request, source }, headers }).done;
        },
      }),
    () => undefined,
  );

  widget.calls.ready().then(
    (call) => {
      const text = new TextPart({ widget, call, loadStyle });
      widget.addEventListener("change", () => text.follow());
      text.follow();
    },
    () => undefined,
  );

  return {
    /** @param {boolean} on */
    toggleText: (on) =>
      page.text
        ? page.text.set(on)
        : widget.call((call) => wire.send({ type: "text.set", call: call.view.call?.id ?? "", leg: call.leg.id, on })),
    accept: (/** @type {boolean} */ video) => widget.call((call) => call.accept({ video })),
    decline: doing((call) => call.decline()),
    hangup: doing((call) => call.hangup()),
    cancelAsk: doing((call) => call.cancel()),
    takeOver: doing((call) => call.takeOver()),
    toggleMicrophone: toggle((call) => call.toggleMicrophone()),
    toggleCamera: toggle((call) => call.toggleCamera()),
    toggleScreen: doing((call) => call.toggleScreen()),
    toggleSigning: doing((call) => call.toggleSigning()),
    /** The chat's text field, wherever the picture is. */
    async write() {
      if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
      show({ large: false });
      widget.conversation.part?.composer.focus();
    },
    flip: doing((call) => call.flip()),
    setCamera: (/** @type {import("../call/camera/controls.js").Wish} */ wish) =>
      widget.call((call) => call.media.controls.set(wish)),
    answerCamera: (/** @type {"control" | "flip"} */ what, /** @type {boolean} */ yes) =>
      widget.call((call) => call.camera.answer(what, yes)),
    endCamera: doing((call) => call.camera.end()),
    askAgain: doing((call) => call.askAgain()),
    play: doing((call) => withRemote((video) => call.play(video))),
    fullscreen() {
      if (document.fullscreenElement) return document.exitFullscreen();
      const stage = remote()?.closest(".stage");
      // A phone's own player would have neither mute nor end: there the picture fills the page.
      if (document.fullscreenEnabled && !page.large)
        return stage?.requestFullscreen().catch(() => show({ large: true }));
      return show({ large: !page.large });
    },
    pip: () => {
      if (document.pictureInPictureElement) return document.exitPictureInPicture().catch(() => {});
      const video = remote();
      return video?.requestPictureInPicture
        ? video.requestPictureInPicture().catch(() => {})
        : video?.webkitSetPresentationMode?.("picture-in-picture");
    },
    corner: (/** @type {import("../ui/movable_picture.js").Corner} */ corner) => {
      writeCorner(corner);
      show({ corner });
    },
    lostRead: (/** @type {string} */ call) => show({ lostRead: call }),
    /** Sends the number to the operator as a message of the client. */
    leaveNumber: (/** @type {string} */ call, /** @type {string} */ number) => {
      widget.post(t("Please call me by phone: {number}", { number }));
      show({ lostRead: call });
    },
    noticed: (/** @type {unknown} */ notice) => show({ noticed: new Set([...page.noticed, notice]) }),
    help: (/** @type {Device} */ device) => show({ helped: device, helpedIn: widget.state.session?.id }),
    goWithout: (/** @type {Device} */ device, /** @type {string} */ state) => {
      page.helped = null;
      widget.goWithout(device, state);
    },

    /** The devices dialog, fetched when it's opened. */
    devices: () =>
      widget.call(async (call) => {
        looks ??= loadStyle(data.styles.devices);
        const [{ openDevices }] = await Promise.all([import("./devices_dialog.js"), looks]);
        openDevices({ call, show, play: () => withRemote((video) => call.show(video)) });
      }),
  };
}
