import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Addresses } from "../../../static/contactcenter/files/addresses.js";
import { Fault } from "../../../static/contactcenter/wire/fault.js";
import { Uploads } from "../../../static/contactcenter/files/uploads.js";
import { callView, share } from "../views.js";

const { words } = await import("../templates.js");
const { going } = await import("../../../static/contactcenter/ui/console/share/file_parts.js");
const { grouped, unseenFiles } = await import("../../../static/contactcenter/ui/console/share/share_tab.js");

/** Uploads that end as the test says. */
function sending(ready, again) {
  const ends = [];
  const upload = ({ onProgress }) => {
    const end = { onProgress, cancelled: false };
    const done = new Promise((resolve, reject) => Object.assign(end, { resolve, reject }));
    ends.push(end);
    return {
      done,
      cancel: () => {
        end.cancelled = true;
        end.reject(new Fault("share.cancelled", "Stopped."));
      },
    };
  };
  const uploads = new Uploads({ headers: () => ({}), change: () => {}, load: async () => ({ upload }), ready, again });
  return { uploads, ends, file: new File(["words"], "a.txt") };
}
const soon = () => new Promise((resolve) => setTimeout(resolve));

describe("a file on its way", () => {
  test("is listed with how far it is, and gone when it has come", async () => {
    const { uploads, ends, file } = sending();
    const sent = uploads.send({ file, session: "s1", send: true });
    await soon();
    ends[0].onProgress(0.5);
    assert.deepEqual(
      uploads.list.map(({ name, size, session, part }) => [name, size, session, part]),
      [["a.txt", 5, "s1", 0.5]],
    );
    ends[0].resolve({ id: "f1" });
    assert.deepEqual(await sent, { id: "f1" });
    assert.deepEqual(uploads.list, []);
  });

  test("is listed at once and begins when the session is ready", async () => {
    let accept = () => {};
    const accepted = new Promise((resolve) => {
      accept = resolve;
    });
    const { uploads, ends, file } = sending((session) => session === "s1" && accepted);
    const sent = uploads.send({ file, session: "s1" });
    await soon();
    assert.deepEqual([uploads.list.length, ends.length], [1, 0]);
    accept();
    await soon();
    ends[0].resolve({ id: "f1" });
    assert.deepEqual(await sent, { id: "f1" });
  });

  test("says why when the session did not become the operator's", async () => {
    const { uploads, ends, file } = sending(async () => {
      throw new Fault("session.taken", "Boris was faster.");
    });
    assert.equal(await uploads.send({ file, session: "s1" }), null);
    assert.deepEqual([uploads.list[0].error, ends.length], ["Boris was faster.", 0]);
  });

  test("a refusal stays until it is put away, or the file is sent again", async () => {
    const { uploads, ends, file } = sending();
    const sent = uploads.send({ file, session: "s1" });
    await soon();
    ends[0].reject(new Fault("share.storage", "Not just now.", true));
    assert.equal(await sent, null);
    const [row] = uploads.list;
    assert.deepEqual([row.error, row.retry], ["Not just now.", true]);
    row.again();
    await soon();
    assert.deepEqual(
      uploads.list.map(({ error }) => error),
      [""],
    );
    ends[1].reject(new Fault("share.type", "Not this kind."));
    await soon();
    assert.equal(uploads.list[0].retry, false);
    uploads.list[0].cancel();
    assert.deepEqual(uploads.list, []);
  });

  test("is stopped, even before it has begun", async () => {
    const { uploads, ends, file } = sending();
    const sent = uploads.send({ file, session: "s1" });
    uploads.list[0].cancel();
    assert.deepEqual(uploads.list, []);
    assert.equal(await sent, null);
    assert.deepEqual(ends, []);
  });

  test("is stopped on its way, also by the button that was drawn before", async () => {
    const { uploads, ends, file } = sending();
    const sent = uploads.send({ file, session: "s1" });
    const { cancel } = uploads.list[0];
    await soon();
    cancel();
    assert.equal(await sent, null);
    assert.ok(ends[0].cancelled);
    assert.deepEqual(uploads.list, []);
  });

  for (const [answer, end] of [
    ["come", (accepted) => accepted.resolve()],
    ["been a refusal", (accepted) => accepted.reject(new Fault("session.taken", "Boris was faster."))],
  ])
    test(`that waits for Accept is stopped at once, and not sent when the answer has ${answer}`, async () => {
      const accepted = {};
      const answered = new Promise((resolve, reject) => Object.assign(accepted, { resolve, reject }));
      const { uploads, ends, file } = sending(() => answered);
      const sent = uploads.send({ file, session: "s1" });
      await soon();
      uploads.list[0].cancel();
      assert.deepEqual(uploads.list, []);
      end(accepted);
      assert.equal(await sent, null);
      assert.deepEqual([uploads.list, ends], [[], []]);
    });

  test("is sent again the way it was sent first", async () => {
    const parcels = [];
    const { uploads, ends, file } = sending(undefined, (parcel) => parcels.push(parcel));
    const sent = uploads.send({ file, session: "s1" });
    await soon();
    ends[0].reject(new Fault("share.storage", "Not just now.", true));
    await sent;
    uploads.list[0].again();
    assert.deepEqual([parcels, uploads.list, ends.length], [[{ file, session: "s1" }], [], 1]);
  });
});

describe("addresses of pictures", () => {
  test("are asked for once, for pictures only, and not again at once", async () => {
    const asked = [];
    const address = async (id, { form, library }) =>
      asked.push([id, form, library]) && { url: `/x/${id}`, seconds: 60 };
    const addresses = new Addresses({ headers: () => ({}), change: () => {}, load: async () => ({ address }) });
    addresses.want([share(), share({ id: "f2", mime: "application/pdf" }), share({ id: "f3", state: "deleted" })]);
    addresses.want([share()]);
    await addresses.renew("f1");
    await soon();
    assert.deepEqual(asked, [["f1", "small", false]]);
    assert.deepEqual(addresses.of, { f1: "/x/f1" });
  });
});

describe("the files of a session", () => {
  const shot = (id, call) => share({ id, kind: "snapshot", call });
  const calls = [callView({ id: "c1" }), callView({ id: "c2" }), callView({ id: "c3" })];

  test("stand in one list while snapshots are of one call at most", () => {
    const files = [shot("f1", "c1"), share({ id: "f2" }), shot("f3", "c1")];
    assert.deepEqual(
      grouped(files, calls).map(({ call, files }) => [call, files.length]),
      [[null, 3]],
    );
  });

  test("are news when the client sent them since the tab was looked at, or since the page began", () => {
    const page = { begun: Date.parse("2026-11-28T10:00:00Z"), filesSeen: {} };
    const file = (id, minute, role = "client") =>
      share({ id, at: `2026-11-28T10:0${minute}:00Z`, by: { role, name: "" } });
    const session = {
      id: "s1",
      files: [
        share({ id: "old", at: "2026-11-28T09:00:00Z", by: { role: "client", name: "" } }),
        file("f1", 1),
        file("f2", 2),
        file("own", 3, "operator"),
      ],
    };
    assert.deepEqual(
      unseenFiles(page, session).map(({ id }) => id),
      ["f1", "f2"],
    );
    page.filesSeen.s1 = Date.parse("2026-11-28T10:01:00Z");
    assert.deepEqual(
      unseenFiles(page, session).map(({ id }) => id),
      ["f2"],
    );
  });

  test("that were refused take one row, and one line for all before", () => {
    const row = (name, error) => ({ id: name, name, error, part: 0, retry: false, cancel() {}, again() {} });
    const shown = words(going([row("a.exe", "No a."), row("b.txt", ""), row("c.exe", "No c."), row("d.exe", "No d.")]));
    assert.match(shown, /b\.txt.*No d\..*2 earlier files were not accepted\./s);
    assert.doesNotMatch(shown, /No a|No c/);
  });

  test("stand by call when there are more, the newest call first", () => {
    const files = [shot("f1", "c3"), share({ id: "f2" }), shot("f3", "c1"), shot("f4", "gone")];
    assert.deepEqual(
      grouped(files, calls).map(({ call, files }) => [call?.id, files.map(({ id }) => id)]),
      [
        [undefined, ["f2", "f4"]],
        ["c3", ["f1"]],
        ["c1", ["f3"]],
      ],
    );
  });
});
