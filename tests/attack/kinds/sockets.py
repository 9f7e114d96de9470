"""Idle sockets: they read nothing, say nothing, or are simply very many."""

from __future__ import annotations

import asyncio
import json
from time import monotonic

from tests.attack.http import request
from tests.attack.model import Attack, Outcome, Target
from tests.attack.raw import TEXT, Raw, frame
from tests.attack.visitor import Visitor, together

SILENT_SECONDS = 15.0
"""Time after which a socket without hello must be gone: ten seconds, and a few to close."""
LEFT = 200
"""Silent sockets that one address may have for a moment: a company behind one address."""
WRITERS, EACH = 10, 20
HISTORIES, LONG = 40, 12


async def never_read(target: Target) -> Outcome:
    """Request a long conversation repeatedly without reading the answers."""
    until = monotonic() + target.seconds
    made = await together(*(_writer(target, number) for number in range(target.times(WRITERS))), most=10)
    writers = [writer for writer in made if writer]
    raws = await together(*(_deaf(target, writer) for writer in writers for _ in range(EACH)))
    opened = [raw for raw in raws if raw]
    await asyncio.sleep(max(1, until - monotonic()))
    left = sum(not raw.ended() for raw in opened)
    return Outcome(f"{len(opened)} sockets, each asked for {HISTORIES} pages of 48 KB; {left} still open")


async def _writer(target: Target, number: int) -> Visitor | None:
    """Return a client whose waiting conversation is long."""
    visitor = await Visitor.open(target, address=target.address(number))
    if visitor and await visitor.wait():
        await visitor.all([{"type": "message.post", "session": visitor.session, "text": "x" * 4000}] * LONG)
        return visitor
    return None


async def _deaf(target: Target, writer: Visitor) -> Raw | None:
    raw = await Raw.open(target, address=writer.address)
    if raw:
        hello = {"id": "hello", "type": "hello", "token": writer.token}
        pages = [
            {"id": f"page-{number}", "type": "session.history", "session": writer.session, "before": 2**31 - 1}
            for number in range(HISTORIES)
        ]
        await raw.send(b"".join(frame(TEXT, json.dumps(command).encode()) for command in [hello, *pages]))
    return raw


async def stall(target: Target) -> Outcome:
    """Open sockets: half without hello, half with an unfinished first request."""
    count = target.times(100)
    mute = [
        raw for raw in await together(*(Raw.open(target, address=target.address(number % 4)) for number in range(count))) if raw
    ]
    half = [
        raw
        for raw in await together(*(Raw.connect(target, address=target.address(number % 4)) for number in range(count)))
        if raw
    ]
    for raw in half:
        await raw.send(request(target.port, "/ws/client/", "GET", {})[:60])
    await asyncio.sleep(target.seconds)
    left = sum(not raw.ended() for raw in mute), sum(not raw.ended() for raw in half)
    text = f"{len(mute)} without a hello, {left[0]} still open; {len(half)} without a whole request, {left[1]} still open"
    return Outcome(text, target.seconds < SILENT_SECONDS or not left[0])


async def many(target: Target) -> Outcome:
    """Open as many as possible from one address."""
    began = monotonic()
    raws = [raw for raw in await together(*(Raw.open(target) for _ in range(target.times(2000))), most=100) if raw]
    seconds = monotonic() - began
    await asyncio.sleep(target.seconds)
    left = sum(not raw.ended() for raw in raws)
    return Outcome(f"{len(raws)} opened in {seconds:.1f} s, {left} still open after {target.seconds:.0f} s", left <= LEFT)


ATTACKS = [
    Attack("never-read", "200 sockets that ask for much and never read", never_read, seconds=8),
    Attack("stall", "200 that say no hello, or never finish their request", stall, seconds=SILENT_SECONDS),
    Attack("sockets", "2,000 sockets of one address", many, seconds=SILENT_SECONDS, most_seconds=45),
]
