/** What our one caller uses of the library in tflite.js. Offsets are in bytes of `HEAPU8`. */
export interface Tflite {
  HEAPU8: Uint8Array<ArrayBuffer>;
  HEAPF32: Float32Array<ArrayBuffer>;
  _getModelBufferMemoryOffset(): number;
  _loadModel(bytes: number): number;
  _getInputMemoryOffset(): number;
  _getInputWidth(): number;
  _getInputHeight(): number;
  _getOutputMemoryOffset(): number;
  _runInference(): number;
}
export function create(options: { wasmBinary: ArrayBufferLike; print?: (line: string) => void; printErr?: (line: string) => void }): Promise<Tflite>;
