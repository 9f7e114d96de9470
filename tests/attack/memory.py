"""What a process and its children hold in memory, looked at often enough to see a peak."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path

PAUSE = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


def resident(pid: int) -> int:
    """Bytes in memory of the process and all its children; 0 when it is gone."""
    total = 0
    with suppress(OSError, IndexError, ValueError):
        total = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                total += resident(int(child))
    return total


class Memory:
    """``async with Memory(pid) as memory``: ``memory.peak`` is the most since the beginning."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.peak = 0
        self._task: asyncio.Task[None] | None = None

    def now(self) -> int:
        found = resident(self._pid)
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
