"""A small PDF that takes long to render, requested repeatedly for shared viewing."""

from __future__ import annotations

import asyncio
import zlib
from functools import cache

from tests.attack.http import Answer, ask
from tests.attack.model import Attack, Outcome, Target
from tests.attack.pages import pdf
from tests.attack.visitor import Visitor

REQUESTS = 30
OPERATIONS = 300_000
WAIT = 12.0


@cache
def bomb() -> bytes:
    """Full pages painted over each other, a few hundred thousand times."""
    return pdf(zlib.compress(b"0 0 600 800 re 1 1 598 798 re f*\n" * OPERATIONS, 9), compressed=True)


async def run(target: Target) -> Outcome:
    """Send it once, then request its page as often as allowed."""
    content = bomb()
    visitor = await Visitor.open(target)
    if not visitor or not await visitor.wait():
        return Outcome("nobody could enter")
    answer = await visitor.upload("a.pdf", content)
    if answer.status != 201:
        return Outcome(f"refused: {answer.body[:80]!r}")
    path = f"/share/{answer.json()['share']['id']}/picture/?page=1"
    headers = {"Authorization": f"Bearer {visitor.token}"}
    asked = [
        ask(target.port, path, headers=headers, address=visitor.address, seconds=WAIT) for _ in range(target.times(REQUESTS))
    ]
    answers: list[Answer] = await asyncio.gather(*asked)
    said: dict[int, int] = {}
    for each in answers:
        said[each.status] = said.get(each.status, 0) + 1
    words = ", ".join(f"{count} × {status or f'no answer in {WAIT:.0f} s'}" for status, count in sorted(said.items()))
    return Outcome(f"a PDF of {len(content) / 1024:.0f} KB: {words}")


ATTACKS = [Attack("pdf", "30 requests for a page that takes long to draw", run, ("a PDF page",), prepare=bomb)]
