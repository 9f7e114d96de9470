"""Floods over sockets that read nothing: work done before a frame is counted is done very often."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any

from tests.attack.model import Attack, Outcome, Target
from tests.attack.raw import BINARY, CONTINUATION, PING, TEXT, Raw, frame

RATE = 1_000_000
STEP = 0.05
SMALL = frame(TEXT, b"{}")
"""Eight bytes."""


def flood(frames: bytes, *, connections: int = 1, first: bytes = b"") -> Callable[[Target], Coroutine[Any, Any, Outcome]]:
    """Send these frames repeatedly at a megabyte a second and connection; reconnect at once when thrown out."""

    async def run(target: Target) -> Outcome:
        until = monotonic() + target.seconds
        counts = await asyncio.gather(*(_pour(target, frames, first, until) for _ in range(connections)))
        opened, refused, sent = (sum(part) for part in zip(*counts, strict=True))
        return Outcome(f"{sent / 1e6:.1f} MB over {opened} connections" + (f", {refused} refused" if refused else ""))

    return run


async def _pour(target: Target, frames: bytes, first: bytes, until: float) -> tuple[int, int, int]:
    """Connections opened, connections refused, bytes sent."""
    chunk = frames * max(1, int(RATE * STEP) // len(frames))
    opened = refused = sent = 0
    raw: Raw | None = None
    due = monotonic()
    while monotonic() < until:
        if raw is None:
            raw = await Raw.open(target)
            if raw is None:
                refused += 1
                await asyncio.sleep(STEP)
                continue
            opened, due = opened + 1, monotonic()
            await raw.send(first)
        if await raw.send(chunk, seconds=max(0.01, until - monotonic())):
            sent += len(chunk)
        else:
            raw.close()
            raw = None
        due += STEP
        await asyncio.sleep(max(0, due - monotonic()))
    if raw is not None:
        raw.close()
    return opened, refused, sent


ATTACKS = [
    Attack("frames", "frames of 8 bytes at 1 MB/s from one connection that reads nothing", flood(SMALL)),
    Attack("frames-4", "the same from four connections", flood(SMALL, connections=4)),
    Attack("pings", "empty pings at 1 MB/s", flood(frame(PING))),
    Attack(
        "fragments",
        "empty fragments of one endless message at 1 MB/s",
        flood(frame(CONTINUATION, last=False), first=frame(TEXT, b"{", last=False)),
    ),
    Attack("binary", "small binary frames at 1 MB/s", flood(frame(BINARY, b"{}"))),
]
