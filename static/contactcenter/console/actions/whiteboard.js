/* Looking together, the operator's side: opens a file or the live picture, freezes it, sends the drawing, closes it.
   The board's own code is fetched when it's first needed. */

import { t } from "../../ui/text.js";
import { firstName } from "../../ui/console/words.js";

/** @import { ShareView } from "../../wire/protocol.js" */
/** @import { PageState } from "../page_state.js" */

/** A PNG larger than this is sent as JPEG: it's a photograph. */
const LARGE = 6 * 1024 * 1024;

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {import("../../wire/socket.js").Wire} world.wire
 * @param {import("../../call/call.js").Call} world.call
 * @param {import("../files.js").Files} world.files
 * @param {(key: string, work: () => Promise<unknown>) => Promise<void>} world.attempt
 * @param {() => void} world.change
 */
export function createBoardActs({ page, wire, call, files, attempt, change }) {
  /** @type {Promise<void> | null} */ let fetching = null;
  /** @type {Element | null} */ let opener = null;

  /** The board of this page, fetched once. */
  function ready() {
    fetching ??= import("../../ui/whiteboard.js").then(
      ({ createLooking }) => {
        page.looking = createLooking({ role: "operator", wire, headers: files.headers, call: () => call, change });
      },
      (error) => {
        fetching = null;
        throw error;
      },
    );
    return fetching;
  }

  const acts = {
    /** Follows the open session: called whenever the desk has changed. */
    followBoard() {
      const session = page.desk?.sessions[page.opened ?? ""];
      if (session?.board && !page.looking) ready().then(acts.followBoard, () => setTimeout(acts.followBoard, 3000));
      page.looking?.board.follow(session, session ? firstName(session) : "");
    },

    /** @param {string} session @param {ShareView | null} file null: the live picture of the call */
    lookTogether: (session, file) =>
      attempt("board", async () => {
        opener = document.activeElement;
        page.look = null;
        await ready();
        page.looking?.surface.focusNext();
        await wire.send({ type: "board.open", session, share: file?.id ?? null });
      }),

    boardClose: () =>
      attempt("board close", async () => {
        const shown = page.looking?.board.shown;
        if (!shown || !page.opened) return;
        await wire.send({ type: "board.close", session: page.opened, board: shown.id });
        const back = opener?.isConnected ? opener : document.getElementById(`tab-${page.tab}`);
        queueMicrotask(() => /** @type {HTMLElement | null} */ (back)?.focus());
      }),

    boardFreeze: () =>
      attempt("board", async () => {
        const shown = page.looking?.board.shown;
        const session = page.opened;
        if (!shown || !session) return;
        const still = await files.still(session, await call.snapshot(), call.view.call?.id ?? "");
        await wire.send({ type: "board.freeze", session, board: shown.id, share: still.id });
      }),

    boardSend: () =>
      attempt("board", async () => {
        const board = page.looking?.board;
        const canvas = board?.compose();
        const session = page.opened; // another may be open when the file is made
        if (!board?.shown || !canvas || !session) return;
        const file = await fileOf(canvas, board.shown.mime);
        const stem = board.shown.live ? t("live-picture") : board.shown.name.replace(/\.[^.]*$/, "");
        const sheet = board.shown.pages > 1 ? `-${board.look.page}` : "";
        const sent = await files.upload({
          file,
          session,
          send: true,
          source: "whiteboard",
          name: `${stem}${sheet}-marked.${file.type === "image/png" ? "png" : "jpg"}`,
        });
        if (sent) board.say(t("{name} is in the chat.", { name: sent.name }));
      }),
  };
  return acts;
}

/** Photographs as JPEG, everything else lossless.
 * @param {HTMLCanvasElement} canvas @param {string} mime of what was drawn on @returns {Promise<Blob>} */
async function fileOf(canvas, mime) {
  const blob = (/** @type {string} */ type) =>
    new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => canvas.toBlob(resolve, type, 0.92));
  const exact = mime === "image/jpeg" ? null : await blob("image/png");
  const file = exact && exact.size <= LARGE ? exact : await blob("image/jpeg");
  if (!file) throw new Error(t("The picture couldn’t be created. Make it smaller and try again."));
  return file;
}
