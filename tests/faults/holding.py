"""What a process really holds: asked by a signal, answered by `tests.faults.counted` in a file."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import dataclass
from pathlib import Path

from tests.attack.memory import anonymous
from tests.servers.process import until

ANSWER_SECONDS = 240.0


@dataclass(frozen=True)
class Holding:
    """After a collection, and with free memory given back."""

    live: int
    """Bytes of all blocks in use: Python's objects and what libraries hold. No garbage, no holes, no empty pages."""
    memory: int
    """Bytes of its heaps and stacks as the kernel counts them."""
    garbage: int
    """Objects the collector found: those that reference counting hadn't freed since the last collection."""
    left: dict[str, int]
    """Those by class, if the process was started with ``counted.ALONE``."""


def ask(pid: int, file: Path) -> Holding:
    """Ask the process. AssertionError if it doesn't answer."""
    file.unlink(missing_ok=True)
    os.kill(pid, signal.SIGUSR2)
    assert until(file.exists, seconds=ANSWER_SECONDS), f"process {pid} doesn't say what it holds"
    answer = json.loads(file.read_text())
    return Holding(answer["small"] + answer["large"], anonymous(pid), answer["garbage"], answer["left"])
