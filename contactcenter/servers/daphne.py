"""Daphne's WebSocket protocol with the same limits. Daphne has no option for it: importing this module is enough.

Daphne doesn't slow a sender down and buffers without bound for a slow reader. It's for development and tests, not for the open net.
"""

from __future__ import annotations

import asyncio
from typing import Any

from daphne.ws_protocol import WebSocketFactory
from daphne.ws_protocol import WebSocketProtocol as DaphneProtocol

from contactcenter.realtime.frame_limit import FrameLimit, current


class WebSocketProtocol(DaphneProtocol):
    """One connection."""

    frame_limit: FrameLimit | None = None

    def onConnect(self, request: Any) -> Any:  # noqa: N802 - autobahn's name
        self.frame_limit = FrameLimit()
        token = current.set(self.frame_limit)
        try:
            return super().onConnect(request)
        finally:
            current.reset(token)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        if self.frame_limit is None or self.frame_limit.allows(data):
            super().dataReceived(data)
        else:
            self.dropConnection(abort=True)

    def applicationCreateWorked(self, application_queue: Any) -> None:  # noqa: N802 - Daphne's name
        super().applicationCreateWorked(application_queue)
        self.server.connections[self]["application_instance"].add_done_callback(self._application_ended)

    def _application_ended(self, application: asyncio.Future[None]) -> None:
        """Drop a connection that nobody serves any more, as other servers do. Daphne itself answers for one that failed."""
        if self.state == self.STATE_OPEN and not application.cancelled() and application.exception() is None:
            self.dropConnection(abort=True)


WebSocketFactory.protocol = WebSocketProtocol
