"""The socket against abuse: floods, readers who don't read, silent strangers, many sockets of one person."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from django.db import DataError

from contactcenter.realtime import heartbeats, send_queue, socket_limits
from contactcenter.realtime import socket as sockets
from contactcenter.realtime.frame_limit import FrameLimit, current
from contactcenter.realtime.wire import HELLO_BYTES, Fault
from tests.contactcenter.realtime.plain_socket import Plain, Somebody


@pytest.fixture(autouse=True)
def limits_as_they_are(settings: Any) -> None:
    settings.RATE_SCALE = 1


class Connection:
    """A server for one socket: the browser's frames are put in; ``socket.sent`` has the answers while ``reads`` is set."""

    def __init__(self, socket: Plain, **scope: Any) -> None:
        self.socket = socket
        self.scope = scope
        self.coming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.reads = asyncio.Event()
        self.reads.set()
        self.coming.put_nowait({"type": "websocket.connect"})

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.accept":
            return
        await self.reads.wait()
        await self.socket.keep(message)

    def come(self, *frames: str) -> None:
        for frame in frames:
            self.coming.put_nowait({"type": "websocket.receive", "text": frame})

    def serve(self) -> asyncio.Task[None]:
        return asyncio.create_task(self.socket(self.scope, self.coming.get, self.send))


async def left(serving: asyncio.Task[None]) -> None:
    """Wait until the application has left the connection, by itself and without an error."""
    async with asyncio.timeout(10):
        await serving


def command(kind: str = "work", **fields: Any) -> str:
    return json.dumps({"id": "1", "type": kind, **fields})


def codes(socket: Plain) -> list[Any]:
    return [frame["code"] if isinstance(frame, dict) and "code" in frame else frame for frame in socket.sent]


async def test_a_flooding_socket_is_dropped_at_once_whether_or_not_it_reads() -> None:
    connection = Connection(socket := Plain())
    connection.reads.clear()
    connection.come(*[command()] * (sockets.INBOX_FRAMES + 1))
    await left(connection.serve())
    assert socket.closed
    assert not socket.inbox
    assert socket.sent == []


async def test_closing_a_socket_that_reads_nothing_takes_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send_queue, "CLOSE_SECONDS", 0.01)
    connection = Connection(socket := Plain())
    serving = connection.serve()
    connection.come(command("hello"))
    await socket.until(lambda: len(socket.sent) == 1)
    connection.reads.clear()
    await socket.close(4400)
    await left(serving)
    assert len(socket.sent) == 1


async def test_cancelling_the_application_is_not_mistaken_for_a_close() -> None:
    connection = Connection(Plain())
    serving = connection.serve()
    await asyncio.sleep(0)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving


async def test_heartbeats_do_not_wait_for_slow_closes() -> None:
    stuck, other = Plain(), Plain()
    stuck.base_send = lambda message: asyncio.Event().wait()  # type: ignore[assignment, return-value]
    for socket in (stuck, other):
        socket.actor = Somebody()
    stuck.beat, stuck.answered = 1, -1000
    async with asyncio.timeout(10):
        await heartbeats.beat([stuck, other])
    await other.until(lambda: other.sent[0]["type"] == "heartbeat")


async def test_an_expired_lease_closes_the_socket_without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def all_over(leases: set[Any]) -> set[Any]:
        return leases

    monkeypatch.setattr(heartbeats, "renew", all_over)
    socket = Plain()
    socket.actor = Somebody()
    socket.leased = lambda: "lease"  # type: ignore[method-assign]
    socket.base_send = lambda message: asyncio.Event().wait()  # type: ignore[assignment, return-value]
    async with asyncio.timeout(10):
        await heartbeats.beat([socket])


async def test_commands_wait_while_their_sender_reads_no_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send_queue, "UNSENT_BYTES", 1000)
    monkeypatch.setattr(sockets, "UNSENT_BYTES", 1000)
    done = 0

    def work() -> None:
        nonlocal done
        done += 1
        socket.push(json.dumps("x" * 600))

    connection = Connection(socket := Plain())
    socket.setup = lambda: None  # type: ignore[method-assign]
    socket.welcome(Somebody())
    socket.fails = work
    connection.reads.clear()
    serving = connection.serve()
    connection.come(*[command()] * 10)
    for _ in range(50):
        await asyncio.sleep(0)
    assert done == 2
    connection.reads.set()
    await socket.until(lambda: len(socket.sent) == 20)
    assert done == 10
    connection.coming.put_nowait({"type": "websocket.disconnect"})
    await left(serving)


async def test_a_socket_without_hello_is_closed_after_ten_seconds() -> None:
    connection = Connection(socket := Plain())
    serving = connection.serve()
    await asyncio.sleep(0)
    assert socket.deadline is not None
    assert socket.deadline.when() - asyncio.get_running_loop().time() == pytest.approx(10, abs=1)
    socket._late()
    await socket.until(lambda: socket.sent == [4408])
    connection.coming.put_nowait({"type": "websocket.disconnect"})
    await left(serving)


async def test_a_hello_in_progress_is_waited_for() -> None:
    connection = Connection(socket := Plain())
    serving = connection.serve()
    await asyncio.sleep(0)
    socket.working = True
    socket._late()
    socket.working = False
    connection.come(command("hello"))
    await socket.until(lambda: len(socket.sent) == 1)
    assert socket.deadline is None
    connection.coming.put_nowait({"type": "websocket.disconnect"})
    await left(serving)
    assert socket.sent[0]["type"] == "ack"


async def test_few_commands_are_accepted_before_hello() -> None:
    socket = Plain()
    for _ in range(6):
        await socket._handle(command())
    await socket._handle(command("hello"))
    await socket.until(lambda: len(socket.sent) == 7)
    assert codes(socket) == ["hello.first"] * 4 + ["rate.exceeded"] * 3


async def test_only_small_frames_are_accepted_before_hello() -> None:
    socket = Plain()
    await socket._handle(command(word="x" * HELLO_BYTES))
    await socket._handle(command("hello"))
    await socket._handle(command(word="x" * HELLO_BYTES))
    await socket.until(lambda: len(socket.sent) == 3)
    assert codes(socket)[0] == "frame.too_large"
    assert [frame["type"] for frame in socket.sent[1:]] == ["ack", "ack"]


async def test_frames_are_counted_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_limits, "FRAMES", (0.5, 100))
    socket = Plain()
    socket.welcome(Somebody())
    monkeypatch.setattr(socket.reader, "read", lambda *given: pytest.fail("it was read"))
    await socket._handle(command())
    await socket.until(lambda: codes(socket) == ["rate.exceeded"])
    assert socket.sent[0]["id"] == "1"


async def test_large_frames_count_more_than_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_limits, "FRAMES", (60, 1000))
    socket = Plain()
    socket.welcome(Somebody())
    await socket._handle(command(word="x" * 60_000))
    await socket._handle(command(word="x" * 60_000))
    await socket._handle(command())
    await socket.until(lambda: len(socket.sent) == 3)
    assert codes(socket)[1] == "rate.exceeded"
    assert [frame["type"] for frame in socket.sent] == ["ack", "fault", "ack"]


async def test_the_sockets_of_one_person_share_a_rate_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_limits, "COMMANDS", (3, 1000))
    first, second, stranger = Plain(), Plain(), Plain()
    for socket, person in ((first, "client:1"), (second, "client:1"), (stranger, "client:2")):
        socket.welcome(Somebody(person))
    for socket in (first, second, first, second, stranger):
        await socket._handle(command())
    await second.until(lambda: len(second.sent) == 2)
    assert codes(second)[1] == "rate.exceeded"
    await stranger.until(lambda: stranger.sent[0]["type"] == "ack")


async def test_the_connections_of_one_person_share_a_frame_limit() -> None:
    limits = [FrameLimit(), FrameLimit(), FrameLimit()]
    for limit, person in zip(limits, ("client:1", "client:1", "client:2"), strict=True):
        token = current.set(limit)
        Plain().welcome(Somebody(person))
        current.reset(token)
    assert limits[0].bucket is limits[1].bucket
    assert limits[0].bucket is not limits[2].bucket


async def test_persistent_excess_closes_the_socket_with_4429(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_limits, "STRIKES", (3, 1000))
    socket = Plain()
    socket.welcome(Somebody())
    socket.commands.tokens = socket.commands.per_second = 0
    for _ in range(3):
        await socket._handle(command())
    socket.commands.tokens = 1  # a success between them changes nothing
    for _ in range(3):
        await socket._handle(command())
    await socket.until(lambda: socket.sent[-1] == 4429)
    assert [frame if isinstance(frame, int) else frame["type"] for frame in socket.sent] == [*["fault"] * 3, "ack", "fault", 4429]


async def test_the_reason_is_sent_before_the_close() -> None:
    def refuse() -> None:
        raise Fault("token.invalid", "This token is no longer valid.", close=4401)

    socket = Plain()
    socket.welcome(Somebody())
    socket.fails = refuse
    await socket._handle(command())
    await socket.until(lambda: codes(socket) == ["token.invalid", 4401])
    assert socket.sent[0]["id"] == "1"


async def test_a_data_error_of_the_database_is_refused_for_good(caplog: pytest.LogCaptureFixture) -> None:
    def overflow() -> None:
        raise DataError("integer out of range")

    socket = Plain()
    socket.welcome(Somebody())
    socket.fails = overflow
    await socket._handle(command())
    await socket.until(lambda: codes(socket) == ["command.invalid"])
    assert socket.sent[0]["retry"] is False
    assert "out of range" not in json.dumps(socket.sent)


@pytest.fixture
def two_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plain, "sockets_per_person", 2)


def welcomed(person: str = "client:1", *, in_use: bool = False) -> Plain:
    socket = Plain()
    socket.in_use = lambda: in_use  # type: ignore[method-assign]
    socket.welcome(Somebody(person))
    return socket


@pytest.mark.usefixtures("two_sockets")
async def test_the_oldest_of_too_many_sockets_of_one_person_is_closed() -> None:
    oldest, other, stranger = welcomed(), welcomed(), welcomed("client:2")
    newest = welcomed()
    await oldest.until(lambda: oldest.sent == [socket_limits.ELSEWHERE])
    assert not any(socket.closed for socket in (other, newest, stranger))


@pytest.mark.usefixtures("two_sockets")
async def test_a_tab_in_a_call_is_not_the_one_that_is_closed() -> None:
    calling, idle = welcomed(in_use=True), welcomed()
    newest = welcomed()
    await idle.until(lambda: idle.sent == [socket_limits.ELSEWHERE])
    assert not any(socket.closed for socket in (calling, newest))


@pytest.mark.usefixtures("two_sockets")
async def test_a_socket_that_has_gone_does_not_count() -> None:
    gone, other = welcomed(), welcomed()
    await gone.gone()
    newest = welcomed()
    assert not any(socket.closed for socket in (other, newest))


@pytest.mark.usefixtures("two_sockets")
async def test_a_socket_that_closes_during_hello_displaces_no_other() -> None:
    first, second, late = welcomed(), welcomed(), Plain()
    await late.gone()
    late.welcome(Somebody("client:1"))
    assert not any(socket.closed for socket in (first, second))


async def test_hellos_of_one_person_are_rate_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plain, "hellos", (2, 1000))
    refused: list[str] = []
    for _ in range(4):
        socket = Plain()
        await socket._handle(command("hello"))
        await socket.until(lambda socket=socket: bool(socket.sent))  # type: ignore[misc]
        refused.append(socket.sent[0]["type"])
    assert refused == ["ack", "ack", "fault", "fault"]


async def test_strangers_are_uncounted_after_hello_and_after_closing() -> None:
    class Counted:
        left = 0

        def leave(self) -> None:
            self.left += 1

    said, gone = Counted(), Counted()
    socket = Plain()
    socket.scope = {socket_limits.STRANGER: said}
    socket.welcome(Somebody())
    assert said.left == 1
    socket = Plain()
    socket.scope = {socket_limits.STRANGER: gone}
    await socket.gone()
    assert gone.left == 1
