"""The socket both roles share: frames in, commands to handlers, answers and events out.

It knows queues and heartbeats, and nothing of what is said. Everything it holds is bounded.
"""

from __future__ import annotations

import hashlib
import logging
import time
from typing import Any, ClassVar, Final

from channels.consumer import AsyncConsumer
from django.db import DatabaseError, DataError

from contactcenter import rate_limit
from contactcenter.network_address import of_scope
from contactcenter.realtime import commit as commits
from contactcenter.realtime import groups, pulse
from contactcenter.realtime.follow import Following
from contactcenter.realtime.pulse import Lease
from contactcenter.realtime.rate import Bucket, Rate, bucket_of
from contactcenter.realtime.tasks import spawn
from contactcenter.realtime.wire import Ack, Command, Event, Fault, Reader, encode

INBOX_FRAMES: Final = 256
INBOX_BYTES: Final = 1_048_576
OUTBOX_FRAMES: Final = 1_000
WINDOW_BYTES: Final = 2 * 1_048_576
"""What may be sent between two answered heartbeats before a reader counts as stuck."""
ANSWER_SECONDS: Final = 60.0
BAD_IN_A_ROW: Final = 5

log = logging.getLogger(__name__)


class Socket(Following, AsyncConsumer):
    """A consumer with a mixin of handlers ``on_<noun>_<verb>``; ``role`` is ``client`` or ``operator``."""

    role: ClassVar[str]
    reader: ClassVar[Reader]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        # Channels' own loop hops to a thread for every frame; nothing here touches the ORM on the loop, so none is needed.
        self.scope, self.base_send = scope, send
        self.setup()
        while True:
            message = await receive()
            kind = message["type"]
            if kind == "websocket.receive":
                self.received(message.get("text"))
            elif kind == "websocket.connect":
                await self.base_send({"type": "websocket.accept"})
                pulse.join(self)
            elif kind == "websocket.disconnect":
                await self.gone()
                return

    def setup(self) -> None:
        self.id = f"{id(self):x}-{time.monotonic_ns():x}"
        self.actor: Any = None
        self.command: Command | None = None
        self.digest = ""
        self.placed: commits.Placed | None = None
        self.inbox: list[str | None] = []  # an empty deque holds a block of 64 places, a list none
        self.inbox_bytes = 0
        self.working = False
        self.outbox: list[str] = []
        self.sending = False
        self.sent_bytes = 0
        self.full = False
        self.beat = self.answered_beat = 0
        self.answered = time.monotonic()
        self.bad = 0
        self.closed = False
        self.listening: set[str] = set()
        self.bucket = Bucket(150, 10)
        self.buckets: dict[str, Bucket] = {}
        self.follow_nothing()

    # In

    def received(self, frame: str | None) -> None:
        if self.closed:
            return
        self.inbox.append(frame)
        self.inbox_bytes += len(frame or "")
        if len(self.inbox) > INBOX_FRAMES or self.inbox_bytes > INBOX_BYTES:
            self.inbox.clear()
            spawn(self.close(4429))
        elif not self.working:
            self.working = True
            spawn(self._work())

    async def _work(self) -> None:
        try:
            while self.inbox and not self.closed:
                frame = self.inbox.pop(0)
                self.inbox_bytes -= len(frame or "")
                await self._handle(frame)
        finally:
            self.working = False

    async def _handle(self, frame: str | None) -> None:
        self.command = self.placed = None
        try:
            command = self.reader.read(frame)
            self.command, self.digest = command, ""
            self.count(command)
            if self.actor is None and command.__struct_config__.tag != "hello":
                raise Fault("hello.first", "Say hello first.")
            if frame is not None:
                self.digest = hashlib.blake2b(frame.encode(), digest_size=8).hexdigest()
            await getattr(self, "on_" + str(command.__struct_config__.tag).replace(".", "_"))(command)
            place = self.placed or commits.Placed()
            self.bad = 0
            self.push(encode(Ack(id=command.id, session=place.session, seq=place.seq)))
        except Fault as fault:
            await self._refuse(fault)
        except DataError:
            await self._refuse(commits.unstorable())
        except DatabaseError:
            log.warning("the database did not answer", exc_info=True)
            await self._refuse(Fault("server.busy", "The service cannot answer just now. It is tried again.", retry=True))
        except Exception:
            log.exception("a command failed")
            await self._refuse(Fault("server.error", "Something went wrong here. It is not your fault."))

    def count(self, command: Command) -> None:
        """Count a command against what one socket may ask for; raises Fault ``rate.exceeded``. Mixins count some elsewhere."""
        self.bucket.take()

    def spend(self, kind: str, rate: Rate) -> None:
        """Count against what this person may do on all their sockets together; raises Fault ``rate.exceeded``."""
        bucket = self.buckets.get(kind)
        if bucket is None:
            bucket = self.buckets[kind] = bucket_of(kind, self.actor.sender, rate)
        bucket.take()

    async def hit(self, limit: rate_limit.Limit) -> None:
        """Count what is dear over all processes, for this person and their address; raises Fault ``rate.exceeded``."""
        await rate_limit.ahit(limit, person=self.actor.sender, address=of_scope(self.scope))

    async def _refuse(self, fault: Fault) -> None:
        if self.closed:
            return
        self.push(encode(fault.answer(self.command.id if self.command else None)))
        if fault.code.startswith(("frame.", "command.")) and fault.code != "command.reused":
            self.bad += 1
            if self.bad >= BAD_IN_A_ROW:
                await self.close(4400)
        else:
            self.bad = 0

    async def commit(self, service: commits.Service, *, key: str = "", **kwargs: Any) -> Any:
        """Run a service for the command at hand; its place in the log goes into the acknowledgement. Returns what the service returned."""
        if self.command is None:
            raise RuntimeError("there is no command at hand")
        place = await commits.commit(
            service, key=key, sender=self.actor.sender, command=self.command.id, digest=self.digest, by=self.actor, **kwargs
        )
        self.placed = self.placed or place
        return place.value

    async def on_heartbeat(self, command: Any) -> None:
        if command.beat == self.beat:
            self.answered, self.answered_beat = time.monotonic(), self.beat
            self.sent_bytes = 0
            if self.full:
                self.full = False
                for session in list(self.positions):
                    self.catch_up(session)

    # Out

    def send_event(self, event: Event) -> None:
        self.push(encode(event))

    def push(self, text: str, *, droppable: bool = False) -> bool:
        """Put a frame in the queue out; False when a droppable one had no room."""
        if self.closed:
            return False
        if droppable and (len(self.outbox) >= OUTBOX_FRAMES or self.sent_bytes > WINDOW_BYTES):
            self.full = True  # what had no room is read from the log when the browser has caught up
            return False
        self.outbox.append(text)
        self.sent_bytes += len(text)
        if not self.sending:
            self.sending = True
            spawn(self._pump())
        return True

    async def _pump(self) -> None:
        try:
            while self.outbox and not self.closed:
                await self.base_send({"type": "websocket.send", "text": self.outbox.pop(0)})
        except Exception:  # the connection is gone; receive() will say so
            self.outbox.clear()
        finally:
            self.sending = False

    async def close(self, code: int) -> None:
        """Say what is still to say, then close."""
        if self.closed:
            return
        waiting = list(self.outbox)
        self.outbox.clear()
        self.closed = True
        try:
            for text in waiting[:64]:
                await self.base_send({"type": "websocket.send", "text": text})
            await self.base_send({"type": "websocket.close", "code": code})
        except Exception:  # already closed from the other side
            log.debug("closing a closed socket")

    async def gone(self) -> None:
        self.closed = True
        self.outbox.clear()
        pulse.leave(self)
        for group in list(self.listening):
            self.unlisten(group)
        if self.actor is not None:
            await self.left()

    async def left(self) -> None:
        """The socket was somebody's and is closed. Mixins chain it."""

    # Groups

    def listen(self, group: str) -> None:
        if self.closed:  # a handler that was still at work when the connection went
            return
        self.listening.add(group)
        groups.join(group, self)

    def unlisten(self, group: str) -> None:
        self.listening.discard(group)
        groups.leave(group, self)

    def to_group(self, group: str, event: Event, *, role: str = "") -> None:
        """Say something in a group without storing it; this socket does not hear itself."""
        groups.tell([groups.Ring(group, groups.Say(encode(event), role, self.id))])

    def heard(self, group: str, message: groups.Message) -> None:
        if type(message) is groups.Line:
            self._line(message)
        elif type(message) is groups.Say:
            if message.skip != self.id and message.role in ("", self.role):
                self.push(message.text, droppable=True)
        elif type(message) is groups.Leave:
            spawn(self.close(message.code))
        else:
            self.told(group, message)

    def told(self, group: str, message: groups.Message) -> None:
        """A hint that is neither a line nor a word: for the roles."""

    # Heartbeat

    async def pulse(self, heads: dict[str, tuple[int, int]], at: str) -> None:
        """Twenty seconds have passed: show the heads, look for what was missed, give up on who does not answer."""
        if self.closed or self.actor is None:
            if not self.closed and time.monotonic() - self.answered > ANSWER_SECONDS:
                await self.close(4401)
            return
        # Only who owes an answer is late: under load the beats themselves may be far apart.
        if self.beat != self.answered_beat and time.monotonic() - self.answered > ANSWER_SECONDS:
            await self.close(4408)
            return
        self.beat += 1
        mine = self.behind(heads)
        self.push(encode(self.heartbeat(self.beat, at, mine)))

    def leased(self) -> Lease | None:
        """Who this socket shows to be there; None for nobody."""
        return None

    def heartbeat(self, beat: int, at: str, heads: dict[str, int]) -> Event:
        raise NotImplementedError
