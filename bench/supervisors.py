"""The live board of a large centre: how soon it shows a change, and what it costs.

200 operators, 300 running sessions and 2,000 widgets are connected. Operators change their state all the time, first without a board and
then with two: the difference in the server's processor time is what the boards cost.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.report import Figure, at_most, plain
from bench.servers import ROOT, Load, MeasuredSite, site

SECONDS, RATE = 60, 2


@contextmanager
def centre(running: MeasuredSite) -> Iterator[Load]:
    """Everybody in the centre, in a process of their own on the second core."""
    made = subprocess.run(
        [sys.executable, "-m", "bench.centre"],
        cwd=ROOT,
        env=running.env | {"DJANGO_SETTINGS_MODULE": "contactcenter.settings"},
        stdout=subprocess.PIPE,
        check=True,
    )
    everybody = Load.running("supervisors.mjs", json.loads(made.stdout) | {"origin": running.url})
    try:
        yield everybody
    finally:
        everybody.close()


def cpu_seconds(running: MeasuredSite) -> float:
    """Processor time the server has used so far."""
    fields = Path(f"/proc/{running.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure() -> list[Figure]:
    with site() as running, centre(running) as everybody:
        everybody.order("connect")
        used: list[float] = []
        for boards in (False, True):
            opened = everybody.order("boards") if boards else {}
            before = cpu_seconds(running)
            seen = everybody.order("change", seconds=SECONDS, rate=RATE)
            used.append((cpu_seconds(running) - before) / SECONDS * 100)
    assert not seen["missing"], f"{seen['missing']} changes were never shown"
    return [
        at_most("the board of 200 operators and 300 sessions, from hello", [opened["ms"]], 2_000, "ms", 0),
        at_most("a change of an operator on the board: 95 of 100", [seen["p95"]], 1_000, "ms", 0),
        at_most("the slowest", [seen["most"]], 2_000, "ms", 0),
        at_most("processor time of two boards", [used[1] - used[0]], 5, "% of a core", 1),
        plain("the server's without boards", [used[0]], "% of a core", 1),
        plain("frames of one board", [seen["frames"] / 2 / SECONDS], "/s", 1),
        plain("sent to one board", [seen["bytes"] / 2 / SECONDS / 1000], "KB/s", 0),
    ]
