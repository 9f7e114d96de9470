// The canvas of a board: paints the board's content, and turns pointer, wheel and keys into the board's actions. Own
// ink shows with the next frame; finished strokes are painted once and cached until they or the view change.

import { INKS, pointer, rubber, stroke } from "./paint.js";
import { SPAN } from "../wire/constants.js";
import { grip, gripped, matrix, moved, onContent, toBox, toContent, zoomed } from "./geometry.js";

/** @typedef {import("./whiteboard.js").Board} Board */
/** @typedef {{x: number, y: number}} Point */

const KEY_STEP = 60; // pixels an arrow moves the picture
const POINT_STEP = 14; // pixels an arrow moves the pointer
// A finger that was down for less, or moved less, before a second one came was the start of a two-finger grip.
const MEANT_MS = 180;
const MEANT_PIXELS = 12;
const RUBBER = { mouse: 9, touch: 16 }; // pixels around the point that the eraser touches
const BESIDE = 12; // pixels beside the picture where a stroke may begin; farther out nothing was meant

/** The other side's default colour, used for its pointer. */
const THEIRS = { operator: INKS.blue, client: INKS.orange };

export class BoardCanvas {
  /** @type {HTMLCanvasElement | null} */ #canvas = null;
  #layer = document.createElement("canvas");
  #painted = "";
  #due = 0;
  /** @type {Map<number, Point>} fingers and pens on the glass */ #down = new Map();
  /** Where and when the one that draws came down. @type {{finger: number, at: Point, since: number} | null} */ #first =
    null;
  /** What the first two of them hold. @type {import("./geometry.js").Grip | null} */ #grip = null;
  /** Several were down: until all are lifted none draws. */ #gripped = false;
  /** The zoom of the wheel with its fractions: many small turns are one large one. */ #near = 0;
  #focus = false;
  /** Where the eraser hovers, in the canvas's pixels. @type {Point | null} */ #rubber = null;
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
    this.#free();
    if (!this.#canvas) return;
    this.#resized.observe(this.#canvas);
    // Not passive: the page must neither scroll nor zoom under the picture.
    this.#canvas.addEventListener("wheel", this.#wheel, { passive: false });
    this.#fit();
    // It's created before it's put into the page.
    if (this.#focus) queueMicrotask(() => this.#canvas?.focus());
    this.#focus = false;
  };

  /** Whoever opens it gets the keyboard focus in it. */
  focusNext() {
    this.#focus = true;
  }

  /** The picture's position in the canvas, in canvas pixels; null without a picture. */
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
    if (board.tool === "eraser") {
      const at = this.#rubber ?? (board.mine && toBox(m, picture, board.mine));
      if (at) rubber(context, at, RUBBER.mouse * scale);
    } else if (board.mine) pointer(context, toBox(m, picture, board.mine), INKS[board.ink], scale);
    if (picture.live) this.#soon();
  }

  /** Finished strokes as shown on the screen.
   * @param {{picture: import("./content.js").Picture, canvas: HTMLCanvasElement, m:
   *   import("./geometry.js").Matrix}} place */
  #strokes({ picture, canvas, m }) {
    const layer = this.#layer;
    const key = [
      this.board.version,
      picture.width,
      picture.height,
      canvas.width,
      canvas.height,
      ...Object.values(m),
    ].join(" ");
    if (key === this.#painted) return layer;
    this.#painted = key;
    Object.assign(layer, { width: canvas.width, height: canvas.height });
    const context = /** @type {CanvasRenderingContext2D} */ (layer.getContext("2d"));
    context.setTransform(m.a, m.b, m.c, m.d, m.e, m.f);
    for (const line of this.board.lines) stroke(context, line, picture);
    return layer;
  }

  /** Canvas pixels per page pixel. */
  get #scale() {
    const canvas = /** @type {HTMLCanvasElement} */ (this.#canvas);
    return canvas.width / Math.max(1, canvas.getBoundingClientRect().width);
  }

  /** @param {{clientX: number, clientY: number}} event @returns {Point} in the canvas's pixels */
  #at({ clientX, clientY }) {
    const { left, top } = /** @type {HTMLCanvasElement} */ (this.#canvas).getBoundingClientRect();
    return { x: (clientX - left) * this.#scale, y: (clientY - top) * this.#scale };
  }

  /** @param {PointerEvent} event */
  down = (event) => {
    const place = this.#place();
    if (!place || event.button > 0) return;
    place.canvas.setPointerCapture(event.pointerId);
    const at = this.#at(event);
    this.#down.set(event.pointerId, at);
    if (this.#down.size > 1) return this.#hold();
    const { board } = this;
    this.#first = { finger: event.pointerId, at, since: performance.now() };
    const meant = event.pointerType === "touch" ? this.#meant : undefined;
    if (board.tool === "pen" && onContent(place.m, place.picture, at, BESIDE * this.#scale))
      board.begin(toContent(place.m, place.picture, at), meant);
    if (board.tool === "eraser")
      board.eraser.begin(toContent(place.m, place.picture, at), this.#reach(place, event.pointerType), meant);
    if (board.tool === "point") board.point(toContent(place.m, place.picture, at));
  };

  /** @param {PointerEvent} event */
  move = (event) => {
    const place = this.#place();
    if (!place) return;
    const { board } = this;
    const before = this.#down.get(event.pointerId);
    const at = this.#at(event);
    if (before) this.#down.set(event.pointerId, at);
    if (this.#grip) return before && this.#pinch(this.#grip, place);
    if (board.tool === "point" && !this.#gripped && (before || event.pointerType === "mouse"))
      board.point(toContent(place.m, place.picture, at));
    if (board.tool === "eraser" && event.pointerType === "mouse") {
      this.#rubber = at;
      this.#soon();
    }
    if (!before) return;
    if (board.tool === "hand")
      board.lookAt(moved(board.look, place.m, place.picture, at.x - before.x, at.y - before.y));
    const hand = board.tool === "pen" && board.pen.line ? board.pen : board.tool === "eraser" ? board.eraser : null;
    if (hand) {
      const steps = event.getCoalescedEvents?.() ?? [];
      for (const step of steps.length ? steps : [event]) hand.add(toContent(place.m, place.picture, this.#at(step)));
      this.#soon();
    }
  };

  /** The eraser's reach in content units.
   * @param {{m: import("./geometry.js").Matrix, picture: import("./geometry.js").Size}} place
   * @param {string} pointerType */
  #reach({ m, picture }, pointerType) {
    const pixels = RUBBER[pointerType === "touch" ? "touch" : "mouse"] * this.#scale;
    return (pixels / Math.hypot(m.a, m.b) / Math.max(picture.width, picture.height)) * SPAN;
  }

  /** Whether the finger draws a stroke, rather than starting a grip. */
  #meant = () => {
    const first = this.#first;
    const now = first && this.#down.get(first.finger);
    return (
      !!now &&
      performance.now() - first.since >= MEANT_MS &&
      Math.hypot(now.x - first.at.x, now.y - first.at.y) >= MEANT_PIXELS * this.#scale
    );
  };

  /** @param {PointerEvent} event */
  up = (event) => {
    if (!this.#down.delete(event.pointerId)) return;
    if (event.type === "pointercancel") this.board.drop();
    else this.board.lift();
    if (this.board.tool === "point" && event.pointerType !== "mouse") this.board.point(null);
    if (this.#down.size) this.#hold();
    else this.#free();
    this.#soon();
  };

  #free() {
    this.#first = this.#grip = null;
    this.#gripped = false;
  }

  /** Fingers came or went: the first two still down grip the picture. What the first one began stays if it's already a
   * stroke. */
  #hold() {
    const { board } = this;
    const place = this.#place();
    const [one, other] = this.#down.values();
    this.#gripped = true;
    this.#grip = place && other ? grip(board.look, place.picture, place.canvas, one, other) : null;
    board.hold();
    if (board.mine) board.point(null);
    this.#soon();
  }

  /** @param {import("./geometry.js").Grip} held
   * @param {{picture: import("./content.js").Picture, canvas: HTMLCanvasElement}} place */
  #pinch(held, { picture, canvas }) {
    const [one, other] = this.#down.values();
    this.board.lookAt(gripped(this.board.look, held, picture, canvas, one, other));
  }

  leave = () => {
    this.#rubber = null;
    this.#soon();
    if (this.board.tool === "point" && this.board.mine && !this.#down.size) this.board.point(null);
  };

  /** @param {WheelEvent} event */
  #wheel = (event) => {
    const place = this.#place();
    event.preventDefault();
    if (!place) return;
    const { look } = this.board;
    // Two fingers on a touchpad arrive as a wheel with Ctrl, in far smaller steps.
    const factor = Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) / (event.ctrlKey ? 100 : 400));
    this.#near = Math.max(100, (Math.round(this.#near) === look.zoom ? this.#near : look.zoom) * factor);
    this.board.lookAt(zoomed(look, this.#near, toContent(place.m, place.picture, this.#at(event))));
  };

  /**
   * Keys while the picture has the focus. With the pointer or the eraser, arrows move it and Enter draws a ring or
   * erases; otherwise they move the picture. Keys that need no picture work while one is loading.
   * @param {KeyboardEvent} event
   */
  key = (event) => {
    if (event.altKey) return;
    const { board } = this;
    const { tool } = board;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (arrow) this.#arrow(arrow[0], arrow[1], event.shiftKey);
    else if ((event.ctrlKey || event.metaKey) && event.key === "z") board.undo();
    else if (event.ctrlKey || event.metaKey) return;
    else if (event.key === "+" || event.key === "=") board.step(1);
    else if (event.key === "-") board.step(-1);
    else if (event.key === "r") board.rotate();
    else if (event.key === "p") board.set({ tool: tool === "point" ? "pen" : "point" });
    else if (event.key === "e") board.set({ tool: tool === "eraser" ? "pen" : "eraser" });
    else if (event.key === "Enter" && tool === "point" && this.#place()) board.ring(board.mine ?? board.look);
    else if (event.key === "Enter" && tool === "eraser") this.#eraseHere();
    else if (event.key === "Escape" && (board.pen.line || board.eraser.erasure || board.mine)) {
      board.drop();
      board.point(null);
    } else return;
    event.preventDefault();
  };

  #eraseHere() {
    const place = this.#place();
    if (!place) return;
    const { x, y } = this.board.mine ?? this.board.look;
    this.board.eraser.begin({ x, y }, this.#reach(place, "mouse"));
    this.board.eraser.end();
  }

  /** @param {number} right @param {number} down @param {boolean} far */
  #arrow(right, down, far) {
    const place = this.#place();
    if (!place) return;
    const { board } = this;
    const scale = place.canvas.width / Math.max(1, place.canvas.clientWidth);
    this.#rubber = null;
    if (board.tool !== "point" && board.tool !== "eraser")
      return board.lookAt(
        moved(board.look, place.m, place.picture, -right * KEY_STEP * scale, -down * KEY_STEP * scale),
      );
    const from = toBox(place.m, place.picture, board.mine ?? board.look);
    const step = POINT_STEP * scale * (far ? 4 : 1);
    board.point(toContent(place.m, place.picture, { x: from.x + right * step, y: from.y + down * step }));
  }
}
