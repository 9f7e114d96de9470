"""One tab of a client or an operator, which speaks the protocol as our pages do (`static/contactcenter/wire/socket.js`, ``outbox.js``).

It reconnects by itself, answers heartbeats, repeats unanswered commands with the same ids, one message of a session at a time, and
asks for missing entries. What it sees goes into the history.
"""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus

from tests.faults.history import CallStep, Closed, Entry, History, Message

ANSWER: Final = 15.0
SILENCE: Final = 45.0
FIRST: Final = 0.5
LONGEST: Final = 30.0
REFUSED: Final = 4.0
"""As in ``socket.js``."""
GONE: Final = (OSError, EOFError, InvalidHandshake, InvalidMessage, ConnectionClosed, TimeoutError)

Frame = dict[str, Any]
_encode, _decode = msgspec.json.encode, msgspec.json.decode
_numbers = itertools.count(1)


@dataclass
class Command:
    """A command until it's answered. Of those in one lane only the first is sent."""

    id: str
    frame: Frame
    lane: str
    due: float
    state: str = "waiting"
    attempts: int = 0
    done: asyncio.Future[Frame] | None = None


@dataclass
class Log:
    """How far this tab is in a session's log, and the entries that came before their turn."""

    head: int = 0
    ahead: dict[int, Frame] = field(default_factory=dict)
    asked: bool = False
    resumed: int = -1
    """The head for which the missing entries were last asked for."""


class Person:
    """``live()`` runs until ``leave()``. ``sessions`` are those it takes part in."""

    def __init__(
        self, name: str, role: str, history: History, clock: Callable[[], float], *, token: str = "", cookie: str = ""
    ) -> None:
        self.name, self.role, self.history, self.clock = name, role, history, clock
        self.token, self.cookie = token, cookie
        self.logs: dict[str, Log] = {}
        self.lanes: dict[str, deque[Command]] = {}
        self.commands: dict[str, Command] = {}
        self.listeners: list[Callable[[Frame], None]] = []
        self.open = self.leaving = False
        self.attempts = 0
        self.port = 0
        self.code: int | None = None
        """Why the last connection ended: a close code, or the status of a refused handshake."""
        self._out: asyncio.Queue[Frame] = asyncio.Queue()
        self._hello = ""
        self._retries: set[asyncio.TimerHandle] = set()
        self._socket: ClientConnection | None = None

    def follow(self, session: str) -> None:
        """Take part in this session."""
        self.logs[session] = Log()

    # Writing

    def write(self, message: Message) -> None:
        """Write a message; it's sent when the ones before it are acknowledged."""
        self.history.write(message)
        kind = "note.post" if message.note else "message.post"
        frame = {"type": kind, "session": message.session, "text": message.text}
        self._put(Command(message.id, frame, lane=message.session, due=message.due))

    async def do(self, kind: str, **fields: Any) -> Frame:
        """Send any other command, as often as it takes; return its answer."""
        id = f"{self.name}-c{next(_numbers)}"
        command = Command(
            id, {"type": kind, **fields}, lane=id, due=self.clock(), done=asyncio.get_running_loop().create_future()
        )
        self._put(command)
        assert command.done
        return await command.done

    def say(self, kind: str, **fields: Any) -> None:
        """Send a command once; whether it's answered doesn't matter."""
        if self.open:
            self._out.put_nowait({"id": f"{self.name}-s{next(_numbers)}", "type": kind, **fields})

    def _put(self, command: Command) -> None:
        self.commands[command.id] = command
        self.lanes.setdefault(command.lane, deque()).append(command)
        self._pump(command.lane)

    def _pump(self, lane: str) -> None:
        waiting = self.lanes.get(lane)
        if self.open and waiting and waiting[0].state == "waiting":
            waiting[0].state = "sent"
            self._out.put_nowait({"id": waiting[0].id, **waiting[0].frame})

    def _finish(self, command: Command, answer: Frame) -> None:
        del self.commands[command.id]
        lane = self.lanes[command.lane]
        lane.remove(command)
        if not lane:
            del self.lanes[command.lane]
        if command.done and not command.done.done():
            command.done.set_result(answer)
        self._pump(command.lane)

    # The connection

    async def live(self) -> None:
        """Stay connected until ``leave``."""
        while not self.leaving:
            try:
                await self._connected()
            except GONE as error:
                self.code = _code(error)
            self.open = False
            if not self.leaving:
                self.history.closed.append(Closed(self.clock(), self.name, self.code))
                await asyncio.sleep(random.random() * min(LONGEST, FIRST * 2**self.attempts))
                self.attempts += 1

    def leave(self) -> None:
        self.leaving = True
        for retry in self._retries:
            retry.cancel()
        self.drop()

    def drop(self) -> None:
        """Lose the connection; ``live`` opens another."""
        if self._socket:
            self._socket.transport.abort()

    async def _connected(self) -> None:
        loop = asyncio.get_running_loop()
        headers = {"Cookie": self.cookie} if self.cookie else {}
        options: dict[str, Any] = {
            "host": "127.0.0.1",
            "compression": None,
            "ping_interval": None,
            "max_size": None,
            "close_timeout": 1,
        }
        async with asyncio.timeout(ANSWER) as patience:
            url, origin = f"ws://localhost:{self.port}/ws/{self.role}/", f"http://localhost:{self.port}"
            socket = await connect(url, origin=origin, additional_headers=headers, open_timeout=None, **options)  # type: ignore[arg-type]
            self._socket, self._out, self._hello = socket, asyncio.Queue(), f"{self.name}-h{next(_numbers)}"
            self._forget_asked()
            self._out.put_nowait({"id": self._hello, "type": "hello", **({"token": self.token} if self.token else {})})
            writer = loop.create_task(self._write(socket, self._out))
            try:
                while True:
                    frame = _decode(await socket.recv())
                    self._heard(frame)
                    if self.open:
                        patience.reschedule(loop.time() + SILENCE)
            finally:
                self.open = False
                writer.cancel()
                socket.transport.abort()

    @staticmethod
    async def _write(socket: ClientConnection, out: asyncio.Queue[Frame]) -> None:
        try:
            while True:
                await socket.send(_encode(await out.get()).decode())
        except ConnectionClosed:
            pass

    def _heard(self, frame: Frame) -> None:
        kind = frame["type"]
        if kind == "ack":
            self._acknowledged(frame)
        elif kind == "fault":
            self._refused(frame)
        elif kind == "heartbeat":
            self._out.put_nowait({"id": f"{self.name}-b{next(_numbers)}", "type": "heartbeat", "beat": frame["beat"]})
            for session, head in frame["heads"].items():
                if session in self.logs and head > self.logs[session].head:
                    self.say("session.resume", session=session, after=self.logs[session].head)
        elif kind == "session.page":
            self.logs[frame["session"]].asked = False
            self._fill(frame["session"], frame["events"])
        elif "seq" in frame:
            self._entry(frame)
        else:
            for view in self.views(frame):
                self._fill(view["id"], view["events"])
        for listener in self.listeners:
            listener(frame)

    @staticmethod
    def views(frame: Frame) -> list[Frame]:
        """Return the sessions that a frame shows whole."""
        if frame["type"] == "desk.snapshot":
            return list(frame["sessions"])
        if frame["type"] in ("client.snapshot", "session.snapshot") and frame["session"]:
            return [frame["session"]]
        return []

    def _acknowledged(self, frame: Frame) -> None:
        if frame["id"] == self._hello:
            self._welcomed()
        elif command := self.commands.get(frame["id"]):
            if frame["id"] in self.history.messages:
                self.history.ack(frame["id"], self.clock(), frame.get("seq"))
            self._finish(command, frame)

    def _welcomed(self) -> None:
        self.open = True
        self.history.opened.append((self.clock(), self.name))
        for lane in list(self.lanes):
            for command in self.lanes[lane]:
                command.state = "waiting"
            self._pump(lane)
        for listener in self.listeners:
            listener({"type": "opened"})

    def _refused(self, frame: Frame) -> None:
        command = self.commands.get(frame["id"] or "")
        if not self.open and command is None:
            raise TimeoutError(frame["code"])  # the hello was refused: try again later
        if command is None:
            return
        if not frame["retry"]:
            if command.id in self.history.messages:
                self.history.refuse(command.id, frame["code"])
            self._finish(command, frame)
            return
        command.state = "paused"
        command.attempts += 1
        pause = random.random() * min(REFUSED, FIRST * 2**command.attempts)
        self._retries.add(asyncio.get_running_loop().call_later(pause, self._again, command))

    def _again(self, command: Command) -> None:
        if command.state == "paused":
            command.state = "waiting"
            self._pump(command.lane)

    # The log

    def _fill(self, session: str, entries: list[Frame]) -> None:
        """Take the entries of a snapshot or a page; ask for older ones until they join the known ones."""
        log = self.logs.get(session)
        if log is None:
            return
        for entry in entries:
            if entry["seq"] > log.head:
                log.ahead[entry["seq"]] = entry
        self._advance(session, log)
        if log.ahead and not log.asked:
            log.asked = True
            self._out.put_nowait(self._ask("session.history", session, before=min(log.ahead)))

    def _ask(self, kind: str, session: str, **fields: Any) -> Frame:
        return {"id": f"{self.name}-q{next(_numbers)}", "type": kind, "session": session, **fields}

    def _entry(self, frame: Frame) -> None:
        log = self.logs.get(frame["session"])
        if log is None or frame["seq"] <= log.head:
            return
        log.ahead[frame["seq"]] = frame
        self._advance(frame["session"], log)
        if log.ahead and not log.asked and log.resumed != log.head:  # a gap: something was missed
            log.resumed = log.head
            self._out.put_nowait(self._ask("session.resume", frame["session"], after=log.head))

    def _advance(self, session: str, log: Log) -> None:
        while (frame := log.ahead.pop(log.head + 1, None)) is not None:
            log.head += 1
            command = frame.get("command") or ""
            entry = Entry(self.clock(), frame["seq"], frame["type"], command, frame.get("text", ""))
            self.history.receive(session, self.name, entry)
            if frame["type"] == "call.changed":
                call = frame["call"]
                self.history.calls.append(CallStep(self.clock(), call["id"], call["state"], call["reason"]))
        if not log.ahead:
            log.asked = False

    def _forget_asked(self) -> None:
        """A new connection answers no question of the last one."""
        for log in self.logs.values():
            log.asked, log.resumed = False, -1

    def late(self, since: float) -> str:
        """Return what the tab lacks: a connection, or the answer to a command from before ``since``; empty if nothing."""
        if not self.open:
            return "a socket"
        return "an answer" if any(lane[0].due < since for lane in self.lanes.values()) else ""

    def busy(self) -> bool:
        """Return whether anything isn't answered, or entries are missing."""
        return bool(self.late(float("inf"))) or any(log.ahead for log in self.logs.values())


def _code(error: BaseException) -> int | None:
    if isinstance(error, InvalidStatus):
        return int(error.response.status_code)
    return error.rcvd.code if isinstance(error, ConnectionClosed) and error.rcvd else None
