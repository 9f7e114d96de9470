"""Processes that play cases, each with casts of its own: one process alone can't keep a server busy."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import queue
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from time import monotonic
from typing import Any, Final

from tests.fuzz.cases import case
from tests.fuzz.model import Counts, Finding, Target
from tests.fuzz.player import Player

NICE: Final = 5
"""The server comes first, as if it had the machine to itself."""
Report = tuple[Counts, list[Finding]]
Play = Callable[[Target, int, int, int], Coroutine[Any, Any, Report]]
"""Plays one case, given the target, the cast, the seed and the number."""
_foreign: Final[deque[str]] = deque(maxlen=8)


async def play_frames(target: Target, cast: int, seed: int, number: int) -> Report:
    """Play one case of frames."""
    player = Player(target, cast, case(seed, number, target.mix), _foreign)
    return player.counts, await player.play()


def work(play: Play, target: Target, casts: list[int], seed: int, numbers: list[int], reports: Any) -> None:
    """Play the cases of these numbers, as many at once as there are casts; put a report of each on the queue, and None at the end."""
    os.nice(NICE)
    try:
        asyncio.run(_work(play, target, casts, seed, iter(numbers), reports))
    finally:
        reports.put(None)


async def _work(play: Play, target: Target, casts: list[int], seed: int, numbers: Iterator[int], reports: Any) -> None:
    async def one(cast: int) -> None:
        for number in numbers:
            if monotonic() > target.until:
                return
            try:
                reports.put(await play(target, cast, seed, number))
            except Exception as error:
                reports.put((Counts(), [Finding("the fuzzer failed", f"{type(error).__name__}: {error}", number)]))
                raise

    async with asyncio.TaskGroup() as group:
        for cast in casts:
            group.create_task(one(cast))


class Workers:
    """``with Workers(play, target, seed, numbers, processes) as workers``: ``async for report in workers``."""

    def __init__(self, play: Play, target: Target, seed: int, numbers: range, processes: int) -> None:
        spawned = multiprocessing.get_context("spawn")
        self._reports: Any = spawned.Queue()
        self._processes = [
            spawned.Process(
                target=work,
                args=(
                    play, target, list(range(index, len(target.casts), processes)), seed, list(numbers[index::processes]),
                    self._reports,
                ),
                daemon=True,
            )
            for index in range(processes)
        ]  # fmt: skip

    def __enter__(self) -> Workers:
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._processes:
            process.kill()
            process.join()

    async def __aiter__(self) -> Any:
        left = len(self._processes)
        while left:
            try:
                report = await asyncio.to_thread(self._reports.get, True, 5)
            except queue.Empty:
                if not any(process.is_alive() for process in self._processes):
                    return
                continue
            if report is None:
                left -= 1
            else:
                yield report
