// Builds the blurred background: the person mask, smoothed over time, and the room without detail. Pure arithmetic on
// small pictures; draws nothing and knows no camera.

/** Below the first value it's room, above the second it's the person; in between the edge is soft. */
const EDGE = [0.3, 0.7];

/** Weight of the previous picture's mask: an edge must not flicker. */
const BEFORE = 0.35;

/** Radius in pixels of the small room, which is half as wide as the mask; applied twice. Nothing readable survives
 * it. */
const RADIUS = 5;

/** Deep inside the person no room is visible: its colour is filled from its surroundings. */
const FLOOR = 0.004;

/**
 * The person mask, from 0 (room) to 1.
 * @param {ArrayLike<number>} found what the model says of this picture, from 0 to 1
 * @param {Float32Array} mask that of the picture before; becomes that of this one
 */
export function steady(found, mask) {
  const [low, high] = EDGE;
  for (let i = 0; i < mask.length; i += 1) {
    const x = Math.min(1, Math.max(0, (found[i] - low) / (high - low)));
    mask[i] += (x * x * (3 - 2 * x) - mask[i]) * (1 - BEFORE);
  }
}

/** The mask as the opacity of a picture.
 * @param {Float32Array} mask @param {Uint8ClampedArray} pixels four bytes each */
export function cut(mask, pixels) {
  for (let i = 0; i < mask.length; i += 1) pixels[4 * i + 3] = 255 * mask[i];
}

/** A room of this size, with the buffers to build it again and again.
 * @param {number} width @param {number} height of the mask; both even */
export function emptyRoom(width, height) {
  const [wide, high] = [width / 2, height / 2];
  return {
    width: wide,
    height: high,
    sums: new Float32Array(4 * wide * high),
    turned: new Float32Array(4 * wide * high),
  };
}

/**
 * The room without detail. The person's pixels count for little, so that no glow surrounds them.
 * @param {ArrayLike<number>} pixels the picture, four bytes each
 * @param {Float32Array} mask as large as the picture
 * @param {ReturnType<typeof emptyRoom>} room
 * @param {Uint8ClampedArray} into the room's pixels, half as wide and half as high as the picture
 */
export function soften(pixels, mask, room, into) {
  const { width, height, sums, turned } = room;
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 4) {
      const first = 4 * y * width + 2 * x;
      let [red, green, blue, weights] = [0, 0, 0, 0];
      for (const i of [first, first + 1, first + 2 * width, first + 2 * width + 1]) {
        const weight = 1 - mask[i] + FLOOR;
        red += weight * pixels[4 * i];
        green += weight * pixels[4 * i + 1];
        blue += weight * pixels[4 * i + 2];
        weights += weight;
      }
      sums[to] = red;
      sums[to + 1] = green;
      sums[to + 2] = blue;
      sums[to + 3] = weights;
    }
  }
  for (let time = 0; time < 2; time += 1) {
    spread(sums, turned, width, height);
    spread(turned, sums, height, width);
  }
  for (let i = 0; i < sums.length; i += 4) {
    for (let part = 0; part < 3; part += 1) into[i + part] = sums[i + part] / sums[i + 3];
    into[i + 3] = 255;
  }
}

/**
 * Each pixel becomes the sum of its neighbours in its row, and rows become columns: applied twice it covers both
 * directions.
 * @param {Float32Array} from @param {Float32Array} to @param {number} width @param {number} height of `from`
 */
function spread(from, to, width, height) {
  for (let part = 0; part < 4; part += 1) {
    for (let y = 0; y < height; y += 1) {
      const row = 4 * y * width + part;
      let sum = 0;
      for (let x = 0; x < Math.min(RADIUS, width); x += 1) sum += from[row + 4 * x];
      for (let x = 0; x < width; x += 1) {
        if (x + RADIUS < width) sum += from[row + 4 * (x + RADIUS)];
        if (x > RADIUS) sum -= from[row + 4 * (x - RADIUS - 1)];
        to[4 * (x * height + y) + part] = sum;
      }
    }
  }
}
