// What a call asks of a client who doesn't see it: beside the bar of the minimised call in words, in the number on that
// bar and in the title, to screen readers and by a sound. Each until it's seen in the widget, answered or put away.

import { noticeWords, troubles } from "../ui/device_help.js";
import { browserOf, inTrouble, title, whereToLook } from "../ui/device_steps.js";
import { firstName, plainLine } from "../ui/display_names.js";
import { t } from "../ui/text.js";
import { isLost } from "../ui/widget/call_lost.js";
import { asks } from "../ui/widget/camera.js";
import { bubble, CSS, sound } from "./bubble.js";

/** @typedef {{key: string, words: string}} Question */

const RUNNING = ["connecting", "connected", "reconnecting"];
/** The notices after which somebody isn't heard or seen any more. The others name devices, which are nothing for the
 * website, and wait. */
const NOTICES = ["silent", "hidden"];

/**
 * What is open, the newest kind last. No word of the client, no name of a device: the website can read it.
 * @param {Pick<import("./widget.js").Widget, "data" | "page" | "state">} widget
 * @param {import("../call/view.js").View} view
 * @returns {Question[]}
 */
export function questionsOf({ data, page, state: { session } }, view) {
  const { call } = view;
  if (!session || !call) return [];
  const name = firstName(session.operator ?? "") || plainLine(data.name);
  if (isLost(view, page))
    return [{ key: `lost ${call.id}`, words: t("The connection was lost and didn’t come back.") }];
  if (!view.mine || !RUNNING.includes(view.phase)) return [];
  /** @type {Question[]} */ const open = [];
  const add = (/** @type {string} */ key, /** @type {string} */ words) =>
    open.push({ key: `${call.id} ${key}`, words });
  for (const { device, state } of troubles(view, page.without)) {
    const silenced = view.silenced.includes(device);
    if (inTrouble(state) || silenced) add(`${device} ${state} ${silenced}`, title(device, state, silenced));
  }
  for (const notice of view.notices)
    if (NOTICES.includes(notice.what) && !page.noticed.has(notice)) add(`notice ${notice.what}`, noticeWords(notice));
  if (view.unanswered.size) add("browser", whereToLook(browserOf(navigator.userAgent)));
  if (view.playBlocked) add("play", t("Your browser holds back the sound of your call. Open it and press Play."));
  if (session.board) add(`board ${session.board.id}`, t("{name} is showing you something", { name }));
  if (call.camera?.asked) add(`camera ${call.camera.asked}`, asks(view, name));
  if (call.text?.state === "asked" && call.text.by === "operator")
    add("text", t("{name} would like to use real-time text", { name }));
  return open;
}

export class CallQuestions {
  /** The keys of those that were seen or put away, as long as they're open: asked again, it's another one. */
  #seen = new Set();
  #sounded = new Set();
  #drawn = false;

  /** @param {{widget: import("./widget.js").Widget, call: Pick<import("../call/call.js").Call, "view">,
   *   play?: () => unknown}} options */
  constructor({ widget, call, play = sound }) {
    this.widget = widget;
    this.call = call;
    this.play = play;
    widget.questions = () => this.#open().map(({ words }) => words);
    widget.addEventListener("change", () => this.#follow());
    widget.host.addEventListener("press", (event) => this.#press(/** @type {CustomEvent} */ (event).detail));
    widget.change();
  }

  #open() {
    const list = questionsOf(this.widget, this.call.view);
    const keys = new Set(list.map(({ key }) => key));
    for (const old of this.#seen) if (!keys.has(old)) this.#seen.delete(old);
    if (this.widget.reading) for (const key of keys) this.#seen.add(key);
    return list.filter(({ key }) => !this.#seen.has(key));
  }

  #follow() {
    const open = this.#open();
    const fresh = open.some(({ key }) => !this.#sounded.has(key));
    this.#sounded = new Set(open.map(({ key }) => key));
    if (fresh && this.widget.data.alerts) this.play();
    this.#draw(this.widget.host.open ? undefined : open.at(-1));
  }

  /** @param {Question | undefined} question */
  #draw(question) {
    if (!question && !this.#drawn) return;
    this.#drawn = Boolean(question);
    const { data, state, host } = this.widget;
    const name = firstName(state.session?.operator ?? "") || plainLine(data.name);
    host.say({
      type: "question",
      look: { class: "answer", "data-test": "launcher-question" },
      parts: question ? bubble("question", t("Call with {name}", { name }), question.words, "later") : [],
      css: CSS,
    });
  }

  /** @param {string} name */
  #press(name) {
    if (name === "question") this.widget.host.show();
    if (name !== "later") return;
    const newest = this.#open().at(-1);
    if (newest) this.#seen.add(newest.key);
    this.widget.change();
  }
}
