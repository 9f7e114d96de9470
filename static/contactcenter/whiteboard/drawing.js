// The drawing and the shared view, updated by events. Pure: drawing and event in, drawing out, the same object if
// nothing changed. Marks are numbered; after a gap one asks (`board.resume`), and may get some of them twice.

/** @typedef {import("../wire/protocol.js").BoardMark} BoardMark */
/** @typedef {import("../wire/protocol.js").Look} Look */
/** @typedef {import("../wire/protocol.js").Role} Role */
/** @typedef {import("../wire/protocol.js").ServerEvent} ServerEvent */
/** @typedef {Required<BoardMark>} Mark a stroke or an erasure, whole */
/**
 * @typedef {{board: string, known: boolean, head: number, marks: Mark[], strokes: Mark[], look: Look | null}} Drawing
 * known: the marks have been heard once; marks: strokes and erasures that were not taken back; strokes: those that show
 */

/** @param {string} board @returns {Drawing} */
export const blank = (board) => ({ board, known: false, head: 0, marks: [], strokes: [], look: null });

/** @param {Drawing} drawing @param {ServerEvent} event @returns {Drawing} */
export function reduceDrawing(drawing, event) {
  if (!("board" in event) || event.board !== drawing.board) return drawing;
  switch (event.type) {
    case "board.marks": {
      if (event.after > drawing.head) return drawing;
      const marks = event.marks.map(filled).reduce(marked, drawing.marks);
      return {
        ...drawing,
        known: true,
        head: Math.max(drawing.head, event.head),
        marks,
        strokes: visible(marks),
        look: newer(drawing.look, event.look),
      };
    }
    case "board.marked": {
      if (!drawing.known || event.mark.seq !== drawing.head + 1) return drawing;
      const marks = marked(drawing.marks, filled(event.mark));
      return { ...drawing, head: event.mark.seq, marks, strokes: visible(marks) };
    }
    case "board.viewed": {
      const look = newer(drawing.look, event.look);
      return look === drawing.look ? drawing : { ...drawing, look };
    }
    default:
      return drawing;
  }
}

/** Whether marks between the drawing and this event are missing. @param {Drawing} drawing @param {ServerEvent} event */
export const missesMarks = (drawing, event) =>
  event.type === "board.marked" &&
  event.board === drawing.board &&
  (!drawing.known || event.mark.seq > drawing.head + 1);

/** The strokes that no erasure hides. @param {Mark[]} marks @returns {Mark[]} */
export function visible(marks) {
  const erased = new Set(marks.flatMap(({ strokes }) => strokes));
  const clears = marks.filter(({ kind }) => kind === "clear");
  const cleared = (/** @type {Mark} */ { seq, role }) =>
    clears.some((clear) => seq <= clear.upto && (clear.role === "operator" || clear.role === role));
  return marks.filter((mark) => mark.kind === "stroke" && !erased.has(mark.stroke) && !cleared(mark));
}

/** The name under which its maker takes a mark back; empty if that's no longer possible. @param {Mark} mark */
export const nameOf = ({ kind, stroke, erasure }) => (kind === "stroke" ? stroke : erasure);

/** Removes what this role takes back by these names.
 * @param {Mark[]} marks @param {Role} role @param {Set<string>} names */
export const without = (marks, role, names) =>
  names.size ? marks.filter((mark) => mark.role !== role || !names.has(nameOf(mark))) : marks;

/** The name of this role's last visible action that can be undone; empty for none.
 * @param {Mark[]} marks @param {Role} role */
export function lastDone(marks, role) {
  const shown = new Set(visible(marks));
  const seen = (/** @type {Mark} */ mark) =>
    shown.has(mark) ||
    (mark.kind !== "stroke" && visible(without(marks, role, new Set([nameOf(mark)]))).length > shown.size);
  const last = marks.findLast((mark) => mark.role === role && nameOf(mark) && seen(mark));
  return last ? nameOf(last) : "";
}

/** A stored view counts if it's newer; a temporary one (0) counts for the moment.
 * @param {Look | null} old @param {Look} look @returns {Look} */
function newer(old, look) {
  if (!old) return look;
  if (look.rev === 0) return look.page === old.page ? { ...look, rev: old.rev } : old;
  return look.rev > old.rev ? look : old;
}

/** Fields left out on the wire have their usual value. @param {BoardMark} mark @returns {Mark} */
const filled = (mark) => ({
  stroke: "",
  erasure: "",
  strokes: [],
  page: 1,
  ink: "orange",
  width: 0,
  points: [],
  upto: 0,
  ...mark,
});

/** @param {Mark[]} marks in their order @param {Mark} mark @returns {Mark[]} */
function marked(marks, mark) {
  if (mark.kind === "undo") return without(marks, mark.role, new Set([mark.stroke]));
  return marks.some(({ seq }) => seq === mark.seq) ? marks : [...marks, mark];
}
