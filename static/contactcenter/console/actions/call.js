/* The operator's actions in a call: asking, ending, devices, snapshot, the picture on the screen. Each sends a command
   or tells the call of this tab; a refusal is shown in words. */

import { take } from "../../call/snapshot/request.js";
import { writeCorner } from "../../ui/movable_picture.js";
import { t } from "../../ui/text.js";

/** @import { OperatorCommand, Unsent } from "../../wire/protocol.js" */
/** @import { PageState } from "../page_state.js" */

/** How long a snapshot's flash covers the picture, in ms. */
const FLASH = 700;

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {import("../../wire/socket.js").Wire} world.wire
 * @param {import("../../call/call.js").Call} world.call
 * @param {import("../files.js").Files} world.files
 * @param {ReturnType<typeof import("../optimistic_actions.js").createOptimism>} world.optimism
 * @param {(key: string, work: () => Promise<unknown>) => Promise<void>} world.attempt
 * @param {(key: string, command: Unsent<OperatorCommand>) => Promise<void>} world.ask
 * @param {() => void} world.change
 */
export function callActs({ page, wire, call, files, optimism, attempt, ask, change }) {
  /** @type {HTMLVideoElement | undefined} */ let video;
  /** @type {HTMLElement | undefined} */ let stage;

  const show = () => video && call.show(video);

  return {
    /** @param {string} session */
    call: (session) =>
      attempt("call", () =>
        optimism.show({ kind: "call", session }, async () => {
          const signing = page.signing[session];
          if (!(await call.request(session, signing === undefined ? {} : { signing })))
            throw new Error(call.view.error ?? "");
        }),
      ),
    withdraw: () =>
      attempt("withdraw", async () => {
        optimism.drop("call");
        await call.cancel();
      }),

    /** Not now: tells the client who asked for a call. @param {string} session @param {string} asked the call */
    notNow: (session, asked) =>
      attempt("call", () =>
        optimism.show({ kind: "decline", session, call: asked }, () =>
          wire.send({ type: "call.decline", call: asked, reason: "refused" }),
        ),
      ),

    hangup: () => attempt("hangup", () => call.hangup()),
    takeOver: () => call.takeOver(),
    // Pressing a device that doesn't work shows its help again.
    toggleMicrophone: () => {
      page.without = new Set();
      return call.toggleMicrophone();
    },
    toggleCamera: () => {
      page.without = new Set();
      return call.toggleCamera();
    },
    askAgain: () => call.askAgain(),
    toggleSigning: () => attempt("signing", () => call.toggleSigning()),

    /** Whether calls of this session begin in sign-language mode. @param {string} session @param {boolean} on */
    callSigning(session, on) {
      page.signing = { ...page.signing, [session]: on };
      change();
    },

    /** Asks the client for the camera's controls, or for the other camera. @param {"control" | "flip"} what */
    askCamera: (what) => attempt("camera", () => call.camera.ask(what)),
    unaskCamera: () => attempt("camera", () => call.camera.unask()),
    endCamera: () => attempt("camera", () => call.camera.end()),
    /** @param {import("../../call/camera/controls.js").Wish} wish */
    setCamera: (wish) => call.camera.set(wish),

    /** @param {boolean} on */
    toggleText: (on) => page.text?.set(on),

    /** @param {string} device @param {string} state */
    goWithout(device, state) {
      page.without = new Set([...page.without, `${device} ${state}`]);
      change();
    },

    /** @param {import("../../call/devices/notices.js").Notice} notice */
    noticed(notice) {
      page.noticed = new Set([...page.noticed, notice]);
      change();
    },

    /** @param {import("../../ui/movable_picture.js").Corner} corner */
    corner(corner) {
      page.corner = corner;
      writeCorner(corner);
      change();
    },

    /** The steps for a device, for exactly the client's browser.
     * @param {string} session @param {"microphone" | "camera"} device */
    sendHelp: (session, device) => ask("help", { type: "help.send", session, device }),

    /** The connection quality of a past call. @param {string} call */
    quality: (call) => ask(`quality ${call}`, { type: "call.quality.read", call }),

    snapshot: () =>
      attempt("snapshot", async () => {
        const live = call.view.call;
        if (!live) return;
        Object.assign(page, { tab: "share", shelf: false, fresh: null, flash: Date.now() });
        setTimeout(() => {
          page.flash = 0;
          change();
        }, FLASH);
        await optimism.show(
          { kind: "snapshot", session: live.session, call: live.id, name: t("Snapshot") },
          async () => {
            page.fresh = await take({
              wire,
              call: live.id,
              grab: () => call.snapshot(),
              keep: (request, picture) => files.keep(request, picture),
            });
            return { file: page.fresh };
          },
        );
      }),

    /** @param {Element | undefined} element */
    remoteVideo(element) {
      video = /** @type {HTMLVideoElement | undefined} */ (element);
      show();
    },

    /** @param {Element | undefined} element */
    stage: (element) => {
      stage = /** @type {HTMLElement | undefined} */ (element);
    },
    show,
    play: () => video && call.play(video),
    fullscreen: () =>
      attempt(
        "fullscreen",
        async () => void (await (document.fullscreenElement ? document.exitFullscreen() : stage?.requestFullscreen())),
      ),
    pip: () =>
      attempt(
        "pip",
        async () =>
          void (await (document.pictureInPictureElement
            ? document.exitPictureInPicture()
            : video?.requestPictureInPicture())),
      ),
  };
}
