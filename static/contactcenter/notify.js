/* Calls the operator back to a tab that is out of sight: a tone, a desktop notification, a number in the title.
   Decides nothing about sessions; it is told what is new. */

import { t } from "./ui/text.js";

/** The title with the number of what waits for the operator. @param {string} title @param {number} n */
export const counted = (title, n) => (n ? `(${n}) ${title}` : title);

/**
 * What is new since the last look at the desk: clients who came to wait, and messages nobody has seen.
 * @param {{queue: {id: string}[], sessions: Record<string, {unread: number}>} | null} before
 * @param {{queue: {id: string}[], sessions: Record<string, {unread: number}>}} after
 * @returns {{clients: string[], messages: string[]}} ids of queue items and of sessions
 */
export function news(before, after) {
  if (!before) return { clients: [], messages: [] };
  const known = new Set([...before.queue.map((item) => item.id), ...Object.keys(before.sessions)]);
  return {
    clients: after.queue.map((item) => item.id).filter((id) => !known.has(id)),
    messages: Object.keys(after.sessions).filter((id) => after.sessions[id].unread > (before.sessions[id]?.unread ?? 0)),
  };
}

/** Sounds, notifications and title of one page. */
export class Notifier {
  /** @param {{document?: Document, Notice?: typeof Notification, sound?: () => Promise<boolean>}} [world] replaced in tests */
  constructor({ document: page = document, Notice = globalThis.Notification, sound = tone } = {}) {
    this.page = page;
    this.Notice = Notice;
    this.sound = sound;
    this.title = page.title;
    /** @type {Set<Notification>} */
    this.shown = new Set();
    page.addEventListener("visibilitychange", () => page.hidden || this.clear());
  }

  /** The number of what waits, in the title. @param {number} n */
  count(n) {
    const title = counted(this.title, n);
    if (this.page.title !== title) this.page.title = title;
  }

  /** Someone new is waiting. @param {string} name @param {string} what how they came @param {() => void} open */
  client(name, what, open) {
    this.ring();
    this.show(t("{name} is waiting", { name }), what, open);
  }

  /** A message came into a conversation. @param {string} name @param {string} text @param {() => void} open */
  message(name, text, open) {
    if (!this.page.hidden) return;
    this.ring();
    this.show(name, text, open);
  }

  ring() {
    this.sound().catch(() => false);
  }

  /** @param {string} title @param {string} body @param {() => void} open */
  show(title, body, open) {
    if (!this.page.hidden || !this.Notice || this.Notice.permission !== "granted") return;
    const notice = new this.Notice(title, { body: body.slice(0, 160), tag: `contactcenter-${title}` });
    notice.onclick = () => { window.focus(); open(); notice.close(); };
    this.shown.add(notice);
  }

  /** The operator is back: what is on the screen needs no notice. */
  clear() {
    for (const notice of this.shown) notice.close();
    this.shown.clear();
  }
}

/**
 * A short tone of two notes, made here: no file, a fraction of a second.
 * @returns {Promise<boolean>} whether the browser let it sound
 */
export async function tone() {
  const context = new AudioContext();
  await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]);
  if (context.state !== "running") {
    await context.close();
    return false;
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
  note.addEventListener("ended", () => context.close());
  return true;
}
