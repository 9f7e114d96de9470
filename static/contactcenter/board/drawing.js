// What has been drawn and how both look at it, as events change it. Pure: drawing and event in, drawing out, the same object when
// nothing changed. Marks are numbered; who misses one asks (`board.resume`), and may get some of them twice.

/** @typedef {import("../protocol.js").BoardMark} BoardMark */
/** @typedef {import("../protocol.js").Look} Look */
/** @typedef {import("../protocol.js").ServerEvent} ServerEvent */
/** @typedef {Required<BoardMark>} Stroke a mark of the kind `stroke`, whole */
/** @typedef {{board: string, known: boolean, head: number, strokes: Stroke[], look: Look | null}} Drawing known: the marks have been heard once */

/** @param {string} board @returns {Drawing} */
export const blank = (board) => ({ board, known: false, head: 0, strokes: [], look: null });

/** @param {Drawing} drawing @param {ServerEvent} event @returns {Drawing} */
export function reduceDrawing(drawing, event) {
  if (!("board" in event) || event.board !== drawing.board) return drawing;
  switch (event.type) {
    case "board.marks": {
      if (event.after > drawing.head) return drawing;
      const strokes = event.marks.map(filled).reduce(marked, drawing.strokes);
      return { ...drawing, known: true, head: Math.max(drawing.head, event.head), strokes, look: newer(drawing.look, event.look) };
    }
    case "board.marked":
      if (!drawing.known || event.mark.seq !== drawing.head + 1) return drawing;
      return { ...drawing, head: event.mark.seq, strokes: marked(drawing.strokes, filled(event.mark)) };
    case "board.viewed": {
      const look = newer(drawing.look, event.look);
      return look === drawing.look ? drawing : { ...drawing, look };
    }
    default:
      return drawing;
  }
}

/** Whether marks between the drawing and this event are missing. @param {Drawing} drawing @param {ServerEvent} event */
export const missesMarks = (drawing, event) => event.type === "board.marked" && event.board === drawing.board && (!drawing.known || event.mark.seq > drawing.head + 1);

/** A view that was stored counts when it is newer; one on the way (0) counts for the moment. @param {Look | null} old @param {Look} look @returns {Look} */
function newer(old, look) {
  if (!old) return look;
  if (look.rev === 0) return look.page === old.page ? { ...look, rev: old.rev } : old;
  return look.rev > old.rev ? look : old;
}

/** What is left out on the wire is what it usually is. @param {BoardMark} mark @returns {Stroke} */
const filled = (mark) => ({ stroke: "", page: 1, ink: "orange", width: 0, points: [], upto: 0, ...mark });

/** @param {Stroke[]} strokes @param {Stroke} mark @returns {Stroke[]} */
function marked(strokes, mark) {
  if (mark.kind === "undo") return strokes.filter(({ stroke }) => stroke !== mark.stroke);
  if (mark.kind === "clear") return strokes.filter(({ seq, role }) => seq > mark.upto || (mark.role === "client" && role !== "client"));
  return strokes.some(({ stroke }) => stroke === mark.stroke) ? strokes : [...strokes, mark];
}
