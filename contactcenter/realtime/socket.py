"""Base class of the three sockets: parses frames, dispatches commands to handlers, sends answers and events.

It knows queues and heartbeats, and doesn't look at the content. All buffers are bounded, and it never waits for a slow reader.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from typing import Any, ClassVar, Final

from channels.consumer import AsyncConsumer
from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.utils.translation import gettext as _

from contactcenter.languages.speaking import speak
from contactcenter.realtime import group_commit, heartbeats, metrics, open_sockets, pubsub, writers
from contactcenter.realtime.heartbeats import Lease
from contactcenter.realtime.log_follower import LogFollower
from contactcenter.realtime.send_queue import UNSENT_BYTES, SendQueue
from contactcenter.realtime.socket_limits import LATE, TOO_MUCH, SocketLimits
from contactcenter.realtime.tasks import spawn
from contactcenter.realtime.wire import FRAME_BYTES, HELLO_BYTES, Ack, Command, Event, Fault, Reader, encode

INBOX_FRAMES: Final = 256
INBOX_BYTES: Final = 1_048_576
ANSWER_SECONDS: Final = 60.0
BAD_IN_A_ROW: Final = 5

log = logging.getLogger(__name__)


class Socket(SendQueue, SocketLimits, LogFollower, AsyncConsumer):
    """A consumer with a mixin of handlers ``on_<noun>_<verb>``; ``role`` is ``client``, ``operator`` or ``supervisor``."""

    role: ClassVar[str]
    reader: ClassVar[Reader]
    language = ""
    """What its person reads; known from hello on."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        # Channels' own loop hops to a thread for every frame; nothing here touches the ORM on the loop, so none is needed.
        self.scope, self.base_send = scope, send
        self.setup()
        self.main = asyncio.current_task()
        try:
            while True:
                message = await receive()
                kind = message["type"]
                if kind == "websocket.receive":
                    if not self.received(message.get("text")):
                        break
                elif kind == "websocket.connect":
                    await self.base_send({"type": "websocket.accept"})
                    heartbeats.join(self)
                    self.await_hello()
                elif kind == "websocket.disconnect":
                    self.main = None
                    await self.gone()
                    return
        except asyncio.CancelledError:
            if not self.dropped or self.main is None:
                raise
            self.main.uncancel()
        # Leaving makes the server drop the connection at once; asking for a close would keep it reading until the other side agrees.
        self.main = None
        self.closed = True
        spawn(self.gone())

    def setup(self) -> None:
        self.id = f"{id(self):x}-{time.monotonic_ns():x}"
        self.actor: Any = None
        self.command: Command | None = None
        self.digest = ""
        self.result: group_commit.CommandResult | None = None
        self.inbox: list[str | None] = []  # an empty deque allocates a block of 64 slots, a list none
        self.inbox_bytes = 0
        self.working = False
        self.beat = self.answered_beat = 0
        self.answered = time.monotonic()
        self.bad = 0
        self.listening: set[str] = set()
        self.init_limits()
        self.init_send_queue()
        self.init_log_follower()

    # Input

    def received(self, frame: str | None) -> bool:
        """Queue an incoming frame; return False if the queue is full."""
        if self.closed:
            return True
        self.inbox.append(frame)
        self.inbox_bytes += len(frame or "")
        if len(self.inbox) > INBOX_FRAMES or self.inbox_bytes > INBOX_BYTES:
            self.inbox.clear()
            return False
        if not self.working:
            self.working = True
            spawn(self._work())
        return True

    async def _work(self) -> None:
        self.speak()
        try:
            while self.inbox and not self.closed:
                if self.unsent > UNSENT_BYTES:
                    await self.has_room()
                    continue
                frame = self.inbox.pop(0)
                self.inbox_bytes -= len(frame or "")
                await self._handle(frame)
        finally:
            self.working = False

    async def _handle(self, frame: str | None) -> None:
        begun, result = time.perf_counter(), "refused"
        try:
            self.count_frame(frame)  # before it is parsed
            command = self.reader.read(frame, FRAME_BYTES if self.actor is not None else HELLO_BYTES)
            self.command, self.digest = command, ""
            self.count(command)
            if self.actor is None and command.__struct_config__.tag != "hello":
                raise Fault("hello.first", "Say hello first.")
            if frame is not None:
                self.digest = hashlib.blake2b(frame.encode(), digest_size=8).hexdigest()
            await getattr(self, "on_" + str(command.__struct_config__.tag).replace(".", "_"))(command)
            place = self.result or group_commit.CommandResult()
            self.bad = 0
            self.push(encode(Ack(id=command.id, session=place.session, seq=place.seq)))
            result = "done"
        except Fault as fault:
            await self._refuse(fault)
        except DataError:
            await self._refuse(group_commit.unstorable())
        except DatabaseError as error:
            result = "failed"
            away = isinstance(error, (OperationalError, InterfaceError))
            log.warning("the database did not answer: %s", str(error).partition("\n")[0], exc_info=not away)
            await self._refuse(Fault("server.busy", _("The service can’t answer right now. Trying again."), retry=True))
        except Exception:
            result = "failed"
            log.exception("a command failed", extra={"command": self.kind, "role": self.role})
            await self._refuse(Fault("server.error", _("Something went wrong on our side. Try again.")))
        finally:
            metrics.command_answered(self.kind, self.role, result, begun)
            self.command = self.result = None  # thousands of idle sockets keep nothing of their last command
            self.digest = ""

    def speak(self, language: str = "") -> None:
        """Make texts for this socket's person in this task; with a language, from now on in that one."""
        self.language = language or self.language
        speak(self.language)

    @property
    def kind(self) -> str:
        """The type of the command at hand, for counts and logs."""
        return str(self.command.__struct_config__.tag) if self.command else metrics.NO_COMMAND

    def count(self, command: Command) -> None:
        """Count a command against the person's limit; raises Fault ``rate.exceeded``. Mixins count some elsewhere."""
        self.commands.take()

    async def _refuse(self, fault: Fault) -> None:
        if self.closed:
            return
        self.push(encode(fault.answer(self.command.id if self.command else None)))
        if fault.close:
            await self.close(fault.close)
        elif fault.code == "rate.exceeded":
            if not self.strikes.spend():
                await self.close(TOO_MUCH)
        elif fault.code.startswith(("frame.", "command.")) and fault.code != "command.reused":
            self.bad += 1
            if self.bad >= BAD_IN_A_ROW:
                await self.close(4400)
        else:
            self.bad = 0

    async def commit(self, service: group_commit.Service, *, key: str = "", **kwargs: Any) -> Any:
        """Run a service for the current command; its position in the log goes into the acknowledgement. Returns the service's result."""
        if self.command is None:
            raise RuntimeError("there is no command at hand")
        place = await writers.commit(
            service, key=key, sender=self.actor.sender, command=self.command.id, digest=self.digest, by=self.actor, **kwargs
        )
        self.result = self.result or place
        return place.value

    async def on_heartbeat(self, command: Any) -> None:
        if command.beat == self.beat:
            self.answered, self.answered_beat = time.monotonic(), self.beat
            self.sent_bytes = 0
            if self.full:
                self.full = False
                for session in list(self.positions):
                    self.catch_up(session)

    # Output

    def send_event(self, event: Event) -> None:
        self.push(encode(event))

    async def gone(self) -> None:
        self.send_no_more()
        heartbeats.leave(self)
        self.stop_awaiting_hello()
        for group in list(self.listening):
            self.unlisten(group)
        if self.actor is not None:
            open_sockets.leave(self.actor.sender, self)
            await self.left()

    async def left(self) -> None:
        """Called when the socket of a known person has closed. Mixins call super()."""

    # Groups

    def listen(self, group: str) -> None:
        if self.closed:  # a handler that was still running when the connection closed
            return
        self.listening.add(group)
        pubsub.join(group, self)

    def unlisten(self, group: str) -> None:
        self.listening.discard(group)
        pubsub.leave(group, self)

    def to_group(self, group: str, event: Event, *, role: str = "") -> None:
        """Send to a group without storing it; this socket doesn't receive it."""
        pubsub.publish([pubsub.Notification(group, pubsub.Broadcast(encode(event), role, self.id))])

    def on_notification(self, group: str, message: pubsub.Message) -> None:
        if type(message) is pubsub.EntryAppended:
            self.on_entry(message)
        elif type(message) is pubsub.Broadcast:
            if message.skip != self.id and message.role in ("", self.role):
                self.push(message.text, droppable=True)
        elif type(message) is pubsub.SignOut:
            spawn(self.close(message.code))
        else:
            self.on_hint(group, message)

    def on_hint(self, group: str, message: pubsub.Message) -> None:
        """Handle a notification that is neither a log entry nor a broadcast; implemented by the roles."""

    # Heartbeat

    async def send_heartbeat(self, heads: dict[str, tuple[int, int]], at: str) -> None:
        """Called every twenty seconds: send the heads, look for missed entries, close sockets that don't answer."""
        if self.closed or self.actor is None:
            return
        # Only time out sockets with an unanswered heartbeat: under load, beats may be late.
        if self.beat != self.answered_beat and time.monotonic() - self.answered > ANSWER_SECONDS:
            spawn(self.close(LATE))  # doesn't delay the other heartbeats
            return
        self.beat += 1
        mine = self.compare_heads(heads)
        self.push(encode(self.heartbeat_event(self.beat, at, mine)))

    def ask_for_answer(self) -> None:
        """Send a heartbeat before its time, unless one is unanswered. A console with a long queue reads more than a window in 20 s."""
        if self.actor is not None and self.beat == self.answered_beat:
            self.beat += 1
            self.push(encode(self.heartbeat_event(self.beat, heartbeats.now(), {})))

    def check_soon(self) -> None:
        heartbeats.check_soon(self)

    def leased(self) -> Lease | None:
        """Return the person whose presence this socket shows; None for nobody."""
        return None

    def signed_in(self) -> Lease | None:
        """Return the http session this socket depends on; None for one that depends on none."""
        return None

    def heartbeat_event(self, beat: int, at: str, heads: dict[str, int]) -> Event:
        raise NotImplementedError
