// What is typed into the console's dialogs survives refusals; what is shown once is gone when its dialog is.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { draftOf, keepDraft } from "../../../../static/contactcenter/ui/drafts.js";
import { emptyForms, secondsOf, targetOf } from "../../../../static/contactcenter/console/forms.js";
import { invitingActs } from "../../../../static/contactcenter/console/actions/invitation.js";
import { createOptimism } from "../../../../static/contactcenter/console/optimistic_actions.js";
import { peopleActs } from "../../../../static/contactcenter/console/actions/client.js";
import { updatePage } from "../../../../static/contactcenter/console/page_events.js";
import { message, operatorView } from "../../views.js";

/** A page whose server answers as the test says. */
function world({ refuse = "" } = {}) {
  const sent = [];
  const page = {
    desk: { sessions: { s1: operatorView() } },
    dialog: null,
    about: null,
    made: null,
    copied: "",
    past: null,
    error: "",
    question: null,
    busy: new Set(),
    updates: [],
    now: 0,
    forms: emptyForms(),
  };
  const wire = {
    state: "open",
    send: async (command) => {
      sent.push(command);
      if (refuse) throw new Error(refuse);
    },
  };
  const attempt = async (_key, work) => {
    try {
      await work();
      page.error = "";
    } catch (error) {
      page.error = error.message;
    }
  };
  const change = () => {};
  return {
    page,
    sent,
    people: peopleActs({ page, wire, optimism: createOptimism({ page, refresh: change }), attempt, change }),
    inviting: invitingActs({ page, wire, attempt, storage: null, change }),
  };
}

describe("redirecting", () => {
  test("sends whom and the note, and closes", async () => {
    const { page, sent, people } = world();
    people.askRedirect("s1");
    people.redirecting("s1", { target: "operator 2" });
    people.redirecting("s1", { note: " knows the boiler " });
    await people.redirect("s1");
    assert.deepEqual(sent, [
      { type: "colleagues.find" },
      { type: "session.redirect", session: "s1", operator: 2, note: "knows the boiler" },
    ]);
    assert.deepEqual([page.dialog, page.forms.redirect], [null, {}]);
  });

  test("refused, it stays open with what was typed", async () => {
    const { page, people } = world({ refuse: "Boris is away." });
    people.askRedirect("s1");
    people.redirecting("s1", { target: "group 1", note: "please" });
    await people.redirect("s1");
    assert.deepEqual(
      [page.dialog, page.error, page.forms.redirect.s1],
      ["redirect", "Boris is away.", { target: "group 1", note: "please" }],
    );
  });

  test("looks again while it is open, and only then", () => {
    const { sent, people } = world();
    people.lookAround();
    people.askRedirect("s1");
    people.lookAround();
    assert.deepEqual(sent, [{ type: "colleagues.find" }, { type: "colleagues.find" }]);
  });

  test("names one colleague or one group", () => {
    assert.deepEqual(
      [targetOf("operator 2"), targetOf("group 7"), targetOf("")],
      [{ operator: 2 }, { group: 7 }, null],
    );
  });
});

describe("the client's data", () => {
  test("are edited from what they are, and saved whole", async () => {
    const { page, sent, people } = world();
    people.edit("s1");
    people.editing("s1", { email: "emily@posteo.example" });
    await people.saveClient("s1");
    assert.deepEqual(sent, [
      { type: "client.edit", session: "s1", name: "Emily Carter", email: "emily@posteo.example", phone: "" },
    ]);
    assert.deepEqual(page.forms.client, {});
  });

  test("that are refused stay in the form", async () => {
    const { page, people } = world({ refuse: "This e-mail address is not complete." });
    people.edit("s1");
    people.editing("s1", { email: "emily" });
    await people.saveClient("s1");
    assert.deepEqual([page.error, page.forms.client.s1.email], ["This e-mail address is not complete.", "emily"]);
  });

  test("show at once what is being saved, and the form again when it is refused", async () => {
    const { page, people } = world({ refuse: "This e-mail address is not complete." });
    people.edit("s1");
    people.editing("s1", { name: "Emilia" });
    const saving = people.saveClient("s1");
    assert.deepEqual([page.forms.client.s1, page.updates[0].client.name], [undefined, "Emilia"]);
    await saving;
    assert.deepEqual([page.updates, page.forms.client.s1.name], [[], "Emilia"]);
  });

  test("a ban needs a reason", async () => {
    const { sent, page, people } = world();
    people.askBan("s1");
    await people.ban("s1");
    assert.deepEqual([sent, page.dialog, Boolean(page.error)], [[], "ban", true]);
    people.banning("s1", "insults");
    await people.ban("s1");
    assert.deepEqual([sent, page.dialog], [[{ type: "client.ban", session: "s1", reason: "insults" }], null]);
  });
});

describe("an invitation", () => {
  const created = {
    type: "invitation.created",
    invitation: { id: "i1", name: "" },
    link: "https://desk.example/i/abc",
    code: "ABCD-EFGH",
    qr: "",
    size: 29,
  };

  test("is valid as long as chosen, or as many minutes as typed", () => {
    const form = { validity: "3600", minutes: "", reusable: false, name: "" };
    assert.equal(secondsOf(form), 3600);
    assert.deepEqual(
      ["30", "0", "1.5", "x", "", "129600", "129601"].map((minutes) =>
        secondsOf({ ...form, validity: "custom", minutes }),
      ),
      [1800, null, null, null, null, 7_776_000, null],
    );
  });

  test("for the client of a session begins with their name", async () => {
    const { page, sent, inviting } = world();
    inviting.invite("s1");
    inviting.inviting({ reusable: true });
    await inviting.createInvitation();
    assert.deepEqual(sent, [
      { type: "invitation.create", seconds: 86_400, reusable: true, name: "Emily Carter", session: "s1" },
    ]);
    assert.deepEqual(page.forms.invite.name, "");
  });

  test("shows link and code until its dialog is opened anew", () => {
    const { page, inviting } = world();
    inviting.invite(null);
    updatePage(page, created);
    assert.equal(page.made.code, "ABCD-EFGH");
    inviting.invite(null);
    assert.equal(page.made, null);
  });

  test("goes below what is being written, never into a note", () => {
    const { page, inviting } = world();
    keepDraft("s1", { text: "Here you are:", note: false }, null);
    Object.assign(page, { made: created, dialog: "invite" });
    inviting.linkIntoChat("s1");
    assert.equal(draftOf("s1", null).text, "Here you are:\nhttps://desk.example/i/abc");
    keepDraft("s1", { text: "secret", note: true }, null);
    page.made = created;
    inviting.linkIntoChat("s1");
    assert.deepEqual([draftOf("s1", null), Boolean(page.error)], [{ text: "secret", note: true }, true]);
  });

  test("is revoked only after a question", async () => {
    const { page, sent, inviting } = world();
    inviting.revoke({ id: "i1" });
    assert.deepEqual(sent, []);
    await page.question.act();
    assert.deepEqual(sent, [{ type: "invitation.revoke", invitation: "i1" }]);
  });
});

test("an earlier session grows by the pages that are read in", () => {
  const { page } = world();
  updatePage(page, {
    type: "session.read",
    session: operatorView({ id: "s0", head: 2, events: [message(2, { session: "s0" })] }),
  });
  updatePage(page, { type: "session.page", session: "s0", events: [message(1, { session: "s0" })], more: false });
  assert.deepEqual(
    page.past.events.map(({ seq }) => seq),
    [1, 2],
  );
});
