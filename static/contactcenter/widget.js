// The widget's page: connects socket, identity, host page and views, and renders after changes.

import { Lazy } from "./widget/call_loader.js";
import { Host } from "./widget/host.js";
import { Identity } from "./widget/identity.js";
import { modelOf } from "./widget/model.js";
import { Widget } from "./widget/widget.js";
import { Announcer } from "./ui/announcer.js";
import { frame } from "./ui/widget/frame.js";
import { focusFirst, followFocus } from "./ui/widget/focus.js";
import { language } from "./ui/text.js";
import { render } from "./vendor/lit.js";
import { Wire } from "./wire/socket.js";

const LOOK_EVERY = 5000; // milliseconds

/** @import { Entry } from "./wire/protocol.js" */
/** What the client can do. The call's actions come with its code: only its views use them.
 * @typedef {typeof act & import("./widget/call_actions.js").CallActs} Act */

/** @type {import("./widget/page_data.d.ts").PageData} */
const data = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("widget-data")).textContent ?? "{}");
const root = /** @type {HTMLElement} */ (document.getElementById("widget"));
document.documentElement.style.setProperty("--accent", data.accent);

/** The frame's storage, or null if the browser blocks it in a page inside another. */
function ownStorage() {
  try {
    localStorage.setItem("contactcenter.try", "1");
    localStorage.removeItem("contactcenter.try");
    return localStorage;
  } catch {
    return null;
  }
}

/** Opened by the frame for a call: it's the same client for as long as it lives, and no longer. */
const callWindow = window.parent === window && window.name.startsWith("contactcenter.call.");
const storage = callWindow ? sessionStorage : ownStorage();
const host = new Host({ origins: data.origins, window });
host.say({ type: "look", css: data.frameStyle });
// The address of an invitation is a secret: it's never sent and never stored.
if (data.invitation) host.page = { url: "", title: document.title, referrer: "" };
const identity = new Identity({ key: data.key, address: data.client, storage });
const wire = new Wire({
  url: data.socket,
  role: "client",
  storage,
  hello: () => ({ type: "hello", token: identity.token, language: data.language }),
});

/** A part's styles come with its code. @param {string} href */
function loadStyle(href, place = (/** @type {Node} */ link) => document.head.append(link)) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const done = new Promise((resolve) => {
    link.onload = link.onerror = resolve;
  });
  place(link);
  return done;
}

async function loadConversation() {
  const looks = [
    loadStyle(data.styles.conversation),
    // Before an invitation's own sheet, which takes precedence.
    loadStyle(data.styles["widget-conversation"], (link) => document.getElementById("client-style")?.after(link)),
  ];
  const [{ Conversation }] = await Promise.all([import("./widget/conversation.js"), ...looks]);
  return new Conversation({ widget, storage });
}

async function loadEntries() {
  const looks = loadStyle(data.styles.entries, (link) => document.getElementById("client-style")?.before(link));
  const [{ Entries }] = await Promise.all([import("./widget/entries.js"), looks]);
  return new Entries({ widget });
}

async function loadCall() {
  const looks = Promise.all([loadStyle(data.styles.help), loadStyle(data.styles.call)]);
  const [code] = await Promise.all([import("./ui/widget/call.js"), looks]);
  const leg = (await ticket)?.leg;
  Object.assign(act, code.callActs({ widget, loadStyle }));
  return {
    ...code,
    createCall: (/** @type {import("./call/call.js").Options} */ options) =>
      code.createCall({ ...options, leg: code.createLeg(leg) }),
  };
}

const widget = new Widget({ data, wire, identity, host, loadCall, loadConversation, loadEntries });
const announcer = new Announcer();
const looking = new Lazy(async () => {
  const looks = loadStyle(data.styles.whiteboard);
  const [{ createLooking, firstName }] = await Promise.all([import("./ui/whiteboard.js"), looks]);
  const headers = () => ({ Authorization: `Bearer ${identity.token}`, "Accept-Language": language() });
  const together = createLooking({
    role: "client",
    wire,
    headers,
    call: () => widget.calls.call,
    change: () => widget.change(),
  });
  widget.addEventListener("change", () =>
    together.board.follow(widget.state.session, firstName(widget.state.session?.operator ?? "") || data.name),
  );
  return together;
});
/** Only a frame without storage needs it. */
const ticket =
  storage || !host.framed
    ? null
    : import("./widget/return_ticket.js").then(({ Ticket }) => new Ticket({ widget, addresses: data }));
if (callWindow && window.opener) import("./widget/handover.js").then(({ Handover }) => new Handover({ widget }));
/** @type {Promise<import("./widget/host_data.js").HostData> | null} only a website that says something of its client
 *   pays for hearing it */
let site = null;
host.addEventListener("said", (event) => {
  site ??= import("./widget/host_data.js").then(({ HostData }) => new HostData(widget));
  site.then((heard) => heard.hear(/** @type {CustomEvent} */ (event).detail));
});
identity.before = async () => (await site)?.settle();
// Opened as a page of its own, its address may name an entry: …/frame/#invitation.
if (!host.framed && location.hash) widget.choose(/** @type {Entry} */ (location.hash.slice(1)));

/** The views' actions; the call's part comes with its code. */
const act = {
  choose: (/** @type {Entry} */ entry) => widget.choose(entry),
  back: () => widget.back(),
  remember: (/** @type {Event & {target: HTMLInputElement}} */ event) => widget.remember(event.target),
  submit: (/** @type {import("./widget/widget.js").EntryFields} */ fields) => widget.submit(fields),
  ownWindow: () => widget.entries.part?.reopen(),
  leave: () => widget.leave(),
  retry: (/** @type {string} */ id) => wire.retry(id),
  discard: (/** @type {string} */ id) => wire.discard(id),
  edit: (/** @type {string} */ id) => widget.conversation.part?.edit(id),
  openFile: (/** @type {import("./wire/protocol.js").ShareView} */ file) => widget.conversation.part?.open(file),
  saveFile: (/** @type {import("./wire/protocol.js").ShareView} */ file) => widget.conversation.part?.save(file),
  shutFile: () => widget.conversation.part?.shut(),
  lapsed: (/** @type {{id: string}} */ file) => widget.conversation.part?.addresses.renew(file.id),
  older: () => widget.older(),
  read: (/** @type {boolean} */ on) => widget.read(on),
  end: () => widget.end(),
  /** @type {(() => void) | null} null: no fresh start here */ again: () => widget.again(),
  menu: (/** @type {boolean} */ open) => widget.menu(open),
  forgive: () => widget.forgive(),
  stop: () => widget.stop(),
  leaveInstead: () => {
    widget.stop();
    widget.show({ form: false, message: true });
  },
  minimise: host.framed ? () => host.minimise() : null,
  askCall: () => {
    const { id = "" } = widget.state.session ?? {}; // the call's code may still have to come
    return widget.call((call) => call.ask(id));
  },
};

/** Renders the page. An invitation's page sets its own function once it knows what to show. */
let view = data.invitation ? null : frame;
/** The server's text stays until something else is rendered: a page that can't start isn't empty. */
const given = [...root.children];
let due = false;
function draw() {
  due = false;
  if (!view) return;
  const model = modelOf(widget, {
    address: host.page.url ? new URL(host.page.url).host : location.host,
    looking: looking.part,
  });
  document.documentElement.toggleAttribute("data-phone", host.phone);
  const keep = followFocus(root);
  render(view(model, /** @type {Act} */ (act)), root);
  for (const element of given.splice(0)) element.remove();
  keep(model);
  announcer.follow(root);
  host.size(/** @type {"fits" | "chat" | "call"} */ (model.size), model.size === "fits" ? naturalHeight() : 0);
}

/** The height at which nothing has to scroll, however low the frame is now: at first it has a browser's 150 pixels. */
function naturalHeight() {
  const screen = root.querySelector(".screen");
  return root.scrollHeight + (screen ? screen.scrollHeight - screen.clientHeight : 0);
}

/** Renders once for all changes of a moment. A microtask, because a hidden frame gets no animation frames. */
function changed() {
  if (due) return;
  due = true;
  queueMicrotask(draw);
}

/** @param {typeof frame} next draws the page from now on, in place of what the server wrote */
export function drawWith(next) {
  view = next;
  draw();
}
export { act, changed, data, widget };

widget.addEventListener("change", () => {
  if (widget.state.session?.board) looking.want(() => widget.change());
  changed();
});
host.addEventListener("opened", () => focusFirst(root));
// The first opening is over before the frame has anything to focus: the website's page gives it the focus then.
addEventListener("focus", () => document.activeElement === document.body && focusFirst(root), { once: true });
document.addEventListener("visibilitychange", () => widget.change());
document.addEventListener("fullscreenchange", changed);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (widget.conversation.part?.shut()) return;
  if (widget.page.menu) widget.menu(false);
  else if (!widget.calls.call?.view.remote) host.minimise(); // a call stays in sight
});
document.addEventListener("click", (event) => {
  if (widget.page.menu && !(/** @type {Element} */ (event.target).closest(".header-menu"))) widget.menu(false);
});
new ResizeObserver(changed).observe(root);
setInterval(() => (widget.calls.prompt || widget.calls.call?.view.call?.connected_at) && changed(), 500);
draw();

/** The widget's availability, for a visitor without a socket. */
async function look() {
  const idle = () => !identity.token && host.open && document.visibilityState === "visible";
  if (!idle()) return;
  const answer = await fetch(data.availability).then(
    (response) => (response.ok ? response.json() : null),
    () => null,
  );
  if (answer && idle()) widget.stands(answer);
}
if (data.availability) setInterval(look, LOOK_EVERY);

/** For tests and diagnosis. */
Object.assign(window, {
  contactcenter: {
    get call() {
      return widget.calls.call;
    },
    get looking() {
      return looking.part;
    },
    widget,
    wire,
  },
});
