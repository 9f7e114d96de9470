// Two tabs' calls in one page with a played server between them: what the tests of real peers drive through `window.lab`.

import { createCall } from "/static/contactcenter/call/call.js";
import { createLeg } from "/static/contactcenter/call/leg.js";
import { Media } from "/static/contactcenter/call/devices/media.js";
import { traffic } from "./traffic.js";
import { Server } from "/tests/js/call/server.js";

const PATIENCE = 20_000;

let server;
const sides = {};

/** Two fresh tabs. */
function open(options = {}) {
  close();
  server = new Server(options);
  for (const role of ["operator", "client"]) addTab(role, { media: options.media?.() });
}

/** One more tab of a side takes the place of the one before in `sides`. */
function addTab(role, { media = new Media() } = {}) {
  const wire = server.wire(role);
  const call = createCall({ role, wire, media, leg: createLeg({ storage: null, page: new EventTarget() }) });
  server.connect(wire, call);
  const video = document.getElementById(role);
  let shown = null;
  call.addEventListener("change", () => {
    const { remote } = call.view;
    if (remote === shown) return;
    shown = remote;
    call.play(video);
  });
  sides[role] = { call, wire, video };
}

function close() {
  for (const { call } of Object.values(sides)) call.hangup();
}

/** Resolves when `condition` holds; looked at on every event of a call and on every frame. */
function until(condition, what = condition.toString()) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`never came true: ${what}`)), PATIENCE);
    const look = async () => {
      if (await condition()) {
        clearTimeout(timer);
        resolve(true);
      } else requestAnimationFrame(look);
    };
    look();
  });
}

/** The next frame this side presents. */
function frame(role) {
  return new Promise((seen, reject) => {
    const timer = setTimeout(() => reject(new Error(`the ${role} saw no frame`)), PATIENCE);
    document.getElementById(role).requestVideoFrameCallback((now) => {
      clearTimeout(timer);
      seen(now);
    });
  });
}

const statistics = (role) => traffic(sides[role].call.peer);
const view = (role) => sides[role].call.view;

window.lab = { open, addTab, close, until, frame, statistics, view, sides, get server() { return server; } };
document.documentElement.dataset.ready = "yes";
