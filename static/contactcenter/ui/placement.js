// Positions a small element at another one: above, below or beside it, never cut by the window's edge. Pure.

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {{width: number, height: number}} Size */

const GAP = 6; // pixels between the two
const EDGE = 8; // pixels to the edge of the window

/** @param {number} value @param {number} least @param {number} most */
const within = (value, least, most) => Math.max(least, Math.min(value, most));

/** To the right, or to the left if there is more room. @param {Box} anchor @param {Size} size @param {Size} room */
function beside(anchor, size, room) {
  const right = room.width - anchor.right >= anchor.left;
  const left = right ? anchor.right + GAP : anchor.left - GAP - size.width;
  const top = (anchor.top + anchor.bottom - size.height) / 2;
  return {
    left: Math.round(within(left, EDGE, room.width - EDGE - size.width)),
    top: Math.round(within(top, EDGE, room.height - EDGE - size.height)),
  };
}

/**
 * @param {Box} anchor the element in the window @param {Size} size of what is placed @param {Size} room the window's
 * @param {{side?: "above" | "below" | "beside", align?: "center" | "left" | "right"}} [wish] the other side is taken
 *   where this one has no room
 * @returns {{left: number, top: number}}
 */
export function placed(anchor, size, room, { side = "below", align = "center" } = {}) {
  if (side === "beside") return beside(anchor, size, room);
  const above = anchor.top - GAP - size.height;
  const below = anchor.bottom + GAP;
  const fits = { above: above >= EDGE, below: below + size.height <= room.height - EDGE };
  const other = side === "above" ? "below" : "above";
  const top = !fits[side] && fits[other] ? { above, below }[other] : { above, below }[side];
  const left = {
    left: anchor.left,
    right: anchor.right - size.width,
    center: (anchor.left + anchor.right - size.width) / 2,
  }[align];
  return {
    left: Math.round(within(left, EDGE, room.width - EDGE - size.width)),
    top: Math.round(within(top, EDGE, room.height - EDGE - size.height)),
  };
}

/** The position of an element in the top layer.
 * @param {Element} element @param {Element} anchor @param {Parameters<typeof placed>[3]} [wish] */
export function placeOf(element, anchor, wish) {
  const { width, height } = element.getBoundingClientRect();
  return placed(
    anchor.getBoundingClientRect(),
    { width, height },
    { width: document.documentElement.clientWidth, height: document.documentElement.clientHeight },
    wish,
  );
}
