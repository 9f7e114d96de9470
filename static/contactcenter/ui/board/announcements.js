// What the board says to people who hear it: changes of alerts, of the queue and of the connection, and seldom.

import { html } from "../../vendor/lit.js";
import { longestWait } from "../../state/board.js";
import { t, tn } from "../text.js";
import { span } from "../time.js";
import { linkWords } from "./link.js";

/** @import { BoardPage } from "../../state/board.js" */

const PAUSE = 10_000;

export class Announcements {
  /** What is said now. */
  words = "";
  #said = "";
  #at = -Infinity;

  /** Says the newest state, unless something was said a moment ago or nothing has changed.
   * @param {BoardPage} board @param {number} [now] in milliseconds */
  update(board, now = board.now) {
    const firing = (board.shown?.alerts ?? []).filter(({ state }) => state === "firing").map(({ name }) => name);
    const key = board.live ? `live ${board.shown?.waiting.length} ${firing}` : "stale";
    if (board.patient || key === this.#said || now - this.#at < PAUSE) return;
    const first = this.#said === "";
    [this.#said, this.#at] = [key, now];
    if (first && board.live) return; // a reader begins with the page itself
    const alerts = firing.map((name) => `${t("Alert: {name}", { name })}.`);
    this.words = board.live ? [...alerts, queueWords(board)].join(" ") : linkWords(board);
  }

  view = () => html`<p class="visually-hidden" aria-live="polite" data-test="announcement">${this.words}</p>`;
}

/** @param {BoardPage} board */
function queueWords({ shown, now }) {
  const count = shown?.waiting.length ?? 0;
  if (!shown || !count) return t("Nobody is waiting.");
  const since = longestWait(shown);
  const waiting = tn("{n} client is waiting", "{n} clients are waiting", count);
  return since
    ? t("{waiting}, the longest for {time}.", { waiting, time: span(now - Date.parse(since)) })
    : `${waiting}.`;
}
