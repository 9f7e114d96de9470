/* Sends read receipts (S4): received and read messages, a few times a second at most, and only new ones. */

/** @import { DeskState, DeskSession } from "../state/console.js" */

/** How long read marks are collected before they're sent, in ms. */
export const GATHER = 300;

/**
 * The highest number the client knows too: read marks count in those.
 * @param {DeskSession} session
 */
export const sharedHead = (session) =>
  /** @type {{shared: number | null}[]} */ (session.events).reduce(
    (head, event) => Math.max(head, event.shared ?? 0),
    0,
  );

/**
 * The read marks to send for one session; null if the server knows them all.
 * @param {DeskSession} session @param {boolean} looking the operator has it open before their eyes
 */
export function marksToSend(session, looking) {
  const head = sharedHead(session);
  const { operator_delivered: delivered, operator_read: read } = session.marks;
  if (head <= delivered && (!looking || head <= read)) return null;
  return { session: session.id, delivered: Math.max(head, delivered), read: looking ? Math.max(head, read) : read };
}

/** Collects read marks and sends them. */
export class ReadReceipts {
  /** @type {Map<string, string>} */ #sent = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /**
   * @param {object} options
   * @param {() => {desk: DeskState | null, opened: string | null, link: string}} options.look
   * @param {() => boolean} [options.above] the operator reads further up: what comes is not read yet
   * @param {(marks: {session: string, delivered: number, read: number}) => Promise<unknown>} options.send
   * @param {() => boolean} [options.visible]
   * @param {(action: () => void, ms: number) => number} [options.later]
   */
  constructor({
    look,
    send,
    above = () => false,
    visible = () => document.visibilityState === "visible",
    later = (action, ms) => setTimeout(action, ms),
  }) {
    this.look = look;
    this.send = send;
    this.above = above;
    this.visible = visible;
    this.later = later;
  }

  /** Something arrived, or the operator looked elsewhere. */
  update() {
    this.#timer ??= this.later(() => {
      this.#timer = undefined;
      this.#tell();
    }, GATHER);
  }

  #tell() {
    const { desk, opened, link } = this.look();
    if (!desk || link !== "open") return;
    for (const session of Object.values(desk.sessions)) {
      const marks = marksToSend(session, session.id === opened && this.visible() && !this.above());
      const key = JSON.stringify(marks);
      if (!marks || this.#sent.get(session.id) === key) continue;
      this.#sent.set(session.id, key);
      // A refused mark is retried with the next change: nothing depends on it.
      this.send(marks).catch(() => this.#sent.delete(session.id));
    }
  }
}
