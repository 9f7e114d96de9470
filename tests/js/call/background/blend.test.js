// Where the person is, and the room without sharpness: arithmetic on small pictures.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cut, emptyRoom, soften, steady } from "../../../../static/contactcenter/call/background/blend.js";

const [WIDTH, HEIGHT] = [64, 36];
const COUNT = WIDTH * HEIGHT;

/** A picture whose pixel at x, y is what `colour` says. */
function picture(colour) {
  const pixels = new Uint8ClampedArray(4 * COUNT);
  for (let i = 0; i < COUNT; i += 1) pixels.set([...colour(i % WIDTH, Math.floor(i / WIDTH)), 255], 4 * i);
  return pixels;
}

function softened(pixels, mask = new Float32Array(COUNT)) {
  const into = new Uint8ClampedArray(COUNT);
  soften(pixels, mask, emptyRoom(WIDTH, HEIGHT), into);
  return into;
}

const at = (pixels, x, y) => [...pixels.slice(4 * (y * (WIDTH / 2) + x), 4 * (y * (WIDTH / 2) + x) + 3)];

test("a mask settles on what the model keeps saying, and does not jump after one picture", () => {
  const mask = new Float32Array(4);
  const found = [0, 0.25, 0.75, 1];
  steady(found, mask);
  assert.ok(mask[3] > 0.5 && mask[3] < 0.8);
  for (let i = 0; i < 20; i += 1) steady(found, mask);
  assert.deepEqual(
    [...mask].map((share) => Math.round(share * 1000)),
    [0, 0, 1000, 1000],
  );
  steady([0, 0, 0, 0], mask);
  assert.ok(mask[3] > 0.2 && mask[3] < 0.5);
});

test("the mask becomes the opacity and touches no colour", () => {
  const pixels = Uint8ClampedArray.of(1, 2, 3, 4, 5, 6, 7, 8);
  cut(Float32Array.of(1, 0), pixels);
  assert.deepEqual([...pixels], [1, 2, 3, 255, 5, 6, 7, 0]);
});

test("a room of one colour stays that colour, up to its edges", () => {
  const into = softened(picture(() => [200, 100, 50]));
  for (const [x, y] of [
    [0, 0],
    [31, 0],
    [0, 17],
    [31, 17],
    [15, 9],
  ])
    assert.deepEqual(at(into, x, y), [200, 100, 50]);
});

test("what is written on the wall cannot be read any more", () => {
  const into = softened(picture((x) => (Math.floor(x / 4) % 2 ? [255, 255, 255] : [0, 0, 0])));
  for (let x = 8; x < 24; x += 1) assert.ok(Math.abs(at(into, x, 9)[0] - 127) < 20, String(at(into, x, 9)));
});

test("no glow of the person stands around them", () => {
  const mask = new Float32Array(COUNT);
  const pixels = picture((x, y) => {
    const person = x >= 20 && x < 44 && y >= 8;
    mask[y * WIDTH + x] = person ? 1 : 0;
    return person ? [255, 0, 0] : [0, 0, 200];
  });
  const into = softened(pixels, mask);
  for (const [x, y] of [
    [9, 10],
    [22, 10],
    [15, 3],
  ])
    assert.ok(at(into, x, y)[0] < 12 && at(into, x, y)[2] > 185, String(at(into, x, y)));
});
