"""Bridge between processes over Redis pub/sub (channels_redis): one channel per process carries all its groups.

Redis may fail at any time: sockets stay open, ``up`` turns false, and heartbeats.py polls the database until an echo comes back.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import deque
from typing import Any, Final

from channels.layers import get_channel_layer

from contactcenter.realtime import pubsub
from contactcenter.realtime.pubsub import Notification

QUEUE: Final = 5_000
ECHO_SECONDS: Final = 2.0

log = logging.getLogger(__name__)
# It logs a traceback for every second without Redis; the bridge says the same in one line.
logging.getLogger("channels_redis.pubsub").setLevel(logging.CRITICAL)


class RedisBridge:
    """Publish this process's notifications and receive those of the others."""

    def __init__(self) -> None:
        self.layer: Any = get_channel_layer()
        self.name = uuid.uuid4().hex
        self.up = False
        self.channel = ""
        self.wanted: set[str] = set()
        self.changes: deque[tuple[bool, str]] = deque()
        self.outgoing: deque[Notification] = deque(maxlen=QUEUE)
        self.work = asyncio.Event()
        self.echo = asyncio.Event()

    def publish(self, notifications: list[Notification]) -> None:
        self.outgoing.extend(notifications)
        self.work.set()

    def follow(self, group: str) -> None:
        self.wanted.add(group)
        self.changes.append((True, group))
        self.work.set()

    def forget(self, group: str) -> None:
        self.wanted.discard(group)
        self.changes.append((False, group))
        self.work.set()

    async def run(self) -> None:
        """Run until cancelled."""
        self.channel = await self._patiently(self.layer.new_channel)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._send())
            tasks.create_task(self._receive())
            tasks.create_task(self._listen_to_itself())

    async def _patiently(self, function: Any, *args: Any) -> Any:
        while True:
            try:
                return await asyncio.wait_for(function(*args), ECHO_SECONDS)
            except Exception as error:
                self._down(error)
                await asyncio.sleep(1)

    async def _send(self) -> None:
        while True:
            await self.work.wait()
            self.work.clear()
            while self.changes:
                add, group = self.changes.popleft()
                if add and group in self.wanted:
                    await self._patiently(self.layer.group_add, group, self.channel)
                elif not add and group not in self.wanted:
                    await self._patiently(self.layer.group_discard, group, self.channel)
            while self.outgoing and not self.changes:
                notification = self.outgoing.popleft()
                message = {"type": "notification", "from": self.name, "notification": pubsub.encode(notification)}
                try:
                    await asyncio.wait_for(self.layer.group_send(notification.group, message), ECHO_SECONDS)
                except Exception as error:
                    self._down(error)
                    self.outgoing.clear()  # pollers will read it from the database

    async def _receive(self) -> None:
        while True:
            try:
                message = await self.layer.receive(self.channel)
            except Exception as error:
                self._down(error)
                await asyncio.sleep(1)
                continue
            if message["type"] == "echo":
                self.echo.set()
            elif message["from"] != self.name:
                notification = pubsub.decode(message["notification"])
                if type(notification.message) is pubsub.EntryAppended:
                    pubsub.changed_elsewhere(notification.message.session)
                pubsub.deliver(notification)

    async def _listen_to_itself(self) -> None:
        """Check every few seconds that published messages arrive; a dead subscription shows no other sign."""
        own = f"echo.{self.name}"
        await self._patiently(self.layer.group_add, own, self.channel)
        while True:
            self.echo.clear()
            try:
                await asyncio.wait_for(self.layer.group_send(own, {"type": "echo"}), ECHO_SECONDS)
                await asyncio.wait_for(self.echo.wait(), ECHO_SECONDS)
                if not self.up:
                    log.info("the bridge to other processes is up")
                self.up = True
                await asyncio.sleep(ECHO_SECONDS)
            except Exception as error:
                self._down(error)
                await asyncio.sleep(1)

    def _down(self, error: BaseException) -> None:
        if self.up:
            log.warning("the bridge to other processes is down (%s): looking into the database instead", type(error).__name__)
        self.up = False
