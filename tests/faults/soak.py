"""``python -m tests.faults soak [--on …] [--minutes N] [--sockets N]``: many sockets that come and go, and what the servers hold meanwhile.

After a warm-up memory must not grow, nor descriptors, threads and database connections. What the kernel counts rises and falls with the
rhythm of collector and allocator, in teeth of several MiB and minutes; so the first process is asked what it really holds (`holding`), and
the others are left alone, as in life.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.attack.memory import anonymous
from tests.faults.checker import check
from tests.faults.load import Load
from tests.faults.model import Size
from tests.faults.slope import Slope, lowest, theil_sen
from tests.faults.table import write
from tests.faults.topology import TOPOLOGIES, Cluster, Topology

NAME = "soak"
SAMPLE_SECONDS, ASK_SECONDS, WINDOW_SECONDS = 1.0, 10.0, 10.0
WARM_UP = 0.4
"""Share of the time after which growth counts."""
MIB = 1 << 20
MOST_MIB_AN_HOUR = 1.0
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
TOLERATED = {"descriptors of all processes": 1, "threads": 0, "database connections": 1}
"""What must not rise, and by how much its median may: connections are just being opened and closed. Which process a tab comes back to is
chance, so the descriptors of one say little.
"""
Series = list[tuple[float, float]]
"""Values with their times, in seconds since the beginning."""


@dataclass
class Samples:
    """What a process held over time. One that is left alone has no ``live``."""

    memory: Series = field(default_factory=list)
    live: Series = field(default_factory=list)
    garbage: Series = field(default_factory=list)
    counts: dict[str, Series] = field(default_factory=lambda: {kind: [] for kind in TOLERATED})

    def after(self, began: float) -> Samples:
        memory, live, garbage = ([one for one in each if one[0] >= began] for each in (self.memory, self.live, self.garbage))
        return Samples(
            memory, live, garbage, {kind: [one for one in each if one[0] >= began] for kind, each in self.counts.items()}
        )

    def risen(self) -> dict[str, tuple[float, float]]:
        """Return the counts whose median was higher in the last third than before, with both."""
        found = {}
        for kind, samples in self.counts.items():
            if not samples:
                continue
            cut = samples[0][0] + (samples[-1][0] - samples[0][0]) * 2 / 3
            before = median(value for at, value in samples if at <= cut)
            after = median([value for at, value in samples if at > cut] or [before])
            if after > before + TOLERATED[kind]:
                found[kind] = (before, after)
        return found

    def report(self) -> tuple[str, bool]:
        """Return in words what it held, and whether that was flat."""
        parts, good = [], True
        if self.live:
            words, verdict = grown(self.live)
            parts += [f"holds {words}", f"{median(value for _at, value in self.garbage):.0f} objects of garbage each time"]
            good = verdict == "held"
        parts.append(f"by the kernel {course(lowest(self.memory, WINDOW_SECONDS))} MiB")
        for kind, samples in self.counts.items():
            if samples:
                parts.append(f"{kind} {min(value for _, value in samples):.0f}–{max(value for _, value in samples):.0f}")
        risen = self.risen()
        parts += [f"**{kind} rose from {low:.0f} to {high:.0f}**" for kind, (low, high) in risen.items()]
        return "; ".join(parts), good and not risen


def growth(series: Series) -> Slope:
    """Return the slope in MiB an hour."""
    per_second = theil_sen(series)
    return Slope(*(each * 3600 / MIB for each in (per_second.value, per_second.low, per_second.high)))


def grown(series: Series) -> tuple[str, str]:
    """Return the bytes at both ends and the slope in words, and the verdict."""
    slope = growth(series)
    verdict = slope.verdict(MOST_MIB_AN_HOUR)
    ends = f"{series[0][1] / MIB:.2f} → {series[-1][1] / MIB:.2f} MiB"
    return f"{ends}, {slope.value:+.2f} MiB an hour ({slope.low:+.2f} to {slope.high:+.2f}): {verdict}", verdict


def course(series: Series) -> str:
    """Return MiB at the beginning, in the middle and at the end: holes in the heap grow more slowly the longer it lasts, leaks don't."""
    return " → ".join(f"{series[index][1] / MIB:.1f}" for index in (0, len(series) // 2, -1))


def sample(topology: Topology, number: int, samples: Samples, at: float) -> None:
    """Look at a process from outside."""
    pid = topology.sites[number].pid
    samples.counts["threads"].append((at, len(list(Path(f"/proc/{pid}/task").iterdir()))))
    if number == 0:
        opened = sum(len(list(Path(f"/proc/{site.pid}/fd").iterdir())) for site in topology.sites)
        samples.counts["descriptors of all processes"].append((at, float(opened)))
    if isinstance(topology, Cluster) and number == 0:
        samples.counts["database connections"].append((at, float(topology.rows(CONNECTIONS)[0][0])))
    if number > 0:
        samples.memory.append((at, anonymous(pid)))


def ask_first(topology: Topology, samples: Samples, at: float) -> None:
    """Ask the first process what it holds."""
    found = topology.sites[0].holding()
    samples.live.append((at, found.live))
    samples.memory.append((at, found.memory))
    samples.garbage.append((at, found.garbage))


async def soak(name: str, minutes: float, size: Size, cuts: float) -> tuple[list[str], bool]:
    """Return the report's lines, and whether everything was flat. ``cuts``: how many tabs a second lose their connection."""
    async with TOPOLOGIES[name](size, counted=True) as topology, Load(topology) as load:
        found = [Samples() for _ in topology.sites]
        began, seconds, asked = load.clock(), minutes * 60, 0.0
        load.begin()
        churn = asyncio.create_task(_churn(load, cuts))
        while (at := load.clock() - began) < seconds:
            for number, samples in enumerate(found):
                await asyncio.to_thread(sample, topology, number, samples, at)
            if at >= asked:
                await asyncio.to_thread(ask_first, topology, found[0], at)
                asked = at + ASK_SECONDS
                told = f"holds {found[0].live[-1][1] / MIB:.2f} MiB, the kernel counts"
                counted = ", ".join(f"{each.memory[-1][1] / MIB:.1f}" for each in found)
                print(f"{at:6.0f} s: {told} {counted}", file=sys.stderr, flush=True)
            await asyncio.sleep(SAMPLE_SECONDS)
        churn.cancel()
        await load.settle(60)
        verdict = check(load.history, await asyncio.to_thread(topology.stored), load.readers)
        opened = len(load.history.opened)
    lines = [
        f"{minutes:g} minutes on {name}: {len(load.people)} sockets, {opened} opened in all, {verdict.acked:,} messages; "
        + ", ".join(f"{count} {kind}" for kind, count in verdict.counts().items())
        + f". Counted from {WARM_UP * minutes:g} minutes on."
    ]
    good = verdict.good
    for number, samples in enumerate(found):
        words, flat = samples.after(WARM_UP * seconds).report()
        lines.append(f"process {number + 1}, {'left alone' if number else f'asked every {ASK_SECONDS:.0f} seconds'}: {words}")
        good &= flat
    return lines, good


async def _churn(load: Load, cuts: float) -> None:
    """So often a tab loses its connection and comes back."""
    people = list(load.people.values())
    while True:
        await asyncio.sleep(1 / cuts)
        random.choice(people).drop()
        load.stable()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults soak", description=__doc__)
    parser.add_argument("--on", choices=list(TOPOLOGIES), default="postgres")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--sockets", type=int, default=500)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--cuts", type=float, default=1, help="how many tabs a second lose their connection and come back")
    parser.add_argument("--write", action="store_true", help="put the result into docs/reliability.md")
    asked = parser.parse_args(arguments)
    operators = max(1, asked.sockets // 10)
    size = Size(clients=asked.sockets - operators, operators=operators, calls=0, uploads=0, rate=asked.rate)
    lines, good = asyncio.run(soak(asked.on, asked.minutes, size, asked.cuts))
    command = f"`python -m tests.faults soak {' '.join(arguments)}`"
    words = "\n".join([command.replace(" `", "`"), "", *(f"- {line}" for line in lines)])
    print(words, flush=True)
    if asked.write:
        write(f"soak on {asked.on}", words)
    return 0 if good else 1
