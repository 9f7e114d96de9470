// Draws strokes on a canvas, for the screen and for the exported file alike. The same strokes on the same picture give
// the same pixels.

import { SPAN } from "../wire/constants.js";

/** @typedef {import("./geometry.js").Size} Size */
/** @typedef {import("./geometry.js").Matrix} Matrix */
/** @typedef {import("./pen.js").Line} Line */
/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context */

/** Distinguishable for people who don't see red or green, with edges that stand out on light and dark. */
export const INKS = { orange: "#ff5c1a", blue: "#1a6dff" };
const EDGES = /** @type {const} */ ([
  ["rgb(10 14 22 / 0.5)", 1.9],
  ["#fff", 1.5],
]);
/** The longer side of the exported picture, in pixels. */
const LONGEST = 4096;

/** @param {Context} context whose units are pixels of the content @param {Pick<Line, "ink" | "width" | "points">} line
 * @param {Size} content */
export function stroke(context, { ink, width, points }, content) {
  const wide = (width / SPAN) * Math.max(content.width, content.height);
  context.lineCap = context.lineJoin = "round";
  for (const [colour, factor] of /** @type {const} */ ([...EDGES, [INKS[ink], 1]])) {
    context.strokeStyle = colour;
    context.lineWidth = wide * factor;
    trace(context, points, content.width / SPAN, content.height / SPAN);
    context.stroke();
  }
}

/** A curve through the midpoints: a hand is smoother than its samples.
 * @param {Context} context @param {number[]} points @param {number} sx @param {number} sy */
function trace(context, points, sx, sy) {
  const last = points.length - 2;
  context.beginPath();
  context.moveTo(points[0] * sx, points[1] * sy);
  for (let at = 2; at < last; at += 2) {
    const [x, y] = [points[at] * sx, points[at + 1] * sy];
    context.quadraticCurveTo(x, y, (x + points[at + 2] * sx) / 2, (y + points[at + 3] * sy) / 2);
  }
  // A dot is a line back to (nearly) its start: a line without length isn't drawn everywhere.
  context.lineTo(points[last] * sx + (last ? 0 : 0.01), points[last + 1] * sy);
}

/** Draws a pointer.
 * @param {Context} context in pixels of the box @param {{x: number, y: number}} at @param {string} colour
 * @param {number} [scale] of the screen */
export function pointer(context, at, colour, scale = 1) {
  for (const [edge, wide] of /** @type {const} */ ([
    ["rgb(10 14 22 / 0.6)", 9],
    ["#fff", 6],
    [colour, 3.5],
  ])) {
    context.strokeStyle = edge;
    context.lineWidth = wide * scale;
    context.beginPath();
    context.arc(at.x, at.y, 13 * scale, 0, 2 * Math.PI);
    context.stroke();
  }
  context.fillStyle = colour;
  context.beginPath();
  context.arc(at.x, at.y, 3 * scale, 0, 2 * Math.PI);
  context.fill();
}

/** Draws what the eraser would touch.
 * @param {Context} context in pixels of the box @param {{x: number, y: number}} at
 * @param {number} reach in the same pixels */
export function rubber(context, at, reach) {
  for (const [colour, wide] of /** @type {const} */ ([
    ["rgb(10 14 22 / 0.6)", 4],
    ["#fff", 2],
  ])) {
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.beginPath();
    context.arc(at.x, at.y, reach, 0, 2 * Math.PI);
    context.stroke();
  }
}

/**
 * Picture and strokes at the picture's own size (bounded), turned as in the view.
 * @param {{source: CanvasImageSource} & Size} picture @param {Line[]} strokes @param {number} turn
 * @returns {HTMLCanvasElement}
 */
export function compose(picture, strokes, turn) {
  const part = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const size = { width: Math.round(picture.width * part), height: Math.round(picture.height * part) };
  const canvas = document.createElement("canvas");
  const upright = turn % 180 === 0;
  canvas.width = upright ? size.width : size.height;
  canvas.height = upright ? size.height : size.width;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turn * Math.PI) / 180);
  context.translate(-size.width / 2, -size.height / 2);
  context.drawImage(picture.source, 0, 0, size.width, size.height);
  for (const line of strokes) stroke(context, line, size);
  return canvas;
}
