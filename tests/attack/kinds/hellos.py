"""Frames that are dear to read: legal commands of 64 KB, and brackets nested to the last byte."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from time import monotonic

from tests.attack.model import Attack, Outcome, Target
from tests.attack.raw import TEXT, Raw, frame

BYTES = 65_536
PER_SECOND = 20
LINES = 1_900


def hello() -> bytes:
    """A hello of nearly 64 KB with everything a hello may hold."""
    resume = {f"{number:024}": number for number in range(LINES)}
    body = {"id": "hello", "type": "hello", "token": "x" * 200, "resume": resume}
    return json.dumps(body, separators=(",", ":")).encode()[:BYTES]


def deep() -> bytes:
    """Brackets that open and close without end."""
    half = (BYTES - 100) // 2
    return b'{"id":"1","type":"hello","resume":' + b"[" * half + b"]" * half + b"}"


def closed_pairs() -> bytes:
    """Brackets that never nest deeply, so that all of them must be looked at."""
    return b'{"id":"1","type":"hello","resume":[' + b",".join([b"[[[[[]]]]]"] * ((BYTES - 100) // 11)) + b"]}"


def dear(*bodies: bytes, connections: int) -> Callable[[Target], Awaitable[Outcome]]:
    """Send these frames in turn, twenty a second and connection; who is thrown out comes back."""
    frames = [frame(TEXT, body) for body in bodies]

    async def one(target: Target, until: float) -> tuple[int, int]:
        opened = sent = 0
        raw: Raw | None = None
        while monotonic() < until:
            raw = raw or await Raw.open(target)
            if raw is None:
                await asyncio.sleep(0.05)
                continue
            opened += not sent
            if raw.ended() or not await raw.send(frames[sent % len(frames)], seconds=max(0.01, until - monotonic())):
                raw.close()
                raw = None
                opened += 1
            sent += 1
            await asyncio.sleep(1 / PER_SECOND)
        if raw:
            raw.close()
        return opened, sent

    async def run(target: Target) -> Outcome:
        until = monotonic() + target.seconds
        counts = await asyncio.gather(*(one(target, until) for _ in range(connections)))
        opened, sent = (sum(part) for part in zip(*counts, strict=True))
        return Outcome(f"{sent} frames over {opened} connections")

    return run


ATTACKS = [
    Attack("hellos", "legal hellos of 64 KB, 20 a second on each of two sockets", dear(hello(), connections=2)),
    Attack("hellos-12", "the same on twelve sockets", dear(hello(), connections=12)),
    Attack("deep", "JSON of 64 KB that nests deeply, or never quite", dear(deep(), closed_pairs(), connections=2)),
]
