/* The action of each shortcut, and its announcement. Anything that calls a client or can't be undone asks for
   confirmation first. */

import { callReason, callSession, laneReason, liveCall, waitingOrder } from "../ui/console/rules.js";
import { firstName, fullName } from "../ui/console/words.js";
import { pgettext, t } from "../ui/text.js";
import { deedOf } from "./shortcuts.js";

/** @import { Deed } from "./shortcuts.js" */
/** @import { Act, PageState, Tab } from "./page_state.js" */

/** A dialog or a menu covers the page and gets the keys. Offers and tooltips don't. */
const covered = () => document.querySelector('dialog[open], [popover]:not([popover="manual"]):popover-open') !== null;

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {Act} world.act
 * @param {Pick<import("./focus.js").Focus, "typed">} world.cursor
 * @param {() => boolean} [world.isCovered]
 * @returns {(event: KeyboardEvent) => void}
 */
export function createKeyboard({ page, act, cursor, isCovered = covered }) {
  const doing = deeds(page, act);
  return (event) => {
    if (event.defaultPrevented || isCovered()) return;
    const deed = deedOf(event);
    if (!deed) return cursor.typed(event);
    event.preventDefault();
    const words = doing[deed]();
    if (words) act.say(words);
  };
}

/**
 * Each runs its action and returns the words to announce; empty if the page says it itself.
 * @param {PageState} page @param {Act} act
 * @returns {Record<Deed, () => string>}
 */
export function deeds(page, act) {
  const opened = () => page.desk?.sessions[page.opened ?? ""];

  /** @param {1 | -1} step */
  const walk = (step) => {
    const order = page.desk?.order ?? [];
    if (!order.length) return t("No conversation open");
    const at = order.indexOf(page.opened ?? "");
    const next = order[at < 0 ? 0 : (at + step + order.length) % order.length];
    act.open(next);
    return page.desk ? fullName(page.desk.sessions[next]) : "";
  };

  /** @param {Tab} tab @param {() => string} words */
  const tab = (tab, words) => () => {
    if (!opened()) return t("No conversation open");
    act.tab(tab);
    return words();
  };

  /** @param {boolean} note */
  const write = (note) => () => {
    if (opened()?.state !== "active") return t("There’s nobody to write to");
    act.composer.write(note);
    return "";
  };

  /** Only in a call carried by this tab. @param {() => unknown} work */
  const inCall = (work) => () => {
    if (!page.call.mine || ["none", "ended"].includes(page.call.phase)) return t("You’re not in a call");
    work();
    return "";
  };

  const picture = (/** @type {() => unknown} */ work) =>
    inCall(() => (page.call.remotePicture ? work() : act.say(t("There’s no picture from the client"))));

  return {
    accept() {
      const now = page.desk;
      if (!now?.queue.length) return t("Nobody is waiting.");
      const item = waitingOrder(now.queue).find((one) => !one.refusal);
      if (!item) return laneReason(now) || now.queue[0].refusal;
      act.accept(item.id);
      return t("Accepting {name}", { name: fullName(item) });
    },
    next: () => walk(1),
    previous: () => walk(-1),
    reply: write(false),
    note: write(true),
    end() {
      const session = opened();
      if (session?.state !== "active") return t("There’s no session to end");
      act.end(session.id);
      return "";
    },
    "ask-help"() {
      const session = opened();
      if (session?.state !== "active") return t("No conversation open");
      if (session.help) return t("You’ve already asked for help here.");
      act.openHelp(session.id);
      return "";
    },
    "tab-client": tab("client", () => t("Client")),
    "tab-call": tab("call", () => t("Call")),
    "tab-share": tab("share", () => t("Share")),
    "tab-notes": tab("notes", () => t("Notes")),
    call() {
      const now = page.desk;
      const running = callSession(now);
      if (!now) return "";
      if (running && liveCall(running)?.state === "requested") {
        act.withdraw();
        return t("Request withdrawn");
      }
      if (running) {
        act.confirm({
          title: t("End the call?"),
          text: t("The conversation with {name} continues.", { name: firstName(running) }),
          yes: t("End the call"),
          act: act.hangup,
        });
        return "";
      }
      const session = opened();
      if (!session) return t("No conversation open");
      const reason = callReason(now, session);
      if (reason) return reason;
      const name = firstName(session);
      const asked = liveCall(session)?.state === "asked";
      const text = asked
        ? t("{name} is ready: the call starts right away.", { name })
        : t("{name} will be asked to join a video call.", { name });
      act.confirm({
        title: t("Call {name}?", { name }),
        text,
        yes: pgettext("to call somebody", "Call"),
        act: () => {
          act.tab("call");
          act.call(session.id);
        },
      });
      return "";
    },
    microphone: inCall(() => {
      act.say(page.call.microphone === "granted" ? t("Microphone off") : t("Microphone on"));
      act.toggleMicrophone();
    }),
    camera: inCall(() => {
      act.say(page.call.camera === "granted" ? t("Camera off") : t("Camera on"));
      act.toggleCamera();
    }),
    snapshot: picture(act.snapshot),
    fullscreen: picture(act.fullscreen),
    search() {
      /** @type {HTMLElement | null} */ (document.querySelector('[data-test="search"]'))?.focus();
      return "";
    },
    sound() {
      act.mute(!page.muted);
      return page.muted ? t("Sound is off") : t("Sound is on");
    },
    help() {
      act.dialog("keys");
      return "";
    },
  };
}
