// Finds the person in a small picture. Runs in the worker; its library and model are fetched from our own site when
// it's created.

import { create } from "../../vendor/tflite.js";

/** Unpacked sizes of both, so that progress can be shown while they arrive compressed. */
const LIBRARY = { address: new URL("../../vendor/tflite.wasm", import.meta.url), bytes: 2_634_538 };
const MODEL = { address: new URL("../../vendor/person.tflite", import.meta.url), bytes: 249_792 };

/**
 * @param {(share: number) => void} progress how much is here, from 0 to 1
 * @returns {Promise<{width: number, height: number, find: (pixels: Uint8ClampedArray) => Float32Array}>} find: for each
 *   pixel how sure it is that it is of a person; good until the next picture. Rejects when something does not come or
 *   run.
 */
export async function segmenter(progress) {
  let come = 0;
  const arrived = (/** @type {number} */ bytes) => {
    come += bytes;
    progress(Math.min(1, come / (LIBRARY.bytes + MODEL.bytes)));
  };
  const [library, model] = await Promise.all([LIBRARY, MODEL].map(({ address }) => fetched(address, arrived)));
  // It logs to the console itself; our errors are reported by exceptions.
  const run = await create({ wasmBinary: library.buffer, print: () => {}, printErr: () => {} });
  run.HEAPU8.set(model, run._getModelBufferMemoryOffset());
  if (run._loadModel(model.length) !== 0) throw new Error("the model does not fit");
  const [width, height] = [run._getInputWidth(), run._getInputHeight()];
  const input = run._getInputMemoryOffset() / 4;
  const output = run._getOutputMemoryOffset() / 4;
  return {
    width,
    height,
    find: (pixels) => {
      const heap = run.HEAPF32;
      for (let i = 0, to = input; i < pixels.length; i += 4, to += 3) {
        heap[to] = pixels[i] / 255;
        heap[to + 1] = pixels[i + 1] / 255;
        heap[to + 2] = pixels[i + 2] / 255;
      }
      if (run._runInference() !== 0) throw new Error("the model does not run");
      return run.HEAPF32.subarray(output, output + width * height);
    },
  };
}

/** @param {URL} address @param {(bytes: number) => void} arrived @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function fetched(address, arrived) {
  const response = await fetch(address);
  if (!response.ok || !response.body) throw new Error(`${address.pathname}: ${response.status}`);
  const reader = response.body.getReader();
  const parts = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    parts.push(value);
    arrived(value.length);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
