"""Damage to commands and to their text: wrong types, bounds, broken JSON, and WebSocket frames that no browser sends."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from random import Random
from typing import Any, Final

from tests.attack.raw import BINARY, CONTINUATION, PING, TEXT, frame
from tests.fuzz.messages import reference
from tests.fuzz.words import EXTRA, IDS, PIECES, STRANGE, TEXTS, WRONG

Body = dict[str, Any]


def _keys(rng: Random, body: Body) -> str:
    names = [name for name in body if name not in ("id", "type")]
    return rng.choice(names) if names else "type"


def without(rng: Random, body: Body) -> None:
    """Drop a field."""
    body.pop(_keys(rng, body), None)


def wrong(rng: Random, body: Body) -> None:
    """Give a field the value of another type, or out of its bounds."""
    body[_keys(rng, body)] = rng.choice(WRONG)


def more(rng: Random, body: Body) -> None:
    """Add a field nobody knows."""
    body[rng.choice(EXTRA)] = rng.choice(WRONG)


def other_id(rng: Random, body: Body) -> None:
    """Use an odd id, or one used before."""
    body["id"] = rng.choice(IDS)


def other_reference(rng: Random, body: Body) -> None:
    """Name the id of something else: of a call instead of a session, or of another cast's."""
    body[_keys(rng, body)] = reference(rng, rng.choice(["session", "call", "leg", "board", "share", "operator", "foreign"]))


def other_text(rng: Random, body: Body) -> None:
    """Write something nasty into a field."""
    body[_keys(rng, body)] = rng.choice(TEXTS)


def nested(rng: Random, body: Body) -> None:
    """Wrap a field deeper than allowed."""
    name = _keys(rng, body)
    value = body.get(name)
    for _ in range(rng.choice([1, 7, 8, 9, 60])):
        value = [value] if rng.random() < 0.5 else {"a": value}
    body[name] = value


MUTATIONS: Final[list[Callable[[Random, Body], None]]] = [
    without, wrong, wrong, wrong, more, other_id, other_reference, other_reference, other_text, nested,
]  # fmt: skip


def damaged_text(rng: Random, text: str) -> str:
    """Flip, cut, repeat or insert somewhere in a text."""
    for _ in range(rng.choice([1, 1, 2, 4])):
        at = rng.randrange(len(text) + 1)
        to = min(len(text), at + rng.choice([1, 1, 3, 10]))
        match rng.randrange(5):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:to] + text[at:to] * rng.choice([1, 2, 50]) + text[to:]
            case 2:
                text = text[:at] + rng.choice(PIECES) + text[at:]
            case 3:
                text = text[:at] + chr(rng.choice([0, 9, 31, 34, 44, 58, 92, 91, 123, 125, 127, 160, 0x202E, 0xFFFD])) + text[to:]
            case _:
                text = text[:at]
    return text


def damaged(rng: Random, body: Body) -> str:
    """Return the text of a frame made from a command by one or a few mutations."""
    body = dict(body)
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        rng.choice(MUTATIONS)(rng, body)
    text = dumped(body)
    return damaged_text(rng, text) if rng.random() < 0.3 else text


def broken(rng: Random, body: Body) -> str:
    """Return the text of a frame that hardly ever is a command: it's refused before anything is looked up."""
    if rng.random() < 0.4:
        return damaged_text(rng, dumped(body))
    body = dict(body)
    match rng.randrange(4):
        case 0:
            more(rng, body)
        case 1:
            body[_keys(rng, body)] = rng.choice(STRANGE)
        case 2:
            nested(rng, body)
        case _:
            body["type"] = rng.choice([f"{body['type']} ", "", "ack", "message.posted", "__class__", None, 7, [], {}])
    return dumped(body)


_encode: Final = json.JSONEncoder(separators=(",", ":")).encode


def dumped(body: Body) -> str:
    """Return the JSON of a body; a lone surrogate is escaped, as it has no bytes of its own."""
    return _encode(body)


def raw_frames(rng: Random, text: str) -> bytes:
    """Return bytes that end or upset a connection: what isn't a frame of RFC 6455, or one no browser sends."""
    payload = text.encode("utf-8", "surrogatepass")[:100_000]
    match rng.randrange(10):
        case 0:
            return frame(TEXT, b"\xff\xfe\xc0" + payload)
        case 1:  # fragments
            half = len(payload) // 2
            return frame(TEXT, payload[:half], last=False) + frame(CONTINUATION, payload[half:])
        case 2:  # a continuation of nothing
            return frame(CONTINUATION, payload)
        case 3:  # an unknown opcode, or reserved bits
            return bytes([rng.choice([0x83, 0x87, 0x8B, 0x8F, 0xC1, 0xF1, 0x91])]) + frame(TEXT, payload)[1:]
        case 4:  # not masked
            return bytes([0x81, min(125, len(payload))]) + payload[:125]
        case 5:  # control frames that are too long or fragmented
            return frame(PING, b"x" * 126) if rng.random() < 0.5 else frame(PING, b"x", last=False)
        case 6:  # close with an odd code
            return frame(0x8, struct.pack("!H", rng.choice([0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535])) + b"bye")
        case 7:  # larger than the server reads
            return frame(rng.choice([TEXT, BINARY]), b"x" * 131_073)
        case 8:  # a length that never comes
            return b"\x81\xff" + rng.choice([b"\x7f" + b"\xff" * 7, b"\xff" * 8, bytes(7) + b"\x05"]) + b"\x00" * 6
        case _:
            return rng.randbytes(rng.choice([1, 2, 7, 64, 2000]))
