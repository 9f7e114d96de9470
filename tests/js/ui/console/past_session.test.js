// A past session that is read, and a file that is looked at: what can be done from there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../../templates.js";
import { operatorView, share } from "../../views.js";

const { past } = await import("../../../../static/contactcenter/ui/console/dialogs/past_session.js");
const { look } = await import("../../../../static/contactcenter/ui/console/share/file_dialogs.js");
const { inviteTerms } = await import("../../../../static/contactcenter/ui/console/dialogs/invitations.js");

const page = (more = {}) => ({
  busy: new Set(),
  addresses: {},
  error: "",
  now: Date.now(),
  opened: "s1",
  desk: { me: { name: "Anna Keller" }, sessions: { s1: operatorView() } },
  past: null,
  ...more,
});

test("from a past session one writes, calls or invites, by what the client left", () => {
  const session = operatorView({ state: "closed" });
  const client = { ...session.client, email: "emily@posteo.example", phone: "+420601123456" };
  assert.match(
    words(past(page(), {}, { ...session, client })),
    /The client won’t know\..*\+420601123456.*E-mail.*Invite/s,
  );
  assert.doesNotMatch(words(past(page(), {}, { ...session, client: { ...client, phone: "", email: "" } })), /E-mail/);
});

test("a file that was not sent goes to the chat from its preview, while the conversation goes on", () => {
  const shown = (file, more) => words(look(page(more), {}, { file, url: "/x" }));
  assert.match(shown(share({ sent: false })), /Send to chat/);
  assert.doesNotMatch(shown(share({ sent: true })), /Send to chat/);
  assert.doesNotMatch(
    shown(share({ sent: false }), {
      desk: { me: { name: "Anna Keller" }, sessions: { s1: operatorView({ state: "closed" }) } },
    }),
    /Send to chat/,
  );
});

test("an invitation says how long it is valid, or was, and of a used one nothing about the time to come", () => {
  const now = Date.parse("2026-11-28T12:00:00Z");
  const terms = (more) =>
    inviteTerms({ expires_at: "2026-11-28T15:00:00Z", uses: 0, reusable: false, state: "unused", ...more }, now);
  assert.match(terms({}), /^valid until .* · one-off$/);
  assert.match(terms({ state: "expired", expires_at: "2026-11-28T10:00:00Z" }), /^until /);
  assert.equal(terms({ state: "used", uses: 1 }), "");
});
