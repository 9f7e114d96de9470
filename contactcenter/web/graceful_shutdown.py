"""Graceful shutdown: a server told to stop finishes running requests and starts no new ones.

Daphne cancels running requests and ends its event loop at once. A thread that is serving a request then waits for that loop forever, and
the process stays until somebody kills it. Other servers wait by themselves.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any, Final

from contactcenter.web.body_limit import Receive, Send, refuse

SECONDS: Final = 5.0
"""A request that takes longer is cut off: a restart should take less than ten (promise P17)."""
AGAIN: Final = b'{"code": "server.restarting", "text": "The service is restarting. Try again in a moment.", "retry": true}'


_draining = False


def drain() -> None:
    """Have ``/readyz`` answer 503 from now on, so that the proxy sends nobody new. What runs goes on until the process is stopped."""
    global _draining
    _draining = True


def draining() -> bool:
    return _draining


class GracefulShutdown:
    """Middleware in front of everything that answers requests."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.ending = False
        self._requests: set[asyncio.Task[None]] = set()
        self._reactor: Any = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        self._watch()
        if self.ending:
            await refuse(send, 503, AGAIN)
            return
        request = asyncio.get_running_loop().create_task(self.application(scope, receive, send))
        self._requests.add(request)
        request.add_done_callback(self._requests.discard)
        try:
            await asyncio.shield(request)
        except asyncio.CancelledError:
            await self.finish({request})
            raise

    async def finish(self, requests: set[asyncio.Task[None]]) -> None:
        """Wait for running requests, and cut off those that take too long."""
        _done, late = await asyncio.wait(requests, timeout=SECONDS)
        for request in late:
            request.cancel()
        if late:
            await asyncio.wait(late, timeout=1)

    def _watch(self) -> None:
        """Have Twisted call before it stops. With another server there is no reactor."""
        reactor = sys.modules.get("twisted.internet.reactor")
        if reactor is not self._reactor:
            self._reactor = reactor
            reactor.addSystemEventTrigger("before", "shutdown", self._end)  # type: ignore[union-attr]

    def _end(self) -> Any:
        from twisted.internet.defer import Deferred

        self.ending = True
        drain()
        requests = set(self._requests)
        return Deferred.fromFuture(asyncio.ensure_future(self.finish(requests))) if requests else None
