"""The parser accepts exactly one known, well-formed command; anything else is a fault with a code, and with the id if readable."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contactcenter.protocol import CLIENT_COMMANDS, OPERATOR_COMMANDS
from contactcenter.realtime import wire
from contactcenter.realtime.wire import DEPTH, FRAME_BYTES, Command, Fault, Reader, encode
from sessions_app.protocol import ClientHello, MessagePost
from sessions_app.whiteboard.protocol import STROKE_NUMBERS, BoardStroke
from tests.contactcenter.bad_frames import JSON, READABLE, bad_frames
from tests.sessions_app.texts import TEXTS
from videocall.protocol import QUALITY_SAMPLES, CallQualitySend

CLIENT, OPERATOR = Reader(CLIENT_COMMANDS), Reader(OPERATOR_COMMANDS)
BAD = [(CLIENT, bad) for bad in bad_frames(CLIENT_COMMANDS, OPERATOR_COMMANDS)]
BAD += [(OPERATOR, bad) for bad in bad_frames(OPERATOR_COMMANDS, CLIENT_COMMANDS)]


def refusal(reader: Reader, frame: str | bytes | None) -> Fault:
    with pytest.raises(Fault) as caught:
        reader.read(frame)
    return caught.value


def post(text: str, **fields: object) -> str:
    return json.dumps({"id": "1", "type": "message.post", "session": "s", "text": text, **fields})


def test_every_bad_frame_is_refused_with_a_code_and_with_its_id_if_readable() -> None:
    for reader, bad in BAD:
        frame = None if isinstance(bad.frame, bytes) else bad.frame
        fault = refusal(reader, frame)
        assert fault.code.startswith(("frame.", "command.")), (bad, fault)
        assert fault.command == bad.id, (bad, fault)
        assert json.loads(encode(fault.answer()))["type"] == "fault"


@pytest.mark.parametrize("name", JSON)
def test_anything_but_one_json_object_is_a_bad_frame(name: str) -> None:
    codes = {"frame.malformed", "frame.too_deep", "frame.too_many", "frame.text", "command.invalid"}
    assert refusal(CLIENT, JSON[name]).code in codes


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_texts_pass_unchanged_escaped_or_not(text: str, ascii_only: bool) -> None:
    frame = json.dumps({"id": "1", "type": "message.post", "session": "s", "text": text}, ensure_ascii=ascii_only)
    command = CLIENT.read(frame)
    assert isinstance(command, MessagePost)
    assert command.text == text


def test_unstorable_text_is_refused() -> None:
    for text in ("a\u0000b", "\ud800", "\udfff", "\udc00\ud800"):
        assert refusal(CLIENT, post(text)).code == "frame.text"


def test_a_frame_is_measured_in_bytes() -> None:
    room = FRAME_BYTES - len(post(""))
    assert refusal(CLIENT, post("x" * room)).code == "command.invalid"
    assert refusal(CLIENT, post("x" * (room + 1))).code == "frame.too_large"
    wide = json.dumps({"id": "1", "type": "message.post", "session": "s", "text": "\u010d" * (room // 2 + 8)}, ensure_ascii=False)
    assert len(wide) < FRAME_BYTES
    assert refusal(CLIENT, wide).code == "frame.too_large"


@pytest.mark.parametrize(
    ("depth", "code"), [(DEPTH, "command.unknown"), (DEPTH + 1, "frame.too_deep"), (100_000, "frame.too_large")]
)
def test_nesting_is_limited(depth: int, code: str) -> None:
    assert refusal(CLIENT, '{"a":' * depth + "1" + "}" * depth).code == code


@pytest.mark.parametrize("name", sorted(READABLE))
def test_a_refusal_of_a_readable_frame_carries_its_id(name: str) -> None:
    assert refusal(CLIENT, JSON[name]).command == "1"


@pytest.mark.parametrize(
    ("frame", "id"),
    [
        (post("x" * FRAME_BYTES), "1"),
        ('{"id":"7","type":"message.post","text":"' + "x" * FRAME_BYTES, "7"),
        ('{"id":"7","a":' + "[" * 20, "7"),
        ('{"a":"x' + "x" * FRAME_BYTES + '","id":"7"}', None),
        ('{"id":"a b","text":"' + "x" * FRAME_BYTES, None),
        ('{"id":"\\ud800","type":"hello"}', None),
        ('{"id":"1","id":"2","type":"hello"}', None),
    ],
)
def test_the_id_of_an_unparsed_frame_is_known_if_it_comes_first(frame: str, id: str | None) -> None:
    assert refusal(CLIENT, frame).command == id


def many(item: str, times: int) -> str:
    return '{"a":[' + item * times + "1]}"


DEAR = {
    "a map": json.dumps({"id": "1", "type": "hello", "resume": dict.fromkeys(map(str, range(4_000)), 1)}),
    "numbers": many("1,", 30_000), "fractions": many("1.5,", 16_000), "texts": many('"",', 20_000),
    "objects": many("{},", 20_000), "escaped": many('"\\\\",', 10_000),
}  # fmt: skip


@pytest.mark.parametrize("name", DEAR)
def test_frames_that_would_be_slow_to_parse_are_refused_unparsed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_json", lambda frame: pytest.fail("it was read"))
    assert refusal(CLIENT, DEAR[name]).code == "frame.too_many"


@pytest.mark.parametrize("frame", ["[" * 60_000, '{"a":' + "[1" * 30_000, '{"a":"' + '\\"' * 30_000 + "[" * 10])
def test_an_unterminated_frame_is_scanned_in_linear_time(frame: str) -> None:
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        refusal(CLIENT, frame)
    finally:
        sys.setprofile(None)
    assert calls < 200


def test_the_longest_commands_our_pages_send_are_accepted() -> None:
    names = ("loss", "delay", "jitter", "frozen", "kbit", "height", "level")
    record = {"call": "c", "leg": "l", "every": 5, "relayed": False, "samples": [dict.fromkeys(names, 1)] * QUALITY_SAMPLES}
    assert isinstance(CLIENT.read(json.dumps({"id": "1", "type": "call.quality", **record})), CallQualitySend)
    stroke = {"session": "s", "board": "b", "stroke": "x", "page": 1, "ink": "blue", "width": 9, "points": [1] * STROKE_NUMBERS}
    assert isinstance(CLIENT.read(json.dumps({"id": "1", "type": "board.stroke", **stroke})), BoardStroke)
    assert isinstance(CLIENT.read(post(',[{"' * 4_000)), MessagePost)


def test_brackets_inside_texts_do_not_count_as_nesting() -> None:
    assert CLIENT.read(post('[[[[[[[[[{{{{{{{{{{ \\" [[[[[[[[[')).id == "1"


def test_the_parser_knows_only_the_commands_of_its_role() -> None:
    assert refusal(CLIENT, '{"id": "1", "type": "note.post", "session": "s", "text": "x"}').code == "command.unknown"
    assert refusal(OPERATOR, '{"id": "1", "type": "entry.start", "entry": "chat"}').code == "command.unknown"
    assert isinstance(CLIENT.read('{"id": "1", "type": "hello", "token": "x"}'), ClientHello)
    assert refusal(OPERATOR, '{"id": "1", "type": "hello", "token": "x"}').code == "command.invalid"


KEYS = some.text() | some.sampled_from(["id", "type", "session"])
anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(frame=some.text() | anything.map(json.dumps) | some.binary())
def test_a_bad_frame_raises_nothing_but_a_fault(frame: str | bytes) -> None:
    try:
        assert isinstance(CLIENT.read(frame), Command)
    except Fault as fault:
        encode(fault.answer())
