// A field that clients tell about themselves is one row: every page that asks for it, shows it or corrects it follows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { markup, words } from "../templates.js";
import { clientView, operatorView } from "../views.js";

const { CLIENT_FIELDS, namesOf } = await import("../../../static/contactcenter/ui/client_fields.js");
const { form: chatForm } = await import("../../../static/contactcenter/ui/widget/chat_form.js");
const { form, offline } = await import("../../../static/contactcenter/ui/widget/forms.js");
const { clientPanel } = await import("../../../static/contactcenter/ui/console/client/client_tab.js");
const { person } = await import("../../../static/contactcenter/ui/console/client/client_form.js");
const { peopleActs } = await import("../../../static/contactcenter/console/actions/client.js");

const COMPANY = {
  name: "company",
  label: () => "Your company",
  word: () => "Company",
  asked: "always",
  edited: true,
  fact: true,
};

/** With one more row for the length of a test. */
function withCompany(context) {
  const rows = /** @type {unknown[]} */ (CLIENT_FIELDS);
  rows.push(COMPANY);
  context.after(() => rows.pop());
}

const model = (entry) => ({
  data: { consent: "", privacy: "", entries: [], country: "GB", dial: 44 },
  page: { entry, typed: {}, error: "", fault: "", busy: false },
  available: { reason: "", entries: {} },
  entries: { slots: { state: "failed", zone: "Europe/London" } },
  now: 0,
});
const asked = (view) => [...markup(view).matchAll(/ name=([a-z]+)/g)].map(([, name]) => name);

for (const [name, view, fields] of [
  ["chat", () => chatForm(model("chat"), {}), ["name", "topic", "message"]],
  ["video call", () => form(model("videocall"), {}), ["name", "topic"]],
  ["CallBack", () => form(model("callback"), {}), ["phone", "name", "message"]],
  ["code", () => form(model("invitation"), {}), ["code", "name"]],
  ["left message", () => offline(model("chat"), {}), ["name", "email", "message"]],
])
  test(`the form of a ${name} asks for its fields, and for that of another row`, (context) => {
    assert.deepEqual(asked(view()), fields);
    withCompany(context);
    assert.deepEqual(asked(view()).sort(), [...fields, "company"].sort());
    assert.match(words(view()), /Your company/);
  });

test("a form sends what it asks for", (context) => {
  assert.deepEqual(namesOf("videocall"), ["name", "topic"]);
  withCompany(context);
  assert.deepEqual(namesOf("videocall"), ["name", "topic", "company"]);
});

function console(client) {
  const session = operatorView({ client: clientView(client) });
  const page = {
    now: 0,
    busy: new Set(),
    forms: { client: {}, redirect: {}, ban: {} },
    desk: { sessions: { [session.id]: session } },
  };
  const act = peopleActs({ page, change: () => {} });
  return { act, page, session };
}

test("operators read the topic, and another field that is a fact", (context) => {
  const { act, page, session } = console({ topic: "Vitalis 9 makes a noise", company: "Smith and Sons" });
  assert.match(words(clientPanel(page, act, session)), /TopicVitalis 9 makes a noise/);
  assert.doesNotMatch(words(clientPanel(page, act, session)), /Smith/);
  withCompany(context);
  assert.match(words(clientPanel(page, act, session)), /CompanySmith and Sons/);
});

test("operators correct name, e-mail and phone, and another field that can be corrected", (context) => {
  const { act, page, session } = console({
    email: "emily@example.com",
    phone: "+441632960011",
    company: "Smith and Sons",
  });
  act.edit(session.id);
  assert.deepEqual(page.forms.client[session.id], {
    name: "Emily Carter",
    email: "emily@example.com",
    phone: "+441632960011",
  });
  withCompany(context);
  act.edit(session.id);
  assert.equal(page.forms.client[session.id].company, "Smith and Sons");
  assert.match(words(person(page, act, session)), /Name\s*E-mail\s*Phone\s*Company/);
});
