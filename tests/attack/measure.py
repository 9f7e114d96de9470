"""Run one attack against one site and measure its effect on honest users and the machine."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from math import ceil, inf
from statistics import median
from time import monotonic

from tests.attack.honest import CHATTING, Honest, Sample
from tests.attack.machine import slowness
from tests.attack.memory import Memory
from tests.attack.model import Attack, Outcome, Target
from tests.attack.table import ANSWER_SECONDS, BACK_SECONDS, Row
from tests.servers import Site
from tests.servers.site import ROOT

BASELINE_SECONDS, CALM_SECONDS = 1.0, 2.0


@asynccontextmanager
async def attacker(attack: Attack, target: Target) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process ready to attack; killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.attack.attacker", attack.name,
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(asdict(target)).encode() + b"\n")
        assert await process.stdout.readline() == b"ready\n", "the attacker did not start"
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def outcome(process: asyncio.subprocess.Process, seconds: float) -> Outcome:
    """Let it begin, and wait for its report."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"go\n")
    try:
        line = await asyncio.wait_for(process.stdout.readline(), seconds)
    except TimeoutError:
        return Outcome(f"stopped after {seconds:.0f} s")
    assert line, "the attacker ended without a report: see its message above"
    with suppress(ProcessLookupError):
        process.kill()  # closes what it still has open
    return Outcome(**json.loads(line))


async def measure(attack: Attack, target: Target, site: Site) -> list[Row]:
    """Return one row for chatting, and one for each other action of honest users."""
    slow = slowness()
    enough = ANSWER_SECONDS * slow
    async with (
        attacker(attack, target) as process,
        Memory(site.pid) as memory,
        Honest(target.port, target.people, attack.probes) as honest,
    ):
        await asyncio.sleep(BASELINE_SECONDS)
        before, began = memory.now(), monotonic()
        came = await outcome(process, attack.most_seconds)
        ended = monotonic()
        await _calm(honest, ended, enough)
        after = memory.now()
        await honest.stop(max(0.5, ended + BACK_SECONDS + 2 - monotonic()))
        peak = memory.peak
    rows = []
    for probe in (CHATTING, *attack.probes):
        samples = [sample for sample in honest.samples if sample.probe == probe]
        during = [sample for sample in samples if began <= sample.due <= ended] or samples
        times = sorted(_took(sample) for sample in during)
        rows.append(
            Row(
                attack=attack.name, server=site.server, probe=probe, count=len(times),
                median=median(times), p99=times[ceil(len(times) * 0.99) - 1], worst=times[-1],
                before=before, peak=peak, after=after, back=_back(samples, ended, enough),
                refusal=next((sample.refusal for sample in during if sample.refusal), ""),
                outcome=came.text if probe == CHATTING else "", held=came.held or probe != CHATTING,
                tracebacks=site.log.count("Traceback (most recent call last)") if probe == CHATTING else 0,
                slowness=slow,
            )
        )  # fmt: skip
    return rows


async def _calm(honest: Honest, ended: float, enough: float) -> None:
    """Wait until everybody is served as before, up to the longest time allowed."""
    while monotonic() < ended + BACK_SECONDS:
        await asyncio.sleep(0.1)
        if monotonic() > ended + CALM_SECONDS and not honest.slow(enough):
            return


def _took(sample: Sample) -> float:
    return inf if sample.took is None else sample.took


def _back(samples: list[Sample], ended: float, enough: float) -> float:
    """Return the seconds from the end of the attack to the last late answer; infinite if one never came."""
    late = [sample for sample in samples if _took(sample) > enough]
    return max((sample.due + _took(sample) - ended for sample in late if sample.due + _took(sample) > ended), default=0.0)
