// The canvas of a board: paints what the board holds, and turns hand, wheel and keys into what the board can do.
// Own ink shows with the next frame; finished strokes are painted once and kept until something about them or the view changes.

import { INKS, pointer, stroke } from "./paint.js";
import { matrix, moved, toBox, toContent, turned, zoomed } from "./geometry.js";

/** @typedef {import("./board.js").Board} Board */
/** @typedef {{x: number, y: number}} Point */

const KEY_STEP = 60; // pixels an arrow moves the picture
const POINT_STEP = 14; // pixels an arrow moves the pointer
const PINCHED = 12; // pixels: a stroke shorter than this was the beginning of a pinch

/** The other side's colour by default: where it points. */
const THEIRS = { operator: INKS.blue, client: INKS.orange };

export class Surface {
  /** @type {HTMLCanvasElement | null} */ #canvas = null;
  #layer = document.createElement("canvas");
  #painted = "";
  #due = 0;
  /** @type {Map<number, Point>} fingers and pens on the glass */ #down = new Map();
  #focus = false;
  #resized = new ResizeObserver(() => this.#fit());

  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    board.addEventListener("change", () => this.#soon());
  }

  /** For lit's `ref`. @param {Element | undefined} element */
  attach = (element) => {
    if (element === this.#canvas || (!element && !this.#canvas)) return;
    this.#resized.disconnect();
    this.#canvas = /** @type {HTMLCanvasElement | null} */ (element ?? null);
    this.#down.clear();
    if (!this.#canvas) return;
    this.#resized.observe(this.#canvas);
    // Not passive: the page must neither scroll nor zoom under the picture.
    this.#canvas.addEventListener("wheel", this.#wheel, { passive: false });
    this.#fit();
    // It is made before it is put into the page.
    if (this.#focus) queueMicrotask(() => this.#canvas?.focus());
    this.#focus = false;
  };

  /** Who opens it themselves has the keyboard in it. */
  focusNext() {
    this.#focus = true;
  }

  /** Where the picture lies in the canvas, in its own pixels; null without a picture. */
  #place() {
    const { picture } = this.board.content;
    const canvas = this.#canvas;
    return picture && canvas?.width ? { picture, canvas, m: matrix(this.board.look, picture, canvas) } : null;
  }

  #fit() {
    const canvas = this.#canvas;
    if (!canvas) return;
    const scale = Math.min(3, devicePixelRatio || 1);
    const size = { width: Math.round(canvas.clientWidth * scale), height: Math.round(canvas.clientHeight * scale) };
    if (size.width && (canvas.width !== size.width || canvas.height !== size.height)) Object.assign(canvas, size);
    this.#paint();
  }

  #soon() {
    this.#due ||= requestAnimationFrame(() => {
      this.#due = 0;
      this.#paint();
    });
  }

  #paint() {
    const place = this.#place();
    const context = this.#canvas?.getContext("2d");
    if (!context || !this.#canvas) return;
    context.resetTransform();
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    if (!place) return;
    const { picture, canvas, m } = place;
    const { board } = this;
    const scale = canvas.width / Math.max(1, canvas.clientWidth);
    context.setTransform(m.a, m.b, m.c, m.d, m.e, m.f);
    context.imageSmoothingQuality = "high";
    context.drawImage(picture.source, 0, 0, picture.width, picture.height);
    context.resetTransform();
    context.drawImage(this.#strokes(place), 0, 0);
    context.setTransform(m.a, m.b, m.c, m.d, m.e, m.f);
    for (const line of board.other.wet.values()) if (line.page === board.look.page) stroke(context, line, picture);
    if (board.pen.line) stroke(context, board.pen.line, picture);
    context.resetTransform();
    if (board.other.at) pointer(context, toBox(m, picture, board.other.at), THEIRS[board.role], scale);
    if (board.mine) pointer(context, toBox(m, picture, board.mine), INKS[board.ink], scale);
    if (picture.live) this.#soon();
  }

  /** Finished strokes as they lie on the screen. @param {{picture: import("./content.js").Picture, canvas: HTMLCanvasElement, m: import("./geometry.js").Matrix}} place */
  #strokes({ picture, canvas, m }) {
    const layer = this.#layer;
    const key = [this.board.version, picture.width, picture.height, canvas.width, canvas.height, ...Object.values(m)].join(" ");
    if (key === this.#painted) return layer;
    this.#painted = key;
    Object.assign(layer, { width: canvas.width, height: canvas.height });
    const context = /** @type {CanvasRenderingContext2D} */ (layer.getContext("2d"));
    context.setTransform(m.a, m.b, m.c, m.d, m.e, m.f);
    for (const line of this.board.lines) stroke(context, line, picture);
    return layer;
  }

  /** @param {{clientX: number, clientY: number}} event @returns {Point} in the canvas's pixels */
  #at({ clientX, clientY }) {
    const canvas = /** @type {HTMLCanvasElement} */ (this.#canvas);
    const { left, top, width } = canvas.getBoundingClientRect();
    const scale = canvas.width / Math.max(1, width);
    return { x: (clientX - left) * scale, y: (clientY - top) * scale };
  }

  /** @param {PointerEvent} event */
  down = (event) => {
    const place = this.#place();
    if (!place || event.button > 0) return;
    place.canvas.setPointerCapture(event.pointerId);
    const at = this.#at(event);
    this.#down.set(event.pointerId, at);
    if (this.#down.size > 1) return this.#pinched();
    if (this.board.tool === "pen") this.board.begin(toContent(place.m, place.picture, at));
    if (this.board.tool === "point") this.board.point(toContent(place.m, place.picture, at));
  };

  /** @param {PointerEvent} event */
  move = (event) => {
    const place = this.#place();
    if (!place) return;
    const { board } = this;
    const before = this.#down.get(event.pointerId);
    const at = this.#at(event);
    if (before) this.#down.set(event.pointerId, at);
    if (this.#down.size === 2 && before) return this.#pinch(event.pointerId, before, at);
    if (this.#down.size > 1) return;
    if (board.tool === "point" && (before || event.pointerType === "mouse")) board.point(toContent(place.m, place.picture, at));
    if (!before) return;
    if (board.tool === "hand") board.lookAt(moved(board.look, place.m, place.picture, at.x - before.x, at.y - before.y));
    if (board.tool === "pen" && board.pen.line) {
      const steps = event.getCoalescedEvents?.() ?? [];
      for (const step of steps.length ? steps : [event]) board.pen.add(toContent(place.m, place.picture, this.#at(step)));
      this.#soon();
    }
  };

  /** @param {PointerEvent} event */
  up = (event) => {
    if (!this.#down.delete(event.pointerId)) return;
    if (event.type === "pointercancel") this.board.pen.drop();
    else this.board.pen.end();
    if (this.board.tool === "point" && event.pointerType !== "mouse") this.board.point(null);
    this.#soon();
  };

  leave = () => {
    if (this.board.tool === "point" && this.board.mine && !this.#down.size) this.board.point(null);
  };

  /** A second finger: what the first one began was meant as a grip, unless it is a stroke by now. */
  #pinched() {
    const line = this.board.pen.line;
    const place = this.#place();
    if (!line || !place) return;
    const { x, y } = toBox(place.m, place.picture, { x: line.points[0], y: line.points[1] });
    const [first] = this.#down.values();
    if (Math.hypot(first.x - x, first.y - y) < PINCHED) this.board.pen.drop();
    else this.board.pen.end();
  }

  /** @param {number} finger @param {Point} before @param {Point} at */
  #pinch(finger, before, at) {
    const other = [...this.#down].find(([id]) => id !== finger)?.[1];
    let place = this.#place();
    if (!other || !place) return;
    const { board } = this;
    const part = Math.hypot(at.x - other.x, at.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    board.lookAt(zoomed(board.look, board.look.zoom * part, toContent(place.m, place.picture, middle)));
    place = this.#place();
    if (place) board.lookAt(moved(board.look, place.m, place.picture, (at.x - before.x) / 2, (at.y - before.y) / 2));
  }

  /** @param {WheelEvent} event */
  #wheel = (event) => {
    const place = this.#place();
    event.preventDefault();
    if (!place) return;
    const factor = Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) / 400);
    this.board.lookAt(zoomed(this.board.look, this.board.look.zoom * factor, toContent(place.m, place.picture, this.#at(event))));
  };

  /** Keys while the picture has the focus. With the pointer chosen, arrows move it and Enter draws a ring; otherwise they move the picture. @param {KeyboardEvent} event */
  key = (event) => {
    const place = this.#place();
    if (!place || event.altKey) return;
    const { board } = this;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const scale = place.canvas.width / Math.max(1, place.canvas.clientWidth);
    if (arrow && board.tool === "point") {
      const from = toBox(place.m, place.picture, board.mine ?? board.look);
      const step = POINT_STEP * scale * (event.shiftKey ? 4 : 1);
      board.point(toContent(place.m, place.picture, { x: from.x + arrow[0] * step, y: from.y + arrow[1] * step }));
    } else if (arrow) board.lookAt(moved(board.look, place.m, place.picture, -arrow[0] * KEY_STEP * scale, -arrow[1] * KEY_STEP * scale));
    else if ((event.ctrlKey || event.metaKey) && event.key === "z") board.undo();
    else if (event.ctrlKey || event.metaKey) return;
    else if (event.key === "+" || event.key === "=") board.step(1);
    else if (event.key === "-") board.step(-1);
    else if (event.key === "r") board.lookAt(turned(board.look));
    else if (event.key === "p") board.set({ tool: board.tool === "point" ? "pen" : "point" });
    else if (event.key === "Enter" && board.tool === "point") board.ring(board.mine ?? board.look);
    else if (event.key === "Escape" && (board.pen.line || board.mine)) { board.pen.drop(); board.point(null); }
    else return;
    event.preventDefault();
  };
}
