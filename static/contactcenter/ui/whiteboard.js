// Looking together on both pages: the picture, who sees it, and the tools. Renders the board's state; the canvas is in
// canvas.js.

import { Board } from "../whiteboard/whiteboard.js";
import { PIECE } from "../whiteboard/pen.js";
import { INKS } from "../whiteboard/paint.js";
import { BoardCanvas } from "../whiteboard/canvas.js";
import { ZOOM_MOST } from "../wire/constants.js";
import { html, nothing, ref } from "../vendor/lit.js";
import { icon } from "./icon.js";
import { boardSprite } from "./sprites/whiteboard.js";
import { t } from "./text.js";

export { firstName } from "./display_names.js";

/** @import { IconName } from "./icon.js" */
/** Actions only the operator has.
 * @typedef {{send: () => void, close: () => void, freeze: () => void, busy: boolean}} Lead */

/** @typedef {ReturnType<typeof createLooking>} LookingTogether */

/**
 * A board of this page, and its view.
 * @param {ConstructorParameters<typeof Board>[0] & {change: () => void}} options change: something the page shows is
 *   different
 */
export function createLooking({ change, ...options }) {
  const board = new Board(options);
  const surface = new BoardCanvas(board);
  let drawn = "";
  // Ink and pointers belong to the canvas: the page is rendered again only for what it shows itself.
  board.addEventListener("change", () => {
    const { shown, look, tool, ink, folded, missing, notice, waits, canUndo, clearable } = board;
    const now = JSON.stringify([
      shown,
      look.page,
      look.zoom,
      look.turn,
      tool,
      ink,
      folded,
      missing,
      notice,
      waits,
      canUndo,
      clearable.length > 0,
    ]);
    if (now === drawn) return;
    drawn = now;
    change();
  });
  return {
    board,
    surface,
    view: (/** @type {Lead | null} */ lead) => (board.shown ? view(board, surface, lead) : nothing),
    piece: PIECE,
  };
}

/**
 * @param {{test: string, icon: IconName, name: string, on?: boolean, why?: string,
 *   press: () => void}} part `on`: one of several is chosen; `why` it cannot be pressed
 */
const tool = ({
  test,
  icon: sign,
  name,
  on,
  why = "",
  press,
}) => html`<button type="button" class="tool" data-test=${test}
  data-state=${on === undefined ? nothing : on ? "on" : "off"}
  aria-label=${name} aria-pressed=${on === undefined ? nothing : String(on)} aria-disabled=${why ? "true" : nothing}
    aria-describedby=${why ? `${test}-why` : nothing}
  @click=${() => why || press()}>${icon(sign)}${
    why ? html`<span class="visually-hidden" id=${`${test}-why`}>${why}</span>` : nothing
  }</button>`;

/** @param {Board} board @param {"orange" | "blue"} ink @param {string} name */
const colour = (
  board,
  ink,
  name,
) => html`<button type="button" class="tool ink" data-test="board-ink" data-value=${ink} aria-label=${name}
  aria-pressed=${String(board.ink === ink)}
  @click=${() => board.set({ ink, tool: "pen" })}><i .style=${`--ink: ${INKS[ink]}`}></i></button>`;

/** *Undo* restores it, so no confirmation is needed. @param {Board} board @param {Lead | null} lead */
function clear(board, lead) {
  const why = board.clearable.length ? "" : t("Nothing to clear");
  return html`<button type="button" class="btn small bare" data-test="board-clear" data-tip=${why || nothing}
    aria-disabled=${why ? "true" : nothing} aria-describedby=${why ? "board-clear-why" : nothing}
    @click=${() => why || board.clear()}>${lead ? t("Clear all") : t("Clear mine")}${
      why ? html`<span class="visually-hidden" id="board-clear-why">${why}</span>` : nothing
    }</button>`;
}

/** @param {Board} board @param {Lead | null} lead */
function bar(board, lead) {
  const { look, tool: chosen, shown } = board;
  const pages = shown?.pages ?? 1;
  const turn = (/** @type {number} */ page) => board.turnTo(page);
  return html`<div class="whiteboard__tools" role="toolbar" aria-label=${t("Drawing")}>
    <span class="whiteboard__group">
      ${tool({
        test: "board-pen",
        icon: "pen",
        name: t("Draw"),
        on: chosen === "pen",
        press: () => board.set({ tool: "pen" }),
      })}
      ${colour(board, "orange", t("Orange"))}${colour(board, "blue", t("Blue"))}
      ${tool({
        test: "board-eraser",
        icon: "eraser",
        name: t("Erase"),
        on: chosen === "eraser",
        press: () => board.set({ tool: "eraser" }),
      })}
      ${tool({
        test: "board-point",
        icon: "mouse-pointer-2",
        name: t("Point"),
        on: chosen === "point",
        press: () => board.set({ tool: "point" }),
      })}
      ${tool({
        test: "board-hand",
        icon: "hand",
        name: t("Move the picture"),
        on: chosen === "hand",
        press: () => board.set({ tool: "hand" }),
      })}
    </span>
    <span class="whiteboard__group">
      ${tool({
        test: "board-undo",
        icon: "undo-2",
        name: t("Undo"),
        why: board.canUndo ? "" : t("Nothing to undo"),
        press: () => board.undo(),
      })}
      ${clear(board, lead)}
    </span>
    <span class="whiteboard__group">
      ${tool({
        test: "board-zoom-out",
        icon: "zoom-out",
        name: t("Zoom out"),
        why: look.zoom <= 100 ? t("Already showing everything") : "",
        press: () => board.step(-1),
      })}
      <span class="num" data-test="board-zoom">${t("{n} %", { n: look.zoom })}</span>
      ${tool({
        test: "board-zoom-in",
        icon: "zoom-in",
        name: t("Zoom in"),
        why: look.zoom >= ZOOM_MOST ? t("Already zoomed in all the way") : "",
        press: () => board.step(1),
      })}
      ${tool({ test: "board-rotate", icon: "rotate-cw-square", name: t("Rotate"), press: () => board.rotate() })}
    </span>
    ${
      pages > 1
        ? html`<span class="whiteboard__group">
      ${tool({
        test: "board-page-before",
        icon: "chevron-left",
        name: t("Previous page"),
        why: look.page <= 1 ? t("This is the first page") : "",
        press: () => turn(look.page - 1),
      })}
      <span class="num" data-test="board-page">${t("{page} of {pages}", { page: look.page, pages })}</span>
      ${tool({
        test: "board-page-next",
        icon: "chevron-right",
        name: t("Next page"),
        why: look.page >= pages ? t("This is the last page") : "",
        press: () => turn(look.page + 1),
      })}</span>`
        : nothing
    }
    ${
      lead && shown?.live
        ? html`<button type="button" class="btn small" data-test="board-freeze"
          aria-disabled=${board.waits || lead.busy ? "true" : nothing}
      @click=${() => board.waits || lead.busy || lead.freeze()}>${icon("pause", "s")} ${t("Freeze")}</button>`
        : nothing
    }
  </div>`;
}

/** @param {Board} board @param {Lead | null} lead */
const sentence = ({ name }, lead) =>
  lead
    ? t("{name} sees this and what you draw.", { name })
    : t("{name} sees this and what you draw, but nothing else on your screen.", { name });

/** @param {Board} board @param {BoardCanvas} surface @param {Lead | null} lead */
function view(board, surface, lead) {
  const { shown, folded, missing, waits } = board;
  const name = shown?.live ? t("Live picture") : (shown?.name ?? "");
  const fold = () => board.set({ folded: !folded });
  return html`<section class=${folded ? "whiteboard folded" : "whiteboard"} data-test="board"
    data-state=${folded ? "folded" : waits ? "waiting" : "open"} data-kind=${shown?.live ? "live" : "file"}
    aria-label=${t("Looking together")}>
    ${boardSprite()}
    <header><div><h2 class="cut"><bdi>${name}</bdi></h2><p class="cut">${sentence(board, lead)}</p></div>
      ${
        lead && !folded
          ? html`<button type="button" class="btn small main" data-test="board-send"
            aria-disabled=${waits || lead.busy ? "true" : nothing} aria-busy=${lead.busy ? "true" : nothing}
        @click=${() => waits || lead.busy || lead.send()}>${icon("corner-up-right", "s")} ${t("Send to chat")}</button>`
          : nothing
      }
      <button type="button" class="btn small" data-test="board-fold" aria-expanded=${String(!folded)}
        @click=${fold}>${folded ? t("Show") : t("Minimise")}</button>
      ${
        lead
          ? html`<button type="button" class="btn bare icon" data-test="board-close"
            aria-label=${t("Stop looking together")} @click=${lead.close}>${icon("x")}</button>`
          : nothing
      }
    </header>
    ${
      folded
        ? nothing
        : html`<div class="stage">
      <canvas tabindex="0" role="application" data-tool=${board.tool}
        aria-label=${t(
          "{name}. Arrow keys move it, plus and minus zoom, R rotates it. P lets you point, E erase: arrow keys then move the pointer, and Enter draws a ring or erases.",
          { name },
        )}
        ${ref(surface.attach)} @pointerdown=${surface.down} @pointermove=${surface.move} @pointerup=${surface.up}
          @pointercancel=${surface.up} @pointerleave=${surface.leave} @keydown=${surface.key}></canvas>
      ${
        missing
          ? html`<div class="whiteboard__empty" data-say><p>${missing}</p>${
              board.content.trouble
                ? html`<button type="button" class="btn" @click=${() => board.again()}>${t("Try again")}</button>`
                : nothing
            }</div>`
          : nothing
      }
    </div>${bar(board, lead)}`
    }
    <p class=${`whiteboard__status${folded ? " visually-hidden" : ""}`} data-say
      data-test="board-says">${board.notice}</p>
  </section>`;
}
