"""uvicorn's WebSocket protocol with limits: ``uvicorn --ws contactcenter.servers.uvicorn:WebSocketProtocol``.

Frames are counted before they're parsed, and a connection to be closed is gone in seconds, whether the other side reads or not.
"""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State

from contactcenter.realtime.frame_limit import FrameLimit, current

TOO_MUCH: Final = 4429
NOT_TEXT: Final = 1007
CLOSE_SECONDS: Final = 3.0
"""Time the other side has to answer a close frame."""
DROP_SECONDS: Final = 2.0
"""Time it has to read what was written before the close."""
PAUSE_SECONDS: Final = 0.08
"""Between two sockets that are closed as the process ends: what a busy process needs to greet one, and some rest."""
LEAVING_SECONDS: Final = 45.0
"""By then all of them are."""
_leaving: Final = count()


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """One connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        _let_go(transport.get_protocol())
        super().connection_made(Transport(transport, self.loop))  # type: ignore[arg-type]
        self.close_timeout = CLOSE_SECONDS
        self.frame_limit = FrameLimit()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.conn.parser.close()  # its frame holds the connection

    def handle_connect(self, event: Request) -> None:
        token = current.set(self.frame_limit)
        try:
            super().handle_connect(event)
        finally:
            current.reset(token)

    def data_received(self, data: bytes) -> None:
        if not self.handshake_initiated or self.frame_limit.allows(data):
            super().data_received(data)
        elif not self.transport.is_closing():
            self._refuse()

    def send_receive_event_to_app(self) -> None:
        """Close with 1007 for text that isn't UTF-8, without a traceback in the log for whoever likes to fill it."""
        if self.curr_msg_data_type == "text" and not self.close_sent and not _is_utf8(self.frames):
            self.frames = []
            self.conn.send_close(NOT_TEXT)
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()

    def shutdown(self) -> None:
        """Close one socket after the other when the process ends: people go to the other processes in a line, not in a crowd."""
        if not self.handshake_complete or self.close_sent:
            super().shutdown()
            return
        pause = min(PAUSE_SECONDS, LEAVING_SECONDS / max(1, len(self.connections)))
        self.loop.call_later(next(_leaving) * pause, self._leave)

    def _leave(self) -> None:
        if not self.transport.is_closing():
            super().shutdown()

    def _refuse(self) -> None:
        """Send the reason and stop reading."""
        if self.conn.state is State.OPEN:
            self.conn.fail(TOO_MUCH, "too much at once")
        if self.conn.close_sent is None:  # the handshake hasn't been answered
            self.transport.abort()
        else:
            self.handle_parser_exception()


def _let_go(http: object) -> None:
    """Free the HTTP protocol that has read the handshake. Its parser and it hold each other, its scope and the transport."""
    if getattr(http, "parser", None) is not None:
        http.parser = None  # type: ignore[attr-defined]


def _is_utf8(frames: list[bytes]) -> bool:
    data = frames[0] if len(frames) == 1 else b"".join(frames)
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


class Transport:
    """A transport whose ``close`` waits a bounded time for pending output. asyncio's waits for as long as nobody reads."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self.transport, self.loop = transport, loop
        self.write = transport.write

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def close(self) -> None:
        self.transport.close()
        if self.transport.get_write_buffer_size():
            self.loop.call_later(DROP_SECONDS, self.transport.abort)
