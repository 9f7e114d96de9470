/* Actions beside the conversations: presence and channels, sound, search, wrap-up. The other half of session.js: sends
   commands or changes the page's own state; no view. */

import { read, write } from "../../lib/storage.js";
import { conclusionOf, keepConclusion } from "../wrapup_drafts.js";

/** @import { OperatorCommand, Unsent } from "../../wire/protocol.js" */
/** @import { Conclusion } from "../wrapup_drafts.js" */
/** @import { PageState, Question } from "../page_state.js" */

/** Search starts after a pause in typing this long, in ms. */
const PAUSE = 250;
/** The server searches for no less. */
export const SHORTEST = 2;
const MUTED = "contactcenter.muted";

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {(key: string, command: Unsent<OperatorCommand>) => Promise<void>} world.ask
 * @param {(key: string, work: () => Promise<unknown>) => Promise<void>} world.attempt
 * @param {ReturnType<typeof import("../optimistic_actions.js").createOptimism>} world.optimism
 * @param {import("../../wire/socket.js").Wire} world.wire
 * @param {import("../../lib/storage.js").Store | null} world.storage where choices of this browser and what was begun
 *   are kept
 * @param {() => void} world.change
 */
export function dayActs({ page, ask, attempt, optimism, wire, storage, change }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let soon;
  page.muted = read(storage, MUTED) === "1";

  /** @param {"online" | "away"} state @param {{reason?: string, chat?: boolean, video?: boolean}} [more] */
  const set = (state, more = {}) => {
    const me = page.desk?.me;
    return ask("presence", {
      type: "presence.set",
      state,
      reason: "",
      chat: me?.chat ?? true,
      video: me?.video ?? true,
      ...more,
    });
  };

  /** @param {string} text */
  const look = (text) => ask("search", { type: "session.search", text });

  const acts = {
    /** @param {"online" | "away"} state @param {string} [reason] one of the supervisor's */
    presence: (state, reason = "") => set(state, { reason }),

    /** Turns a kind of session on or off. @param {"chat" | "video"} kind @param {boolean} on */
    channel: (kind, on) => set(page.desk?.me.chosen ?? "online", { reason: page.desk?.me.reason ?? "", [kind]: on }),

    /** Asks for the operator's own numbers of today. */
    askDay: () => ask("day", { type: "day.ask" }),

    /** @param {boolean} off */
    mute(off) {
      page.muted = off;
      write(storage, MUTED, off ? "1" : null);
      change();
    },

    /** Announced by screen readers, and shown nowhere. @param {string} words */
    say(words) {
      page.said = words;
      change();
    },

    /** Asks for confirmation. @param {Question} question */
    confirm(question) {
      page.question = question;
      change();
    },

    /** The notice was dismissed. */
    noted() {
      page.notice = "";
      change();
    },

    /** @param {string} text */
    search(text) {
      clearTimeout(soon);
      const words = text.trim();
      const same = page.search.found && page.search.found.text === words;
      page.search = { text, open: true, found: same ? page.search.found : null };
      if (words.length >= SHORTEST && !same) soon = setTimeout(() => look(words), PAUSE);
      change();
    },

    /** Opens or closes the list of results. @param {boolean} open */
    searching(open) {
      if (page.search.open === open) return;
      page.search = { ...page.search, open };
      change();
    },

    /** @param {string} session */
    conclusion: (session) => (page.conclusions[session] ??= conclusionOf(session, storage)),

    /** @param {string} session @param {Partial<Conclusion>} part */
    conclude(session, part) {
      page.conclusions[session] = { ...acts.conclusion(session), ...part };
      keepConclusion(session, page.conclusions[session], storage);
      change();
    },

    /** @param {string} session */
    wrapup: (session) =>
      attempt(`wrapup ${session}`, async () => {
        const { result, tags, note } = acts.conclusion(session);
        // The conversation shown next: text typed meanwhile is for that one.
        if (page.opened === session) page.next = page.desk?.order.find((id) => id !== session) ?? null;
        try {
          await optimism.show({ kind: "close", session }, () =>
            wire.send({ type: "session.wrapup", session, result, tags, note: note.trim() }),
          );
        } catch (error) {
          page.next = null;
          throw error;
        }
        keepConclusion(session, null, storage);
      }),
  };
  return acts;
}
