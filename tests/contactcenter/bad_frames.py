"""Six hundred frames that are no command of a role, generated from the protocol's classes, so that new commands are covered.

Each comes with the id its fault must carry, or None if no id can be read.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from contactcenter.realtime.wire import Command

LONG = "x" * 70


class Bad(NamedTuple):
    name: str
    frame: str | bytes
    id: str | None


WRONG: dict[str, list[Any]] = {
    "str": [None, True, 7, 1.5, ["x"], {"x": 1}],
    "int": [None, True, "7", 1.5, -1, 2**31, 2**53, 2**63, [1], {}],
    "bool": [None, 0, 1, "true", [], {}],
    "object": [None, True, 7, "x", [], {"no body": 1}, {"nobody": -1}],
}
JSON = {
    "nothing": "", "space": "   ", "truncated": '{"id": "1", "type": "hel', "list": "[]", "text": '"x"', "null": "null", "number": "7",
    "true": "true", "two objects": '{"id":"1","type":"hello"}{"id":"2","type":"hello"}', "garbage after": '{"id":"1","type":"hello"} x',
    "byte order mark": '\ufeff{"id":"1","type":"hello"}',
    "single quotes": "{'id': '1'}", "comment": '{"id":"1"/* */}', "comma": '{"id":"1",}',
    "twice the id": '{"id":"1","id":"2","type":"hello"}', "twice inside": '{"id":"1","type":"hello","n":{"a":1,"a":2}}',
    "NaN": '{"id":"1","type":"hello","n":{"a":NaN}}', "Infinity": '{"id":"1","n":Infinity}', "-Infinity": '{"id":"1","n":-Infinity}',
    "1e999": '{"id":"1","type":"hello","n":1e999}', "-1e999": '{"id":"1","type":"hello","n":-1e999}',
    "5000 digits": '{"id":"1","type":"hello","n":%s}' % ("9" * 5000), "19 digits": '{"id":"1","type":"hello","n":1234567890123456789}',
    "deep lists": "[" * 30_000, "deep closed lists": "[" * 9 + "]" * 9, "deep objects": '{"a":' * 9 + "1" + "}" * 9,
    "lone high surrogate": '{"id":"1","type":"hello","token":"\\ud800"}',
    "lone low surrogate": '{"id":"1","type":"hello","token":"a\\udc00b"}',
    "surrogate in the id": '{"id":"\\ud800","type":"hello"}', "surrogate in a key": '{"id":"1","type":"hello","\\ud800":1}',
    "escaped NUL": '{"id":"1","type":"hello","token":"\\u0000"}', "raw NUL": '{"id":"1","type":"hello","token":"\x00"}',
    "raw line end": '{"id":"1","type":"hello","token":"a\nb"}', "raw escape": '{"id":"1","type":"hello","token":"\x1b[31m"}',
    "bad escape": '{"id":"1","type":"hello","token":"\\x41"}', "short escape": '{"id":"1","type":"hello","token":"\\u12"}',
    "10000 keys": json.dumps({"type": "hello", **{f"k{n}": 1 for n in range(6000)}})[:65_000], "plain words": "hello", "xml": "<hello/>",
    "leading zero": '{"id":"1","type":"hello","n":01}', "hex": '{"id":"1","n":0x10}', "plus": '{"id":"1","n":+1}',
}  # fmt: skip
READABLE = {
    "twice inside", "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "5000 digits", "19 digits", "lone high surrogate",
    "lone low surrogate", "surrogate in a key", "escaped NUL",
}  # fmt: skip
"""Valid JSON with forbidden content: its sender must be told which command was meant."""
IDS = [
    "",
    "a b",
    "ä",
    LONG,
    "x" * 65,
    "é\u202e",
    "<script>",
    "1;DROP TABLE",
    "a\nb",
    "\U0001f600",
    None,
    7,
    True,
    1.5,
    [],
    {},
    ["1"],
]
TYPES = ["", "Hello", "hello ", "HELLO", "_work", "__class__", "on_hello", "setup", "close", "received", "message.post ",
    "message_post", "ack",
    "fault", "heartbeats", "websocket.close", "constructor", "__proto__", "toString", "message.posted",
    "client.snapshot", "session.changed",
    "\u0430ck", "x" * 200, None, 7, True, [], {}, ["hello"], {"type": "hello"}, 1.5]  # fmt: skip


def bad_frames(commands: list[type[Command]], others: list[type[Command]]) -> Iterator[Bad]:
    """Return all bad frames for one role; ``others`` are the commands of the other role."""
    numbers = itertools.count(1)
    yield Bad("binary", b'{"id":"1","type":"hello"}', None)
    yield Bad("binary rubbish", b"\x00\xff\xfe", None)
    yield Bad("binary nothing", b"", None)
    for name, frame in JSON.items():
        yield Bad(name, frame, "1" if name in READABLE else None)
    for value in IDS:
        readable = value if isinstance(value, str) and 0 < len(value) <= 64 else None
        yield Bad(f"id {value!r}", json.dumps({"id": value, "type": "hello"}, ensure_ascii=False), readable)
    yield Bad("no id", '{"type":"hello"}', None)
    for value in TYPES:
        id = f"t{next(numbers)}"
        yield Bad(f"type {value!r}", json.dumps({"id": id, "type": value}), id)
    yield Bad("no type", '{"id":"1"}', "1")
    for command in others:
        if command.__struct_config__.tag not in {own.__struct_config__.tag for own in commands}:
            id = f"r{next(numbers)}"
            yield Bad(f"the other role's {command.__struct_config__.tag}", json.dumps(_good(command, id)), id)
    for command in commands:
        for name, body in _mutations(command):
            id = f"m{next(numbers)}"
            yield Bad(f"{command.__struct_config__.tag} {name}", json.dumps(body | {"id": id}), id)


def _kind(annotation: Any) -> str:
    info = msgspec.inspect.type_info(annotation)
    match info:
        case msgspec.inspect.StrType() | msgspec.inspect.LiteralType():
            return "str"
        case msgspec.inspect.IntType():
            return "int"
        case msgspec.inspect.BoolType():
            return "bool"
        case _other:
            return "object"


def _value(annotation: Any) -> Any:
    info = msgspec.inspect.type_info(annotation)
    if isinstance(info, msgspec.inspect.LiteralType):
        return info.values[0]
    return {"str": "x" * 4, "int": 1, "bool": False, "object": {}}[_kind(annotation)]


def _fits(value: Any, annotation: Any) -> bool:
    """Lists may be empty and some numbers may be omitted, so values wrong elsewhere are right there."""
    try:
        msgspec.convert(value, annotation)
    except msgspec.ValidationError:
        return False
    return True


def _fields(command: type[Command]) -> Iterator[tuple[str, Any, bool]]:
    for field in msgspec.structs.fields(command):
        if field.name != "id":
            yield field.name, field.type, field.required


def _good(command: type[Command], id: str) -> dict[str, Any]:
    """Return a valid command of this class with all its required fields."""
    body = {name: _value(kind) for name, kind, required in _fields(command) if required}
    return {"id": id, "type": command.__struct_config__.tag, **body}


def _mutations(command: type[Command]) -> Iterator[tuple[str, dict[str, Any]]]:
    good = _good(command, "")
    for extra in ("extra", "__proto__", "constructor", "by", "seq", "Session"):
        yield f"with {extra}", good | {extra: 1}
    for name, kind, required in _fields(command):
        if required:
            yield f"without {name}", {key: value for key, value in good.items() if key != name}
        for wrong in WRONG[_kind(kind)]:
            if _fits(wrong, kind):
                continue
            yield f"{name} {wrong!r}", good | {name: wrong}
        info = msgspec.inspect.type_info(kind)
        if isinstance(info, msgspec.inspect.StrType) and info.max_length and info.max_length < 60_000:
            yield f"{name} too long", good | {name: "x" * (info.max_length + 1)}
        if isinstance(info, msgspec.inspect.StrType) and (info.min_length or info.pattern):
            yield f"{name} empty", good | {name: ""}
        if isinstance(info, msgspec.inspect.StrType) and info.pattern:
            for text in ("../x", "a b", "' OR 1=1 --", "*)(uid=*", "ä", "a/b", "a\u202eb"):
                yield f"{name} {text!r}", good | {name: text}
        if isinstance(info, msgspec.inspect.LiteralType):
            yield f"{name} unknown word", good | {name: "nobody"}
