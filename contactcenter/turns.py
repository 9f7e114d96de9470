"""Few pages and requests are worked on at once, so that a crowd of them cannot keep the event loop and the writer from their turn.

Each request works in a thread of its own. Threads that all want Python's lock hand it round, a few milliseconds each: sixty of them hold
every message up for a third of a second, and none is done any sooner.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from typing import Any, Final

from contactcenter.network_address import network, of_scope

AT_ONCE: Final = 3
SECONDS: Final = 0.25
"""So long a request keeps its turn at most. Whatever takes longer mostly waits: for a sandbox, a password, a storage."""

Application = Callable[[Any, Any, Any], Awaitable[None]]


class Turns:
    """An ASGI application in front of another. Network addresses take turns, too: a crowd at one waits for itself."""

    def __init__(self, application: Application, at_once: int = AT_ONCE, seconds: float = SECONDS) -> None:
        self.application, self.seconds, self.free = application, seconds, at_once
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        loop = asyncio.get_running_loop()
        await self._take(network(of_scope(scope)))
        late = loop.call_later(self.seconds, self._give_back)
        try:
            await self.application(scope, receive, send)
        finally:
            if late.when() > loop.time():
                late.cancel()
                self._give_back()

    async def _take(self, address: str) -> None:
        if self.free:
            self.free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(address, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was given one while it left
                self._give_back()
            raise

    def _give_back(self) -> None:
        """Let the next address have it, or keep it for whoever comes."""
        while self._waiting:
            address, turns = self._waiting.popitem(last=False)
            turn = turns.popleft()
            if turns:
                self._waiting[address] = turns  # behind the others
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1
