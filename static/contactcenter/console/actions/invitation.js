/* Actions on invitations (E4): create one, copy link and code while they're shown, add the link to a chat, revoke. */

import { draftOf, keepDraft } from "../../ui/drafts.js";
import { t } from "../../ui/text.js";
import { emptyInvite, secondsOf } from "../forms.js";

/** @import { InvitationView } from "../../wire/protocol.js" */
/** @import { InviteForm } from "../forms.js" */
/** @import { PageState } from "../page_state.js" */

/** How long the button shows *Copied*, in ms. */
const COPIED = 2500;

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {import("../../wire/socket.js").Wire} world.wire
 * @param {(key: string, work: () => Promise<unknown>) => Promise<void>} world.attempt
 * @param {import("../../lib/storage.js").Store | null} world.storage where drafts are kept
 * @param {() => void} world.change
 */
export function invitingActs({ page, wire, attempt, storage, change }) {
  return {
    /** @param {string | null} session whose client it is for; null for anybody */
    invite(session) {
      const client = session ? page.desk?.sessions[session]?.client : undefined;
      if (session !== page.about) page.forms.invite = { ...emptyInvite(), name: client?.name ?? "" };
      Object.assign(page, { dialog: "invite", about: session, made: null, copied: "", error: "" });
      change();
    },

    /** A client of an earlier session, who isn't in the console. @param {string} name */
    inviteAgain(name) {
      page.forms.invite = { ...emptyInvite(), name };
      Object.assign(page, { dialog: "invite", past: null, about: null, made: null, copied: "", error: "" });
      change();
    },

    /** @param {Partial<InviteForm>} part */
    inviting(part) {
      Object.assign(page.forms.invite, part);
      change();
    },

    createInvitation: () =>
      attempt("invite", async () => {
        const { reusable, name } = page.forms.invite;
        const seconds = secondsOf(page.forms.invite);
        if (seconds === null) return;
        await wire.send({ type: "invitation.create", seconds, reusable, name: name.trim(), session: page.about });
        page.forms.invite = emptyInvite();
      }),

    /** Back from the created invitation to the form. */
    anotherInvitation() {
      Object.assign(page, { made: null, copied: "" });
      change();
    },

    /** @param {"link" | "code" | "address"} what @param {string} [text] */
    copy: (what, text = what === "address" ? "" : (page.made?.[what] ?? "")) =>
      attempt(`copy ${what}`, async () => {
        await write(text);
        page.copied = what;
        setTimeout(() => {
          if (page.copied === what) {
            page.copied = "";
            change();
          }
        }, COPIED);
      }),

    /** Adds the link to the draft for the client. @param {string} session */
    linkIntoChat(session) {
      const draft = draftOf(session, storage);
      if (draft.note && draft.text.trim()) {
        page.error = t("You’re writing a note. Finish it first, then add the link to the chat.");
      } else {
        keepDraft(
          session,
          { note: false, text: [draft.text.trimEnd(), page.made?.link].filter(Boolean).join("\n") },
          storage,
        );
        Object.assign(page, { dialog: null, about: null, made: null, error: "" });
      }
      change();
    },

    /** @param {InvitationView} invitation */
    revoke(invitation) {
      page.question = {
        title: t("Revoke the invitation?"),
        yes: t("Revoke"),
        text: t("Its link and code stop working. People already waiting or talking aren’t affected."),
        act: () =>
          attempt(`revoke ${invitation.id}`, async () => {
            await wire.send({ type: "invitation.revoke", invitation: invitation.id });
            if (page.made?.invitation.id === invitation.id) page.made = null;
          }),
      };
      change();
    },
  };
}

/** Copies to the clipboard. Rejects in words if the browser forbids it: the text can still be selected.
 * @param {string} text */
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new Error(t("The browser blocked copying. Select the text and copy it yourself."));
  }
}
