"""The live board of everybody in this process who sees the same of it: looked up once for all of them, when something has changed.

It listens to the groups that consoles and widgets listen to, so a change costs its writer nothing more.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final

from django.db import DatabaseError, InterfaceError

from contactcenter.languages.speaking import speak
from contactcenter.realtime import pubsub
from contactcenter.realtime.read_throttle import ReadThrottle
from contactcenter.realtime.tasks import spawn
from contactcenter.realtime.wire import encode
from supervision import board, present
from supervision.board import Memory
from supervision.day_totals import Scope
from supervision.protocol import LiveBoardSame

LOOKUPS: Final = ReadThrottle(burst=1.0, share=0.05)
"""All boards of a process together use at most this share of a core. The pause between two frames leaves some of it for full counts of
today, so that nobody waits after one.
"""
GATHER_SECONDS: Final = 0.1
"""Time for further changes before the board is looked up."""
PAUSE_SECONDS: Final = 0.4
"""Shortest time between two frames."""
IDLE_SECONDS: Final = 5.0
"""Time without a change after which the board is looked up all the same: for rows the admin changes, and for midnight."""

log = logging.getLogger(__name__)
_feeds: Final[dict[tuple[Scope, str], BoardFeed]] = {}


def feed_of(scope: Scope, language: str = "") -> BoardFeed:
    """Return the feed of this part of the centre in this language; it lives as long as somebody watches it."""
    return _feeds.setdefault((scope, language), BoardFeed(scope, language))


class BoardFeed:
    """A listener of many groups that sends boards to many sockets."""

    def __init__(self, scope: Scope, language: str = "") -> None:
        self.scope, self.language = scope, language
        self.sockets: dict[Any, None] = {}
        self.groups: set[str] = set()
        self.memory = Memory(scope)
        self.frame = self.content = ""
        self.outdated = asyncio.Event()
        self.running = False

    async def join(self, socket: Any) -> None:
        """Send the board to this socket from now on."""
        if socket in self.sockets:
            return
        self.sockets[socket] = None
        _feeds[self.scope, self.language] = self
        if self.frame:
            self.send_to(socket)  # perhaps a little old; what has changed meanwhile comes at once
        self.outdated.set()
        if not self.running:
            self.running = True
            spawn(self._run())

    def leave(self, socket: Any) -> None:
        self.sockets.pop(socket, None)
        if not self.sockets:
            self._end()

    def send_to(self, socket: Any) -> None:
        socket.push(self.frame, droppable=True)

    def on_notification(self, group: str, message: pubsub.Message) -> None:
        if group.startswith("ratings."):  # perhaps of a session that is over and counted
            self.memory.day.outdated = True
        self.outdated.set()

    async def _run(self) -> None:
        speak(self.language)
        try:
            while self.sockets:
                try:
                    async with asyncio.timeout(IDLE_SECONDS):
                        await self.outdated.wait()
                    await asyncio.sleep(GATHER_SECONDS if self.frame else 0)
                except TimeoutError:
                    pass
                self.outdated.clear()
                try:
                    await self._refresh()
                except Exception:  # the next change, or the next five seconds, may show more
                    log.exception("the live board failed")
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            self.running = False

    async def _refresh(self) -> None:
        try:
            at, groups, content, frame = await LOOKUPS.look(_look, self.scope, self.memory)
        except (DatabaseError, InterfaceError):
            log.warning("the live board could not reach the database")
            self.outdated.set()
            return
        if new := groups - self.groups:
            self.outdated.set()  # these may have changed after they were read
        self._listen(new, self.groups - groups)
        changed = content != self.content
        self.content, self.frame = content, frame
        text = frame if changed else encode(LiveBoardSame(at=at))
        for socket in list(self.sockets):
            socket.push(text, droppable=True)

    def _listen(self, new: set[str], old: set[str]) -> None:
        for group in new if self.sockets else ():
            self.groups.add(group)
            pubsub.join(group, self)
        for group in old:
            self.groups.discard(group)
            pubsub.leave(group, self)

    def _end(self) -> None:
        self._listen(set(), set(self.groups))
        self.frame = self.content = ""
        if _feeds.get((self.scope, self.language)) is self:
            del _feeds[self.scope, self.language]
        self.outdated.set()


def _look(scope: Scope, memory: Memory) -> tuple[str, set[str], str, str]:
    """Return the time, the groups to listen to, what the board shows, and the frame that says so: the same with the time."""
    found = board.read(scope, memory)
    view = present.live_view(found, scope)
    frame = encode(view)
    return view.at, board.channels(found), frame.replace(view.at, "", 1), frame
