// Looking together from one side's view: what is open, what is drawn, the shared view, and this side's actions. Uses
// the socket it's given; draws nothing (canvas.js, ui/whiteboard.js).

import { t } from "../ui/text.js";
import { Content } from "./content.js";
import { blank, missesMarks, reduceDrawing } from "./drawing.js";
import { Eraser } from "./eraser.js";
import { ringAround, stepped, touches, turned, whole } from "./geometry.js";
import { compose } from "./paint.js";
import { Pen } from "./pen.js";
import { PendingMarks } from "./pending.js";
import { PointerSender } from "./pointer.js";
import { RemoteStrokes } from "./remote_strokes.js";
import { BoardSender } from "./send.js";

/** @import { BoardView, Ink, Look, ServerEvent, SessionView } from "../wire/protocol.js" */
/** @import { Line } from "./pen.js" */
/** @typedef {"pen" | "hand" | "point" | "eraser"} Tool */
/** @typedef {{x: number, y: number}} Point */

const FORGOTTEN = 4000; // ms: pieces whose stroke never came

/** Event "change": something visible has changed. `version` increases with finished strokes. */
export class Board extends EventTarget {
  /** @type {BoardView | null} */ shown = null;
  drawing = blank("");
  version = 0;
  other = new RemoteStrokes();
  /** Where this side points. @type {Point | null} */ mine = null;
  /** @type {Tool} */ tool = "pen";
  /** @type {Ink} */ ink;
  folded = false;
  /** Announcements for screen readers. */
  notice = "";
  #asking = false;
  /** @type {{version: number, all: Line[], last: string}} */ #reckoning = { version: -1, all: [], last: "" };

  /**
   * @param {object} options
   * @param {"client" | "operator"} options.role
   * @param {import("../wire/socket.js").Wire} options.wire
   * @param {() => Record<string, string>} options.headers who asks for pictures
   * @param {() => import("../call/call.js").Call | null} options.call of this tab
   */
  constructor({ role, wire, headers, call }) {
    super();
    this.role = role;
    this.ink = role === "operator" ? "orange" : "blue";
    this.wire = wire;
    this.way = new BoardSender(wire);
    this.hand = new PointerSender(this.way, (type, fields) => this.#ask(type, fields));
    this.content = new Content({ headers, call });
    this.name = "";
    this.pen = new Pen({
      piece: (line, at) => this.way.pass("board.ink", { ...line, at }),
      whole: (line) => this.own.keep(line),
    });
    this.own = new PendingMarks({
      role,
      way: this.way,
      changed: () => this.#drawn(),
      refused: (words) => this.say(words),
    });
    this.eraser = new Eraser({
      touch: (from, to, reach) => this.#touched(from, to, reach),
      hide: (erasure, strokes) => this.own.hide(erasure, strokes),
      tell: (erasure, strokes) => this.own.erase(erasure, strokes),
      show: (erasure, strokes) => this.own.show(erasure, strokes),
    });
    this.content.addEventListener("change", () => this.#drawn());
    wire.addEventListener("event", (event) => this.#hear(/** @type {CustomEvent} */ (event).detail));
    wire.addEventListener("state", () => {
      if (wire.state === "open") this.#resume();
    });
  }

  /** Updates to the open session's current state. Can be called repeatedly.
   * @param {SessionView | null | undefined} session @param {string} name the other side's */
  follow(session, name) {
    const shown = (session?.state === "active" && session.board) || null;
    this.name = name;
    if (shown?.live) this.content.show(shown, 1);
    if (shown === this.shown || (shown && this.shown && shown.id === this.shown.id && shown.share === this.shown.share))
      return;
    const another = shown?.id !== this.shown?.id;
    this.shown = shown;
    this.way.to(session?.id ?? "", shown?.id ?? "");
    if (another) this.#begin(shown);
    this.content.show(shown, this.look.page);
    this.change();
  }

  change() {
    this.dispatchEvent(new Event("change"));
  }

  /** @returns {Look} */
  get look() {
    return this.drawing.look ?? whole();
  }

  /** Finished strokes on the current page. @returns {Line[]} */
  get lines() {
    const { page } = this.look;
    return this.#reckoned.all.filter((line) => line.page === page);
  }

  /** Visible strokes of all pages, and what an undo would take back; computed once per version. */
  get #reckoned() {
    if (this.#reckoning.version !== this.version)
      this.#reckoning = { version: this.version, all: this.own.shown(this.drawing), last: this.own.last(this.drawing) };
    return this.#reckoning;
  }

  get canUndo() {
    return this.#reckoned.last !== "";
  }

  /** The strokes *Clear* removes: all for the operator, the client's own for the client. @returns {string[]} */
  get clearable() {
    const others = new Set(this.drawing.strokes.filter(({ role }) => role !== this.role).map(({ stroke }) => stroke));
    return this.#reckoned.all
      .map(({ stroke }) => stroke)
      .filter((stroke) => this.role === "operator" || !others.has(stroke));
  }

  /** Why nothing is visible yet; empty if something is. */
  get missing() {
    if (this.content.picture || this.content.trouble) return this.content.trouble;
    return this.shown?.live
      ? t("No picture right now. It appears here as soon as it arrives.")
      : t("The picture is loading.");
  }

  /** Whether the shared picture is still loading. */
  get waits() {
    return this.missing !== "" || this.content.late;
  }

  // This side's actions

  /** @param {Point} point @param {() => boolean} [meant] see `Pen.begin` */
  begin(point, meant) {
    this.pen.begin(
      { page: this.look.page, ink: this.ink, width: Math.max(6, Math.round(6000 / this.look.zoom)) },
      point,
      meant,
    );
    this.change();
  }

  /** Draws a ring around the point, for keyboard users. @param {Point} centre */
  ring(centre) {
    const [first, ...rest] = ringAround(
      centre,
      40_000 / this.look.zoom,
      this.content.picture ?? { width: 1, height: 1 },
    );
    this.begin(first);
    for (const point of rest) this.pen.add(point);
    this.pen.end();
  }

  /** Pen and eraser are lifted. */
  lift() {
    this.pen.end();
    this.eraser.end();
  }

  /** Discards what pen or eraser began. */
  drop() {
    this.pen.drop();
    this.eraser.drop();
  }

  /** Another finger came: anything that already is a stroke or a sweep stays. */
  hold() {
    if (this.pen.meant()) this.pen.end();
    else this.pen.drop();
    if (this.eraser.meant()) this.eraser.end();
    else this.eraser.drop();
  }

  undo() {
    const { last } = this.#reckoned;
    if (last) this.own.undo(last);
  }

  clear() {
    const strokes = this.clearable;
    if (strokes.length) this.own.clear(this.drawing.head, strokes);
  }

  /** @param {number} page */
  turnTo(page) {
    this.#ask("board.page", { page });
  }

  /** @param {number} way 1 nearer, -1 farther */
  step(way) {
    this.lookAt(stepped(this.look, way));
  }

  rotate() {
    this.lookAt(turned(this.look));
  }

  /** Both sides see this view. @param {Look} look */
  lookAt(look) {
    if (look === this.drawing.look) return;
    this.drawing = { ...this.drawing, look };
    this.hand.look(look);
    this.change();
  }

  /** @param {Point | null} point where this side points; null: nowhere any more */
  point(point) {
    this.mine = point;
    this.hand.point(point);
    this.change();
  }

  /** @param {Partial<Pick<Board, "tool" | "ink" | "folded">>} part */
  set(part) {
    if (part.tool && part.tool !== "point" && this.mine) this.point(null);
    Object.assign(this, part);
    this.change();
  }

  /** Retries whatever failed to load. */
  again() {
    this.content.show(this.shown, this.look.page, true);
    this.#resume();
  }

  /** Picture and strokes as shown, at the picture's own size. @returns {HTMLCanvasElement | null} */
  compose() {
    const { picture } = this.content;
    return picture && compose(picture, this.lines, this.look.turn);
  }

  /** @param {string} words */
  say(words) {
    this.notice = words;
    this.change();
  }

  // What happens

  /** @param {BoardView | null} shown */
  #begin(shown) {
    this.drop();
    this.own.forget();
    Object.assign(this, {
      drawing: blank(shown?.id ?? ""),
      mine: null,
      folded: false,
      tool: "pen",
      version: this.version + 1,
    });
    // Short: a second line that goes would move the picture under the finger.
    const byFinger = globalThis.matchMedia?.("(pointer: coarse)").matches;
    this.notice = !shown
      ? t("Stopped looking together.")
      : byFinger
        ? t("Draw with one finger, zoom with two.")
        : shown.live
          ? t("You’re both looking at the live picture.")
          : t("You’re both looking at {file}.", { file: shown.name });
    this.other.forget();
    this.#asking = false;
    this.#resume();
  }

  /** Something finished has changed. */
  #drawn() {
    this.version += 1;
    this.change();
  }

  /** @param {ServerEvent} event */
  #hear(event) {
    if (!this.shown) return;
    if (event.type === "heartbeat") return this.#resume();
    if (!("board" in event) || event.board !== this.shown.id) return;
    if (missesMarks(this.drawing, event)) this.#resume();
    if (event.type === "board.inked") return this.#inked(event);
    if (event.type === "board.pointed") {
      if (event.role !== this.role) this.say(this.other.points(event, this.name) || this.notice);
      return;
    }
    const before = this.drawing;
    this.drawing = reduceDrawing(before, event);
    if (this.drawing === before) return;
    // Somebody chose another page; what was read from the server may be older than the last move here.
    const older = event.type !== "board.viewed" || this.drawing.look?.page === before.look?.page;
    if (this.hand.moving && older && before.look && this.drawing.look !== before.look) {
      // Don't disturb a moving hand. A moment later the last stored view counts for both.
      this.drawing = { ...this.drawing, look: before.look };
      this.hand.settled(() => this.#resume());
    }
    if (this.drawing.marks !== before.marks) {
      this.own.settle(this.drawing);
      for (const { stroke } of this.drawing.marks) this.other.wet.delete(stroke);
      this.version += 1;
    }
    if (this.drawing.look?.page !== before.look?.page) this.#page(before.look !== null);
    this.change();
  }

  /** @param {boolean} left another page was looked at before */
  #page(left) {
    this.version += 1;
    this.content.show(this.shown, this.look.page);
    const pages = this.shown?.pages ?? 1;
    if (pages > 1 && left) this.notice = t("Page {page} of {pages}", { page: this.look.page, pages });
  }

  /** @param {import("../wire/protocol.js").BoardInked} event */
  #inked(event) {
    const { stroke } = event;
    if (this.drawing.marks.some((one) => one.stroke === stroke)) return;
    const words = this.other.draws(event, this.name, Date.now());
    if (words && event.role !== this.role) this.notice = words; // another tab of one's own draws too
    this.way.later(`wet ${stroke}`, FORGOTTEN, () => this.other.wet.delete(stroke) && this.change());
    this.change();
  }

  /** The strokes on this page between two points.
   * @param {Point} from @param {Point} to @param {number} reach @returns {string[]} */
  #touched(from, to, reach) {
    const { picture } = this.content;
    return picture
      ? this.lines.filter((line) => touches(line, from, to, reach, picture)).map(({ stroke }) => stroke)
      : [];
  }

  async #resume() {
    if (!this.shown || this.#asking || this.wire.state !== "open") return;
    this.#asking = true;
    await this.way.send("board.resume", { after: this.drawing.known ? this.drawing.head : 0 }).catch(() => {});
    this.#asking = false;
  }

  /** Sends a command; a refusal is shown in words.
   * @param {import("./send.js").Command["type"]} type @param {object} fields */
  #ask(type, fields) {
    this.way.send(type, fields).catch((error) => this.say(error.message));
  }
}
