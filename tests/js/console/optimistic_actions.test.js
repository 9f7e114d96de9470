// One way to show what was pressed before the server has answered: it stands while the server is asked, and goes when
// it refuses.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createOptimism } from "../../../static/contactcenter/console/optimistic_actions.js";

function world() {
  const page = { updates: [], now: Date.parse("2026-11-22T14:00:00Z") };
  const pictures = [];
  const optimism = createOptimism({
    page,
    refresh: () => pictures.push(page.updates.map(({ kind, answered = false }) => [kind, answered])),
  });
  return { page, pictures, optimism };
}

test("it is drawn before the server is asked, and stays until the desk shows it by itself", async () => {
  const { page, pictures, optimism } = world();
  await optimism.show({ kind: "end", session: "s1" }, async () => {
    assert.equal(pictures.length, 1);
    return { seq: 7 };
  });
  assert.deepEqual(pictures, [[["end", false]], [["end", true]]]);
  assert.deepEqual(
    page.updates.map(({ at, seq }) => [at, seq]),
    [["2026-11-22T14:00:00.000Z", 7]],
  );
});

test("a refusal takes it away first, and is heard then", async () => {
  const { page, optimism } = world();
  const refused = optimism.show({ kind: "end", session: "s1" }, async () => {
    throw new Error("Boris was faster.");
  });
  assert.equal(page.updates.length, 1);
  await assert.rejects(refused, (error) => {
    assert.deepEqual(page.updates, []);
    return /faster/.test(error.message);
  });
});

test("two at once do not touch each other", async () => {
  const { page, optimism } = world();
  let refuse = () => {};
  const first = optimism.show(
    { kind: "end", session: "s1" },
    () =>
      new Promise((_, reject) => {
        refuse = reject;
      }),
  );
  await optimism.show({ kind: "end", session: "s2" }, async () => null);
  refuse(new Error("no"));
  await first.catch(() => {});
  assert.deepEqual(
    page.updates.map(({ session, answered }) => [session, answered]),
    [["s2", true]],
  );
});

test("who changes their mind takes it away", async () => {
  const { page, optimism } = world();
  const asking = optimism.show({ kind: "call", session: "s1" }, async () => null);
  optimism.drop("call");
  await asking;
  assert.deepEqual(page.updates, []);
});

test("what needs the server's answer waits for it, and for no other session's", async () => {
  const { optimism } = world();
  const ends = {};
  const asked = (session) => new Promise((resolve, reject) => Object.assign(ends, { [session]: { resolve, reject } }));
  const shown = ["s1", "s2"].map((session) => optimism.show({ kind: "accept", session }, () => asked(session)));
  await optimism.answered("accept", "s3");
  let done = false;
  const first = optimism.answered("accept", "s1").then(() => {
    done = true;
  });
  await optimism.answered("end", "s1");
  assert.equal(done, false);
  ends.s1.resolve();
  await Promise.all([first, shown[0]]);
  assert.equal(done, true);
  const second = optimism.answered("accept", "s2");
  ends.s2.reject(new Error("Boris was faster."));
  await Promise.all([assert.rejects(second, /faster/), assert.rejects(shown[1], /faster/)]);
  await optimism.answered("accept", "s2");
});
