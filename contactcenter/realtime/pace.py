"""Keeps what many sockets look up again and again, such as the queue, to a share of one core, so that messages need not wait for it.

A change is shown at once while changes are few; in a rush everybody sees a newer picture a little later.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final, TypeVar
from weakref import WeakKeyDictionary

from contactcenter.realtime.read import read

Result = TypeVar("Result")


class OneByOne:
    """``async with``: one at a time in each event loop, in the order they came."""

    def __init__(self) -> None:
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()

    async def __aenter__(self) -> None:
        await self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock()).acquire()

    async def __aexit__(self, *error: object) -> None:
        self._locks[asyncio.get_running_loop()].release()


class Pace:
    """All looks together use ``share`` of a core in the long run, and ``burst`` seconds at once."""

    def __init__(self, burst: float, share: float) -> None:
        self.burst, self.share = burst, share
        self._saved = burst  # seconds of the processor that may be used now; below zero there is a debt
        self._at = time.monotonic()
        self._turns = OneByOne()

    def left(self) -> float:
        """The seconds that may be used now."""
        now = time.monotonic()
        self._saved = min(self.burst, self._saved + (now - self._at) * self.share)
        self._at = now
        return self._saved

    def used(self, seconds: float) -> None:
        self._saved = self.left() - seconds

    async def wait(self) -> None:
        """Return when nothing is owed any more."""
        if (left := self.left()) < 0:
            await asyncio.sleep(-left / self.share)

    async def look(self, function: Callable[..., Result], /, *args: object) -> Result:
        """Run a selector away from the event loop when it is its turn: one look at a time."""
        async with self._turns:
            await self.wait()
            found: tuple[Result, float] = await read(_timed, function, *args)
            self.used(found[1])
        return found[0]


def _timed(function: Callable[..., Result], *args: object) -> tuple[Result, float]:
    """What it found, and the seconds of the processor it took; what the database takes runs elsewhere."""
    began = time.thread_time()
    return function(*args), time.thread_time() - began


DESKS: Final = Pace(burst=1.0, share=0.25)
"""What consoles and waiting clients are shown of the queue."""
NEWCOMERS: Final = OneByOne()
"""Clients who say hello or enter a queue: each is many times the work of a message, and a crowd is in no sooner when all do it at once."""
