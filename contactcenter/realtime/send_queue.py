"""Output of a socket: a bounded queue, and a close that doesn't wait for a slow reader. Handles encoded frames, not their content."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final

from contactcenter.realtime.tasks import spawn

OUTBOX_FRAMES: Final = 1_000
UNSENT_BYTES: Final = 1_048_576
"""Commands of a sender with this many unread frames have to wait."""
WINDOW_BYTES: Final = 2 * 1_048_576
"""Most that may be sent between two answered heartbeats before a reader counts as stuck."""
CLOSE_SECONDS: Final = 2.0
"""Time a closed socket has to read the last frames."""
LAST_FRAMES: Final = 64

log = logging.getLogger(__name__)


class SendQueue:
    """Socket mixin."""

    base_send: Any

    def init_send_queue(self) -> None:
        """Initialise an empty queue."""
        self.outbox: list[str] = []
        self.sending = False
        self.unsent = self.sent_bytes = 0
        self.room: asyncio.Future[None] | None = None
        self.full = False
        self.closed = self.dropped = False
        self.main: asyncio.Task[Any] | None = None
        """The task that serves the connection, as long as it waits for the other side."""

    def push(self, text: str, *, droppable: bool = False) -> bool:
        """Queue a frame for sending; return False if a droppable one didn't fit."""
        if self.closed:
            return False
        if droppable and (len(self.outbox) >= OUTBOX_FRAMES or self.sent_bytes > WINDOW_BYTES):
            self.full = True  # dropped frames are read from the log once the browser has caught up
            return False
        self.outbox.append(text)
        self.unsent += len(text)
        self.sent_bytes += len(text)
        if self.sent_bytes > WINDOW_BYTES // 2:
            self.ask_for_answer()
        if not self.sending:
            self.sending = True
            spawn(self._pump())
        return True

    def ask_for_answer(self) -> None:
        """Half the window is used: find out early whether the other side still reads. Implemented by the socket."""

    async def _pump(self) -> None:
        try:
            while self.outbox and not self.closed:
                text = self.outbox.pop(0)
                await self.base_send({"type": "websocket.send", "text": text})
                self.unsent -= len(text)
                if self.room is not None and self.unsent <= UNSENT_BYTES:
                    self._go_on()
        except Exception:  # the connection is gone; receive() will say so
            self.outbox.clear()
        finally:
            self.sending = False

    async def has_room(self) -> None:
        """Wait until enough of the queue has been read, or the socket is closed."""
        while self.unsent > UNSENT_BYTES and not self.closed:
            self.room = asyncio.get_running_loop().create_future()
            await self.room

    def _go_on(self) -> None:
        if self.room is not None and not self.room.done():
            self.room.set_result(None)
        self.room = None

    def send_no_more(self) -> None:
        self.closed = True
        self.outbox.clear()
        self._go_on()

    async def close(self, code: int) -> None:
        """Send what is queued, then close; a reader that is too slow is dropped."""
        if self.closed:
            return
        waiting = self.outbox[:LAST_FRAMES]
        self.send_no_more()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                for text in waiting:
                    await self.base_send({"type": "websocket.send", "text": text})
                await self.base_send({"type": "websocket.close", "code": code})
        except TimeoutError:
            self.drop()
        except Exception:  # already closed from the other side
            log.debug("closing a closed socket")

    def drop(self) -> None:
        """Leave the connection, which makes the server drop it."""
        if self.main is not None:
            self.dropped = True
            self.main.cancel()
