"""A run of the frame fuzzer: cases against one site, observed, and its findings shortened."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from math import ceil, inf
from time import monotonic
from typing import Any

from tests.fuzz.cases import CLASSES
from tests.fuzz.model import SHALLOW, Counts, Finding, Mix, Target
from tests.fuzz.observer import WARM, Observed, Observer
from tests.fuzz.shrink import Shrinker, distinct, story
from tests.fuzz.site import OPERATORS, Instance
from tests.fuzz.workers import Play, Workers, play_frames

PROGRESS_SECONDS = 20
MOST = 5
"""Findings that are shortened."""


@dataclass
class Plan:
    """How much of what to play against which server."""

    database: str = "sqlite"
    seed: int = 1
    count: int = 1_000_000
    processes: int = 2
    casts: int = 16
    scale: float = 100.0
    honest: int = 2
    mix: Mix = SHALLOW
    quiet: bool = False
    minutes: float = inf
    env: dict[str, str] = field(default_factory=dict)


@dataclass
class Result:
    """What a run has shown."""

    counts: Counts
    seconds: float
    seen: Observed
    findings: list[Finding]

    def missing(self) -> list[str]:
        """Return the commands that were never carried out, if commands were sent."""
        done = {*self.counts.acked, *self.counts.reached}
        return sorted({str(name) for name in CLASSES} - done) if done else []

    def lines(self) -> list[str]:
        """Return the result for people."""
        counts, seen = self.counts, self.seen
        rate = counts.frames / self.seconds
        refused = ", ".join(f"{code} {number:,}" for code, number in counts.faults.most_common())
        return [
            f"{counts.frames:,} sent and {counts.raw:,} pieces of raw bytes in {self.seconds:.0f} s ({rate:,.0f}/s)",
            f"carried out {counts.acks:,}, {len(counts.acked)} kinds of command: {dict(counts.acked.most_common())}",
            *([f"never carried out: {', '.join(missing)}"] if (missing := self.missing()) else []),
            *([f"steps refused: {dict(counts.refused.most_common(12))}"] if counts.refused else []),
            f"answers: {refused}",
            f"sockets closed: {dict(sorted(counts.closings.items()))}",
            f"honest users: {seen.actions:,} actions, {seen.refused} refused, slowest {seen.worst:.2f} s, page {seen.worst_page:.2f} s",
            f"memory: {seen.memory}",
            f"findings: {len(self.findings)}",
        ]


class Run:
    """A run under way: what its cases have reported."""

    def __init__(self, plan: Plan, cases: int, observer: Observer) -> None:
        self.plan, self.cases, self.observer = plan, cases, observer
        self.counts, self.findings, self.done = Counts(), list[Finding](), 0
        self.began = self.told = monotonic()

    async def play(self, play: Play, target: Target, numbers: range) -> None:
        """Play the cases of these numbers."""
        with Workers(play, target, self.plan.seed, numbers, self.plan.processes) as workers:
            async for counts, found in workers:
                self.counts.add(counts)
                self._found(found)
                self.done += 1
                if self.done == max(1, round(self.cases * WARM)):
                    self.observer.warm()
                self._found([Finding("log", text) for text in self.observer.trouble()[:20]])
                self._tell()

    def _found(self, findings: list[Finding]) -> None:
        """Keep findings, and print those of a new kind at once: a run may be cut short."""
        for finding in findings:
            if not self.plan.quiet and finding.kind not in {known.kind for known in self.findings}:
                print(f"-- {finding.kind} (case {finding.case}, frame {finding.at}): {finding.detail[:3000]}", flush=True)
            self.findings.append(finding)

    def _tell(self) -> None:
        if monotonic() - self.told > PROGRESS_SECONDS:
            self.told = monotonic()
            self.observer.feel()
            rate = self.counts.frames / (self.told - self.began)
            if self.plan.quiet:
                return
            print(f"  {self.counts.frames:,} sent, {rate:,.0f}/s, {len(self.findings)} findings", flush=True)


async def run(plan: Plan, play: Play = play_frames, per_case: int = 0, per_round: int = 0, operators: int = OPERATORS) -> Result:
    """Play so many cases that ``plan.count`` is sent. Each round has new people; the site lives as long as the run.

    SIGTERM ends it early: the result is of what was sent so far.
    """
    with Instance(plan.database, scale=plan.scale, env=plan.env, counted=not plan.quiet) as instance:
        cases = ceil(plan.count / (per_case or plan.mix.frames))
        per_round = per_round or cases
        clients = min(2 * per_round + 2, 6000) if play is play_frames else 1
        people = partial(instance.people, casts=plan.casts, clients=clients, operators=operators)
        made = people(honest=plan.honest)
        async with Observer(instance.site, made["honest"]) as observer:
            played = Run(plan, cases, observer)
            playing = asyncio.ensure_future(_rounds(played, instance.site.port, play, per_round, made, people))
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, playing.cancel)
            with suppress(asyncio.CancelledError):
                await playing
            seconds = monotonic() - played.began
        return Result(played.counts, seconds, observer.seen, distinct(played.findings + observer.findings()))


async def _rounds(
    played: Run, port: int, play: Play, per_round: int, made: dict[str, Any], people: Callable[..., dict[str, Any]]
) -> None:
    plan, last = played.plan, made["last"]
    until = played.began + 60 * plan.minutes
    for start in range(0, played.cases, per_round):
        if monotonic() > until:
            return
        if start:
            made = await asyncio.to_thread(people, honest=0, tag=f"r{start}-")
        left_alone = last | {"apitoken": made["last"]["apitoken"]}
        target = Target(port, made["casts"], made["superuser"], left_alone, plan.mix, until, plan.scale <= 1)
        await played.play(play, target, range(start, min(start + per_round, played.cases)))


async def explain(plan: Plan, findings: list[Finding]) -> None:
    """Print the shortest frames that show the findings, those that can be repeated alone."""
    cases = [finding for finding in findings if finding.case >= 0 and finding.kind != "the fuzzer failed"]
    if not cases:
        return
    with Instance(plan.database, scale=plan.scale, env=plan.env, counted=not plan.quiet) as instance:
        shrinker = Shrinker(instance, plan.seed, plan.mix)
        for finding in cases[:MOST]:
            short = await shrinker.shrink(finding.case, finding.kind, finding.at)
            print(f"\n== {finding.kind}: {finding.detail[:200]}")
            print(story(short) if short else f"case {finding.case} of seed {plan.seed} does not show it when played alone")
