// Sign-language mode: the size of the picture gives way, the pictures a second never do.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  picture,
  SIGNING_PICTURES,
  SIZES,
  SMALLEST,
  voice,
} from "../../../../static/contactcenter/call/quality/encoding.js";
import { BEGIN, hindrance, LEGIBLE, legible, resize } from "../../../../static/contactcenter/call/quality/signing.js";
import { SigningWatch } from "../../../../static/contactcenter/call/quality/signing_watch.js";
import { signWords } from "../../../../static/contactcenter/ui/signing_words.js";

/** Numbers that look random and are the same in every run. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const FINE = { sent: 30, source: 30, room: 5_000, thin: false, edge: 720 };
const CAMERAS = [0, 240, 360, 480, 720, 1080];

/** What a line of `room` kilobits makes of this size: half of what it needs is all it takes to keep moving. */
const through = (rung, room) => (room >= SIZES[rung].need / 2 ? 30 : Math.round((60 * room) / SIZES[rung].need));

/** The states on the way. */
function steps(seen, from = BEGIN) {
  const states = [from];
  for (const one of seen) states.push(resize(states.at(-1), { ...FINE, ...one }));
  return states.slice(1);
}

const times = (count, one) => Array.from({ length: count }, () => one);

test("no size of the mode has less than twenty pictures a second, whatever gives way besides", () => {
  for (const edge of CAMERAS)
    for (let rung = 0; rung <= SMALLEST; rung += 1)
      for (const small of [false, true])
        assert.ok(picture({ held: false, small, rung, edge }).maxFramerate >= SIGNING_PICTURES);
});

test("outside the mode a small picture is slower, and a held one is one a second in both", () => {
  assert.equal(picture({ held: false, small: true, rung: null, edge: 480 }).maxFramerate, 15);
  for (const rung of [null, 3]) assert.equal(picture({ held: true, small: true, rung, edge: 480 }).maxFramerate, 1);
});

test("a size is what remains of the camera's picture, upright or not, and never more than it gives", () => {
  const scale = (edge, rung) => picture({ held: false, small: false, rung, edge }).scaleResolutionDownBy;
  assert.deepEqual([scale(720, 0), scale(720, 2), scale(720, 4)], [1, 2, 4]);
  assert.deepEqual([scale(480, 0), scale(360, 4), scale(120, SMALLEST)], [1, 2, 1]);
});

test("on a thin line the voice leaves its bits to the picture, and keeps enough to be understood", () => {
  assert.equal(voice({ small: false, rung: null }), undefined);
  assert.equal(voice({ small: false, rung: 0 }), undefined);
  for (const wish of [
    { small: false, rung: 4 },
    { small: true, rung: 0 },
  ])
    assert.ok(voice(wish) >= 16_000 && voice(wish) <= 24_000);
});

for (const [room, lines] of [
  [5_000, 720],
  [1_000, 540],
  [420, 360],
  [300, 270],
  [210, 180],
  [80, 135],
])
  test(`a line of ${room} kbit/s settles at ${lines} lines and stays there`, () => {
    let state = BEGIN;
    const seen = [];
    for (let sample = 0; sample < 200; sample += 1) {
      state = resize(state, { ...FINE, room, sent: through(state.rung, room) });
      seen.push(SIZES[state.rung].lines);
    }
    // The next size is tried with a quarter more than it needs.
    const last = seen.slice(100);
    assert.deepEqual(new Set(last).size, 1);
    assert.ok(
      last[0] === lines || last[0] === (SIZES[SIZES.findIndex((size) => size.lines === lines) + 1]?.lines ?? 0),
    );
  });

test("when the line gets thin the size gives way in the same sample, and comes back only slowly", () => {
  const [thin] = steps([{ room: 200 }]);
  assert.equal(SIZES[thin.rung].lines, 180);
  const [first, ...others] = steps(times(4, {}), thin);
  assert.equal(first.rung, thin.rung);
  assert.equal(others.at(-1).rung, thin.rung - 1);
});

test("a browser that tells no room is judged by the pictures that get through", () => {
  const down = steps(times(3, { room: 0, sent: 12 }));
  assert.deepEqual(
    down.map(({ rung }) => rung),
    [3, 4, 5],
  );
  assert.equal(steps(times(4, { room: 0 }), down.at(-1)).at(-1).rung, 4);
});

test("a size that failed at once is tried later and later", () => {
  let state = steps([{ room: 0, sent: 12 }]).at(-1);
  const waits = [];
  for (let attempt = 0; attempt < 4; attempt += 1) {
    let samples = 0;
    const { rung } = state;
    while (state.rung === rung) {
      state = resize(state, { ...FINE, room: 0 });
      samples += 1;
    }
    waits.push(samples);
    state = resize(state, { ...FINE, room: 0, sent: 12 });
  }
  assert.deepEqual(waits, [4, 8, 16, 32]);
});

test("the other side's word that too few pictures arrive makes the picture smaller", () => {
  assert.equal(steps([{ thin: true }]).at(-1).rung, BEGIN.rung + 1);
});

test("in the dark a camera gives few pictures: a smaller size would not make them more", () => {
  assert.equal(steps(times(5, { source: 12, sent: 12, thin: true })).at(-1).rung < BEGIN.rung, true);
  assert.equal(hindrance({ ...FINE, source: 12, sent: 12, thin: true }, "none"), "camera");
});

test("sizes a camera doesn't have are skipped, down and up", () => {
  const up = steps(times(40, { edge: 360 })).at(-1);
  assert.equal(SIZES[up.rung].lines, 360);
  const [down] = steps([{ edge: 240, sent: 10 }]);
  assert.equal(SIZES[down.rung].lines < 240, true);
});

test("whatever the line does, at each moment there are twenty pictures a second and a size that exists", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const roll = dice(seed);
    const edge = CAMERAS[Math.floor(roll() * CAMERAS.length)];
    let [state, room] = [BEGIN, 4_000 * roll()];
    for (let sample = 0; sample < 120; sample += 1) {
      room = roll() < 0.1 ? 4_000 * roll() ** 3 : Math.max(0, room * (0.7 + 0.6 * roll()));
      const source = roll() < 0.1 ? 30 * roll() : 30;
      const seen = {
        edge,
        source,
        room: roll() < 0.2 ? 0 : room,
        sent: Math.min(source, through(state.rung, room)) * (0.9 + 0.1 * roll()),
        thin: roll() < 0.2,
      };
      const before = state.rung;
      state = resize(state, seen);
      assert.ok(Number.isInteger(state.rung) && state.rung >= 0 && state.rung <= SMALLEST, `${seed}: ${state.rung}`);
      assert.ok(before - state.rung <= 1, `${seed}: it grew by more than one size`);
      if (seen.room) assert.ok(SIZES[state.rung].need <= seen.room || state.rung === SMALLEST, `${seed}: too large`);
      const { maxFramerate, scaleResolutionDownBy } = picture({
        held: false,
        small: roll() < 0.3,
        rung: state.rung,
        edge,
      });
      assert.ok(maxFramerate >= SIGNING_PICTURES && scaleResolutionDownBy >= 1);
    }
  }
});

test("three poor samples in a row are told, two good ones take it back", () => {
  const after = (reasons, from = LEGIBLE) =>
    reasons.reduce((state, own) => legible(state, { own, peer: null }), from).own;
  assert.equal(after(["line", "line", null, "line", "line"]), null);
  const told = ["line", "line", "line"].reduce((state, own) => legible(state, { own, peer: null }), LEGIBLE);
  assert.equal(told.own, "line");
  assert.equal(after([null], told), "line");
  assert.equal(after([null, null], told), null);
});

/** A watch on a connection that only notes what it's told. */
function watch() {
  const link = { rungs: [], told: [], sign: (rung) => link.rungs.push(rung), tell: (told) => link.told.push(told) };
  const signing = new SigningWatch(link);
  const look = (more = {}, count = 1) => {
    for (let sample = 0; sample < count; sample += 1)
      signing.add({ pictures: 30, picturesSent: 30, source: 30, room: 5_000, edge: 480, limited: "none", ...more });
  };
  return { link, signing, look };
}

test("outside the mode nothing is measured, told or made smaller", () => {
  const { link, signing, look } = watch();
  signing.follow(null);
  look({ pictures: 3, picturesSent: 3 }, 10);
  assert.deepEqual([link.rungs, link.told], [[null], []]);
  assert.deepEqual([signing.view.own, signing.view.peer], [null, null]);
});

test("too few pictures from the other side are told to it, once, and so is that they are enough again", () => {
  const { link, signing, look } = watch();
  signing.follow({ sends: true, expects: true });
  look({}, 3);
  look({ pictures: 14 }, 4);
  look({}, 3);
  assert.deepEqual(link.told, [
    { thin: true, hindered: null },
    { thin: false, hindered: null },
  ]);
});

test("who sends no camera has nothing to make smaller, and whose camera is off is not missed", () => {
  const { link, signing, look } = watch();
  signing.follow({ sends: false, expects: false });
  look({ pictures: 0, picturesSent: 0, source: 0 }, 6);
  assert.deepEqual([link.rungs, link.told, signing.view.own, signing.view.peer], [[BEGIN.rung], [], null, null]);
});

test("why the other side can't sign is its own word; otherwise it is the line", () => {
  const { signing, look } = watch();
  signing.follow({ sends: true, expects: true });
  look({ pictures: 10 }, 3);
  assert.equal(signing.view.peer, "line");
  signing.hear({ hindered: "camera" });
  look({ pictures: 10 }, 3);
  assert.equal(signing.view.peer, "camera");
});

test("a new connection is told anew, and a mode switched on again begins afresh", () => {
  const { link, signing, look } = watch();
  signing.follow({ sends: true, expects: true });
  look({ pictures: 10, room: 100 }, 3);
  signing.renew();
  look({ pictures: 10, room: 100 }, 2);
  assert.equal(link.told.filter(({ thin }) => thin).length, 2);
  signing.follow(null);
  signing.follow({ sends: true, expects: true });
  assert.equal(link.rungs.at(-1), BEGIN.rung);
  assert.deepEqual([signing.view.own, signing.view.peer], [null, null]);
});

test("whose signs don't get through is said in words, with what to do; writing is offered", () => {
  const said = (own, peer, signing = true) => signWords({ signing, illegible: { own, peer } }, "Emily");
  assert.equal(said(null, null), null);
  assert.equal(said("line", null, false), null);
  const reasons = ["line", "computer", "camera"];
  const all = [
    ...reasons.map((one) => said(one, null)),
    ...reasons.map((one) => said(null, one)),
    said("line", "line"),
  ];
  assert.equal(new Set(all.map(({ words }) => words)).size, 7);
  assert.ok(all.every(({ write, hint }) => write && hint));
  assert.match(said("line", null).words, /doesn’t reach Emily/);
});
