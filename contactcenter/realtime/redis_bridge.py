"""Bridge between processes over Redis pub/sub (channels_redis): one channel per process carries all its groups.

Redis may fail at any time: sockets stay open, ``up`` turns false, and heartbeats poll the database until an echo comes back.
``failures`` counts what may have been missed: a short failure is over before a heartbeat sees ``up``. A process that couldn't send
says so to the others as soon as it can, since only they can look for what they weren't told.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
from channels.layers import get_channel_layer

from contactcenter.realtime import pubsub
from contactcenter.realtime.pubsub import Notification

QUEUE: Final = 5_000
ECHO_SECONDS: Final = 2.0
PAUSE_SECONDS: Final = 1.0
"""Time after a failure before the next try."""
KINDS: Final = 20
"""This many kinds of unreadable notifications are logged, each once: during an upgrade they may come by the thousand."""
LOST: Final = "lost"
"""Group of all processes; who has lost notifications says so here. Releases up to 0.1 don't know it and don't listen to it."""

log = logging.getLogger(__name__)
# It logs a traceback for every second without Redis; the bridge says the same in one line.
logging.getLogger("channels_redis.pubsub").setLevel(logging.CRITICAL)


async def _soon(awaitable: Awaitable[Any]) -> Any:
    """Await for a short time. In Python 3.11 ``asyncio.wait_for`` loses a cancellation that comes in the moment of the result."""
    async with asyncio.timeout(ECHO_SECONDS):
        return await awaitable


class RedisBridge:
    """Publish this process's notifications and receive those of the others."""

    def __init__(self) -> None:
        self.layer: Any = get_channel_layer()
        self.name = uuid.uuid4().hex
        self.up = False
        self.failures = 0
        self.channel = ""
        self.wanted: set[str] = set()
        self.subscribed: set[str] = set()
        self.changes: set[str] = set()
        """Groups in one of ``wanted`` and ``subscribed`` only: however long Redis is away, no more than both."""
        self.outgoing: deque[Notification] = deque(maxlen=QUEUE)
        self.work = asyncio.Event()
        self.echo = asyncio.Event()
        self.untold = False
        """Whether this process has lost notifications that the others don't know of."""
        self.unreadable: set[str] = set()

    def publish(self, notifications: list[Notification]) -> None:
        if len(self.outgoing) + len(notifications) > QUEUE:
            self._lost()
        self.outgoing.extend(notifications)
        self.work.set()

    def follow(self, group: str) -> None:
        self.wanted.add(group)
        self._compare(group)

    def forget(self, group: str) -> None:
        self.wanted.discard(group)
        self._compare(group)

    def _compare(self, group: str) -> None:
        """Note whether this group's subscription has to change."""
        if (group in self.wanted) is (group in self.subscribed):
            self.changes.discard(group)
        else:
            self.changes.add(group)
            self.work.set()

    async def run(self) -> None:
        """Run until cancelled."""
        self.channel = await self._patiently(self.layer.new_channel)
        async with asyncio.TaskGroup() as tasks:
            for part in (self._send, self._receive, self._listen_to_itself):
                tasks.create_task(self._again_and_again(part))

    async def _again_and_again(self, part: Callable[[], Awaitable[None]]) -> None:
        """Run a part of the bridge, and start it again after whatever nobody foresaw. Meanwhile heartbeats poll."""
        while True:
            try:
                await part()
            except Exception as error:
                log.exception("a part of the bridge to other processes failed and starts again")
                self._lost()
                self._down(error)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _patiently(self, function: Any, *args: Any) -> Any:
        while True:
            try:
                return await _soon(function(*args))
            except Exception as error:
                self._down(error)
                await asyncio.sleep(PAUSE_SECONDS)

    async def _send(self) -> None:
        self.work.set()  # what was left when it ended
        while True:
            await self.work.wait()
            self.work.clear()
            while self.changes:
                group = next(iter(self.changes))
                if group in self.wanted:
                    await self._patiently(self.layer.group_add, group, self.channel)
                    self.subscribed.add(group)
                else:
                    await self._patiently(self.layer.group_discard, group, self.channel)
                    self.subscribed.discard(group)
                self._compare(group)  # it may have been followed or forgotten meanwhile
            while self.outgoing and not self.changes:
                notification = self.outgoing.popleft()
                message = {"type": "notification", "from": self.name, "notification": pubsub.encode(notification)}
                try:
                    await _soon(self.layer.group_send(notification.group, message))
                except Exception as error:
                    self._lost()
                    self._down(error)
                    self.outgoing.clear()  # pollers will read it from the database

    async def _receive(self) -> None:
        while True:
            try:
                message = await self.layer.receive(self.channel)
            except Exception as error:
                self._down(error)
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            try:
                self._take(message)
            except Exception as error:
                self._skip(error)

    def _take(self, message: Any) -> None:
        if message["type"] == "echo":
            self.echo.set()
        elif message["from"] == self.name:
            pass
        elif message["type"] == LOST:
            self.failures += 1
        else:
            notification = pubsub.decode(message["notification"])
            if type(notification.message) is pubsub.EntryAppended:
                pubsub.changed_elsewhere(notification.message.session)
            pubsub.deliver(notification)

    def _skip(self, error: Exception) -> None:
        """Go on without a notification, as one that only the next release knows: the next poll makes up for it."""
        self.failures += 1
        foreign = isinstance(error, msgspec.MsgspecError)
        kind = f"{type(error).__name__}: {error}" if foreign else type(error).__name__
        if kind in self.unreadable or len(self.unreadable) >= KINDS:
            return
        self.unreadable.add(kind)
        if foreign:
            log.warning("a notification of another process can't be read, perhaps it's of another release (%s)", kind)
        else:
            log.error("a notification of another process could not be delivered", exc_info=error)

    async def _listen_to_itself(self) -> None:
        """Check every few seconds that published messages arrive; a dead subscription shows no other sign."""
        own = f"echo.{self.name}"
        for group in (own, LOST):
            await self._patiently(self.layer.group_add, group, self.channel)
        while True:
            self.echo.clear()
            try:
                await _soon(self.layer.group_send(own, {"type": "echo"}))
                await _soon(self.echo.wait())
                await self._tell_of_losses()
                if not self.up:
                    log.info("the bridge to other processes is up")
                self.up = True
                await asyncio.sleep(ECHO_SECONDS)
            except Exception as error:
                self._down(error)
                await asyncio.sleep(PAUSE_SECONDS)

    async def _tell_of_losses(self) -> None:
        if self.untold:
            self.untold = False
            try:
                await _soon(self.layer.group_send(LOST, {"type": LOST, "from": self.name}))
            except BaseException:
                self.untold = True
                raise

    def _lost(self) -> None:
        """Note that other processes miss something."""
        self.untold = True
        self.failures += 1

    def _down(self, error: BaseException) -> None:
        if self.up:
            log.warning("the bridge to other processes is down (%s): looking into the database instead", type(error).__name__)
        self.up = False
        self.failures += 1
