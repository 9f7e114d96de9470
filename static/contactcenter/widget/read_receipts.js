// Sends read receipts: received and read messages, collected for a moment. Marks only grow.

import { tells } from "../state/reading_position.js";

/** @import { MessagePosted, ShareChanged } from "../wire/protocol.js" */

const SOON = 300; // milliseconds

export class ReadReceipts {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #told = "";
  /** The client's position, before the server knows it. */
  #read = { session: "", upTo: 0 };

  /** @param {(session: string, delivered: number, read: number) => void} tell
   * @param {() => boolean} [above] the client reads further up: what comes is not read yet */
  constructor(tell, above = () => false) {
    this.tell = tell;
    this.above = above;
  }

  /**
   * @param {import("../wire/protocol.js").SessionView | null} session
   * @param {boolean} reading the conversation is open in front of the client
   * @returns {number} messages and files of the operator that were not read
   */
  update(session, reading) {
    clearTimeout(this.#timer);
    if (session && reading && !this.above()) this.#read = { session: session.id, upTo: session.head };
    if (!session || !["waiting", "active"].includes(session.state)) return 0;
    this.#mark(session);
    return unreadLines(session, this.readOf(session)).length;
  }

  /** @param {import("../wire/protocol.js").SessionView} session */
  #mark(session) {
    const delivered = session.head;
    const read = this.readOf(session);
    const { client_delivered, client_read } = session.marks;
    if (delivered <= client_delivered && read <= client_read) return;
    const key = `${session.id} ${delivered} ${read}`;
    if (key === this.#told) return;
    this.#timer = setTimeout(() => {
      this.#told = key;
      this.tell(session.id, delivered, read);
    }, SOON);
  }

  /** @param {import("../wire/protocol.js").SessionView} session @returns {number} the last line the client has read */
  readOf({ id, marks }) {
    return Math.max(marks.client_read, this.#read.session === id ? this.#read.upTo : 0);
  }

  /** The connection was lost: sent marks may not have arrived. */
  renew() {
    this.#told = "";
  }
}

/** @param {import("../wire/protocol.js").SessionView} session @param {number} read the last line that was
 * @returns {(MessagePosted | ShareChanged)[]} messages and files of the operator that were not read */
export function unreadLines({ state, events }, read) {
  if (!["waiting", "active"].includes(state)) return [];
  return events.filter(tells).filter(({ by, seq }) => by.role === "operator" && seq > read);
}
