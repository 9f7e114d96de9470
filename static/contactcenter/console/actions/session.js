/* The operator's actions, one function per button of the console. Each sends a command or changes the page's own state;
   refusals are shown in words. No view and no socket of its own. */

import { tone } from "../../lib/notify.js";
import { Composer } from "../../ui/composer.js";
import { language, t } from "../../ui/text.js";
import { callActs } from "./call.js";
import { invitingActs } from "./invitation.js";
import { peopleActs } from "./client.js";
import { firstName } from "../../ui/console/words.js";
import { createBoardActs } from "./whiteboard.js";
import { cannedFor } from "../canned_responses.js";
import { dayActs } from "./presence.js";
import { ariaKeys } from "../shortcuts.js";
import { helpActs } from "./help.js";
import { layoutActs } from "../layout.js";
import { createOptimism } from "../optimistic_actions.js";
import { createShareActs } from "./share.js";
import { createTail } from "../timeline_tail.js";

/** @import { OperatorCommand, Unsent } from "../../wire/protocol.js" */
/** @import { Choices } from "../../call/devices/preferences.js" */
/** @import { PageState, Tab } from "../page_state.js" */

/** Minimum time between two typing notifications to the client, in ms. */
const TYPING = 3000;

/** An accepted session arrives within this time, or never, in ms. */
const COMING = 5000;
/** @param {string[]} texts */
const noLongerYours = (texts) =>
  t("Not sent, because the conversation is no longer yours: {text}", { text: texts.join(" · ") });

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {import("../../wire/socket.js").Wire} world.wire
 * @param {import("../../call/call.js").Call} world.call
 * @param {import("../files.js").Files} world.files
 * @param {import("../../call/devices/settings_check.js").DeviceCheck} world.check
 * @param {import("../readiness.js").ReadinessWatch} world.watch
 * @param {import("../../ui/reading_position.js").Reading} world.reading where the operator is in the open conversation
 * @param {import("../../lib/storage.js").Store | null} world.storage where drafts are kept
 * @param {(session: string | null) => void} world.opened what follows when another session is before the operator's
 *   eyes
 * @param {() => void} world.aim the cursor goes into the session that is opened
 * @param {() => void} world.refresh the page's optimistic updates are other ones
 * @param {() => void} world.change the page's state is another one: draw it
 */
export function createActs({ page, wire, call, files, check, watch, reading, storage, opened, aim, refresh, change }) {
  const optimism = createOptimism({ page, refresh });
  const tail = createTail({ page, change });
  /** @type {Map<string, number>} */ const typed = new Map();
  /** What the shown note tells as not sent. @type {string[]} */ let unsent = [];

  /** @param {unknown} error */
  const refuse = (error) => {
    page.error = /** @type {Error} */ (error).message;
    change();
  };

  /** Runs a longer action; its button is busy meanwhile. @param {string} key @param {() => Promise<unknown>} work */
  async function attempt(key, work) {
    if (page.busy.has(key)) return;
    page.busy.add(key);
    change();
    try {
      await work();
      page.error = "";
    } catch (error) {
      refuse(error);
    } finally {
      page.busy.delete(key);
      change();
    }
  }

  /** @param {string} key @param {Unsent<OperatorCommand>} command */
  const ask = (key, command) => attempt(key, () => wire.send(command));

  /** A message written to a client who isn't the operator's after all: nobody gets it, and it isn't lost silently.
   * @param {string} session */
  function giveUp(session) {
    if (page.desk?.sessions[session]) return;
    for (const { id, text } of wire.outbox.filter(
      (unsent) => unsent.session === session && unsent.state === "failed",
    )) {
      wire.discard(id);
      lost(text);
    }
  }

  /** Tells what was not sent, together with what the same note tells already. @param {string} text */
  function lost(text) {
    unsent = page.error && page.error === noLongerYours(unsent) ? [...unsent, text] : [text];
    refuse(new Error(noLongerYours(unsent)));
  }

  const acts = {
    /** @param {string} session */
    accept: (session) =>
      attempt(session, async () => {
        // From now on typing goes to the new client, not to the one still shown.
        const writing = composer.focused;
        const before = page.opened;
        const item = page.desk?.queue.find(({ id }) => id === session);
        const send = () =>
          wire.send({ type: "session.accept", session }).catch((error) => {
            if (page.opened === session) page.back = before;
            page.coming = null;
            composer.ahead(session, () => "");
            const free = writing && document.activeElement === document.body; // not in another field meanwhile
            if (free && page.opened === before) composer.focus();
            throw error;
          });
        composer.blur();
        page.coming = session;
        await (item ? optimism.show({ kind: "accept", session, item }, send) : send());
        setTimeout(() => {
          if (page.coming === session) page.coming = null;
        }, COMING);
      }),

    /** Resolves when the server has answered *Accept* of the session. @param {string} session */
    accepted: (session) => optimism.answered("accept", session),

    lost,

    /** @param {string} session */
    peek: (session) => ask(`peek ${session}`, { type: "session.preview", session }),

    /** @param {string | null} session @param {boolean} [listed] a small window goes on showing the lists */
    open(session, listed = false) {
      acts.turn(session, listed);
      aim();
      opened(session);
    },

    /** Shows this conversation from now on.
     * @param {string | null} session @param {boolean} [listed] a small window goes on showing the lists */
    turn(session, listed = false) {
      if (page.opened !== session) {
        page.fresh = null;
        tail.restart();
      }
      Object.assign(page, { opened: session, listed, drawer: false, coming: null, next: null, back: null });
    },

    /** @param {string} session */
    end(session) {
      const view = page.desk?.sessions[session];
      if (!view) return;
      page.question = {
        title: t("End the session?"),
        text: t("{name} won’t be able to write here any more. Any call in progress ends too.", {
          name: firstName(view),
        }),
        yes: t("End session"),
        act: () => {
          page.ending = session;
          return attempt(`end ${session}`, () =>
            optimism.show({ kind: "end", session }, () => wire.send({ type: "session.end", session })),
          );
        },
      };
      change();
    },

    /** @param {string} session @param {string} text @param {boolean} [note] */
    post(session, text, note = false) {
      acts.type(session, false);
      if (session === page.opened) reading.toEnd();
      // The message itself shows that it failed, as long as its conversation is there.
      wire
        .send({ type: note ? "note.post" : "message.post", session, text }, { keep: true })
        .catch(() => giveUp(session));
    },

    /** @param {string} session @param {string} text */
    note: (session, text) => acts.post(session, text, true),

    /** @param {string} id */
    retry: (id) => wire.retry(id),

    /** @param {string} id */
    discard: (id) => wire.discard(id),

    /** @param {string} session @param {boolean} on */
    type(session, on) {
      const last = typed.get(session) ?? 0;
      if (wire.state !== "open" || (on ? Date.now() - last < TYPING : !last)) return;
      typed.set(session, on ? Date.now() : 0);
      wire.send({ type: "message.type", session, on }).catch(() => undefined);
    },

    /** @param {string} session */
    earlier(session) {
      const first = page.desk?.sessions[session]?.events[0]?.seq;
      return first ? ask(`earlier ${session}`, { type: "session.history", session, before: first }) : undefined;
    },

    ...callActs({ page, wire, call, files, optimism, attempt, ask, change }),
    ...createShareActs({ page, wire, files, attempt, ask, refuse, change }),
    ...createBoardActs({ page, wire, call, files, attempt, change }),
    ...layoutActs({ page, opened, change }),

    /** @param {Tab} tab */
    tab(tab) {
      Object.assign(page, { tab, drawer: true });
      change();
    },

    /** @param {NonNullable<PageState["dialog"]>} dialog */
    dialog(dialog) {
      page.dialog = dialog;
      if (dialog === "settings") check.start();
      change();
    },

    /** Closes the top dialog: the one it was opened from is shown again. */
    shut() {
      if (page.question) page.question = null;
      else if (page.asked) page.asked = null;
      else if (page.look) page.look = null;
      else {
        if (page.dialog === "settings") check.stop();
        Object.assign(page, { dialog: null, about: null, peek: null, past: null, made: null });
      }
      change();
    },

    /** The refusal was dismissed. */
    forgive() {
      page.error = "";
      change();
    },

    /** @param {Choices} choice */
    choose: async (choice) => {
      // Not one of the exclusive actions: a second choice made while the first is pending counts.
      await check.choose(choice).catch(refuse);
      if ("speaker" in choice) await acts.show();
    },
    testSpeaker: () => tone(check.view.choices.speaker),

    /** @param {Event} event */
    measure: (event) => check.measure(/** @type {HTMLVideoElement} */ (event.currentTarget)),

    /** @param {import("../readiness.js").Need} need */
    testReadiness: (need) => attempt(`test ${need}`, async () => watch.test(need)),
  };
  const composer = new Composer({
    look: "desk",
    storage,
    update: change,
    shortcuts: { reply: ariaKeys("reply"), note: ariaKeys("note") },
    canned: () => cannedFor(page.desk, page.desk?.sessions[page.opened ?? ""], language()),
    onSend: (session, text, kind) => acts.post(session, text, kind === "note"),
    onTyping: acts.type,
    // Files attached to a note aren't meant for the client.
    onFiles: (session, list, kind) => acts.upload(session, list, kind !== "note"),
  });
  /** Returns an unsent text to where it was written. @param {string} id */
  function editUnsent(id) {
    const pending = wire.outbox.find((other) => other.id === id);
    if (!pending) return;
    wire.discard(id);
    composer.putBack(pending.session, pending.text, pending.kind, { focus: true });
  }
  return {
    ...acts,
    editUnsent,
    ...peopleActs({ page, wire, optimism, attempt, change }),
    ...helpActs({ page, wire, storage, attempt, change }),
    ...invitingActs({ page, wire, attempt, storage, change }),
    ...dayActs({ page, ask, attempt, optimism, wire, storage, change }),
    composer,
    reading,
  };
}
