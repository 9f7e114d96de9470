"""Well-formed commands, generated from the protocol's classes.

A value that only the server knows, such as a session's id, is a reference ``@{session.2}``: the player fills it in when it sends
the frame, so that the same seed makes the same frames.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any, Final

import msgspec

from contactcenter.realtime.wire import Command
from tests.fuzz.words import NAMED, TEXTS

REFERENCES: Final = {
    "session": "session", "call": "call", "leg": "leg", "board": "board", "share": "share", "item": "item", "invitation": "invitation",
    "request": "request", "operator": "operator", "group": "group", "beat": "beat",
}  # fmt: skip
"""Names of fields, and the pool of ids they are taken from."""
NUMBERS: Final = {"operator", "group", "beat"}
"""Pools of numbers: written without quotes."""
KNOWN: Final = 3
"""A reference means one of the newest so many ids: an older session is mostly over."""


def reference(rng: Random, pool: str) -> str:
    """Return a reference to one of the newest ids of a pool."""
    return f"@{{{pool}.{rng.randrange(KNOWN)}}}"


def build(rng: Random, command: type[Command], id: str) -> dict[str, Any]:
    """Return a well-formed command of this class; what may be omitted is present half of the time."""
    body: dict[str, Any] = {"id": id, "type": command.__struct_config__.tag}
    return body | build_fields(rng, command)


def build_fields(rng: Random, struct: type[Any]) -> dict[str, Any]:
    """Return well-formed fields of a class, by their names in JSON."""
    return {
        encoded: _value(rng, name, info) for name, encoded, required, info in shape_of(struct) if required or rng.random() < 0.5
    }


Shape = list[tuple[str, str, bool, Any]]
_shapes: Final[dict[type[Any], Shape]] = {}


def shape_of(struct: type[Any]) -> Shape:
    """Return a class's fields without its id: name, name in JSON, whether it's required, and type."""
    shape = _shapes.get(struct)
    if shape is None:
        shape = _shapes[struct] = [
            (field.name, field.encode_name, field.required, msgspec.inspect.type_info(field.type))
            for field in msgspec.structs.fields(struct)
            if field.name != "id"
        ]
    return shape


def unnamed(struct: type[Any]) -> list[str]:
    """Return the fields of a command that are ids of something, and that no value here is one of."""
    return [
        name
        for name, _encoded, _required, info in shape_of(struct)
        for inner in [info.types[0] if isinstance(info, msgspec.inspect.UnionType) else info]
        if isinstance(inner, msgspec.inspect.StrType) and inner.pattern and name not in {*REFERENCES, *NAMED}
    ]


def _value(rng: Random, name: str, info: Any) -> Any:
    info = info.type if isinstance(info, msgspec.inspect.Metadata) else info
    inner = info.types[0] if isinstance(info, msgspec.inspect.UnionType) else info
    if name in REFERENCES and isinstance(inner, msgspec.inspect.StrType | msgspec.inspect.IntType) and rng.random() < 0.95:
        return reference(rng, REFERENCES[name])
    if name in NAMED and not isinstance(inner, msgspec.inspect.StructType | msgspec.inspect.LiteralType) and rng.random() < 0.8:
        return rng.choice(NAMED[name])
    return _KINDS[type(info)](rng, name, info)


def _text(rng: Random, _name: str, info: Any) -> str:
    if info.pattern and not re.search(r"\\|\|", info.pattern):
        return "".join(rng.choices("abcXYZ019_-", k=rng.randint(1, min(16, info.max_length or 16))))
    text = rng.choice(TEXTS)
    if rng.random() < 0.1 and info.max_length:
        text = "y" * min(info.max_length, 4000)
    return text[: info.max_length] if info.max_length else text


def _number(rng: Random, _name: str, info: Any) -> int:
    low = info.ge if info.ge is not None else -10
    high = info.le if info.le is not None else 2**31
    if rng.random() < 0.3:
        return int(rng.choice([low, high]))
    return rng.randint(low, min(high, low + 50))


def _items(rng: Random, name: str, info: Any) -> list[Any]:
    most = min(info.max_length or 6, 6)
    item = info.item_type
    return [_KINDS[type(item)](rng, name, item) for _ in range(rng.randint(min(info.min_length or 0, most), most))]


def _mapping(rng: Random, name: str, info: Any) -> dict[str, Any]:
    return {rng.choice(["plan", "Order", "x", "ä", "<b>"]): _value(rng, name, info.value_type) for _ in range(rng.randrange(4))}


TIMES: Final = ["2026-01-01T00:00:00Z", "2026-11-29T08:00:00+01:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"]
DAYS: Final = ["2026-01-01", "2026-11-29", "9999-12-31", "0001-01-01"]
_KINDS: Final[dict[type[Any], Callable[[Random, str, Any], Any]]] = {
    msgspec.inspect.StrType: _text,
    msgspec.inspect.IntType: _number,
    msgspec.inspect.FloatType: lambda rng, _name, _info: rng.choice([0.0, 0.5, 1.0, -1.0, 99.9, 1e300]),
    msgspec.inspect.BoolType: lambda rng, _name, _info: rng.random() < 0.5,
    msgspec.inspect.LiteralType: lambda rng, _name, info: rng.choice(info.values),
    msgspec.inspect.NoneType: lambda _rng, _name, _info: None,
    msgspec.inspect.UnionType: lambda rng, name, info: _value(rng, name, rng.choice(info.types)),
    msgspec.inspect.DateTimeType: lambda rng, _name, _info: rng.choice(TIMES),
    msgspec.inspect.DateType: lambda rng, _name, _info: rng.choice(DAYS),
    msgspec.inspect.ListType: _items,
    msgspec.inspect.DictType: _mapping,
    msgspec.inspect.StructType: lambda rng, _name, info: build_fields(rng, info.cls),
}
