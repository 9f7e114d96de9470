import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

/** The page around the pictures: in sight or not. */
const page = Object.assign(new EventTarget(), { visibilityState: "visible", pictureInPictureElement: null });
globalThis.document = page;
const window = new EventTarget();
for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"])
  globalThis[name] = window[name].bind(window);
const { attach, keepPlaying, press } = await import("../../../static/contactcenter/call/attach_video.js");

/** A `<video>`: plays when it is told to, unless `refuse` says why not. */
class Video extends EventTarget {
  srcObject = null;
  isConnected = true;
  muted = true;
  paused = true;
  ended = false;
  plays = 0;
  refuse = () => null;

  async play() {
    const name = this.refuse();
    if (name) throw Object.assign(new Error(), { name });
    this.paused = false;
    this.plays += 1;
  }

  pause() {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const STREAM = {};
async function shown() {
  const video = new Video();
  const told = [];
  const show = () => attach(video, STREAM, { blocked: (blocked) => told.push(blocked) });
  await show();
  told.length = 0;
  return { video, told, show };
}

beforeEach(() => Object.assign(page, { visibilityState: "visible", pictureInPictureElement: null }));

test("what pauses a picture from outside is undone", async () => {
  const { video, told } = await shown();
  video.pause();
  await settled();
  assert.deepEqual([video.paused, told], [false, [false]]);
});

test("a picture the browser will not start again offers a press, and starts when the person is back", async () => {
  for (const back of [
    () => page.dispatchEvent(new Event("visibilitychange")),
    () => globalThis.dispatchEvent(new Event("pageshow")),
    () => globalThis.dispatchEvent(new Event("focus")),
  ]) {
    const { video, told } = await shown();
    video.refuse = () => "NotAllowedError";
    video.pause();
    await settled();
    assert.deepEqual([video.paused, told.at(-1)], [true, true]);
    video.refuse = () => null;
    back();
    await settled();
    assert.deepEqual([video.paused, told.at(-1)], [false, false]);
  }
});

test("somebody who insists on the pause gets it, with a press to undo it", async () => {
  const { video, told, show } = await shown();
  for (const _time of [1, 2, 3, 4]) {
    video.pause();
    await settled();
  }
  assert.deepEqual([video.paused, told.at(-1)], [true, true]);
  await show();
  assert.equal(video.paused, true, "drawing the page again is no press");
  await press(video);
  assert.deepEqual([video.paused, told.at(-1)], [false, false]);
});

test("a pause in picture in picture stands until it is left", async () => {
  const { video, told } = await shown();
  page.pictureInPictureElement = video;
  video.pause();
  await settled();
  globalThis.dispatchEvent(new Event("focus"));
  await settled();
  assert.deepEqual([video.paused, told.at(-1)], [true, true]);
  page.pictureInPictureElement = null;
  video.dispatchEvent(new Event("leavepictureinpicture"));
  await settled();
  assert.equal(video.paused, false);
});

test("a picture that has left the page, or has nothing to show, stays paused", async () => {
  for (const gone of [{ isConnected: false }, { srcObject: null }, { ended: true }]) {
    const { video } = await shown();
    Object.assign(video, gone);
    video.pause();
    globalThis.dispatchEvent(new Event("focus"));
    await settled();
    assert.equal(video.paused, true);
  }
});

test("a picture that is drawn from elsewhere plays on without being in the page", async () => {
  const video = Object.assign(new Video(), { isConnected: false, srcObject: STREAM });
  keepPlaying(video, {}, true);
  await video.play();
  video.pause();
  await settled();
  assert.equal(video.paused, false);
});

test("the sound goes to the system's own speaker when the chosen one is gone, and that is told", async () => {
  globalThis.localStorage = { getItem: () => JSON.stringify({ speaker: "headphones" }) };
  const gone = [];
  for (const there of [false, true]) {
    const video = Object.assign(new Video(), {
      muted: false,
      sinkId: "",
      async setSinkId(id) {
        if (id && !there) throw new Error();
        this.sinkId = id;
      },
    });
    await attach(video, STREAM, { speaker: (is) => gone.push(is) });
  }
  delete globalThis.localStorage;
  assert.deepEqual(gone, [true, false]);
});
