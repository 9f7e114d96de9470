"""Limits of one socket and one person: frames, commands, sockets, and the time a socket may stay without a hello.

An unknown connection gets little; after the hello all sockets of a person share their limits (`contactcenter.realtime.token_bucket`).
"""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar, Final

from contactcenter.realtime import frame_limit, open_sockets, rate_limit, token_bucket
from contactcenter.realtime.network_address import of_scope
from contactcenter.realtime.tasks import spawn
from contactcenter.realtime.token_bucket import Bucket, Rate, bucket_of
from contactcenter.realtime.wire import Fault, first_id

FIRST_FRAMES: Final[Rate] = (10, 10)
"""Frames and commands of one socket before it has said hello."""
HELLO_SECONDS: Final = 10.0
FRAMES: Final[Rate] = (600, 10)
"""Frames of one person, counted before they are parsed."""
FRAME_UNIT: Final = 2048
"""A frame costs one, plus one for each of so many characters."""
COMMANDS: Final[Rate] = (150, 10)
"""Commands of one person that have no limit of their own."""
STRIKES: Final[Rate] = (60, 60)
"""Refusals for exceeding a limit before the socket is closed."""

LATE: Final = 4408
ELSEWHERE: Final = 4409
"""Close code for a newer tab of the same person; this tab reconnects when somebody looks at it."""
TOO_MUCH: Final = 4429
STRANGER: Final = "contactcenter.stranger"
"""Scope key of the counter that holds this socket until it has said hello (`contactcenter.realtime.handshake_limit`)."""


class SocketLimits:
    """Socket mixin."""

    sockets_per_person: ClassVar[int] = 8
    hellos: ClassVar[Rate] = (12, 12)
    """Hellos of one person: all tabs at once after a restart, and one a second."""
    scope: Any
    actor: Any
    closed: bool
    working: bool

    async def close(self, code: int) -> None:
        raise NotImplementedError

    def init_limits(self) -> None:
        """Initialise the state of an unknown connection."""
        self.frames = self.commands = Bucket(*FIRST_FRAMES)
        self.strikes = Bucket(*STRIKES)
        self.buckets: dict[str, Bucket] = {}
        self.deadline: asyncio.TimerHandle | None = None

    def await_hello(self, seconds: float = HELLO_SECONDS) -> None:
        self.deadline = asyncio.get_running_loop().call_later(seconds, self._late)

    def _late(self) -> None:
        """Close a socket that sent no hello. A hello being answered isn't interrupted: under load that takes time."""
        if self.closed or self.actor is not None:
            return
        if self.working:
            self.await_hello(1)
        else:
            spawn(self.close(LATE))

    def count_frame(self, frame: str | None) -> None:
        """Count a frame before it is parsed. Raises Fault ``rate.exceeded``."""
        try:
            self.frames.take(1 + len(frame or "") / FRAME_UNIT)
        except Fault as fault:
            fault.command = first_id(frame or "")
            raise

    def spend(self, kind: str, rate: Rate) -> None:
        """Count against the person's limits on all their sockets together. Raises Fault ``rate.exceeded``."""
        bucket = self.buckets.get(kind)
        if bucket is None:
            bucket = self.buckets[kind] = bucket_of(kind, self.actor.sender, rate)
        bucket.take()

    async def hit(self, limit: rate_limit.Limit) -> None:
        """Count an expensive action over all processes, for this person and their address. Raises Fault ``rate.exceeded``."""
        await rate_limit.ahit(limit, person=self.actor.sender, address=of_scope(self.scope))

    def welcome(self, actor: Any) -> None:
        """Assign the socket to a person; if they have too many, the oldest is closed. Raises Fault ``rate.exceeded``."""
        person = actor.sender
        token_bucket.take("hello", person, self.hellos)
        self.actor = actor
        self.frames = bucket_of("frame", person, FRAMES)
        self.commands = bucket_of("command", person, COMMANDS)
        if (limit := frame_limit.current.get()) is not None:
            limit.belongs_to(person)
        self.stop_awaiting_hello()
        if self.closed:  # closed while the person was looked up
            return
        oldest = open_sockets.join(person, self, self.sockets_per_person)
        if oldest is not None:
            spawn(oldest.close(ELSEWHERE))

    def stop_awaiting_hello(self) -> None:
        """Stop waiting for a hello: it has been said, or the socket is closed."""
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None
        if (stranger := self.scope.get(STRANGER)) is not None:
            stranger.leave()

    def in_use(self) -> bool:
        """Return whether something runs in this tab that needs its socket."""
        return False
