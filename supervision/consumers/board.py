"""The supervisors' socket: the live board of what this supervisor may see, sent again whenever it changes. Decides nothing itself."""

from __future__ import annotations

from typing import Any

from contactcenter.languages.negotiation import catalogue_of
from contactcenter.realtime.db_reads import read
from contactcenter.realtime.group_commit import Service
from contactcenter.realtime.tasks import spawn
from contactcenter.realtime.wire import Event, Fault
from contactcenter.realtime.writers import commit
from sessions_app import protocol as sessions
from sessions_app.auth import valid_sessions
from sessions_app.consumers.leases import SignedInSocket
from sessions_app.services import accounts
from supervision import access, protocol
from supervision.board import scope_of
from supervision.consumers.board_feed import BoardFeed, feed_of


class LiveBoardHandlers(SignedInSocket):
    """Handlers of the live board."""

    role = "supervisor"
    sockets_per_person = 30
    hellos = (60, 20)
    entries_after = staticmethod(lambda *_: None)

    def setup(self) -> None:
        super().setup()
        self.feed: BoardFeed | None = None

    def heartbeat_event(self, beat: int, at: str, heads: dict[str, int]) -> Event:
        return sessions.Heartbeat(beat=beat, at=at, heads=heads)

    async def on_hello(self, command: protocol.SupervisorHello) -> None:
        if self.actor is not None:
            raise Fault("hello.again", "Hello was sent already.")
        self.speak(catalogue_of(command.language))
        user = await read(access.board_viewer, self.scope.get("user"))
        self.welcome(access.actor_of(user))
        await self._watch(feed_of(await read(scope_of, user), self.language))

    async def _watch(self, feed: BoardFeed) -> None:
        """Follow this board instead of the present one."""
        if self.feed is not None and self.feed is not feed:
            self.feed.leave(self)
        self.feed = feed
        if not self.closed:
            await feed.join(self)

    async def commit(self, service: Service, *, key: str = "", **kwargs: Any) -> Any:
        """An act needs a session that is valid now: the socket of somebody signed out lives on for a moment."""
        mark = self.signed_in()
        if mark is not None:
            await read(access.require_session, self.actor, mark.key)
        return await super().commit(service, key=key, **kwargs)

    async def send_heartbeat(self, heads: dict[str, tuple[int, int]], at: str) -> None:
        await super().send_heartbeat(heads, at)
        if self.actor is not None and not self.closed:
            spawn(self._check())  # other heartbeats don't wait for it

    async def _check(self) -> None:
        """Close the socket of somebody who has signed out or lost the right, and follow a change of what they supervise."""
        login = self.scope.get("session")
        key = login.session_key or "" if login is not None else ""
        try:
            user = await read(access.supervisor_of, self.actor)
            await read(access.board_viewer, user)
        except Fault as fault:
            await self.close(fault.close or 4401)
            return
        valid, late = await read(valid_sessions.expiry_of, user, key) if key else (True, [])
        if not valid:
            await self.close(4401)
            return
        if late:
            await commit(accounts.http_sessions_renew, keys=late)
        await self._watch(feed_of(await read(scope_of, user), self.language))

    async def on_heartbeat(self, command: sessions.HeartbeatAnswer) -> None:
        missed = self.full and command.beat == self.beat
        await super().on_heartbeat(command)
        if missed and self.feed is not None:  # a frame was dropped while the browser was slow
            self.feed.send_to(self)

    async def left(self) -> None:
        if self.feed is not None:
            self.feed.leave(self)
        await super().left()
