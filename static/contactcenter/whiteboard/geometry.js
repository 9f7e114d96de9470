// Maps points of the shared content to the screen and back, and changes the view by zooming, turning and moving. Pure.
// Content is measured from 0 to SPAN along each side, so a view means the same on every screen.

import { SPAN, ZOOM_MOST } from "../wire/constants.js";

/** @typedef {import("../wire/protocol.js").Look} Look */
/** @typedef {{width: number, height: number}} Size in pixels */
/** @typedef {{x: number, y: number}} Point */
/** From content pixels to box pixels, as a canvas transform.
 * @typedef {{a: number, b: number, c: number, d: number, e: number, f: number}} Matrix */

export const STEPS = [100, 125, 150, 200, 300, 400, 600, ZOOM_MOST];

/** A whole page. @param {number} [page] @returns {Look} */
export const whole = (page = 1) => ({ page, zoom: 100, turn: 0, x: SPAN / 2, y: SPAN / 2, rev: 0 });

/** @param {Look} look @param {Size} content @param {Size} box @returns {Matrix} */
export function matrix(look, content, box) {
  const upright = look.turn % 180 === 0;
  const [width, height] = upright ? [content.width, content.height] : [content.height, content.width];
  const scale = (Math.min(box.width / width, box.height / height) * look.zoom) / 100;
  const [cos, sin] = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ][look.turn / 90];
  const [a, b, c, d] = [scale * cos, scale * sin, -scale * sin, scale * cos];
  const [x, y] = [(look.x / SPAN) * content.width, (look.y / SPAN) * content.height];
  return { a, b, c, d, e: box.width / 2 - a * x - c * y, f: box.height / 2 - b * x - d * y };
}

/** @param {Matrix} m @param {Size} content @param {Point} point of the content @returns {Point} of the box */
export function toBox(m, content, point) {
  const [x, y] = [(point.x / SPAN) * content.width, (point.y / SPAN) * content.height];
  return { x: m.a * x + m.c * y + m.e, y: m.b * x + m.d * y + m.f };
}

/** @param {Matrix} m @param {Size} content @param {Point} point of the box
 * @returns {Point} of the content: whole numbers, never outside */
export function toContent(m, content, point) {
  const { x, y } = back(m, { x: point.x - m.e, y: point.y - m.f });
  return {
    x: clamp(Math.round((x / content.width) * SPAN), 0, SPAN),
    y: clamp(Math.round((y / content.height) * SPAN), 0, SPAN),
  };
}

/** Zooms in or out; the point `at` stays where it is.
 * @param {Look} look @param {number} zoom in per cent @param {Point} [at] of the content @returns {Look} */
export function zoomed(look, zoom, at = look) {
  const next = clamp(Math.round(zoom), 100, ZOOM_MOST);
  const part = look.zoom / next;
  return inside({ ...look, zoom: next, x: at.x + (look.x - at.x) * part, y: at.y + (look.y - at.y) * part });
}

/** The next zoom step in (1) or out (-1). @param {Look} look @param {number} way @param {Point} [at] */
export function stepped(look, way, at) {
  const next = way > 0 ? STEPS.find((step) => step > look.zoom) : STEPS.findLast((step) => step < look.zoom);
  return next ? zoomed(look, next, at) : look;
}

/** A quarter clockwise. @param {Look} look @returns {Look} */
export const turned = (look) => ({ ...look, turn: (look.turn + 90) % 360 });

/** Moves the content by so many pixels of the box.
 * @param {Look} look @param {Matrix} m @param {Size} content @param {number} dx @param {number} dy */
export function moved(look, m, content, dx, dy) {
  const { x, y } = back(m, { x: dx, y: dy });
  return inside({ ...look, x: look.x - (x / content.width) * SPAN, y: look.y - (y / content.height) * SPAN });
}

/** A two-finger grip: the fingers' distance, the zoom at the start, and the content point between them.
 * @typedef {{apart: number, zoom: number, x: number, y: number}} Grip */

/** @param {Look} look @param {Size} content @param {Size} box @param {Point} one
 * @param {Point} other fingers on the box @returns {Grip} */
export function grip(look, content, box, one, other) {
  const { x, y } = back(matrix(look, content, box), fromCentre(box, one, other));
  return {
    apart: apart(one, other),
    zoom: look.zoom,
    x: look.x + (x / content.width) * SPAN,
    y: look.y + (y / content.height) * SPAN,
  };
}

/**
 * The view for the current finger positions: the gripped point stays between them. Computed from the start, so that
 * slow fingers count like quick ones.
 * @param {Look} look
 * @param {Grip} held
 * @param {Size} content
 * @param {Size} box
 * @param {Point} one
 * @param {Point} other
 * @returns {Look}
 */
export function gripped(look, held, content, box, one, other) {
  const zoom = clamp(Math.round((held.zoom * apart(one, other)) / held.apart), 100, ZOOM_MOST);
  const { x, y } = back(matrix({ ...look, zoom }, content, box), fromCentre(box, one, other));
  return inside({ ...look, zoom, x: held.x - (x / content.width) * SPAN, y: held.y - (y / content.height) * SPAN });
}

/** @param {Point} one @param {Point} other */
const apart = (one, other) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));

/** Offset of the fingers' midpoint from the middle of the box.
 * @param {Size} box @param {Point} one @param {Point} other @returns {Point} */
const fromCentre = (box, one, other) => ({
  x: (one.x + other.x - box.width) / 2,
  y: (one.y + other.y - box.height) / 2,
});

/** Whether a point of the box is on the content, or within so many pixels of it.
 * @param {Matrix} m @param {Size} content @param {Point} point @param {number} slack */
export function onContent(m, content, point, slack) {
  const { x, y } = back(m, { x: point.x - m.e, y: point.y - m.f });
  const more = slack / Math.hypot(m.a, m.b);
  return x >= -more && y >= -more && x <= content.width + more && y <= content.height + more;
}

/**
 * Whether a sweep from one point to another touches a line. All points are in content units; reach and the line's own
 * width are measured along the longer side.
 * @param {{points: number[], width: number}} line
 * @param {Point} from
 * @param {Point} to
 * @param {number} reach
 * @param {Size} content
 */
export function touches({ points, width }, from, to, reach, content) {
  const longer = Math.max(content.width, content.height);
  const [sx, sy] = [content.width / longer, content.height / longer];
  const near = reach + width / 2;
  const scaled = (/** @type {number} */ x, /** @type {number} */ y) => ({ x: x * sx, y: y * sy });
  const [start, end] = [scaled(from.x, from.y), scaled(to.x, to.y)];
  for (let at = 0; at < points.length; at += 2) {
    const next = at + 2 < points.length ? at + 2 : at;
    if (next === at && at > 0) break;
    if (between(scaled(points[at], points[at + 1]), scaled(points[next], points[next + 1]), start, end) <= near)
      return true;
  }
  return false;
}

/** Distance between two line segments. @param {Point} a @param {Point} b @param {Point} c @param {Point} d */
function between(a, b, c, d) {
  const side = (/** @type {Point} */ p, /** @type {Point} */ q, /** @type {Point} */ r) =>
    Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return 0;
  return Math.min(fromPiece(a, c, d), fromPiece(b, c, d), fromPiece(c, a, b), fromPiece(d, a, b));
}

/** Distance of a point from a line segment. @param {Point} point @param {Point} from @param {Point} to */
function fromPiece(point, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const part = length ? clamp(((point.x - from.x) * dx + (point.y - from.y) * dy) / length, 0, 1) : 0;
  return Math.hypot(point.x - from.x - part * dx, point.y - from.y - part * dy);
}

/** A ring around a point, as a stroke.
 * @param {Point} centre @param {number} reach @param {Size} content @returns {Point[]} */
export function ringAround({ x, y }, reach, { width, height }) {
  const held = (/** @type {number} */ value) => clamp(Math.round(value), 0, SPAN);
  const angles = Array.from({ length: 25 }, (_, n) => (n * Math.PI) / 12);
  return angles.map((angle) => ({
    x: held(x + reach * Math.cos(angle)),
    y: held(y + ((reach * width) / height) * Math.sin(angle)),
  }));
}

/** The same view with its centre moved so that content surrounds it. @param {Look} look @returns {Look} */
function inside(look) {
  const margin = (SPAN / 2) * (100 / look.zoom);
  const held = (/** @type {number} */ value) => Math.round(clamp(value, margin, SPAN - margin));
  return { ...look, x: held(look.x), y: held(look.y) };
}

/** Converts a distance in the box to content units. @param {Matrix} m @param {Point} way @returns {Point} */
function back({ a, b, c, d }, { x, y }) {
  const area = a * d - b * c;
  return { x: (d * x - c * y) / area, y: (a * y - b * x) / area };
}

/** @param {number} value @param {number} least @param {number} most */
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
