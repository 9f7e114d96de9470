"""The memory of a process and its children, sampled often enough to see a peak."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

PAUSE = 0.1


def held(pid: int) -> int:
    """Return the bytes used by the process and all its children; 0 when it's gone.

    Shared pages of forks count once: each process counts its share (``Pss`` of proc_pid_smaps(5)).
    """
    total = 0
    with suppress(OSError, IndexError, ValueError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                total += held(int(child))
    return total


def anonymous(pid: int) -> int:
    """Return the bytes that are no file's: heaps and stacks, without programs and libraries, whose share depends on who else uses them.

    Of this process alone; 0 when it's gone.
    """
    with suppress(OSError, IndexError, ValueError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Anonymous:"))
    return 0


class Memory:
    """``async with Memory(pid) as memory``: ``memory.peak`` is the maximum so far."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.peak = 0
        self._task: asyncio.Task[None] | None = None

    def now(self) -> int:
        found = held(self._pid)
        self.peak = max(self.peak, found)
        return found

    async def __aenter__(self) -> Memory:
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._task:
            self._task.cancel()

    async def _watch(self) -> None:
        while True:
            self.now()
            await asyncio.sleep(PAUSE)
