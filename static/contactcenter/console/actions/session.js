/* The operator's actions, one function per button of the console. Each sends a command or changes the page's own state;
   refusals are shown in words. No view and no socket of its own. */

import { take } from "../../call/snapshot/request.js";
import { tone } from "../../lib/notify.js";
import { Composer } from "../../ui/composer.js";
import { writeCorner } from "../../ui/movable_picture.js";
import { t } from "../../ui/text.js";
import { invitingActs } from "./invitation.js";
import { peopleActs } from "./client.js";
import { firstName } from "../../ui/console/words.js";
import { createBoardActs } from "./whiteboard.js";
import { cannedFor } from "../canned_responses.js";
import { dayActs } from "./presence.js";
import { ariaKeys } from "../shortcuts.js";
import { layoutActs } from "../layout.js";
import { createOptimism } from "../optimistic_actions.js";
import { createShareActs } from "./share.js";
import { createTail } from "../timeline_tail.js";

/** @import { OperatorCommand, Unsent } from "../../wire/protocol.js" */
/** @import { Choices } from "../../call/devices/preferences.js" */
/** @import { PageState, Tab } from "../page_state.js" */

/** Minimum time between two typing notifications to the client, in ms. */
const TYPING = 3000;
/** How long a snapshot's flash covers the picture, in ms. */
const FLASH = 700;

/** An accepted session arrives within this time, or never, in ms. */
const COMING = 5000;

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {import("../../wire/socket.js").Wire} world.wire
 * @param {import("../../call/call.js").Call} world.call
 * @param {import("../files.js").Files} world.files
 * @param {import("../../call/devices/settings_check.js").DeviceCheck} world.check
 * @param {import("../readiness.js").Watch} world.watch
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
  /** @type {HTMLVideoElement | undefined} */ let video;
  /** @type {HTMLElement | undefined} */ let stage;
  /** @type {Map<string, number>} */ const typed = new Map();

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
      refuse(new Error(t("Not sent, because the conversation is no longer yours: {text}", { text })));
    }
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
            if (writing && page.opened === before) composer.focus();
            throw error;
          });
        composer.blur();
        page.coming = session;
        await (item ? optimism.show({ kind: "accept", session, item }, send) : send());
        setTimeout(() => {
          if (page.coming === session) page.coming = null;
        }, COMING);
      }),

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

    /** @param {string} session */
    call: (session) =>
      attempt("call", () =>
        optimism.show({ kind: "call", session }, async () => {
          if (!(await call.request(session))) throw new Error(call.view.error ?? "");
        }),
      ),
    withdraw: () =>
      attempt("withdraw", async () => {
        optimism.drop("call");
        await call.cancel();
      }),

    /** Not now: tells the client who asked for a call. @param {string} session @param {string} asked the call */
    notNow: (session, asked) =>
      attempt("call", () =>
        optimism.show({ kind: "decline", session, call: asked }, () =>
          wire.send({ type: "call.decline", call: asked, reason: "refused" }),
        ),
      ),

    hangup: () => attempt("hangup", () => call.hangup()),
    takeOver: () => call.takeOver(),
    // Pressing a device that doesn't work shows its help again.
    toggleMicrophone: () => {
      page.without = new Set();
      return call.toggleMicrophone();
    },
    toggleCamera: () => {
      page.without = new Set();
      return call.toggleCamera();
    },
    askAgain: () => call.askAgain(),

    /** @param {string} device @param {string} state */
    goWithout(device, state) {
      page.without = new Set([...page.without, `${device} ${state}`]);
      change();
    },

    /** @param {import("../../call/devices/notices.js").Notice} notice */
    noticed(notice) {
      page.noticed = new Set([...page.noticed, notice]);
      change();
    },

    /** @param {import("../../ui/movable_picture.js").Corner} corner */
    corner(corner) {
      page.corner = corner;
      writeCorner(corner);
      change();
    },

    /** The steps for a device, for exactly the client's browser.
     * @param {string} session @param {"microphone" | "camera"} device */
    sendHelp: (session, device) => ask("help", { type: "help.send", session, device }),

    /** The connection quality of a past call. @param {string} call */
    quality: (call) => ask(`quality ${call}`, { type: "call.quality.read", call }),

    snapshot: () =>
      attempt("snapshot", async () => {
        const live = call.view.call;
        if (!live) return;
        Object.assign(page, { tab: "share", shelf: false, fresh: null, flash: Date.now() });
        setTimeout(() => {
          page.flash = 0;
          change();
        }, FLASH);
        await optimism.show(
          { kind: "snapshot", session: live.session, call: live.id, name: t("Snapshot") },
          async () => {
            page.fresh = await take({
              wire,
              call: live.id,
              grab: () => call.snapshot(),
              keep: (request, picture) => files.keep(request, picture),
            });
            return { file: page.fresh };
          },
        );
      }),

    /** @param {Element | undefined} element */
    remoteVideo(element) {
      video = /** @type {HTMLVideoElement | undefined} */ (element);
      acts.show();
    },

    /** @param {Element | undefined} element */
    stage: (element) => {
      stage = /** @type {HTMLElement | undefined} */ (element);
    },
    show: () => video && call.show(video),
    play: () => video && call.play(video),
    fullscreen: () =>
      attempt(
        "fullscreen",
        async () => void (await (document.fullscreenElement ? document.exitFullscreen() : stage?.requestFullscreen())),
      ),
    pip: () =>
      attempt(
        "pip",
        async () =>
          void (await (document.pictureInPictureElement
            ? document.exitPictureInPicture()
            : video?.requestPictureInPicture())),
      ),

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
    canned: () => cannedFor(page.desk?.canned ?? [], page.desk?.sessions[page.opened ?? ""], page.desk?.me),
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
    composer.putBack(pending.session, pending.text, pending.kind);
  }
  return {
    ...acts,
    editUnsent,
    ...peopleActs({ page, wire, optimism, attempt, change }),
    ...invitingActs({ page, wire, attempt, storage, change }),
    ...dayActs({ page, ask, attempt, optimism, wire, storage, change }),
    composer,
    reading,
  };
}
