"""What one socket and one person may ask for: frames, commands, sockets, and how long a socket may stay without a hello.

A stranger has little; whoever has said hello has what all their sockets share (`contactcenter.realtime.rate`).
"""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar, Final

from contactcenter import rate_limit
from contactcenter.network_address import of_scope
from contactcenter.realtime import frame_limit, people, rate
from contactcenter.realtime.rate import Bucket, Rate, bucket_of
from contactcenter.realtime.tasks import spawn
from contactcenter.realtime.wire import Fault, first_id

FIRST_FRAMES: Final[Rate] = (10, 10)
"""Frames and commands of one socket before it has said hello."""
HELLO_SECONDS: Final = 10.0
FRAMES: Final[Rate] = (600, 10)
"""Frames of one person, counted before anything is read."""
FRAME_UNIT: Final = 2048
"""A frame counts once for itself and once for so many characters."""
COMMANDS: Final[Rate] = (150, 10)
"""Commands of one person that are not counted elsewhere."""
STRIKES: Final[Rate] = (60, 60)
"""Refusals for too much, before the socket is closed."""

LATE: Final = 4408
ELSEWHERE: Final = 4409
"""Closed for a newer tab of the same person: this one comes back when somebody looks at it."""
TOO_MUCH: Final = 4429
STRANGER: Final = "contactcenter.stranger"
"""Where a scope tells who counts this socket until it has said hello (`contactcenter.handshake_limit`)."""


class Limited:
    """A mixin of the socket."""

    sockets_per_person: ClassVar[int] = 8
    hellos: ClassVar[Rate] = (12, 12)
    """Hellos of one person: all tabs at once after a restart, and one a second."""
    scope: Any
    actor: Any
    closed: bool
    working: bool

    async def close(self, code: int) -> None:
        raise NotImplementedError

    def strange(self) -> None:
        """Where a socket begins."""
        self.frames = self.commands = Bucket(*FIRST_FRAMES)
        self.strikes = Bucket(*STRIKES)
        self.buckets: dict[str, Bucket] = {}
        self.deadline: asyncio.TimerHandle | None = None

    def await_hello(self, seconds: float = HELLO_SECONDS) -> None:
        self.deadline = asyncio.get_running_loop().call_later(seconds, self._late)

    def _late(self) -> None:
        """No hello has come. One that is being answered is waited for: under load that takes its time."""
        if self.closed or self.actor is not None:
            return
        if self.working:
            self.await_hello(1)
        else:
            spawn(self.close(LATE))

    def count_frame(self, frame: str | None) -> None:
        """Count what has come before it is read. Raises Fault ``rate.exceeded``."""
        try:
            self.frames.take(1 + len(frame or "") / FRAME_UNIT)
        except Fault as fault:
            fault.command = first_id(frame or "")
            raise

    def spend(self, kind: str, rate: Rate) -> None:
        """Count against what this person may do on all their sockets together. Raises Fault ``rate.exceeded``."""
        bucket = self.buckets.get(kind)
        if bucket is None:
            bucket = self.buckets[kind] = bucket_of(kind, self.actor.sender, rate)
        bucket.take()

    async def hit(self, limit: rate_limit.Limit) -> None:
        """Count what is dear over all processes, for this person and their address. Raises Fault ``rate.exceeded``."""
        await rate_limit.ahit(limit, person=self.actor.sender, address=of_scope(self.scope))

    def welcome(self, actor: Any) -> None:
        """Whose socket this is from here on; of too many of theirs the oldest is closed. Raises Fault ``rate.exceeded``."""
        person = actor.sender
        rate.take("hello", person, self.hellos)
        self.actor = actor
        self.frames = bucket_of("frame", person, FRAMES)
        self.commands = bucket_of("command", person, COMMANDS)
        if (limit := frame_limit.current.get()) is not None:
            limit.belongs_to(person)
        self.no_stranger()
        if self.closed:  # gone while who it is was looked up
            return
        oldest = people.join(person, self, self.sockets_per_person)
        if oldest is not None:
            spawn(oldest.close(ELSEWHERE))

    def no_stranger(self) -> None:
        """It has said hello, or is gone: nobody waits for its hello any more."""
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None
        if (stranger := self.scope.get(STRANGER)) is not None:
            stranger.leave()

    def in_use(self) -> bool:
        """Whether something runs in this tab that needs its socket."""
        return False
