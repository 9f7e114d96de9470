import assert from "node:assert/strict";
import { test } from "node:test";
import { assess, GOOD, judge } from "../../../../static/contactcenter/call/quality/assess.js";
import { numbersOf, sampleOf } from "../../../../static/contactcenter/call/quality/stats.js";
import { QualityRecord } from "../../../../static/contactcenter/call/quality/log.js";
import { lineWords, repairWords } from "../../../../static/contactcenter/ui/connection_words.js";

const FINE = {
  seconds: 2,
  loss: 0,
  lostThere: 0,
  delay: 40,
  jitter: 5,
  frozen: 0,
  concealed: 0,
  kbit: 900,
  width: 640,
  height: 480,
  sent: 480,
  limited: "none",
  relayed: false,
};

const after = (samples, start = GOOD) =>
  samples.reduce((quality, sample) => assess(quality, { ...FINE, ...sample }), start);
const times = (count, sample) => Array.from({ length: count }, () => sample);

test("a fine line says nothing, and neither does one poor moment", () => {
  assert.equal(after(times(100, {})).level, "good");
  assert.equal(after([{}, { loss: 0.3 }, {}, { delay: 3000 }, {}]).level, "good");
});

test("two poor samples in a row are told, five good ones take it back", () => {
  const weak = after(times(2, { loss: 0.08 }));
  assert.deepEqual([weak.level, weak.cause], ["weak", "peer-network"]);
  const almost = after([...times(4, {}), { loss: 0.08 }, ...times(4, {})], weak);
  assert.equal(almost.level, "weak");
  const good = after(times(5, {}), weak);
  assert.deepEqual([good.level, good.cause], ["good", null]);
});

for (const [what, sample, level, cause] of [
  ["what does not come is the other's network", { loss: 0.08 }, "weak", "peer-network"],
  ["what does not arrive there is one's own", { lostThere: 0.2 }, "bad", "own-network"],
  ["loss both ways is the line between", { loss: 0.08, lostThere: 0.09 }, "weak", "line"],
  ["a long way is the line between", { delay: 800 }, "weak", "line"],
  ["voices that come apart are weak", { jitter: 250 }, "bad", "line"],
  ["a voice that is made up was not there", { concealed: 0.3 }, "bad", "peer-network"],
  ["a tiny picture for want of room", { limited: "bandwidth", sent: 120 }, "weak", "own-network"],
  ["a tiny picture for want of power", { limited: "cpu", sent: 180 }, "weak", "own-computer"],
  ["a busy computer that still sends a whole picture is no trouble", { limited: "cpu", sent: 480 }, "good", null],
  ["a picture that stands still", { frozen: 0.8 }, "weak", "peer-network"],
]) {
  test(what, () => assert.deepEqual(judge({ ...FINE, ...sample }), { level, cause }));
}

test("in sign language a small picture is intended, and a line that loses is weak all the same", () => {
  const signing = { signing: true };
  assert.equal(judge({ ...FINE, limited: "bandwidth", sent: 135 }, signing).level, "good");
  assert.equal(judge({ ...FINE, limited: "cpu", sent: 180 }, signing).level, "good");
  assert.equal(judge({ ...FINE, loss: 0.08 }, signing).level, "weak");
});

test("the other side's busy computer is its own word", () => {
  assert.deepEqual(judge({ ...FINE, height: 180 }, { peer: "cpu" }), { level: "weak", cause: "peer-computer" });
  assert.deepEqual(judge({ ...FINE, frozen: 0.8 }, { peer: "cpu" }), { level: "weak", cause: "peer-computer" });
});

test("a busy computer is told only after it was busy for ten seconds", () => {
  assert.equal(after(times(4, { limited: "cpu", sent: 180 })).level, "good");
  assert.equal(after(times(5, { limited: "cpu", sent: 180 })).level, "weak");
});

test("a picture that has just begun is small on any line: a weak network is told after ten seconds of it", () => {
  assert.equal(after(times(4, { limited: "bandwidth", sent: 180 })).level, "good");
  assert.equal(after(times(5, { limited: "bandwidth", sent: 180 })).level, "weak");
  assert.equal(after(times(2, { limited: "bandwidth", sent: 180, loss: 0.08 })).level, "weak");
});

const report = (packets, lost, more = {}) =>
  new Map(
    Object.entries({
      a: {
        type: "inbound-rtp",
        kind: "audio",
        packetsReceived: packets,
        packetsLost: lost,
        jitter: 0.02,
        totalSamplesReceived: packets * 960,
        concealedSamples: lost * 960,
        bytesReceived: packets * 100,
      },
      v: {
        type: "inbound-rtp",
        kind: "video",
        packetsReceived: 0,
        totalFreezesDuration: 0,
        frameWidth: 640,
        frameHeight: 480,
      },
      o: { type: "outbound-rtp", kind: "video", frameHeight: 360, qualityLimitationReason: "bandwidth" },
      r: { type: "remote-inbound-rtp", fractionLost: 0.1 },
      t: { type: "transport", selectedCandidatePairId: "p" },
      p: { type: "candidate-pair", localCandidateId: "l", remoteCandidateId: "m", currentRoundTripTime: 0.08 },
      l: { type: "local-candidate", candidateType: "relay" },
      m: { type: "remote-candidate", candidateType: "host" },
      ...more,
    }),
  );

test("two looks at the statistics become what happened between them", () => {
  const sample = sampleOf(numbersOf(report(100, 0), 0), numbersOf(report(190, 10), 2000));
  assert.deepEqual(
    [
      sample.loss,
      sample.lostThere,
      sample.delay,
      sample.jitter,
      sample.kbit,
      sample.sent,
      sample.limited,
      sample.relayed,
    ],
    [0.1, 0.1, 80, 20, 36, 360, "bandwidth", true],
  );
});

test("a connection that is new, or whose packets came after all, has no negative loss", () => {
  assert.equal(sampleOf(numbersOf(report(100, 9), 0), numbersOf(report(20, 0), 2000)).loss, 0);
});

test("a record keeps one sample for five seconds, and at most a hundred and twenty for a whole day", () => {
  const record = new QualityRecord();
  for (const level of ["good", "weak", "good"]) record.add({ ...FINE, loss: level === "weak" ? 0.06 : 0 }, level);
  assert.deepEqual(record.view.samples, [
    { loss: 20, delay: 40, jitter: 5, frozen: 0, kbit: 900, height: 480, level: 1 },
  ]);
  for (let second = 0; second < 86_400; second += 2) record.add(FINE, "good");
  assert.ok(record.samples.length <= 121 && record.samples.length > 50);
  assert.ok(Math.abs(record.samples.length * record.every - 86_400) < 0.3 * 86_400);
  assert.equal(record.samples[0].level, 1);
});

test("a time without a connection shows in the record", () => {
  const record = new QualityRecord();
  record.add(FINE, "good");
  record.gap(4);
  assert.equal(record.view.samples[0].level, 3);
});

const view = (more) => ({
  phase: "connected",
  repair: null,
  unheard: false,
  voicesOnly: false,
  quality: GOOD,
  signing: false,
  illegible: { own: null, peer: null },
  ...more,
});

test("nothing is said while all is well, then who has the problem and what to do", () => {
  assert.equal(lineWords(view({}), "Emily"), null);
  const weak = lineWords(view({ quality: { ...GOOD, level: "weak", cause: "peer-network" } }), "Emily");
  assert.deepEqual(weak, { state: "weak", words: "Emily’s network is weak. Voice goes first.", hint: "" });
  const own = lineWords(view({ quality: { ...GOOD, level: "bad", cause: "own-network" } }), "Emily");
  assert.deepEqual([own.state, own.hint], ["bad", "Move closer to the Wi-Fi, or use a cable."]);
  assert.match(lineWords(view({ unheard: true }), "Emily").words, /can’t hear you/);
  assert.match(lineWords(view({ voicesOnly: true }), "Emily").words, /Voice only/);
});

test("in sign language nobody is told that voice goes first, and lost signs are told before all else", () => {
  for (const cause of ["own-network", "peer-network", "line"]) {
    const weak = { signing: true, quality: { ...GOOD, level: "weak", cause } };
    const { words } = lineWords(view(weak), "Emily");
    assert.match(words, /signing stays fluent/);
    const lost = lineWords(view({ ...weak, illegible: { own: null, peer: "line" } }), "Emily");
    assert.match(lost.words, /Emily’s signing doesn’t come through/);
    assert.equal(lost.write, true);
  }
});

test("each rung of the ladder has a sentence of its own", () => {
  const said = ["wait", "restart", "relay", "fresh", "smaller", "voice"].map((repair) =>
    repairWords({ repair }, "Emily"),
  );
  assert.equal(new Set(said).size, 6);
  assert.equal(repairWords({ repair: null }, "Emily"), "");
});
