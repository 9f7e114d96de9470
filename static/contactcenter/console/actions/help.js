/* Calls for help to the supervisors, one for each conversation. What was written is kept until it's sent, also while
   the connection is cut and after a reload. */

import { readJson, write } from "../../lib/storage.js";

/** @import { PageState } from "../page_state.js" */

const PREFIX = "contactcenter.help.";

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {import("../../wire/socket.js").Wire} world.wire
 * @param {import("../../lib/storage.js").Store | null} world.storage
 * @param {(key: string, work: () => Promise<unknown>) => Promise<void>} world.attempt
 * @param {() => void} world.change
 */
export function helpActs({ page, wire, storage, attempt, change }) {
  /** @param {string} session @param {string} text empty: it was sent */
  function keep(session, text) {
    page.forms.help[session] = text;
    write(storage, PREFIX + session, text ? JSON.stringify({ text }) : null);
  }

  return {
    /** Opens the form. @param {string} session */
    openHelp(session) {
      page.forms.help[session] ??= String(readJson(storage, PREFIX + session)?.text ?? "");
      Object.assign(page, { dialog: "help", about: session, error: "" });
      change();
    },

    /** @param {string} session @param {string} text */
    writeHelp(session, text) {
      keep(session, text);
      change();
    },

    /** @param {string} session */
    askHelp: (session) =>
      attempt(`help ${session}`, async () => {
        await wire.send({ type: "help.ask", session, reason: (page.forms.help[session] ?? "").trim() });
        keep(session, "");
        if (page.dialog === "help" && page.about === session) Object.assign(page, { dialog: null, about: null });
      }),

    /** @param {string} session */
    withdrawHelp: (session) => attempt(`help ${session}`, () => wire.send({ type: "help.withdraw", session })),
  };
}
