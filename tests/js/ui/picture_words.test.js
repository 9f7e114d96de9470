import assert from "node:assert/strict";
import { test } from "node:test";
import "../templates.js";

const { pictureWords } = await import("../../../static/contactcenter/ui/picture_words.js");

const SHOWN = {
  phase: "connected",
  peer: { screen: false },
  remotePicture: true,
  voicesOnly: false,
  quality: { level: "good" },
};

test("a picture has a name, and a state while something is the matter", () => {
  const said = (change) => pictureWords({ ...SHOWN, ...change }, "Anna");
  assert.equal(said({}), "Video of Anna");
  assert.equal(said({ peer: { screen: true } }), "Screen of Anna");
  assert.equal(said({ phase: "connecting", remotePicture: false }), "Video of Anna, connecting");
  assert.equal(said({ phase: "reconnecting" }), "Video of Anna, held: the connection is interrupted");
  assert.equal(said({ voicesOnly: true, remotePicture: false }), "Video of Anna, held: the connection is too weak");
  assert.equal(said({ remotePicture: false }), "Video of Anna, off");
  assert.equal(said({ quality: { level: "weak" } }), "Video of Anna, the connection is weak");
});
