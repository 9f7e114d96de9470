// Draws the person in front of the blurred room. Runs in the worker; knows no stream and no page.

import { cut, emptyRoom, soften, steady } from "./blend.js";

/** Time limit for finding the person, in milliseconds; if it takes longer, each result is used for two pictures. */
const DEAR = 40;

export class Scene {
  #mask;
  #room;
  #small;
  #person;
  #blurred;
  #whole = new OffscreenCanvas(1, 1);
  #known = false;

  /** @param {{width: number, height: number, find: (pixels: Uint8ClampedArray) => ArrayLike<number>}} segmenter */
  constructor(segmenter) {
    const { width, height } = segmenter;
    this.segmenter = segmenter;
    this.#mask = new Float32Array(width * height);
    this.#room = emptyRoom(width, height);
    this.#small = pen(width, height, { willReadFrequently: true });
    this.#person = { pen: pen(width, height), pixels: new ImageData(width, height) };
    this.#blurred = { pen: pen(width / 2, height / 2), pixels: new ImageData(width / 2, height / 2) };
  }

  /**
   * @param {VideoFrame | ImageBitmap} picture what a camera gave
   * @param {number} width @param {number} height in which it is to be shown
   * @returns {OffscreenCanvas} that picture; good until the next one
   */
  draw(picture, width, height) {
    if (this.#known) this.#known = false;
    else this.#look(picture);
    const [whole, person, blurred] = [this.#whole, this.#person, this.#blurred];
    if (whole.width !== width || whole.height !== height) Object.assign(whole, { width, height });
    const brush = /** @type {OffscreenCanvasRenderingContext2D} */ (whole.getContext("2d"));
    brush.globalCompositeOperation = "copy";
    brush.drawImage(person.pen.canvas, 0, 0, width, height);
    brush.globalCompositeOperation = "source-in";
    brush.drawImage(picture, 0, 0, width, height);
    brush.globalCompositeOperation = "destination-over";
    brush.drawImage(blurred.pen.canvas, 0, 0, width, height);
    return whole;
  }

  /** Another camera, or the same after a pause: forgets where the person was. */
  forget() {
    this.#known = false;
    this.#mask.fill(0);
  }

  /** The person mask, and the room around it. @param {VideoFrame | ImageBitmap} picture */
  #look(picture) {
    const { segmenter } = this;
    const [mask, person, blurred] = [this.#mask, this.#person, this.#blurred];
    const began = performance.now();
    this.#small.drawImage(picture, 0, 0, segmenter.width, segmenter.height);
    const { data } = this.#small.getImageData(0, 0, segmenter.width, segmenter.height);
    steady(segmenter.find(data), mask);
    cut(mask, person.pixels.data);
    soften(data, mask, this.#room, blurred.pixels.data);
    person.pen.putImageData(person.pixels, 0, 0);
    blurred.pen.putImageData(blurred.pixels, 0, 0);
    this.#known = performance.now() - began > DEAR;
  }
}

/** @param {number} width @param {number} height @param {CanvasRenderingContext2DSettings} [settings] */
function pen(width, height, settings) {
  return /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(width, height).getContext("2d", settings)
  );
}
