/* Events worth a sound or a notification when the desk changes: new clients this operator may accept, offers, unseen
   messages, clients who ask for a call, answers to calls for help. */

import { news } from "../lib/notify.js";
import { joined, nameOf } from "../ui/display_names.js";
import { t } from "../ui/text.js";
import { lastLine } from "../ui/console/lists/active.js";
import { callReason, laneReason, liveCall } from "../ui/console/rules.js";
import { entryWord, fullName } from "../ui/console/words.js";

/** @import { Wanted } from "./ringtone.js" */
/** @import { HelpChanged, LogEvent, QueueItem } from "../wire/protocol.js" */
/** @import { DeskSession } from "../state/console.js" */
/** @import { Desk } from "../ui/console/rules.js" */

/** @param {QueueItem} item */
const acceptable = (item) => !item.refusal;

/** The client's last message or file, in one line. @param {DeskSession} session */
function lastWords(session) {
  const line = lastLine(session);
  return line?.type === "message.posted" ? line.text : line?.type === "share.changed" ? line.file.name : "";
}

/**
 * Events that call for the operator until handled: clients who can be accepted, possible calls that clients ask for,
 * unread messages.
 * @param {Desk | null} desk
 * @returns {Wanted[]}
 */
export function wanted(desk) {
  if (!desk) return [];
  const sessions = Object.values(desk.sessions);
  return [
    ...desk.queue.filter(acceptable).map(({ id, offered }) => ({
      id: `${offered ? "offer" : "client"} ${id}`,
      kind: /** @type {Wanted["kind"]} */ (offered ? "offer" : "client"),
    })),
    ...sessions
      .filter((session) => liveCall(session)?.state === "asked" && !callReason(desk, session))
      .map(({ id }) => ({ id: `call ${id}`, kind: /** @type {Wanted["kind"]} */ ("call") })),
    ...sessions
      .filter(({ unread }) => unread)
      .map(({ id, unread }) => ({ id: `message ${id} ${unread}`, kind: /** @type {Wanted["kind"]} */ ("message") })),
  ];
}

/** The answers supervisors have just given to this operator's calls for help.
 * @param {Desk | null} before @param {Desk} after @returns {HelpChanged[]} */
export const answers = (before, after) =>
  Object.values(after.sessions)
    .filter(({ id, help }) => before?.sessions[id]?.help && !help)
    .flatMap(({ events }) => {
      const last = /** @type {LogEvent[]} */ (events).findLast((event) => event.type === "help.changed");
      return last?.state === "answered" ? [last] : [];
    });

export class Alerts {
  /** @param {{notifier: import("../lib/notify.js").Notifier, bell: import("./ringtone.js").Ringtone, open: (session:
   *   string) => void, say?: (words: string, session: string) => unknown}} options say: announces it to people who
   *   listen */
  constructor({ notifier, bell, open, say = () => {} }) {
    this.say = say;
    this.notifier = notifier;
    this.bell = bell;
    this.open = open;
  }

  /** @param {Desk | null} before @param {Desk | null} after */
  tell(before, after) {
    if (!after || before === after) return;
    const { clients, offers, messages, calls } = news(before, after);
    for (const item of after.queue) {
      if (clients.includes(item.id) && !laneReason(after)) this.#client(item);
      if (offers.includes(item.id))
        this.notifier.offer(item.id, fullName(item), entryWord(item.entry), () => window.focus());
    }
    for (const session of messages.map((id) => after.sessions[id])) {
      this.notifier.message(session.id, fullName(session), lastWords(session), () => this.open(session.id));
      this.say(t("New message from {name}", { name: fullName(session) }), session.id);
    }
    for (const session of calls.map((id) => after.sessions[id])) {
      this.notifier.call(session.id, fullName(session), () => this.open(session.id));
      this.say(t("{name} asks for a video call", { name: fullName(session) }), session.id);
    }
    const answered = answers(before, after);
    for (const { session, by, text } of answered)
      this.notifier.message(session, nameOf(by.name), text, () => this.open(session));
    if (messages.length + answered.length && !this.notifier.page.hidden) this.bell.once();
    const waiting = after.queue.filter(acceptable).length;
    this.notifier.count(waiting + Object.values(after.sessions).reduce((sum, { unread }) => sum + unread, 0));
  }

  /** Someone new is waiting. @param {QueueItem} item */
  #client(item) {
    const [name, what] = [fullName(item), entryWord(item.entry)];
    this.notifier.client(item.id, name, what, () => window.focus());
    this.say(joined([t("{name} is waiting", { name }), what]), "");
  }

  /** Sound or silence, by the desk and the operator's choice. @param {Desk | null} desk */
  call(desk) {
    this.bell.call(wanted(desk));
  }
}
