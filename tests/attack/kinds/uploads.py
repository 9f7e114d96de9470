"""Forbidden uploads: 12 files of 24 MB that trickle in from a stranger and never end."""

from __future__ import annotations

import asyncio
from time import monotonic

from tests.attack.http import request
from tests.attack.model import Attack, Outcome, Target
from tests.attack.raw import Raw
from tests.attack.visitor import together
from tests.servers.form import multipart

SIZE = 24 * 1024 * 1024
REST = 4096
"""A body sent drop by drop, never to its end."""


async def trickle(target: Target) -> Outcome:
    """Send nearly all of each file, then a byte now and then."""
    body, kind = multipart({"session": "nobody", "name": "a.zip"}, "a.zip", bytes(SIZE))
    head = request(target.port, "/share/upload/", "POST", {"Content-Type": kind, "Content-Length": str(len(body))})
    until = monotonic() + target.seconds
    raws = [raw for raw in await together(*(Raw.connect(target) for _ in range(target.times(12)))) if raw]
    sent = await asyncio.gather(*(_one(raw, head + body[:-REST], until) for raw in raws))
    left = sum(not raw.ended() for raw in raws)
    text = f"{sum(sent) / 1e6:.0f} MB taken of {len(raws) * SIZE / 1e6:.0f}; {left} of {len(raws)} still open"
    return Outcome(text, not left)


async def _one(raw: Raw, content: bytes, until: float) -> int:
    sent = 0
    while monotonic() < until and not raw.ended():
        piece = content[sent : sent + 262_144] or b"x"
        if not await raw.send(piece, seconds=max(0.01, until - monotonic())):
            break
        sent += len(piece)
        await asyncio.sleep(0.01 if len(piece) > 1 else 0.5)
    return sent


ATTACKS = [Attack("uploads", "12 uploads of 24 MB by nobody, unfinished", trickle, seconds=8)]
