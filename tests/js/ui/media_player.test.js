// A video or sound that this browser cannot decode is told in words, with a way to have it.

import "../templates.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../templates.js";

const { player } = await import("../../../static/contactcenter/ui/media_player.js");

const VIDEO = { name: "a.mov", mime: "video/quicktime" };
/** The handler of an event in what would be rendered. */
const handler = (shown, event) => shown.values[shown.strings.findIndex((piece) => piece.endsWith(`@${event}=`))];
/** A player and the words beside it, as the page has them. */
const page = (videoWidth = 640) => ({ hidden: false, videoWidth, nextElementSibling: { hidden: true } });

test("words and a download take the place of a video that cannot be decoded, and go for the next one", () => {
  const shown = player(VIDEO, "/x", () => {});
  assert.match(words(shown), /can’t play this file.*Download/s);
  const media = page();
  handler(shown, "error")({ currentTarget: media });
  assert.deepEqual([media.hidden, media.nextElementSibling.hidden], [true, false]);
  handler(shown, "loadstart")({ currentTarget: media });
  assert.deepEqual([media.hidden, media.nextElementSibling.hidden], [false, true]);
});

test("a film of which only the sound is decoded says so and still sounds", () => {
  const shown = player(VIDEO, "/x", () => {});
  const media = page(0);
  handler(shown, "loadedmetadata")({ currentTarget: media });
  assert.deepEqual([media.hidden, media.nextElementSibling.hidden], [false, false]);
  const whole = page();
  handler(shown, "loadedmetadata")({ currentTarget: whole });
  assert.deepEqual([whole.hidden, whole.nextElementSibling.hidden], [false, true]);
});

test("sound is told about as well, and the download is the one it is given", () => {
  let saved = 0;
  const shown = player({ name: "a.opus", mime: "audio/ogg" }, "/x", () => saved++);
  const media = page();
  handler(shown, "error")({ currentTarget: media });
  assert.equal(media.nextElementSibling.hidden, false);
  handler(shown.values.at(-1), "click")();
  assert.equal(saved, 1);
});
