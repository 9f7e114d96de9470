// What belongs to an element stays within the window.

import assert from "node:assert/strict";
import { test } from "node:test";
import { placed } from "../../../static/contactcenter/ui/placement.js";

const ROOM = { width: 400, height: 300 };
const TIP = { width: 120, height: 24 };
const box = (left, top, width = 36, height = 36) => ({ left, top, right: left + width, bottom: top + height });

test("it stands below the middle of its element, or above where that is wished", () => {
  assert.deepEqual(placed(box(182, 100), TIP, ROOM), { left: 140, top: 142 });
  assert.deepEqual(placed(box(182, 100), TIP, ROOM, { side: "above" }), { left: 140, top: 70 });
});

test("it turns to the other side where there is no room", () => {
  assert.deepEqual(placed(box(182, 260), TIP, ROOM).top, 230);
  assert.deepEqual(placed(box(182, 4), TIP, ROOM, { side: "above" }).top, 46);
});

test("no edge of the window cuts it", () => {
  for (const side of ["above", "below", "beside"]) {
    for (const align of ["left", "right", "center"]) {
      for (const left of [-20, 0, 190, 380]) {
        for (const top of [-20, 0, 150, 290]) {
          const at = placed(box(left, top), TIP, ROOM, { side, align });
          assert.ok(
            at.left >= 8 && at.top >= 8 && at.left + TIP.width <= 392 && at.top + TIP.height <= 292,
            JSON.stringify({ side, align, left, top, at }),
          );
        }
      }
    }
  }
});

test("beside a row of a list it covers no other row", () => {
  assert.deepEqual(placed(box(10, 100, 200), TIP, ROOM, { side: "beside" }), { left: 216, top: 106 });
  assert.deepEqual(placed(box(190, 100, 200), TIP, ROOM, { side: "beside" }), { left: 64, top: 106 });
});

test("a menu stands at the edge of its button", () => {
  assert.equal(placed(box(200, 20), TIP, ROOM, { align: "right" }).left, 116);
  assert.equal(placed(box(200, 20), TIP, ROOM, { align: "left" }).left, 200);
});
