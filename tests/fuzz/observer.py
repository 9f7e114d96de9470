"""Watches a server while it is fuzzed: honest users and the health check beside it, its memory, and its log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf, isinf
from pathlib import Path
from time import monotonic
from types import TracebackType

from tests.attack.honest import Honest
from tests.attack.machine import slowness
from tests.attack.memory import held
from tests.attack.model import Person
from tests.attack.table import MEGABYTE
from tests.fuzz.model import Finding
from tests.servers import Site

HANG_SECONDS = 1.0
"""Longest time an honest user may wait, on a usual server (tests/attack/machine.py)."""
HEALTH_SECONDS = 1.0
"""Between two checks. The fuzzers ask for as much as the server can do, from sixteen network addresses, which take turns: five
checks a second from one address would be more than its share, and wait for ever longer.
"""
SPELL_SECONDS = 60.0
"""How long before and after a machine's speed was felt it may have been the same."""
GROWTH = 50 * MEGABYTE
WARM = 0.1
"""Share of a run after which memory counts: by then every cache has been filled."""
TROUBLE = re.compile(
    r"Traceback \(most recent call last\)"
    r"|^\S+ \S+ (?:ERROR|CRITICAL) (?!django\.security\.|django\.request Bad Gateway: /account/oidc/oidc/$)"
    r"|database refused|does not take what|the database did not answer a request"
    r"|never awaited|exception was never retrieved|a batch was lost|failed for a socket",
    re.MULTILINE,
)


@dataclass
class Observed:
    """What was seen beside the fuzzers."""

    actions: int = 0
    worst: float = 0.0
    late: int = 0
    refused: int = 0
    refusal: str = ""
    warm: int = 0
    end: int = 0

    @property
    def growth(self) -> int:
        return self.end - self.warm


class Observer:
    """``async with Observer(site, people) as observer``; call ``warm`` once on the way."""

    def __init__(self, site: Site, people: list[Person]) -> None:
        self.site = site
        self._speeds: list[tuple[float, float]] = []
        self._honest = Honest(site.port, people, (), HEALTH_SECONDS)
        self.seen = Observed()
        self._read_to = 0

    async def __aenter__(self) -> Observer:
        self.feel()
        await self._honest.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._honest.stop(10)
        await self._honest.__aexit__()
        self.seen.end = held(self.site.pid)
        self.feel()
        for sample in self._honest.samples:
            took = inf if sample.took is None else sample.took
            self.seen.actions += 1
            if isinf(took):
                self.seen.refused += 1
                self.seen.refusal = self.seen.refusal or sample.refusal or "no answer"
            else:
                self.seen.worst = max(self.seen.worst, took)
                self.seen.late += took > self.limit(sample.due)

    def feel(self) -> None:
        """Measure how much slower than a usual server this machine is now: others may work on it."""
        self._speeds.append((monotonic(), slowness()))

    def limit(self, at: float) -> float:
        """Return how long somebody may wait who acts at this time: a second, or more while the machine is slower."""
        return HANG_SECONDS * max((slow for when, slow in self._speeds if abs(when - at) <= SPELL_SECONDS), default=1.0)

    def warm(self) -> None:
        """Remember the memory in use now."""
        self.seen.warm = held(self.site.pid)

    def trouble(self) -> list[str]:
        """Return what the log says since the last call: errors, tracebacks, and what the database refused."""
        log = _read(self.site.log_file, self._read_to)
        self._read_to += len(log)
        text = log.decode(errors="replace")
        return [text[max(0, found.start() - 400) : found.start() + 3000] for found in TROUBLE.finditer(text)]

    def findings(self) -> list[Finding]:
        """Return what was wrong beside the fuzzers."""
        found = [Finding("log", text) for text in self.trouble()]
        if self.seen.refused:
            found.append(Finding("honest users", f"{self.seen.refused} of {self.seen.actions} refused: {self.seen.refusal}"))
        if self.seen.late:
            slow = max((slow for _when, slow in self._speeds), default=1.0)
            words = f"{self.seen.late} of {self.seen.actions} waited longer than {HANG_SECONDS:.0f} s on a usual server"
            found.append(
                Finding(
                    "hang", f"{words}; the machine was up to {slow:.1f} times slower, the longest wait {self.seen.worst:.1f} s"
                )
            )
        if self.seen.warm and self.seen.growth > GROWTH:
            found.append(Finding("memory", f"grew by {self.seen.growth / MEGABYTE:.0f} MiB"))
        if not self.site.running:
            found.append(Finding("ended", "the server has ended"))
        return found


def _read(file: Path, start: int) -> bytes:
    with file.open("rb") as log:
        log.seek(start)
        return log.read()
