/* The console's page: one socket, one desk, one call, drawn anew when something changes.
   Joins the parts; rules, views and actions live in their own files. */

import { createCall } from "./call/call.js";
import { DeviceCheck } from "./call/devices/settings_check.js";
import { createActs } from "./console/actions/session.js";
import { Alerts } from "./console/alerts.js";
import { Files } from "./console/files.js";
import { Focus } from "./console/focus.js";
import { backWords, Idle } from "./console/idle.js";
import { inSight, placesOf } from "./console/layout.js";
import { ListAnimation } from "./console/list_animation.js";
import { OffersLayer } from "./console/offers_layer.js";
import { updatePage } from "./console/page_events.js";
import { emptyPage } from "./console/page_state.js";
import { OwnStorage } from "./console/private_storage.js";
import { ReadReceipts } from "./console/read_receipts.js";
import { ReadinessWatch } from "./console/readiness.js";
import { Ringtone } from "./console/ringtone.js";
import { SearchHighlight } from "./console/search_highlight.js";
import { createKeyboard } from "./console/shortcut_actions.js";
import { TabVisibility } from "./console/tab_visibility.js";
import { Notifier } from "./lib/notify.js";
import { storageOf } from "./lib/storage.js";
import { NOTHING, openSession, reduceDesk } from "./state/console.js";
import { isSettled, withUpdates } from "./state/optimistic.js";
import { needsResume } from "./state/session.js";
import { Announcer } from "./ui/announcer.js";
import { desk as view } from "./ui/console/console.js";
import { offers } from "./ui/console/lists/offers.js";
import { callSession } from "./ui/console/rules.js";
import { createText } from "./ui/real_time_text.js";
import { holdToLimits } from "./ui/text_limit.js";
import { Reading } from "./ui/reading_position.js";
import { Tooltips } from "./ui/tooltip.js";
import { language } from "./ui/text.js";
import { render } from "./vendor/lit.js";
import { Wire } from "./wire/socket.js";

/** @import { ServerEvent } from "./wire/protocol.js" */
/** @import { DeskState } from "./state/console.js" */

/** A client who sends nothing more counts as no longer typing after this long, in ms. */
const TYPING = 6000;
const OPENED = "contactcenter.opened";

const place = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("console-data")).textContent ?? "");

/** @type {DeskState} */ let desk = NOTHING;
/** @type {string | null} */ let calling = null;
/** @type {string | null} */ let idleSince = null;
/** @type {Map<string, number>} */ const asked = new Map();
/** @type {Map<string, ReturnType<typeof setTimeout>>} */ const typing = new Map();

const [kept, tab] = [storage("localStorage"), storage("sessionStorage")];
const wire = new Wire({
  url: "/ws/operator/",
  role: "operator",
  storage: kept,
  hello: () => ({ type: "hello", language: language() }),
});
const call = createCall({ role: "operator", wire });
const page = emptyPage(place, call.view);
const files = new Files(page, change, {
  accepted: (session) => acts.accepted(session),
  lost: (name) => acts.lost(name),
});
const check = new DeviceCheck(() => (call.view.mine ? call.media : null));
const watch = new ReadinessWatch((need, state, more = "") => {
  page.ready = { ...page.ready, [need]: { state, more } };
  change();
});
/** @type {Reading} */
const reading = new Reading({
  me: "operator",
  change: () => {
    seen.update();
    change();
  },
});
const seen = new ReadReceipts({
  look: () => ({ ...page, opened: inSight(page) }),
  above: () => reading.above,
  send: (marks) => wire.send({ type: "message.seen", ...marks }),
});
const acts = createActs({
  page,
  wire,
  call,
  files,
  check,
  watch,
  reading,
  storage: kept,
  opened: remember,
  aim: () => cursor.opened(),
  refresh: () => adopt(desk),
  change,
});
page.text = createText({
  call,
  wire,
  post: (session, text, id) => {
    if (session === page.opened) reading.toEnd();
    wire
      .send(/** @type {never} */ ({ type: "message.post", session, text, id }), { keep: true })
      .catch(() => undefined);
  },
  keep: (session, text) => acts.composer.putBack(session, text, "message"),
  fail: (error) => {
    page.error = /** @type {Error} */ (error).message;
    change();
  },
});
const cursor = new Focus({ page, composer: acts.composer });
const sight = new TabVisibility();
const over = new OffersLayer();
const hits = new SearchHighlight();
const bell = new Ringtone({ muted: () => page.muted, unseen: sight.unseen, told: (heard) => watch.heard(heard) });
const announcer = new Announcer();
const news = new Alerts({
  notifier: new Notifier({ unseen: sight.unseen }),
  bell,
  open: acts.open,
  // The lines of the open conversation are announced as they're drawn.
  say: (words, session) => session !== inSight(page) && announcer.say(words),
});
const glide = new ListAnimation();
const idle = new Idle({
  limit: place.idle * 1000,
  others: "BroadcastChannel" in window ? new BroadcastChannel("contactcenter.touch") : null,
  look: () => ({ me: desk.me, calling: callSession(page.desk) !== null, link: page.link }),
  report: (state) => wire.send({ type: "presence.set", state, idle: true }),
});
const root = /** @type {HTMLElement} */ (document.getElementById("console"));
/** The server's text stays until something is rendered: a page that can't start isn't empty. */
const given = [...root.children];

/** Rendering waits for the end of the task, so that many changes are rendered once. */
let due = false;
function change() {
  if (due) return;
  due = true;
  queueMicrotask(() => {
    due = false;
    page.now = wire.clock();
    news.call(page.desk);
    const focused = document.activeElement;
    glide.around(placesOf(page), () => render(view(page, acts), root));
    for (const element of given.splice(0)) element.remove();
    over.show(offers(page, acts));
    announcer.follow(root, page.desk !== null);
    if (page.said) announcer.say(page.said);
    page.said = "";
    acts.show();
    acts.seeFiles();
    hits.update(page.past, page.search.open ? page.search.text : "");
    cursor.place();
    cursor.lost(focused);
  });
}

/** @param {ServerEvent | import("./state/widget.js").OutboxChanged} event */
function take(event) {
  if (event.type === "text.edited" || event.type === "text.shown") return; // letters aren't the desk's
  updatePage(page, event);
  files.pictures(page.past ?? undefined);
  if (event.type === "library.found") acts.foundItems(event);
  // Commands answered before this are in the snapshot.
  if (event.type === "desk.snapshot") page.updates = page.updates.filter(({ answered }) => !answered);
  for (const session of Object.values(desk.sessions))
    if (event.type !== "outbox.changed" && needsResume(session, event)) resume(session.id, session.head);
  adopt(reduceDesk(desk, event, document.hidden ? null : inSight(page)));
  if (event.type === "message.typing" && event.on) forget(event);
  seen.update();
}

/** Sets the current desk, with all its consequences. @param {DeskState} next */
function adopt(next) {
  const before = desk;
  desk = next;
  page.updates = page.updates.filter((update) => !isSettled(desk, update));
  const shown = page.desk?.sessions[page.opened ?? ""];
  page.desk = known(withUpdates(desk, page.updates));
  news.tell(known(before), known(desk));
  noticeIdleness(before.me);
  if (page.ending && page.desk?.sessions[page.ending]?.state !== "active") {
    if (page.ending === page.opened) cursor.ended();
    page.ending = null;
  }
  const fitting = page.desk && fit(page.desk);
  if (page.desk && fitting !== page.opened) return turn(fitting, shown);
  calling = callSession(page.desk)?.id ?? calling;
  call.update(desk.sessions[calling ?? page.opened ?? ""]?.calls);
  page.text?.update(desk.sessions[call.view.call?.session ?? ""]);
  acts.followBoard();
  files.pictures(desk.sessions[page.opened ?? ""]);
  change();
}

/** The desk, once the server has sent it. @param {DeskState} state @returns {typeof page.desk} */
const known = (state) => (state.me ? /** @type {NonNullable<typeof page.desk>} */ (state) : null);

/** The session to open: the one just accepted, the open one, the one with the call, or the one open before a reload.
 * @param {NonNullable<typeof page.desk>} now */
function fit(now) {
  const candidates = [
    page.coming,
    page.opened,
    page.back,
    page.next,
    callSession(now)?.id,
    tab?.getItem(OPENED),
    ...now.order,
  ];
  return candidates.find((id) => id && now.sessions[id]) ?? null;
}

/** Shows another session, because it was accepted here or the previous one has gone.
 * @param {string | null} session @param {import("./state/console.js").DeskSession | undefined} before */
function turn(session, before) {
  const awaited = session !== null && (session === page.coming || session === page.next);
  acts.turn(session, page.listed && session !== page.coming);
  cursor.turned(before, awaited);
  remember(session);
}

/** Announces that the page was idle and the operator was away meanwhile. @param {DeskState["me"] | undefined} before */
function noticeIdleness(before) {
  const now = new Date(wire.clock()).toISOString();
  page.notice = backWords(before, desk.me, idleSince, now) || page.notice;
  if (desk.me?.idle !== before?.idle) idleSince = desk.me?.idle && before ? now : null;
}

/** Log entries are missing: requests them once. @param {string} session @param {number} after */
function resume(session, after) {
  if (asked.get(session) === after) return;
  asked.set(session, after);
  wire.send({ type: "session.resume", session, after }).catch(() => asked.delete(session));
}

/** @param {import("./wire/protocol.js").MessageTyping} event */
function forget(event) {
  clearTimeout(typing.get(event.session));
  typing.set(
    event.session,
    setTimeout(() => take({ ...event, on: false }), TYPING),
  );
}

/** @param {string | null} session */
function remember(session) {
  if (session) tab?.setItem(OPENED, session);
  adopt(openSession(desk, inSight(page)));
  seen.update();
}

/** This operator's part of the browser's storage, or none. @param {"localStorage" | "sessionStorage"} kind */
function storage(kind) {
  const whole = storageOf(kind);
  return whole && new OwnStorage(whole, place.person);
}

wire.addEventListener("event", (event) => take(/** @type {CustomEvent} */ (event).detail));
wire.addEventListener("outbox", (event) =>
  take({ type: "outbox.changed", outbox: /** @type {CustomEvent} */ (event).detail }),
);
wire.addEventListener("state", (event) => {
  page.link = wire.state;
  page.refused = wire.reason === "refused" ? /** @type {CustomEvent} */ (event).detail.fault.text : "";
  asked.clear();
  seen.update();
  change();
});
wire.addEventListener("late", () => {
  page.late = wire.late;
  change();
});
call.addEventListener("change", () => {
  if (call.view.error && call.view.error !== page.call.error) page.error = call.view.error;
  page.call = call.view;
  page.text?.update(desk.sessions[call.view.call?.session ?? ""]);
  acts.followBoard();
  page.playBlocked = call.view.playBlocked;
  change();
});
check.addEventListener("change", () => {
  page.check = check.view;
  change();
});
holdToLimits();
new Tooltips();
document.addEventListener("paste", acts.pasted);
for (const type of /** @type {const} */ (["dragover", "drop"])) document.addEventListener(type, acts.dropped);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) adopt(openSession(desk, inSight(page)));
  seen.update();
});
document.addEventListener("fullscreenchange", () => {
  page.full = document.fullscreenElement !== null;
  change();
});
setInterval(() => {
  idle.check();
  acts.lookAround();
  change();
}, 1000);
addEventListener("keydown", createKeyboard({ page, act: acts, cursor }));
idle.watch(window);

Object.assign(window, {
  contactcenter: {
    call,
    wire,
    get looking() {
      return page.looking;
    },
  },
});
change();
wire.open();
watch.start();
