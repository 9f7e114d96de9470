"""Limit the number of pages and requests in progress, so that a crowd of them doesn't delay the event loop and the writer.

Each request runs in its own thread. Threads that all want the GIL pass it round, a few milliseconds each: sixty of them delay every message
by a third of a second, and none finishes any sooner.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, Final

from contactcenter.realtime.network_address import network, of_scope

AT_ONCE: Final = 3
SECONDS: Final = 0.25
"""How long a request keeps its turn at most. Anything that takes longer mostly waits for something else."""

Application = Callable[[Any, Any, Any], Awaitable[None]]
_current: Final[ContextVar[Turn | None]] = ContextVar("turn", default=None)


def leave() -> None:
    """Let the next request begin: this one now waits for another program. Called from its thread; outside of a request nothing happens."""
    if turn := _current.get():
        turn.loop.call_soon_threadsafe(turn.leave)


class Turn:
    """The turn of one request."""

    def __init__(self, turns: ConcurrencyLimit) -> None:
        self.turns, self.loop = turns, asyncio.get_running_loop()
        self.late = self.loop.call_later(turns.seconds, self.leave)
        self.over = False

    def leave(self) -> None:
        """Give it back. Can be called again."""
        if not self.over:
            self.over = True
            self.late.cancel()
            self.turns.give_back()


class FairQueue:
    """Waiting requests. Network addresses take turns: a crowd at one only delays itself."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def join(self, address: str) -> asyncio.Future[None]:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(address, deque()).append(turn)
        return turn

    def next(self) -> asyncio.Future[None]:
        """Remove and return the next one; IndexError if nobody waits."""
        if not self._waiting:
            raise IndexError("nobody waits")
        address, turns = self._waiting.popitem(last=False)
        turn = turns.popleft()
        if turns:
            self._waiting[address] = turns  # behind the others
        return turn


class ConcurrencyLimit:
    """ASGI middleware. Pages and other reads don't wait for a crowd of other requests."""

    def __init__(self, application: Application, at_once: int = AT_ONCE, seconds: float = SECONDS) -> None:
        self.application, self.seconds, self.free = application, seconds, at_once
        self._lines = deque([FairQueue(), FairQueue()])
        """The next one is first."""
        self._reading, self._writing = self._lines

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        line = self._reading if scope["method"] in ("GET", "HEAD") else self._writing
        await self._take(line, network(of_scope(scope)))
        turn = Turn(self)
        _current.set(turn)
        try:
            await self.application(scope, receive, send)
        finally:
            turn.leave()

    async def _take(self, line: FairQueue, address: str) -> None:
        if self.free:
            self.free -= 1
            return
        turn = line.join(address)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it got its turn while it left
                self.give_back()
            raise

    def give_back(self) -> None:
        """Pass the turn to the next one, or keep it for a newcomer."""
        while any(self._lines):
            line = next(line for line in self._lines if line)
            self._lines.remove(line)
            self._lines.append(line)
            turn = line.next()
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1
