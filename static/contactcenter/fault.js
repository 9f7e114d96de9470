// What a refused command rejects with, whoever refused it.

/** A refusal in words. `code` is stable (`noun.reason`), `retry` says that the same may pass later. */
export class Fault extends Error {
  /**
   * @param {string} code
   * @param {string} text
   * @param {boolean} [retry]
   */
  constructor(code, text, retry = false) {
    super(text);
    this.name = "Fault";
    this.code = code;
    this.text = text;
    this.retry = retry;
  }
}
