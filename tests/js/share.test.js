import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { address, upload } from "../../static/contactcenter/share.js";

class FakeRequest {
  upload = {};
  headers = {};
  open = (method, url) => Object.assign(this, { method, url });
  setRequestHeader = (name, value) => (this.headers[name] = value);
  send = (body) => (this.body = body);
  abort = () => this.onabort();
  answer = (status, response) => Object.assign(this, { status, response }).onload();
}

function sent(change = {}) {
  const request = new FakeRequest();
  const headers = () => ({ Authorization: "Bearer secret" });
  return { request, ...upload({ file: new File(["x"], "gauge.png"), session: "s1", headers, request: () => request, ...change }) };
}

const refused = (code) => (fault) => fault.name === "Fault" && fault.code === code && fault.text.length > 0;

describe("sending a file", () => {
  test("carries the file, its session and who sends it", async () => {
    const { request, done } = sent({ kind: "snapshot", send: true });
    assert.deepEqual([request.method, request.url, request.headers.Authorization], ["POST", "/share/upload/", "Bearer secret"]);
    assert.deepEqual([...request.body.keys()], ["session", "kind", "send", "file"]);
    assert.deepEqual([request.body.get("kind"), request.body.get("send"), request.body.get("file").name], ["snapshot", "1", "gauge.png"]);
    request.answer(200, { share: { id: "f1" } });
    assert.deepEqual(await done, { id: "f1" });
  });

  test("tells how far it is", () => {
    const seen = [];
    const { request } = sent({ onProgress: (part) => seen.push(part) });
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
      request.answer(status, answer);
      await assert.rejects(done, refused(code));
    });
  }

  test("can be stopped, and may not arrive", async () => {
    const stopped = sent();
    stopped.cancel();
    await assert.rejects(stopped.done, refused("share.cancelled"));
    const lost = sent();
    lost.request.onerror();
    await assert.rejects(lost.done, refused("share.unreachable"));
  });
});

describe("the address of a file", () => {
  const asking = (answer) => address("f/1", { headers: () => ({}), inline: true, fetch: answer });

  test("is asked for each time", async () => {
    const seen = [];
    const answer = { url: "/share/file/x/gauge.png", seconds: 60 };
    assert.deepEqual(await asking(async (url) => seen.push(url) && Response.json(answer)), answer);
    assert.deepEqual(seen, ["/share/f%2F1/address/?inline=1"]);
  });

  test("is refused in words", async () => {
    await assert.rejects(asking(async () => Response.json({ code: "share.unknown", text: "No such file." }, { status: 404 })), refused("share.unknown"));
    await assert.rejects(asking(async () => { throw new TypeError("offline"); }), refused("share.unreachable"));
    await assert.rejects(asking(async () => new Response("<html>", { status: 500 })), refused("share.failed"));
  });
});
