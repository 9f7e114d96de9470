import assert from "node:assert/strict";
import { test } from "node:test";
import { facingByName, facingOf, otherCamera } from "../../../../static/contactcenter/call/camera/facing.js";

const camera = (deviceId, label, facing) => ({
  kind: "videoinput",
  deviceId,
  label,
  ...(facing && { getCapabilities: () => ({ facingMode: [facing] }) }),
});
const open = (deviceId, { facingMode, label = "", able = {} } = {}) => ({
  label,
  getSettings: () => ({ deviceId, facingMode }),
  getCapabilities: () => able,
});

for (const [label, facing] of [
  ["camera2 0, facing back", "environment"],
  ["camera2 1, facing front", "user"],
  ["Back Dual Wide Camera", "environment"],
  ["Front Camera", "user"],
  ["Rückseitige Kamera", "environment"],
  ["Vorderseitige Kamera", "user"],
  ["Zadní fotoaparát", "environment"],
  ["Přední fotoaparát", "user"],
  ["Logitech BRIO", ""],
  ["Playback camera", ""],
  ["", ""],
])
  test(`a camera named “${label}” faces ${facing || "nobody knows where"}`, () => {
    assert.equal(facingByName(label), facing);
  });

test("what the open camera says of itself counts before its abilities and its name", () => {
  assert.equal(facingOf(open("a", { facingMode: "user", label: "facing back" })), "user");
  assert.equal(facingOf(open("a", { able: { facingMode: ["environment"] }, label: "facing front" })), "environment");
  assert.equal(facingOf(open("a", { label: "facing back" })), "environment");
  assert.equal(facingOf(open("a", { facingMode: "left" })), "");
  assert.equal(facingOf(null), "");
});

test("a browser that knows where its cameras face is asked for the direction, and picks the main one", () => {
  const list = [camera("f", "", "user"), camera("b1", "", "environment"), camera("b2", "", "environment")];
  assert.deepEqual(otherCamera(list, open("f", { facingMode: "user" })), { facing: "environment", camera: "" });
});

test("a browser that tells it by names only is asked for the first camera of that name", () => {
  const list = [camera("f", "facing front"), camera("b1", "camera 0, facing back"), camera("b2", "facing back")];
  assert.deepEqual(otherCamera(list, open("f", { label: "facing front" })), { camera: "b1" });
});

test("two cameras that don't say where they look, or look the same way, are no pair to flip", () => {
  assert.equal(otherCamera([camera("a", "BRIO"), camera("b", "C920")], open("a", { label: "BRIO" })), null);
  assert.equal(
    otherCamera([camera("f", "", "user"), camera("g", "", "user")], open("f", { facingMode: "user" })),
    null,
  );
  assert.equal(otherCamera([camera("f", "", "user"), camera("b", "USB")], open("f", { facingMode: "user" })), null);
  assert.equal(otherCamera([camera("b", "", "environment")], null), null);
});

test("before the permission a list without ids leads nowhere by name", () => {
  assert.equal(otherCamera([camera("", "facing back")], open("f", { facingMode: "user" })), null);
});
