import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { words } from "../templates.js";
import { callView, CLIENT, line, message, OPERATOR, operatorView, sessionView, share, SYSTEM } from "../views.js";

const { items } = await import("../../../static/contactcenter/ui/timeline_items.js");
const { lineOf } = await import("../../../static/contactcenter/ui/system_lines.js");
const { pieces } = await import("../../../static/contactcenter/ui/links.js");

const NOW = Date.parse("2026-11-22T14:30:00Z");
const shown = (events, rest = {}) =>
  items({ view: sessionView({ events, ...rest.view }), me: "client", now: NOW, ...rest.options });
const client = (event, again) =>
  words(lineOf(event, { me: "client", client: "Emily Carter", operator: "Anna Keller" }, again)?.words);
const operator = (event, again) =>
  words(lineOf(event, { me: "operator", client: "Emily", operator: "Anna Keller" }, again)?.words);

describe("an erased conversation", () => {
  test("says where words were, and its lines keep apart", () => {
    const erased = { text: "", command: null };
    const note = line("note.posted", 2, { by: OPERATOR, ...erased });
    const list = shown([message(1, erased), note, message(3, erased)]);
    assert.deepEqual(
      list.map(({ text }) => text),
      ["Erased", "Erased", "Erased"],
    );
    assert.equal(new Set(list.map(({ key }) => key)).size, 3);
  });
});

describe("groups", () => {
  test("messages of one side within minutes are one group, with the time below the last", () => {
    const list = shown([message(1), message(2), message(3, { by: OPERATOR })]);
    assert.deepEqual(
      list.map(({ first, last }) => [first, last]),
      [
        [true, false],
        [false, true],
        [true, true],
      ],
    );
  });

  test("a silence or a system line opens a new group", () => {
    assert.ok(shown([message(1), message(20)])[1].first);
    assert.ok(shown([message(1), line("snapshot.taken", 2, { by: OPERATOR }), message(3)])[2].first);
  });

  test("system lines that follow each other stand close", () => {
    const taken = (seq) => line("snapshot.taken", seq, { by: OPERATOR });
    assert.deepEqual(
      shown([taken(1), taken(2)]).map(({ first }) => first),
      [true, false],
    );
  });

  test("a new day is named, today is not", () => {
    const yesterday = message(1, { at: "2026-11-20T10:00:00.000Z" });
    assert.deepEqual(
      shown([yesterday, message(2)]).map(({ kind }) => kind),
      ["day", "message", "day", "message"],
    );
    assert.deepEqual(
      shown([message(1)]).map(({ kind }) => kind),
      ["message"],
    );
  });
});

describe("receipts", () => {
  const marks = { client_delivered: 0, client_read: 0, operator_delivered: 2, operator_read: 1 };

  test("say how far the other side has come, on one's own messages only", () => {
    const list = shown([message(1), message(2), message(3), message(4, { by: OPERATOR })], { view: { marks } });
    assert.deepEqual(
      list.map(({ state }) => state),
      ["read", "delivered", "sent", undefined],
    );
  });

  test("count by the number both sides share", () => {
    const list = shown([message(7, { shared: 1 })], { view: { marks } });
    assert.equal(list[0].state, "read");
  });
});

describe("what is on its way", () => {
  const pending = (change = {}) => ({
    id: "p1",
    session: "s1",
    text: "hello",
    kind: "message",
    state: "sending",
    at: "2026-11-22T14:29:00Z",
    ...change,
  });

  test("stands at the end, of this session only", () => {
    const list = shown([message(1)], { options: { pending: [pending(), pending({ id: "p2", session: "s2" })] } });
    assert.deepEqual(
      list.map(({ key, state }) => [key, state]),
      [
        ["line 1", "sent"],
        ["p1", "sending"],
      ],
    );
  });

  test("keeps its place when it becomes a line, and never stands twice", () => {
    const list = shown([message(1, { command: "p1" })], { options: { pending: [pending()] } });
    assert.deepEqual(
      list.map(({ key }) => key),
      ["p1"],
    );
  });

  test("a note that stands in the log is not shown a second time while its acknowledgement is on the way", () => {
    const note = line("note.posted", 1, { by: OPERATOR, shared: null, text: "hello", command: "p1" });
    const list = items({
      view: operatorView({ events: [note] }),
      me: "operator",
      now: NOW,
      pending: [pending({ kind: "note" })],
    });
    assert.deepEqual(
      list.map(({ key, kind }) => [key, kind]),
      [["p1", "note"]],
    );
  });
});

describe("files", () => {
  const event = (seq, change, file) => line("share.changed", seq, { change, by: OPERATOR, file: share(file) });

  test("a new name is shown where the file stands, and does not move it", () => {
    const list = shown([event(1, "sent", { name: "a.png" }), message(2), event(3, "renamed", { name: "boiler.png" })]);
    assert.deepEqual(
      list.map(({ kind, file }) => [kind, file?.name]),
      [
        ["file", "boiler.png"],
        ["message", undefined],
      ],
    );
  });

  test("show once they are sent, and once only", () => {
    assert.deepEqual(shown([event(1, "added", { sent: false })]), []);
    assert.equal(shown([event(1, "added", {}), event(2, "sent", {})]).length, 1);
  });

  test("that were deleted say so", () => {
    const list = shown([event(1, "added", {}), event(2, "deleted", { state: "deleted" })]);
    assert.deepEqual(
      list.map(({ kind, deleted }) => [kind, deleted]),
      [
        ["file", true],
        ["line", undefined],
      ],
    );
  });
});

describe("words", () => {
  const call = (move, by, change = {}) => line("call.changed", 1, { move, by, call: callView(change) });
  const step = (name, by, rest = {}) =>
    line("session.changed", 1, {
      step: name,
      state: "active",
      away: false,
      operator: "Anna Keller",
      result: "",
      by,
      ...rest,
    });
  const over = { connected_at: "2026-11-22T14:07:00Z", ended_at: "2026-11-22T14:16:48Z" };

  for (const [event, forOperator, forClient] of [
    [call("ask", CLIENT), "Emily asked for a video call", "You asked for a video call"],
    [call("request", OPERATOR), "You asked Emily for a video call", "Anna asked for a video call"],
    [call("request", OPERATOR, { state: "accepted" }), "You started the call", "Anna started the call"],
    [call("accept", CLIENT, { video: true }), "Emily joined with video", "You joined with video"],
    [call("accept", CLIENT), "Emily joined with audio only", "You joined with audio only"],
    [call("decline", CLIENT), "Emily declined", "You declined"],
    [
      call("decline", CLIENT, { reason: "browser" }),
      "Emily’s browser cannot make calls",
      "Your browser cannot make calls",
    ],
    [call("decline", OPERATOR), "You said not now", "Anna cannot take a call just now"],
    [call("cancel", OPERATOR), "You withdrew the call", "Anna withdrew the call"],
    [call("expire", SYSTEM), "The call was not answered", "The call was not answered"],
    [call("connected", CLIENT), "", "Call started"],
    [call("hangup", OPERATOR, over), "You ended the call after 9:48", "Anna ended the call after 9:48"],
    [call("hangup", SYSTEM), "The call ended", "The call ended"],
    [call("lost", SYSTEM), "The call was lost", "The call was lost"],
    [call("moonrise", SYSTEM), "", ""],
    [
      line("snapshot.taken", 1, { by: OPERATOR }),
      "You took a snapshot · Emily was told",
      "Anna took a picture of your video",
    ],
    [
      line("snapshot.taken", 1, { by: OPERATOR, screen: true }),
      "You took a snapshot · Emily was told",
      "Anna took a picture of your screen",
    ],
    [
      line("help.sent", 1, { by: OPERATOR, device: "camera" }),
      "You sent the steps for the camera",
      "Anna sent you the steps for your camera: Show the steps",
    ],
    [
      line("call.changed", 1, { move: "screen", call: callView({ client: { screen: true } }) }),
      "Emily shares the screen",
      "You share the screen",
    ],
    [
      line("call.changed", 1, { move: "screen", call: callView({ client: { screen: false } }) }),
      "Emily stopped sharing the screen",
      "You stopped sharing the screen",
    ],
    [call("control-ask", OPERATOR), "You asked to control Emily’s camera", "Anna asked to control your camera"],
    [call("control-allow", CLIENT), "Emily allowed it", "You allowed the control of your camera"],
    [call("control-decline", CLIENT), "Emily didn’t allow it", "You didn’t allow it"],
    [
      call("control-end", CLIENT),
      "Emily took back the control of the camera",
      "You took back the control of your camera",
    ],
    [
      call("control-end", OPERATOR),
      "You gave back the control of the camera",
      "Anna gave back the control of your camera",
    ],
    [call("flip-ask", OPERATOR), "You asked for the other camera", "Anna asked for your other camera"],
    [call("flip-allow", CLIENT), "Emily switched the camera", "You switched the camera"],
    [call("flip-decline", CLIENT), "Emily kept the camera", "You kept the camera"],
    [call("camera-unask", OPERATOR), "You withdrew the question", "Anna withdrew the question"],
    [step("queued", CLIENT), "", ""],
    [step("accepted", OPERATOR), "You accepted the session", "Anna joined"],
    [step("client-away", SYSTEM), "Emily left the page", ""],
    [step("client-back", CLIENT), "Emily is back", ""],
    [step("ended", CLIENT), "Emily ended the session", "You ended the session"],
    [step("ended", SYSTEM), "The session ended", "The session ended"],
    [line("moon.rose", 1), "", ""],
  ]) {
    test(`${event.type} ${event.move ?? event.step ?? ""} by ${event.by.role}: “${forOperator || forClient}”`, () => {
      assert.deepEqual([operator(event), client(event)], [forOperator, forClient]);
    });
  }

  test("a call that came back is not told as a new one", () => {
    const list = items({
      view: operatorView({ events: [call("connected", CLIENT), { ...call("connected", OPERATOR), seq: 2 }] }),
      me: "operator",
      now: NOW,
    });
    assert.deepEqual(
      list.map(({ line }) => words(line.words)),
      ["The call is back"],
    );
  });

  test("a colleague is named, and a client without a name has a word", () => {
    const reader = { me: "operator", client: "", operator: "Boris Lind" };
    assert.equal(words(lineOf(call("request", OPERATOR), reader).words), "Anna asked for a video call");
    assert.equal(words(lineOf(call("decline", CLIENT), reader).words), "The client declined");
  });
});

describe("links", () => {
  const links = (text) =>
    pieces(text)
      .filter(({ href }) => href)
      .map(({ href }) => href);

  test("of the four kinds are found, without the sentence around them", () => {
    assert.deepEqual(links("See https://alder.example/a_(b)?c=1&d=2, or (http://x.example)."), [
      "https://alder.example/a_(b)?c=1&d=2",
      "http://x.example/",
    ]);
    assert.deepEqual(links("mailto:a@b.example tel:+420123456789!"), ["mailto:a@b.example", "tel:+420123456789"]);
  });

  test("of other kinds stay text", () => {
    for (const text of [
      "javascript:alert(1)",
      "data:text/html,x",
      "ftp://x.example",
      "https://",
      "HTTPS",
      "xhttps://x.example",
    ])
      assert.deepEqual(links(text), []);
  });

  test("and the text between add up to what was written", () => {
    const text = "a https://x.example b\nhttps://y.example";
    assert.equal(
      pieces(text)
        .map((piece) => piece.text)
        .join(""),
      text,
    );
  });
});

describe("ratings", () => {
  test("both sides read what was given, with the comment as text", () => {
    const rated = (comment) => line("session.rated", 1, { rating: { value: 4, comment } });
    assert.equal(operator(rated("")), "Emily gave 4 of 5");
    assert.equal(operator(rated("Kind & quick")), "Emily gave 4 of 5: Kind & quick");
    assert.equal(client(rated("")), "You gave 4 of 5");
  });
});

describe("looking together", () => {
  const opened = (board, by = OPERATOR) =>
    line("board.opened", 1, {
      by,
      board: { id: "b", live: false, share: "f1", name: "boiler.png", mime: "image/png", pages: 1, ...board },
    });

  test("both are told who opened what, and when it is over", () => {
    assert.equal(client(opened()), "Anna opened boiler.png to look at it together");
    assert.equal(operator(opened()), "You opened boiler.png to look at it together");
    assert.equal(client(opened({ live: true, name: "" })), "Anna opened the live picture to look at it together");
    assert.equal(client(line("board.frozen", 2, { by: OPERATOR, board: {} })), "Anna froze the live picture");
    assert.equal(client(line("board.closed", 3, { by: SYSTEM, board: "b" })), "Stopped looking together");
  });
});
