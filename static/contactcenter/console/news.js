/* What is worth a sound or a notice when the desk changes: new clients this operator may accept, messages out of sight. */

import { news } from "../notify.js";
import { lastLine } from "../ui/console/active.js";
import { acceptReason, laneReason } from "../ui/console/rules.js";
import { entryWord, fullName } from "../ui/console/words.js";

/** @import { Desk } from "../ui/console/rules.js" */

export class News {
  /** @param {{notifier: import("../notify.js").Notifier, open: (session: string) => void}} options */
  constructor({ notifier, open }) {
    this.notifier = notifier;
    this.open = open;
  }

  /** @param {Desk | null} before @param {Desk | null} after */
  tell(before, after) {
    if (!after || before === after) return;
    const { clients, messages } = news(before, after);
    for (const item of after.queue.filter(({ id }) => clients.includes(id))) {
      if (!laneReason(after)) this.notifier.client(fullName(item), entryWord(item.entry), () => window.focus());
    }
    for (const session of messages.map((id) => after.sessions[id])) {
      const line = lastLine(session);
      this.notifier.message(fullName(session), line?.type === "message.posted" ? line.text : line?.type === "share.changed" ? line.file.name : "", () => this.open(session.id));
    }
    const waiting = after.queue.filter((item) => !acceptReason(after, item)).length;
    this.notifier.count(waiting + Object.values(after.sessions).reduce((sum, { unread }) => sum + unread, 0));
  }
}
