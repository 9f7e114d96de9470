// What a person is told about a device that does not work (C5).

import "../templates.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../templates.js";

const { help, noticeWords, troubles } = await import("../../../static/contactcenter/ui/device_help.js");
const { drawings } = await import("../../../static/contactcenter/ui/step_drawings.js");
const { browserOf, inTrouble, steps, title, whereToLook } = await import(
  "../../../static/contactcenter/ui/device_steps.js"
);
const { nothing } = await import("../../../static/contactcenter/vendor/lit.js");

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
globalThis.navigator ??= /** @type {any} */ ({ userAgent: CHROME });
const STATES = [
  "not-asked",
  "asking",
  "granted",
  "blocked-person",
  "blocked-page",
  "blocked-system",
  "no-device",
  "in-use",
  "muted",
  "off",
  "lost",
];
const TROUBLE = ["blocked-person", "blocked-page", "blocked-system", "no-device", "in-use", "lost"];
const READERS = ["chrome", "edge", "firefox", "safari"].flatMap((browser) =>
  [
    ["windows", false],
    ["mac", false],
    ["linux", false],
    ["android", true],
    ["ios", true],
  ].map(([system, phone]) => ({ browser, system, phone })),
);
const view = (change = {}) => ({
  microphone: "granted",
  camera: "granted",
  mine: true,
  phase: "connected",
  dismissed: new Set(),
  silenced: [],
  ...change,
});
const page = { address: "shop.example", act: {} };
const shown = (own, { without = new Set(), wanted = null } = {}) =>
  words(help(troubles(own, without, wanted), own, page));

test("the browser and the system at hand are told from the user agent", () => {
  assert.deepEqual(browserOf(CHROME), { browser: "chrome", phone: false, system: "linux" });
  assert.deepEqual(browserOf(`${CHROME} Edg/140.0.0.0`), { browser: "edge", phone: false, system: "linux" });
  assert.deepEqual(browserOf("Mozilla/5.0 (Android 15; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0"), {
    browser: "firefox",
    phone: true,
    system: "android",
  });
  assert.deepEqual(
    browserOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1"),
    { browser: "safari", phone: true, system: "ios" },
  );
  assert.equal(browserOf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0").system, "windows");
  assert.equal(browserOf("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18 Safari/605").system, "mac");
});

test("every trouble has a title and steps in every browser on every system, and a block is drawn", () => {
  for (const reader of READERS)
    for (const device of ["microphone", "camera"]) {
      for (const state of TROUBLE)
        assert.ok(title(device, state) && steps(device, state, reader).length, `${device} ${state} ${reader.browser}`);
      for (const state of ["blocked-person", "blocked-system", "no-device", "lost", "asking"])
        assert.notEqual(drawings(device, state, reader, false), nothing);
      assert.equal(drawings(device, "in-use", reader, false), nothing);
    }
  assert.deepEqual(STATES.filter(inTrouble).sort(), [...TROUBLE].sort());
});

test("help is shown for what does not work in a running call, until it is put away", () => {
  const own = view({ camera: "in-use" });
  assert.match(shown(own), /Another program is using your camera/);
  assert.equal(shown(own, { without: new Set(["camera in-use"]) }), "");
  assert.equal(shown(view({ camera: "in-use", phase: "ended" })), "");
  assert.equal(shown(view({ camera: "off", microphone: "muted" })), "");
});

test("a question that was closed is asked again by a button; a block is lifted by steps", () => {
  const own = view({ camera: "blocked-person" });
  assert.match(shown(own), /Your camera is blocked for this site/);
  assert.doesNotMatch(shown(own), /Ask again/);
  assert.match(shown({ ...own, dismissed: new Set(["camera"]) }), /Your camera isn’t allowed yet.*Ask again/s);
});

test("steps that were sent for are shown whether there is a call or not, and say so when all is well", () => {
  assert.match(shown(null, { wanted: "camera" }), /How to allow the camera/);
  assert.match(shown(view(), { wanted: "camera" }), /Your camera works.*There’s nothing to do/s);
  assert.match(
    shown(view({ camera: "lost" }), { wanted: "camera", without: new Set(["camera lost"]) }),
    /Your camera was disconnected/,
  );
});

test("two devices with the same trouble are told once what to do", () => {
  const both = shown(view({ camera: "no-device", microphone: "no-device" }));
  assert.match(both, /No microphone was found.*No camera was found/s);
  assert.equal(both.match(/Plug it in/g).length, 1);
});

test("a device in another's place is named", () => {
  assert.equal(
    noticeWords({ device: "camera", what: "replaced", label: "Brio" }),
    "Your camera was disconnected. Now in use: Brio",
  );
  assert.equal(
    noticeWords({ device: "microphone", what: "returned", label: "" }),
    "Your microphone is back: Microphone",
  );
});

test("a chosen device that is not there, or is held, is told with the one in its place", () => {
  assert.equal(
    noticeWords({ device: "camera", what: "missing", label: "Brio" }),
    "The camera you chose isn’t connected. Now in use: Brio",
  );
  assert.equal(
    noticeWords({ device: "microphone", what: "held", label: "Desk" }),
    "The microphone you chose is in use elsewhere. Still in use here: Desk",
  );
  assert.match(
    noticeWords({ device: "speaker", what: "missing", label: "" }),
    /^The speaker you chose isn’t connected/,
  );
  assert.equal(noticeWords({ device: "speaker", what: "returned", label: "" }), "Your speaker is back.");
});

test("what the system mutes is helped with, what the person turned off is not", () => {
  assert.equal(shown(view({ microphone: "muted" })), "");
  const card = shown(view({ microphone: "muted", silenced: ["microphone"] }));
  assert.match(
    card,
    /Your microphone is muted by your system or by a switch.*press it.*Your voice then starts by itself/s,
  );
  const both = shown(view({ microphone: "muted", camera: "muted", silenced: ["microphone", "camera"] }));
  assert.match(both, /Look for a microphone key.*Open the camera’s shutter/s);
  assert.equal(shown(view({ camera: "muted", silenced: ["camera"] }), { without: new Set(["camera muted"]) }), "");
});

test("where a question that nobody answers may be is said for the browser at hand", () => {
  assert.match(whereToLook({ browser: "chrome", phone: false, system: "mac" }), /left of its address bar/);
  assert.match(whereToLook({ browser: "safari", phone: false, system: "mac" }), /middle of its window/);
  assert.match(whereToLook({ browser: "safari", phone: true, system: "ios" }), /on this page/);
});
