"""Run faults under load, one after the other, and measure how soon everybody is served as before."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import ceil, inf

from tests.faults.checker import Verdict, check
from tests.faults.load import Load
from tests.faults.model import Fault, NotHereError, Size
from tests.faults.topology import TOPOLOGIES

CALM_SECONDS = 1.5
"""How long nobody may have to wait until the next fault comes."""
MOST_SECONDS = 90.0
SETTLE_SECONDS = 120.0
LEFT = (1000, 1001, 1012)
"""Close codes of a server that goes away in good order."""


@dataclass
class Row:
    """What one fault did."""

    fault: Fault
    seconds: float
    back: float = inf
    worst: float = inf
    """``back`` is when 99 of 100 people were served as before, ``worst`` when everybody was, in seconds after the fault."""
    acked: int = 0
    closed: Counter[int | None] = field(default_factory=Counter)
    slowest: float = 0.0
    """The longest that a message took to be acknowledged."""
    problem: str = ""
    last: str = ""
    """Who was served last, and what they had lacked."""

    def misses(self, slowness: float = 1.0) -> list[str]:
        """Return in words what didn't hold; times are scaled by how slow the machine is."""
        found = [self.problem] if self.problem else []
        if self.back > self.fault.back * slowness:
            found.append(f"back after {self.back:.1f} s")
        if self.fault.keeps_sockets and self.closed:
            found.append(f"{self.closed.total()} sockets closed")
        return found


@dataclass
class Result:
    """A whole run."""

    topology: str
    size: Size
    rows: list[Row] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    verdict: Verdict = field(default_factory=Verdict)
    logged: list[str] = field(default_factory=list)
    """Tracebacks of the servers' logs, each kind once with its count."""
    seconds: float = 0.0
    calls: int = 0
    files: int = 0

    def good(self, slowness: float = 1.0) -> bool:
        return self.verdict.good and not any(row.misses(slowness) for row in self.rows)


async def run(
    name: str, faults: Iterable[Fault], size: Size, *, messages: int = 0, tell: Callable[[str], None] = print
) -> Result:
    """Run the faults in turn under load; then go on until so many messages are acknowledged, settle, and check."""
    result = Result(name, size)
    began, faults = time.monotonic(), list(faults)
    clock = any(fault.name.startswith("clock") for fault in faults)
    async with TOPOLOGIES[name](size, clock=clock) as topology, Load(topology) as load:
        result.calls = len(load.calls)
        load.begin()
        await load.until(lambda: len(load.history.messages) > size.rate, 30)
        for number, fault in enumerate(faults, 1):
            if fault.name in result.skipped:
                continue
            await topology.whole()
            try:
                row = await measure(fault, load)
            except NotHereError as reason:
                result.skipped[fault.name] = str(reason)
                tell(f"      {fault.name}: not here: {reason}")
                continue
            result.rows.append(row)
            missed = "; ".join(row.misses())
            codes = ", ".join(f"{code or 'cut'} × {count}" for code, count in row.closed.items())
            tell(
                f"{number:4d}  {fault.name:28} back {row.back:5.1f} s (all {row.worst:5.1f}; limit {fault.back:.0f}), "
                f"last {row.last or 'nobody'}, {load.history.acked} acked, slowest {row.slowest:.1f} s, closed: {codes or 'none'}"
                + (f"  MISSED: {missed}" if missed else "")
            )
        await load.until(lambda: load.history.acked >= messages, max(30.0, 2 * (messages - load.history.acked) / size.rate))
        await load.settle(SETTLE_SECONDS)
        await topology.whole()
        result.verdict = check(load.history, await asyncio.to_thread(topology.stored), load.readers)
        for uploader in load.uploaders:
            for words in await uploader.lost():
                result.verdict.add("files lost", words)
            result.files += len(uploader.sent)
        result.logged = topology.tracebacks()
    result.seconds = time.monotonic() - began
    return result


async def measure(fault: Fault, load: Load) -> Row:
    """Make one fault, and wait until everybody is served as before."""
    clock, history = load.clock, load.history
    load.stable()
    acked, closed, began = history.acked, len(history.closed), clock()
    behind: dict[str, tuple[float, str]] = {}
    problem = ""
    try:
        await fault.act(load.topology)
    except AssertionError as error:
        problem = str(error) or "a check failed"
    healed = clock()
    while clock() < healed + MOST_SECONDS:
        now = clock()
        names = load.behind
        behind |= {name: (now, why) for name, why in names.items()}
        if not names and now > max([healed, *(at for at, _ in behind.values())]) + CALM_SECONDS:
            break
        await asyncio.sleep(0.05)
    else:
        problem = problem or f"{len(load.behind)} people still wait: {', '.join(sorted(load.behind)[:3])}"
    last = sorted(behind.items(), key=lambda item: item[1])[-1:]
    everybody = [*load.people, *(uploader.name for uploader in load.uploaders)]
    times = sorted(max(0.0, behind.get(name, (healed, ""))[0] - healed) for name in everybody)
    slowest = max(
        (message.acked - message.due for message in history.messages.values() if message.due > began and message.acked),
        default=0.0,
    )
    return Row(
        fault, clock() - began, times[ceil(len(times) * 0.99) - 1], times[-1], history.acked - acked,
        Counter(end.code for end in history.closed[closed:]), slowest, problem, "".join(f"{name}: {why}" for name, (_, why) in last),
    )  # fmt: skip
