"""Few pages and requests are worked on at once, so that a crowd of them cannot keep the event loop and the writer from their turn.

Each request works in a thread of its own. Threads that all want Python's lock hand it round, a few milliseconds each: sixty of them hold
every message up for a third of a second, and none is done any sooner.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, Final

from contactcenter.network_address import network, of_scope

AT_ONCE: Final = 3
SECONDS: Final = 0.25
"""So long a request keeps its turn at most. Whatever takes longer mostly waits for something else."""

Application = Callable[[Any, Any, Any], Awaitable[None]]
_current: Final[ContextVar[Turn | None]] = ContextVar("turn", default=None)


def leave() -> None:
    """Let the next request begin: this one waits for another program now. Called from its thread; outside of a request nothing happens."""
    if turn := _current.get():
        turn.loop.call_soon_threadsafe(turn.leave)


class Turn:
    """The turn of one request."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.loop = turns, asyncio.get_running_loop()
        self.late = self.loop.call_later(turns.seconds, self.leave)
        self.over = False

    def leave(self) -> None:
        """Give it back; once is enough."""
        if not self.over:
            self.over = True
            self.late.cancel()
            self.turns.give_back()


class Line:
    """Those who wait. Network addresses take turns: a crowd at one waits for itself."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def join(self, address: str) -> asyncio.Future[None]:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(address, deque()).append(turn)
        return turn

    def next(self) -> asyncio.Future[None]:
        """Take out whose turn it is; IndexError when nobody waits."""
        if not self._waiting:
            raise IndexError("nobody waits")
        address, turns = self._waiting.popitem(last=False)
        turn = turns.popleft()
        if turns:
            self._waiting[address] = turns  # behind the others
        return turn


class Turns:
    """An ASGI application in front of another. Pages and other requests that only read need not wait for a crowd of the others."""

    def __init__(self, application: Application, at_once: int = AT_ONCE, seconds: float = SECONDS) -> None:
        self.application, self.seconds, self.free = application, seconds, at_once
        self._lines = deque([Line(), Line()])
        """The one that is next is first."""
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

    async def _take(self, line: Line, address: str) -> None:
        if self.free:
            self.free -= 1
            return
        turn = line.join(address)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was given one while it left
                self.give_back()
            raise

    def give_back(self) -> None:
        """Let the next one have it, or keep it for whoever comes."""
        while any(self._lines):
            line = next(line for line in self._lines if line)
            self._lines.remove(line)
            self._lines.append(line)
            turn = line.next()
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1
