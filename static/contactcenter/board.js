/* The live board's page and its wall view: one socket, one board, drawn anew when something changes.
   Joins the parts; rules and views live in their own files. */

import { AlertBell } from "./lib/alert_bell.js";
import { tone } from "./lib/notify.js";
import { storageOf } from "./lib/storage.js";
import { drawn, isSilent, reduceBoard, reduceLost } from "./state/board.js";
import { Announcements } from "./ui/board/announcements.js";
import { liveBoard } from "./ui/board/board.js";
import { wall } from "./ui/board/wall.js";
import { language } from "./ui/text.js";
import { holdToLimits } from "./ui/text_limit.js";
import { html, render } from "./vendor/lit.js";
import { Wire } from "./wire/socket.js";

/** @import { ServerEvent } from "./wire/protocol.js" */
/** @import { BoardPage } from "./state/board.js" */

/** A pointer that rests this long on the wall is hidden, in ms. */
const REST = 3000;

holdToLimits();
const place = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("board-data")).textContent ?? "");
const theme = storageOf("localStorage")?.getItem("theme"); // the admin's choice
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

const wire = new Wire({
  url: "/ws/supervisor/",
  role: "supervisor",
  hello: () => ({ type: "hello", language: language() }),
});
const root = /** @type {HTMLElement} */ (document.getElementById("board"));
/** The server's board stays until this page's own is rendered. */
const given = [...root.childNodes];
const view = place.wall ? wall : liveBoard;
const announcements = new Announcements();
const bell = new AlertBell({ storage: storageOf("localStorage"), tone });
/** The server's clock minus this device's. */
let offset = Date.parse(place.board.at) - Date.now();
let state = drawn(place.board);
/** @type {BoardPage} */
const board = {
  ...state,
  now: Date.now() + offset,
  patient: true,
  measures: place.measures,
  addresses: place.addresses,
  rights: place.rights,
  reasons: place.reasons,
  bell: place.wall ? null : bell,
  send: (command) => wire.send(command),
  change,
};

let due = false;
/** Rendering waits for the end of the task, so that many changes are rendered once. */
function change() {
  if (due) return;
  due = true;
  queueMicrotask(() => {
    due = false;
    Object.assign(board, state, { now: Date.now() + offset });
    announcements.update(board);
    for (const node of given.splice(0)) /** @type {ChildNode} */ (node).remove();
    render(html`${view(board)}${announcements.view()}`, root);
  });
}

function lost() {
  board.patient = false;
  state = reduceLost(state);
  change();
}

/** Clocks go on, and a server that has fallen silent is noticed. */
function tick() {
  if (isSilent(state, Date.now() + offset)) {
    lost();
    wire.renew();
  }
  change();
}

wire.addEventListener("event", (event) => {
  const frame = /** @type {ServerEvent} */ (/** @type {CustomEvent} */ (event).detail);
  if (frame.type === "board" || frame.type === "board.same" || frame.type === "heartbeat")
    offset = Date.parse(frame.at) - Date.now();
  if (frame.type === "board") board.patient = false;
  state = reduceBoard(state, frame);
  if (frame.type === "board") bell.update(frame.alerts).then(change);
  change();
});
wire.addEventListener("state", () => {
  if (wire.reason === "signed-out")
    location.reload(); // to the sign-in
  else if (wire.state !== "open" && wire.state !== "connecting") lost();
});
wire.addEventListener("late", () => wire.late && wire.state === "connecting" && lost());
addEventListener("offline", lost);

/** Keeps a screen on the wall awake, and hides a pointer nobody moves. */
function hang() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  const rest = () => (root.dataset.pointer = "rests");
  let at = "";
  addEventListener("pointermove", ({ screenX, screenY }) => {
    const before = at;
    at = `${screenX} ${screenY}`;
    if (!before || at === before) return; // browsers also tell where a resting pointer is
    delete root.dataset.pointer;
    clearTimeout(resting);
    resting = setTimeout(rest, REST);
  });
  rest();
  const awake = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => undefined);
  document.addEventListener("visibilitychange", awake);
  awake();
}

if (place.wall) hang();
setInterval(tick, 1000);
change();
wire.open();
