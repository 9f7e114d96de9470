import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { address, upload } from "../../../static/contactcenter/files/transfer.js";

class FakeRequest {
  upload = {};
  headers = {};
  sent = new Promise((resolve) => (this.send = (body) => resolve(Object.assign(this, { body }))));
  open = (method, url) => Object.assign(this, { method, url });
  setRequestHeader = (name, value) => (this.headers[name] = value);
  abort = () => this.onabort();
  answer = (status, response) => Object.assign(this, { status, response }).onload();
}

/** A server that answers each question in turn; what it was asked is in `questions`. */
function sent(change = {}, answers = [{ direct: null }]) {
  const request = new FakeRequest();
  const questions = [];
  const headers = () => ({ Authorization: "Bearer secret" });
  const fetch = async (url, { body }) => {
    questions.push([url, Object.fromEntries(body)]);
    const next = answers.shift();
    return next instanceof Response ? next : Response.json(next);
  };
  return {
    request,
    questions,
    ...upload({ file: new File(["x"], "gauge.png"), session: "s1", headers, request: () => request, fetch, ...change }),
  };
}

const refused = (code) => (fault) => fault.name === "Fault" && fault.code === code && fault.text.length > 0;
const refusal = (status, code, rest = {}) => Response.json({ code, text: "In words.", ...rest }, { status });

describe("sending a file", () => {
  test("asks first, then carries the file, its session and who sends it", async () => {
    const { request, done, questions } = sent({ kind: "snapshot", send: true, call: "c1" });
    await request.sent;
    assert.deepEqual(questions, [
      [
        "/share/begin/",
        { session: "s1", library: "0", kind: "snapshot", send: "1", call: "c1", name: "gauge.png", size: "1" },
      ],
    ]);
    assert.deepEqual(
      [request.method, request.url, request.headers.Authorization],
      ["POST", "/share/upload/", "Bearer secret"],
    );
    assert.deepEqual([...request.body.keys()], ["session", "library", "kind", "send", "call", "name", "file"]);
    request.answer(200, { share: { id: "f1" } });
    assert.deepEqual(await done, { id: "f1" });
  });

  test("goes straight to the storage where there is one, without our token, and is then checked", async () => {
    const direct = { url: "https://s3.example/files", fields: { key: "quarantine/f1", policy: "p" } };
    const { request, done, questions } = sent({ send: true }, [{ direct, id: "f1" }, { share: { id: "f1" } }]);
    await request.sent;
    assert.deepEqual([request.url, request.headers], ["https://s3.example/files", {}]);
    assert.deepEqual([...request.body.keys()], ["key", "policy", "file"]);
    request.answer(204, null);
    assert.deepEqual(await done, { id: "f1" });
    assert.deepEqual([questions[1][0], questions[1][1].id, questions[1][1].send], ["/share/complete/", "f1", "1"]);
  });

  test("into the library gives an item back", async () => {
    const { request, done } = sent({ library: true, session: undefined });
    await request.sent;
    assert.equal(request.body.get("library"), "1");
    request.answer(201, { item: { id: "i1" } });
    assert.deepEqual(await done, { id: "i1" });
  });

  test("what would be refused costs no upload", async () => {
    const { request, done } = sent({}, [refusal(415, "share.type")]);
    await assert.rejects(done, refused("share.type"));
    assert.equal(request.body, undefined);
  });

  test("tells how far it is", async () => {
    const seen = [];
    const { request } = sent({ onProgress: (part) => seen.push(part) });
    await request.sent;
    request.upload.onprogress({ loaded: 1, total: 4 });
    request.upload.onprogress({ loaded: 0, total: 0 });
    assert.deepEqual(seen, [0.25, 0]);
  });

  for (const [status, answer, code] of [
    [400, { code: "share.type", text: "Not this type." }, "share.type"],
    [413, null, "share.too_large"],
    [502, null, "share.failed"],
    [200, {}, "share.failed"],
  ]) {
    test(`an answer ${status} ${JSON.stringify(answer)} is a refusal in words`, async () => {
      const { request, done } = sent();
      await request.sent;
      request.answer(status, answer);
      await assert.rejects(done, refused(code));
    });
  }

  test("can be stopped at any step, and may not arrive", async () => {
    const early = sent();
    early.cancel();
    await assert.rejects(early.done, refused("share.cancelled"));
    const late = sent();
    await late.request.sent;
    late.cancel();
    await assert.rejects(late.done, refused("share.cancelled"));
    const lost = sent();
    await lost.request.sent;
    lost.request.onerror();
    await assert.rejects(lost.done, refused("share.unreachable"));
    const away = sent({
      fetch: async () => {
        throw new TypeError("offline");
      },
    });
    await assert.rejects(away.done, refused("share.unreachable"));
  });
});

describe("the address of a file", () => {
  const asking = (answer, options = {}) =>
    address("f/1", { headers: () => ({}), form: "show", fetch: answer, ...options });

  test("is asked for each time, by what it is for", async () => {
    const seen = [];
    const answer = { url: "/share/file/x/gauge.png", seconds: 60 };
    const fetch = async (url) => seen.push(url) && Response.json(answer);
    assert.deepEqual(await asking(fetch), answer);
    await asking(fetch, { form: "small" });
    await asking(fetch, { form: "save", library: true });
    assert.deepEqual(seen, [
      "/share/f%2F1/address/?inline=1",
      "/share/f%2F1/address/?small=1",
      "/library/f%2F1/address/",
    ]);
  });

  test("is refused in words", async () => {
    await assert.rejects(
      asking(async () => refusal(404, "share.unknown")),
      refused("share.unknown"),
    );
    await assert.rejects(
      asking(async () => {
        throw new TypeError("offline");
      }),
      refused("share.unreachable"),
    );
    await assert.rejects(
      asking(async () => new Response("<html>", { status: 500 })),
      refused("share.failed"),
    );
  });
});
