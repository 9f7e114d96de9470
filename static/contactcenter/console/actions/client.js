/* Actions on a client and with colleagues: pass on an offer, redirect, edit, ban, record a phone call, read an earlier
   session. Each sends a command; a refusal is shown in words and keeps the input. */

import { CLIENT_FIELDS } from "../../ui/client_fields.js";
import { firstName } from "../../ui/console/words.js";
import { t } from "../../ui/text.js";
import { targetOf } from "../forms.js";

/** @import { ClientForm, RedirectForm } from "../forms.js" */
/** @import { PageState } from "../page_state.js" */

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {import("../../wire/socket.js").Wire} world.wire
 * @param {ReturnType<typeof import("../optimistic_actions.js").createOptimism>} world.optimism
 * @param {(key: string, work: () => Promise<unknown>) => Promise<void>} world.attempt
 * @param {() => void} world.change
 */
export function peopleActs({ page, wire, optimism, attempt, change }) {
  /** @param {"redirect" | "ban"} dialog @param {string} about */
  function open(dialog, about) {
    Object.assign(page, { dialog, about, error: "" });
    change();
  }

  /** Closes the dialog that led here, unless another is open by now.
   * @param {"redirect" | "ban"} dialog @param {string} about */
  function close(dialog, about) {
    if (page.dialog === dialog && page.about === about) Object.assign(page, { dialog: null, about: null });
  }

  const find = () => wire.send({ type: "colleagues.find" });

  return {
    /** @param {string} session */
    pass: (session) => attempt(`pass ${session}`, () => wire.send({ type: "session.pass", session })),

    /** @param {string} session */
    askRedirect(session) {
      open("redirect", session);
      return attempt("colleagues", find);
    },

    /** Keeps the colleagues in the redirect dialog up to date: called every second. */
    lookAround() {
      // The next second asks again.
      if (page.dialog === "redirect" && wire.state === "open") find().catch(() => undefined);
    },

    /** @param {string} session @param {Partial<RedirectForm>} part */
    redirecting(session, part) {
      const before = page.forms.redirect[session] ?? { target: "", note: "" };
      page.forms.redirect[session] = { ...before, ...part };
      change();
    },

    /** @param {string} session */
    redirect: (session) =>
      attempt(`redirect ${session}`, async () => {
        const { target = "", note = "" } = page.forms.redirect[session] ?? {};
        const whom = targetOf(target);
        if (!whom) throw new Error(t("Choose a colleague or a group."));
        await wire.send({ type: "session.redirect", session, ...whom, note: note.trim() });
        delete page.forms.redirect[session];
        close("redirect", session);
      }),

    /** @param {string} session */
    askBan: (session) => open("ban", session),

    /** @param {string} session @param {string} reason */
    banning(session, reason) {
      page.forms.ban[session] = reason;
      change();
    },

    /** @param {string} session */
    ban: (session) =>
      attempt(`ban ${session}`, async () => {
        const reason = (page.forms.ban[session] ?? "").trim();
        const view = page.desk?.sessions[session];
        if (!reason) throw new Error(t("Give a reason for banning {name}.", { name: view ? firstName(view) : "" }));
        page.ending = session;
        await wire.send({ type: "client.ban", session, reason });
        delete page.forms.ban[session];
        close("ban", session);
      }),

    /** Starts editing the client's data. @param {string} session */
    edit(session) {
      const client = page.desk?.sessions[session]?.client;
      const edited = CLIENT_FIELDS.filter((field) => field.edited);
      if (client)
        page.forms.client[session] = /** @type {ClientForm} */ (
          Object.fromEntries(edited.map(({ name }) => [name, client[name]]))
        );
      change();
    },

    /** @param {string} session @param {Partial<ClientForm>} part */
    editing(session, part) {
      Object.assign(page.forms.client[session] ?? {}, part);
      change();
    },

    /** @param {string} session */
    dropEdit(session) {
      delete page.forms.client[session];
      page.error = "";
      change();
    },

    /** @param {string} session */
    saveClient: (session) =>
      attempt(`edit ${session}`, async () => {
        const form = page.forms.client[session];
        if (!form) return;
        delete page.forms.client[session];
        // If refused, the form is shown again with the input, unless it was opened anew meanwhile.
        const send = () =>
          wire.send({ type: "client.edit", session, ...form }).catch((error) => {
            page.forms.client[session] ??= form;
            throw error;
          });
        await optimism.show({ kind: "edit", session, client: form }, send);
      }),

    /** @param {string} session @param {"called" | "no-answer"} outcome */
    tried: (session, outcome) => attempt(`try ${session}`, () => wire.send({ type: "callback.try", session, outcome })),

    /** No answer: the session returns to the queue.
     * @param {string} session @param {"quarter" | "hour" | "tomorrow"} delay */
    postpone: (session, delay) =>
      attempt(`try ${session}`, () => wire.send({ type: "callback.postpone", session, delay })),

    /** @param {string} session */
    read: (session) => attempt(`read ${session}`, () => wire.send({ type: "session.read", session })),

    /** Older entries of the past session. */
    readEarlier() {
      const past = page.past;
      const first = past?.events[0]?.seq;
      return past && first
        ? attempt(`earlier ${past.id}`, () => wire.send({ type: "session.history", session: past.id, before: first }))
        : undefined;
    },
  };
}
