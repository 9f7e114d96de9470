// A snapshot with the events after it must equal a later snapshot: the server wrote all three, the browser's reducers
// must agree.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { NOTHING as NO_CLIENT, reduceClient } from "../../static/contactcenter/state/widget.js";
import { NOTHING as NO_DESK, reduceDesk } from "../../static/contactcenter/state/console.js";

const folder = new URL("../replay/", import.meta.url);
const stories = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .sort();

const SECOND = 1000; // a row and its line are written within one moment, not in the same millisecond

/** Left out: when a snapshot was taken, and where its window of lines begins. */
function compared(reached, fresh) {
  if (!reached || !fresh) return assert.equal(reached, fresh);
  const first = Math.max(reached.events[0]?.seq ?? 0, fresh.events[0]?.seq ?? 0);
  const window = (session) => ({
    ...session,
    events: session.events.filter(({ seq }) => seq >= first),
    accepted_at: null,
    ended_at: null,
  });
  assert.deepEqual(window(reached), window(fresh));
  for (const moment of ["accepted_at", "ended_at"]) {
    assert.equal(reached[moment] === null, fresh[moment] === null, moment);
    assert.ok(Math.abs(Date.parse(reached[moment] ?? 0) - Date.parse(fresh[moment] ?? 0)) < SECOND, moment);
  }
}

const roles = {
  client({ before, events, after }) {
    const state = [before, ...events].reduce((reached, event) => reduceClient(reached, event), NO_CLIENT);
    const fresh = reduceClient(NO_CLIENT, after);
    assert.equal(state.name, fresh.name);
    compared(state.session, fresh.session);
  },
  operator({ before, events, after }) {
    const state = [before, ...events].reduce((reached, event) => reduceDesk(reached, event), NO_DESK);
    const fresh = reduceDesk(NO_DESK, after);
    const beside = ({ me, queue, order, invitations }) => ({ me, queue, order, invitations });
    assert.deepEqual(beside(state), beside(fresh));
    for (const id of fresh.order) compared({ ...state.sessions[id], typing: false }, fresh.sessions[id]);
  },
};

test("there are stories to replay", () => assert.notEqual(stories.length, 0));

for (const name of stories) {
  const story = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
  test(`${name}: what the ${story.role} reached event by event is what a fresh page shows`, () =>
    roles[story.role](story));
}
