/* Calls the operator back to a hidden tab: a tone, a desktop notification, a number in title and tab icon. Decides
   nothing about sessions; news are passed in. Repetition of the tone is in console/ringtone.js. */

import { cut } from "./graphemes.js";
import { plainLine } from "../ui/display_names.js";
import { t } from "../ui/text.js";

/** A sound that can be cut short; `ended` resolves at its end.
 * @typedef {{ended: Promise<void>, stop: () => void}} Sound */

/** The title with the number of waiting items for the operator. @param {string} title @param {number} n */
export const counted = (title, n) => (n ? `(${n}) ${title}` : title);

/** @typedef {{queue: {id: string, offered?: boolean}[], sessions: Record<string, {unread: number, calls?: {state:
 *   string}[]}>}} Scene */

/** The client asks for a call. @param {{calls?: {state: string}[]} | undefined} session */
const asks = (session) => Boolean(session?.calls?.some(({ state }) => state === "asked"));

/**
 * What is new since the last update of the desk: waiting clients, those offered to this operator alone, unread
 * messages, and clients who ask for a call.
 * @param {Scene | null} before
 * @param {Scene} after
 * @returns {{clients: string[], offers: string[], messages: string[], calls: string[]}} ids of queue items and of
 *   sessions
 */
export function news(before, after) {
  if (!before) return { clients: [], offers: [], messages: [], calls: [] };
  const known = new Set([...before.queue.map((item) => item.id), ...Object.keys(before.sessions)]);
  const offered = new Set(before.queue.filter((item) => item.offered).map((item) => item.id));
  return {
    clients: after.queue.filter((item) => !item.offered && !known.has(item.id)).map((item) => item.id),
    offers: after.queue.filter((item) => item.offered && !offered.has(item.id)).map((item) => item.id),
    messages: Object.keys(after.sessions).filter(
      (id) => after.sessions[id].unread > (before.sessions[id]?.unread ?? 0),
    ),
    calls: Object.keys(after.sessions).filter((id) => asks(after.sessions[id]) && !asks(before.sessions[id])),
  };
}

/** Notifications, title and icon of one page. */
export class Notifier {
  /**
   * @param {{document?: Document, Notice?: typeof Notification, unseen?: () => Promise<boolean>}} [world] replaced in
   *   tests; `unseen`: nobody looks at any console of this browser
   */
  constructor({ document: page = document, Notice = globalThis.Notification, unseen = async () => page.hidden } = {}) {
    this.page = page;
    this.Notice = Notice;
    this.unseen = unseen;
    this.title = page.title;
    /** @type {Set<Notification>} */
    this.shown = new Set();
    page.addEventListener("visibilitychange", () => page.hidden || this.clear());
  }

  /** The number of waiting items in the title, and a mark on the tab's icon. @param {number} n */
  count(n) {
    const title = counted(this.title, n);
    if (this.page.title !== title) this.page.title = title;
    /** @type {HTMLLinkElement | null} */
    const icon = this.page.querySelector?.("link[data-marked]");
    if (!icon) return;
    icon.dataset.plain ??= icon.href;
    const href = n ? (icon.dataset.marked ?? "") : icon.dataset.plain;
    if (icon.getAttribute("href") !== href) icon.setAttribute("href", href);
  }

  /** Someone new is waiting.
   * @param {string} id @param {string} name @param {string} what how they came @param {() => void} open */
  client(id, name, what, open) {
    return this.show(id, t("{name} is waiting", { name }), what, open);
  }

  /** Someone is offered to this operator alone, for a while.
   * @param {string} id @param {string} name @param {string} what @param {() => void} open */
  offer(id, name, what, open) {
    return this.show(id, t("{name} is offered to you", { name }), what, open);
  }

  /** The client of a conversation asks for a call. @param {string} id @param {string} name @param {() => void} open */
  call(id, name, open) {
    return this.show(id, t("{name} asks for a video call", { name }), t("Open the conversation to answer."), open);
  }

  /** A message came into a conversation.
   * @param {string} id @param {string} name @param {string} text @param {() => void} open */
  message(id, name, text, open) {
    return this.show(id, name, text, open);
  }

  /** @param {string} id of the session @param {string} title @param {string} body @param {() => void} open */
  async show(id, title, body, open) {
    if (!this.page.hidden || !this.Notice || this.Notice.permission !== "granted" || !(await this.unseen())) return;
    const notice = make(this.Notice, id, title, body);
    if (!notice) return;
    notice.onclick = () => {
      window.focus();
      open();
      notice.close();
    };
    this.shown.add(notice);
  }

  /** The operator is back: visible items need no notification. */
  clear() {
    for (const notice of this.shown) notice.close();
    this.shown.clear();
  }
}

/** A session's notification replaces the previous one, even one of another tab.
 * @param {typeof Notification} Notice @param {string} id @param {string} title @param {string} body */
function make(Notice, id, title, body) {
  try {
    return new Notice(title, { body: cut(plainLine(body), 160), tag: `contactcenter-${id}` });
  } catch {
    return null; // Chrome on Android has the class and refuses to make one.
  }
}

/**
 * A short two-note tone, generated here: no file, a fraction of a second.
 * @param {string} [speaker] the loudspeaker it comes from, where the browser lets it be chosen
 * @returns {Promise<Sound | null>} null when the browser did not let it sound
 */
export async function tone(speaker = "") {
  const context = new AudioContext();
  if (speaker) await context.setSinkId?.(speaker).catch(() => undefined);
  await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]);
  if (context.state !== "running") {
    await context.close();
    return null;
  }
  const gain = new GainNode(context, { gain: 0 });
  const note = new OscillatorNode(context, { frequency: 660 });
  const now = context.currentTime;
  note.frequency.setValueAtTime(880, now + 0.12);
  gain.gain.setTargetAtTime(0.12, now, 0.01);
  gain.gain.setTargetAtTime(0, now + 0.24, 0.06);
  note.connect(gain).connect(context.destination);
  note.start(now);
  note.stop(now + 0.7);
  /** @type {Promise<void>} */
  const ended = new Promise((done) => note.addEventListener("ended", () => context.close().then(done, done)));
  return { ended, stop: () => note.stop() };
}
