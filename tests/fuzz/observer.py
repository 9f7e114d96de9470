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
from tests.faults.topology import Web
from tests.fuzz.model import Finding

HANG_SECONDS = 1.0
"""Longest time the message of an honest user may take, on a usual server (tests/attack/machine.py)."""
PAGE_SECONDS = 3.0
"""Longest time for a page: it waits for its turn, and the fuzzers have up to sixteen requests in front of it all the time."""
HEALTH_SECONDS = 1.0
"""Between two checks. The fuzzers ask for as much as the server can do, from sixteen network addresses, which take turns: five
checks a second from one address would be more than its share, and wait for ever longer.
"""
SPELL_SECONDS = 60.0
"""How long before and after a machine's speed was felt it may have been the same."""
GROWTH = 50 * MEGABYTE
"""Of what the server holds. What the kernel counts depends on holes in its heap, and on who else uses the same pages."""
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
    worst_page: float = 0.0
    late: int = 0
    refused: int = 0
    refusal: str = ""
    warm: int = 0
    end: int = 0
    """Bytes in use."""
    kernel: tuple[int, int] = (0, 0)
    """Bytes of the processes as the kernel counts them, holes and shared pages included: told, not judged."""

    @property
    def growth(self) -> int:
        return self.end - self.warm

    @property
    def memory(self) -> str:
        first, last = (round(size / MEGABYTE) for size in self.kernel)
        return f"{self.warm / MEGABYTE:.0f} MiB held warm, {self.end / MEGABYTE:.0f} MiB at the end (by the kernel {first} and {last})"


class Observer:
    """``async with Observer(site, people) as observer``; call ``warm`` once on the way."""

    def __init__(self, site: Web, people: list[Person]) -> None:
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
        self.seen.kernel = (self.seen.kernel[0], held(self.site.pid))
        self.seen.end = self._holds()
        self.feel()
        for sample in self._honest.samples:
            took = inf if sample.took is None else sample.took
            self.seen.actions += 1
            if isinf(took):
                self.seen.refused += 1
                self.seen.refusal = self.seen.refusal or sample.refusal or "no answer"
            else:
                if sample.page:
                    self.seen.worst_page = max(self.seen.worst_page, took)
                else:
                    self.seen.worst = max(self.seen.worst, took)
                self.seen.late += took > self.limit(sample.due, page=sample.page)

    def feel(self) -> None:
        """Measure how much slower than a usual server this machine is now: others may work on it."""
        self._speeds.append((monotonic(), slowness()))

    def limit(self, at: float, *, page: bool) -> float:
        """Return how long somebody may wait who acts at this time: longer while the machine is slower."""
        seconds = PAGE_SECONDS if page else HANG_SECONDS
        return seconds * max((slow for when, slow in self._speeds if abs(when - at) <= SPELL_SECONDS), default=1.0)

    def warm(self) -> None:
        """Remember the memory in use now."""
        self.seen.kernel = (held(self.site.pid), 0)
        self.seen.warm = self._holds()

    def _holds(self) -> int:
        """Return the bytes the server really holds, if it can be asked."""
        if not self.site.counted:
            return held(self.site.pid)
        return self.site.holding().live if self.site.running else 0

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
            words = f"{self.seen.late} of {self.seen.actions} waited longer than {HANG_SECONDS:.0f} s, {PAGE_SECONDS:.0f} s for a page"
            longest = f"the longest wait {self.seen.worst:.1f} s, {self.seen.worst_page:.1f} s for a page"
            found.append(Finding("hang", f"{words}; the machine was up to {slow:.1f} times slower; {longest}"))
        if self.seen.warm and self.seen.growth > GROWTH:
            found.append(Finding("memory", f"grew by {self.seen.growth / MEGABYTE:.0f} MiB"))
        if not self.site.running:
            found.append(Finding("ended", "the server has ended"))
        return found


def _read(file: Path, start: int) -> bytes:
    with file.open("rb") as log:
        log.seek(start)
        return log.read()
