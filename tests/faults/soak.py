"""``python -m tests.faults soak [--on …] [--minutes N] [--sockets N]``: many sockets that come and go, and what the servers hold meanwhile.

After a warm-up memory must not grow, nor descriptors, threads and database connections. Ten minutes tell a slope of a mebibyte an hour only
if samples are quiet enough; the interval says whether they were.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.attack.memory import held
from tests.faults.checker import check
from tests.faults.load import Load
from tests.faults.model import Size
from tests.faults.slope import Slope, lowest, theil_sen
from tests.faults.table import write
from tests.faults.topology import TOPOLOGIES, Cluster, Topology

NAME = "soak"
SAMPLE_SECONDS, WINDOW_SECONDS = 1.0, 10.0
WARM_UP = 0.4
"""Share of the time after which growth counts."""
MIB = 1 << 20
MOST_MIB_AN_HOUR = 1.0
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
KINDS = ("descriptors", "threads", "database connections")


@dataclass
class Samples:
    """What a process held over time, in seconds since the beginning."""

    memory: list[tuple[float, float]] = field(default_factory=list)
    counts: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def after(self, began: float) -> Samples:
        counts = {kind: [one for one in found if one[0] >= began] for kind, found in self.counts.items()}
        return Samples([one for one in self.memory if one[0] >= began], counts)

    def growth(self) -> Slope:
        """Return the slope of the memory in bytes an hour."""
        per_second = theil_sen(lowest(self.memory, WINDOW_SECONDS))
        return Slope(*(each * 3600 for each in (per_second.value, per_second.low, per_second.high)))

    def risen(self) -> dict[str, tuple[float, float]]:
        """Return the counts whose maximum was higher in the last third than before, with both."""
        found = {}
        for kind, samples in self.counts.items():
            if not samples:
                continue
            cut = samples[0][0] + (samples[-1][0] - samples[0][0]) * 2 / 3
            before = max(value for at, value in samples if at <= cut)
            after = max((value for at, value in samples if at > cut), default=before)
            if after > before:
                found[kind] = (before, after)
        return found


def sample(topology: Topology, number: int, samples: Samples, at: float) -> None:
    pid = topology.sites[number].pid
    samples.memory.append((at, held(pid)))
    samples.counts["descriptors"].append((at, len(list(Path(f"/proc/{pid}/fd").iterdir()))))
    samples.counts["threads"].append((at, len(list(Path(f"/proc/{pid}/task").iterdir()))))
    if isinstance(topology, Cluster) and number == 0:
        samples.counts["database connections"].append((at, float(topology.rows(CONNECTIONS)[0][0])))


async def soak(name: str, minutes: float, size: Size) -> tuple[list[str], bool]:
    """Return the report's lines, and whether everything was flat."""
    async with TOPOLOGIES[name](size) as topology, Load(topology) as load:
        found = [Samples() for _ in topology.sites]
        began, seconds = load.clock(), minutes * 60
        load.begin()
        churn = asyncio.create_task(_churn(load))
        while (at := load.clock() - began) < seconds:
            for number, samples in enumerate(found):
                await asyncio.to_thread(sample, topology, number, samples, at)
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
        late = samples.after(WARM_UP * seconds)
        growth = late.growth()
        held_up = growth.verdict(MOST_MIB_AN_HOUR * MIB)
        memory = f"{late.memory[0][1] / MIB:.1f} → {late.memory[-1][1] / MIB:.1f} MiB"
        slope = f"{growth.value / MIB:+.2f} MiB an hour ({growth.low / MIB:+.2f} to {growth.high / MIB:+.2f}): {held_up}"
        counts = ", ".join(
            f"{kind} {min(value for _, value in values):.0f}–{max(value for _, value in values):.0f}"
            for kind, values in late.counts.items()
            if values
        )
        risen = "".join(f"; **{kind} rose from {low:.0f} to {high:.0f}**" for kind, (low, high) in late.risen().items())
        lines.append(f"process {number + 1}: {memory}, {slope}; {counts}{risen}")
        good &= held_up != "missed" and not risen
    return lines, good


async def _churn(load: Load) -> None:
    """Every second one tab loses its connection and comes back."""
    people = list(load.people.values())
    while True:
        await asyncio.sleep(1)
        random.choice(people).drop()
        load.stable()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults soak", description=__doc__)
    parser.add_argument("--on", choices=list(TOPOLOGIES), default="postgres")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--sockets", type=int, default=500)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--write", action="store_true", help="put the result into docs/reliability.md")
    asked = parser.parse_args(arguments)
    operators = max(1, asked.sockets // 10)
    size = Size(clients=asked.sockets - operators, operators=operators, calls=0, uploads=0, rate=asked.rate)
    lines, good = asyncio.run(soak(asked.on, asked.minutes, size))
    command = f"`python -m tests.faults soak {' '.join(arguments)}`"
    words = "\n".join([command.replace(" `", "`"), "", *(f"- {line}" for line in lines)])
    print(words, flush=True)
    if asked.write:
        write(f"soak on {asked.on}", words)
    return 0 if good else 1
