/* The live board's page: one socket, one board, drawn anew when something changes. */

import { EMPTY, reduceBoard, reduceLink } from "./state/board.js";
import { liveBoard } from "./ui/board/board.js";
import { setCatalogue } from "./ui/text.js";
import { render } from "./vendor/lit.js";
import { Wire } from "./wire/socket.js";

/** @import { ServerEvent } from "./wire/protocol.js" */
/** @import { BoardPage } from "./state/board.js" */

const place = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("board-data")).textContent ?? "");
setCatalogue(place.catalogue ?? {});

const wire = new Wire({ url: "/ws/supervisor/", role: "supervisor", hello: () => ({ type: "hello" }) });
const root = /** @type {HTMLElement} */ (document.getElementById("board"));
/** The server's board stays until something newer is rendered. */
const given = [...root.childNodes];
/** The server's clock minus this device's. */
let offset = 0;
let state = EMPTY;
/** @type {BoardPage} */
const board = {
  ...state,
  now: Date.now(),
  addresses: place.addresses,
  rights: place.rights,
  reasons: place.reasons,
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
    if (!board.shown) return;
    for (const node of given.splice(0)) node.remove();
    render(liveBoard(board), root);
  });
}

wire.addEventListener("event", (event) => {
  const frame = /** @type {ServerEvent} */ (/** @type {CustomEvent} */ (event).detail);
  if ("at" in frame && (frame.type === "board" || frame.type === "heartbeat"))
    offset = Date.parse(frame.at) - Date.now();
  state = reduceBoard(state, frame);
  change();
});
wire.addEventListener("state", () => {
  state = reduceLink(state, wire.state === "open", new Date(Date.now() + offset).toISOString());
  change();
});
setInterval(change, 1000);
wire.open();
