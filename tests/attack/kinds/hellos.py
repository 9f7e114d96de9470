"""Frames that are expensive to parse: valid commands of 64 KB, and brackets nested to the last byte."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any

from tests.attack.model import Attack, Outcome, Target
from tests.attack.raw import TEXT, Raw, frame
from tests.attack.visitor import new_token

BYTES = 65_000
PER_SECOND = 20
BEAT = frame(TEXT, b'{"id":"beat","type":"heartbeat","beat":0}')
"""A good command: it resets the count of bad ones."""


def hello(token: str) -> bytes:
    """The first command of a socket."""
    return frame(TEXT, json.dumps({"id": "hello", "type": "hello", "token": token}).encode())


def long_signal() -> bytes:
    """Return nearly 64 KB of escaped characters: parsed, then refused, as the client is in no call."""
    data = "\\u0041" * (BYTES // 6)
    return frame(TEXT, f'{{"id":"again","type":"call.signal","call":"none","leg":"none","data":"{data}"}}'.encode())


def nested(value: bytes) -> bytes:
    return frame(TEXT, b'{"id":"1","type":"hello","token":' + value + b"}")


def brackets() -> list[bytes]:
    """Return texts nested to the limit, and flat ones that must be scanned completely."""
    deep, flat = nested(b"[" * BYTES), nested(b"[" + b",".join([b"[[[[]]]]"] * (BYTES // 9)) + b"]")
    return [flat, deep, flat, deep, BEAT]


def send_in_turn(frames: list[bytes], *, connections: int) -> Callable[[Target], Coroutine[Any, Any, Outcome]]:
    """Say hello, then send these frames in turn, twenty a second and connection; reconnect when thrown out."""

    async def one(target: Target, token: str, until: float) -> tuple[int, int]:
        opened = sent = 0
        raw: Raw | None = None
        while monotonic() < until:
            if raw is None:
                raw = await Raw.open(target)
                if raw is None:
                    await asyncio.sleep(1 / PER_SECOND)
                    continue
                opened += 1
                await raw.send(hello(token))
            if raw.ended() or not await raw.send(frames[sent % len(frames)], seconds=max(0.01, until - monotonic())):
                raw.close()
                raw = None
            sent += 1
            await asyncio.sleep(1 / PER_SECOND)
        if raw:
            raw.close()
        return opened, sent

    async def run(target: Target) -> Outcome:
        token = await new_token(target)
        until = monotonic() + target.seconds
        counts = await asyncio.gather(*(one(target, token, until) for _ in range(connections)))
        opened, sent = (sum(part) for part in zip(*counts, strict=True))
        return Outcome(f"{sent} frames over {opened} connections")

    return run


ATTACKS = [
    Attack("signals", "legal signals of 64 KB, 20 a second on each of two sockets", send_in_turn([long_signal()], connections=2)),
    Attack("signals-12", "the same on twelve sockets", send_in_turn([long_signal()], connections=12)),
    Attack("deep", "JSON of 64 KB that nests deeply, or never quite", send_in_turn(brackets(), connections=2)),
]
