"""Limit frequent lookups of many sockets, such as the queue, to a share of one core, so that messages don't wait for them.

A change is shown at once while changes are few; under load everybody sees a newer state a little later.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar
from weakref import WeakKeyDictionary

from contactcenter.realtime.db_reads import read

Key = TypeVar("Key")
Result = TypeVar("Result")


class OneByOne:
    """``async with``: one at a time in each event loop, in order of arrival."""

    def __init__(self) -> None:
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()

    async def __aenter__(self) -> None:
        await self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock()).acquire()

    async def __aexit__(self, *error: object) -> None:
        self._locks[asyncio.get_running_loop()].release()


class ReadThrottle:
    """All lookups together use ``share`` of a core on average, and up to ``burst`` seconds at once."""

    def __init__(self, burst: float, share: float) -> None:
        self.burst, self.share = burst, share
        self._saved = burst  # CPU seconds that may be used now; negative while in debt
        self._at = time.monotonic()
        self._turns = OneByOne()

    def left(self) -> float:
        """Return the seconds that may be used now."""
        now = time.monotonic()
        self._saved = min(self.burst, self._saved + (now - self._at) * self.share)
        self._at = now
        return self._saved

    def used(self, seconds: float) -> None:
        self._saved = self.left() - seconds

    async def wait(self) -> None:
        """Return once the debt is paid."""
        if (left := self.left()) < 0:
            await asyncio.sleep(-left / self.share)

    async def look(self, function: Callable[..., Result], /, *args: object) -> Result:
        """Run a selector outside the event loop when it is its turn: one lookup at a time."""
        async with self._turns:
            await self.wait()
            found: tuple[Result, float] = await read(_timed, function, *args)
            self.used(found[1])
        return found[0]


def _timed(function: Callable[..., Result], *args: object) -> tuple[Result, float]:
    """Return the result and the CPU seconds it took; time in the database isn't counted, it runs elsewhere."""
    began = time.thread_time()
    return function(*args), time.thread_time() - began


class SharedLookup(Generic[Key, Result]):
    """What many sockets ask about the same change, by key, looked up once for all of them in this process."""

    def __init__(self, function: Callable[[Key], Result]) -> None:
        self.function = function
        self._known: dict[Key, tuple[float, Result]] = {}

    async def get(self, key: Key, since: float) -> Result:
        """Return a result that was looked up after ``since`` (``time.monotonic()``)."""
        known = self._known.get(key)
        if known is None or known[0] <= since:
            known = await QUEUE_LOOKUPS.look(self._look, key, since)
        return known[1]

    def _look(self, key: Key, since: float) -> tuple[float, Result]:
        known = self._known.get(key)  # somebody else may have been first while this one waited
        if known is None or known[0] <= since:
            now = time.monotonic()
            known = self._known[key] = (now, self.function(key))
        return known


QUEUE_LOOKUPS: Final = ReadThrottle(burst=1.0, share=0.25)
"""Queue updates for consoles and waiting clients."""
NEWCOMERS: Final = OneByOne()
"""Clients that say hello or enter a queue. Each costs many times a message, and a crowd isn't served sooner if all do it at once."""
