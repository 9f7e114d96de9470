"""The clock of a process is really another one, and waits take as long as they should."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

from tests.faults.clock import Clock
from tests.faults.model import NotHereError

TELL: Final = """
import datetime, sys, time
for _line in sys.stdin:
    begun = time.monotonic()
    time.sleep(0.001)
    print(time.time(), datetime.datetime.now().timestamp(), time.monotonic() - begun < 5, flush=True)
"""


def test_a_clock_is_moved_while_the_process_runs(tmp_path: Path) -> None:
    clock, site = Clock(), SimpleNamespace(env=dict(os.environ))
    clock.prepare(tmp_path / "clock", site)  # type: ignore[arg-type]
    try:
        clock.set(0)
    except NotHereError as reason:
        pytest.skip(str(reason))
    with subprocess.Popen(
        [sys.executable, "-c", TELL], env=site.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def ahead(seconds: int) -> list[Any]:
            clock.set(seconds)
            assert process.stdin
            assert process.stdout
            print(file=process.stdin, flush=True)
            wall, local, waited = process.stdout.readline().split()
            return [round((float(at) - time.time()) / 60) for at in (wall, local)] + [waited]

        assert ahead(3600) == [60, 60, "True"]
        assert ahead(-3600) == [-60, -60, "True"]
        assert ahead(0) == [0, 0, "True"]
        process.communicate(timeout=20)
    assert process.returncode == 0
