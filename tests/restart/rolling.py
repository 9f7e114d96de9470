"""Restart one process after the other while people chat and call, and measure how long each of them was without a socket."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tests.faults.checker import Verdict, check
from tests.faults.history import History
from tests.faults.load import Load
from tests.faults.model import Size
from tests.faults.topology import Cluster

BACK_SECONDS: Final = 3.0
"""Within this time every socket is back (O4)."""
IN_GOOD_ORDER: Final = frozenset({1001, 1012})
"""Codes with which a server closes sockets when it goes away."""
BEFORE_SECONDS: Final = 3.0
SETTLE_SECONDS: Final = 60.0


@dataclass
class Result:
    """What people went through. ``away``: how long each closed socket took to be back, in seconds, longest first."""

    size: Size
    messages: int = 0
    calls: int = 0
    connected: int = 0
    interrupted: int = 0
    away: list[float] = field(default_factory=list)
    codes: Counter[int | None] = field(default_factory=Counter)
    verdict: Verdict = field(default_factory=Verdict)
    tracebacks: list[str] = field(default_factory=list)

    def late(self) -> list[str]:
        """Return in words who had to wait too long. Only a calm machine can say that."""
        return [f"a socket was back after {seconds:.1f} s" for seconds in self.away if seconds > BACK_SECONDS]

    def misses(self) -> list[str]:
        """Return in words what was lost, or ended otherwise than it should."""
        found = self.verdict.examples()
        if len(self.away) < self.size.clients:
            found.append(f"only {len(self.away)} sockets were closed: nothing was restarted under load")
        if never := sum(seconds == float("inf") for seconds in self.away):
            found.append(f"{never} sockets did not come back")
        if unruly := set(self.codes) - IN_GOOD_ORDER:
            found.append(f"sockets were closed with {sorted(map(str, unruly))}")
        if self.connected < self.calls:
            found.append(f"{self.calls - self.connected} calls aren't connected")
        if self.tracebacks:
            found.append(f"tracebacks in the logs: {self.tracebacks}")
        return found


async def restart_both(size: Size, tell: Callable[[str], None] = lambda _: None) -> Result:
    """Run the whole: people come, write and call; each process is restarted; all is compared with what is stored."""
    async with Cluster(size) as topology, Load(topology) as load:
        load.begin()
        await asyncio.sleep(BEFORE_SECONDS)
        tell(f"{len(load.people)} people are connected, {len(load.calls)} calls run")
        for number, site in enumerate(topology.sites, 1):
            await asyncio.to_thread(site.restart)
            served = await load.until(lambda: not load.behind, SETTLE_SECONDS)
            assert served, (
                f"{len(load.behind)} people aren't served: {dict(list(load.behind.items())[:8])}, {load.history.closed[-8:]}"
            )
            tell(f"process {number} was restarted")
        assert await load.settle(SETTLE_SECONDS), "not everything was answered"
        verdict = check(load.history, await asyncio.to_thread(topology.stored), load.readers)
        away, codes = interruptions(load.history)
        return Result(
            size,
            messages=load.history.acked,
            calls=len(load.calls),
            connected=sum(pair.connected for pair in load.calls),
            interrupted=sum(step.state == "reconnecting" for step in load.history.calls),
            away=away,
            codes=codes,
            verdict=verdict,
            tracebacks=topology.tracebacks(),
        )


def interruptions(history: History) -> tuple[list[float], Counter[int | None]]:
    """Return how long each person was without a socket, longest first, and with which codes their sockets were closed."""
    events: list[tuple[float, str, bool, int | None]] = [(at, person, True, None) for at, person in history.opened]
    events += [(end.at, end.person, False, end.code) for end in history.closed]
    gone: dict[str, float] = {}
    away: list[float] = []
    codes: Counter[int | None] = Counter()
    for at, person, opened, code in sorted(events, key=lambda event: event[0]):
        if opened:
            if person in gone:
                away.append(at - gone.pop(person))
        elif person not in gone:  # further tries that fail are part of the same interruption
            gone[person] = at
            codes[code] += 1
    away += [float("inf")] * len(gone)
    return sorted(away, reverse=True), codes
