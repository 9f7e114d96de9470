"""Repeat a finding on a fresh site and shorten it: the fewest frames that still show it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import count
from typing import Final, TypeVar

from tests.fuzz.cases import case
from tests.fuzz.model import Case, Finding, Mix, Target
from tests.fuzz.observer import Observer
from tests.fuzz.player import Player
from tests.fuzz.site import Instance

Item = TypeVar("Item")
PLAYS: Final = 60
"""Plays a finding may cost."""
APART: Final = 15_000
"""Distance of the numbers of two plays of a case: each has people of its own."""
SETTLE_SECONDS: Final = 0.3
"""Time for what a command left to be done."""


class Shrinker:
    """``with Instance(…) as instance``: ``await Shrinker(instance, seed, mix).shrink(number, kind, at)``."""

    def __init__(self, instance: Instance, seed: int, mix: Mix) -> None:
        self.seed, self.mix = seed, mix
        made = instance.people(casts=1, clients=4 * PLAYS, honest=0, tag="shrink")
        self.target = Target(instance.site.port, made["casts"], limited=instance.scale <= 1)
        self.observer = Observer(instance.site, [])
        self._plays = count(1)

    async def shows(self, played: Case, kind: str) -> bool:
        """Play it with new people; return whether the same kind of finding appears."""
        number = next(self._plays)
        player = Player(self.target, 0, replace(played, number=number), deque(["unknown"]))
        found = [finding.kind for finding in await player.play()]
        await asyncio.sleep(SETTLE_SECONDS)
        if self.observer.trouble():
            found.append("log")
        return kind in found

    async def shrink(self, number: int, kind: str, at: int = -1) -> Case | None:
        """Return the shortest case found that shows it; None if it can't be repeated alone."""
        whole = case(self.seed, number, self.mix)
        start = replace(whole, frames=whole.frames[: at + 1] if at >= 0 else whole.frames)
        if not await self.shows(start, kind):
            if not await self.shows(whole, kind):
                return None
            start = whole
        shortest = start
        if start.tail and await self.shows(replace(start, tail=None), kind):
            shortest = replace(start, tail=None)
        kept = await smallest(list(shortest.frames), lambda frames: self.shows(replace(shortest, frames=frames), kind), PLAYS)
        return replace(shortest, frames=kept)


async def smallest(items: list[Item], shows: Callable[[list[Item]], Awaitable[bool]], plays: int) -> list[Item]:
    """Return a short part of the list that still shows it, leaving out ever smaller pieces; asks at most ``plays`` times."""
    size = len(items) // 2
    if plays and len(items) > 1 and await shows(items[-1:]):
        return items[-1:]
    while size and plays:
        start = 0
        while start < len(items) and plays:
            fewer = items[:start] + items[start + size :]
            plays -= 1
            if fewer and await shows(fewer):
                items = fewer
            else:
                start += size
        size //= 2
    return items


def story(played: Case) -> str:
    """Return the case as people read it."""
    lines = [f"case {played.number}, phase {played.phase!r}:"]
    lines += [f"  {send.who:10} {'(binary) ' if send.binary else ''}{send.text}" for send in [*played.steps, *played.frames]]
    if played.tail:
        lines.append(f"  {played.tail[0]:10} bytes {played.tail[1]!r}")
    return "\n".join(lines)


def distinct(findings: list[Finding]) -> list[Finding]:
    """Return one finding of each kind and cause."""
    seen: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        lines = [line for line in finding.detail.strip().splitlines() if line and not line.startswith(" ")]
        cause = next((line for line in reversed(lines) if "Error" in line or "Exception" in line), lines[0] if lines else "")
        seen.setdefault((finding.kind, cause[:80] if finding.kind == "log" else finding.detail[:60]), finding)
    return list(seen.values())
