"""Our WebSocket protocol for uvicorn, without a network: excess isn't parsed, and no close waits for a reader."""

from __future__ import annotations

import asyncio
import gc
import itertools
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState
from websockets.frames import Close, Frame, Opcode

from contactcenter.realtime.frame_limit import FrameLimit, current
from contactcenter.servers import uvicorn as ours
from contactcenter.servers.uvicorn import CLOSE_SECONDS, DROP_SECONDS, Transport, WebSocketProtocol

REQUEST = (
    b"GET /ws/client/ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Wire:
    """A transport that keeps what is written."""

    def __init__(self, unread: int = 0) -> None:
        self.unread = unread
        self.written = b""
        self.closed = self.aborted = False
        self.protocol: asyncio.BaseProtocol | None = None

    def write(self, data: bytes) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.aborted = True

    def is_closing(self) -> bool:
        return self.closed or self.aborted

    def get_write_buffer_size(self) -> int:
        return self.unread

    def get_extra_info(self, name: str) -> None:
        return None

    def get_protocol(self) -> asyncio.BaseProtocol | None:
        return self.protocol

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class Later:
    """A loop that keeps scheduled calls."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, Any]] = []

    def call_later(self, seconds: float, call: Any) -> None:
        self.calls.append((seconds, call))


class Connection:
    """A connection to an application that accepts when the test says so and keeps what it gets."""

    def __init__(self) -> None:
        self.accepts, self.served = asyncio.Event(), asyncio.Event()
        self.heard: list[dict[str, Any]] = []
        self.limit: FrameLimit | None = None
        config = Config(self.application, interface="asgi3", log_config=None, ws_per_message_deflate=False)
        self.protocol = WebSocketProtocol(config, ServerState(), {})
        self.wire = Wire()
        self.protocol.connection_made(self.wire)  # type: ignore[arg-type]
        self.protocol.data_received(REQUEST)

    async def application(self, scope: Any, receive: Any, send: Any) -> None:
        self.limit = current.get()
        await self.accepts.wait()
        await send({"type": "websocket.accept"})
        self.served.set()
        while (message := await receive())["type"] != "websocket.disconnect":
            self.heard.append(message)

    async def accepted(self) -> None:
        self.accepts.set()
        async with asyncio.timeout(10):
            await self.served.wait()

    async def over(self) -> None:
        """Lose the connection and wait until the application knows."""
        self.accepts.set()
        self.protocol.connection_lost(None)
        await asyncio.gather(*self.protocol.tasks)


def text(size: int = 0) -> bytes:
    return Frame(Opcode.TEXT, b"x" * size).serialize(mask=True)


@pytest.fixture(autouse=True)
def unscaled(settings: Any) -> None:
    settings.RATE_SCALE = 1


async def test_excess_frames_are_answered_with_4429_and_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = Connection()
    await connection.accepted()
    connection.protocol.data_received(text())
    monkeypatch.setattr(connection.protocol.conn, "receive_data", lambda data: pytest.fail("it was parsed"))
    connection.protocol.data_received(text() * 40_000)
    assert connection.wire.closed
    assert connection.wire.written.endswith(Close(4429, "too much at once").serialize())
    connection.protocol.data_received(text() * 40_000)
    await connection.over()
    assert [message["type"] for message in connection.heard] == ["websocket.connect", "websocket.receive"]


async def test_a_flood_before_the_handshake_is_answered_is_cut_off() -> None:
    connection = Connection()
    connection.protocol.data_received(text() * 1000)
    assert connection.wire.aborted
    await connection.over()


async def test_a_flood_after_the_close_is_cut_off_too() -> None:
    connection = Connection()
    await connection.accepted()
    await connection.protocol.send({"type": "websocket.close", "code": 4400})
    connection.protocol.data_received(text() * 1000)
    assert connection.wire.closed
    await connection.over()


async def test_an_unanswered_close_does_not_wait_ten_seconds() -> None:
    connection = Connection()
    assert connection.protocol.close_timeout == CLOSE_SECONDS < 10
    await connection.over()


async def test_the_application_gets_the_limit_of_its_own_connection() -> None:
    first, second = Connection(), Connection()
    await first.accepted()
    await second.accepted()
    assert first.limit is first.protocol.frame_limit
    assert second.limit is second.protocol.frame_limit
    assert current.get() is None
    await first.over()
    await second.over()


def test_a_close_with_unread_data_ends_in_time() -> None:
    wire, loop = Wire(unread=1), Later()
    Transport(wire, loop).close()  # type: ignore[arg-type]
    assert wire.closed
    [(seconds, call)] = loop.calls
    assert seconds == DROP_SECONDS
    call()
    assert wire.aborted


def test_a_close_without_unread_data_needs_no_deadline() -> None:
    wire, loop = Wire(), Later()
    Transport(wire, loop).close()  # type: ignore[arg-type]
    assert (wire.closed, wire.aborted, loop.calls) == (True, False, [])


async def test_sockets_are_closed_one_after_the_other_when_the_process_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "_leaving", itertools.count())
    three, later = [Connection() for _ in range(3)], Later()
    for connection in three:
        await connection.accepted()
        monkeypatch.setattr(connection.protocol, "loop", later)
        connection.protocol.shutdown()
    assert [seconds for seconds, _leave in later.calls] == [0, ours.PAUSE_SECONDS, 2 * ours.PAUSE_SECONDS]
    assert not any(connection.wire.closed for connection in three)
    three[0].protocol.data_received(text(3))  # whose turn hasn't come is served
    three[1].wire.close()  # left by itself
    for _seconds, leave in later.calls:
        leave()
    assert [connection.wire.written.endswith(Close(1012, "").serialize()) for connection in three] == [True, False, True]
    for connection in three:
        monkeypatch.undo()
        await connection.over()
    assert "websocket.receive" in [message["type"] for message in three[0].heard]


async def test_a_process_with_many_sockets_has_closed_them_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "_leaving", itertools.count(9_999))
    connection, later = Connection(), Later()
    await connection.accepted()
    connection.protocol.connections.update(range(9_999))  # type: ignore[arg-type]
    monkeypatch.setattr(connection.protocol, "loop", later)
    connection.protocol.shutdown()
    assert later.calls[0][0] == pytest.approx(ours.LEAVING_SECONDS, rel=0.01)
    monkeypatch.undo()
    await connection.over()


@pytest.fixture
def by_count_alone() -> Iterator[None]:
    """Objects are freed by their reference counts: the collector rests."""
    gc.disable()
    yield
    gc.enable()


async def test_a_closed_connection_leaves_nothing_to_the_collector(by_count_alone: None) -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        served.set()
        assert (await receive())["type"] == "websocket.disconnect"

    served, wire = asyncio.Event(), Wire()
    config = Config(application, interface="asgi3", log_config=None, ws=WebSocketProtocol, ws_per_message_deflate=False)
    http = HttpToolsProtocol(config, ServerState(), {})
    http.connection_made(wire)  # type: ignore[arg-type]
    wire.protocol = http
    http.data_received(REQUEST)
    left = [weakref.ref(http)]
    del http
    assert left[0]() is None, "the protocol of the handshake stays as long as the socket"
    protocol = wire.protocol
    assert isinstance(protocol, WebSocketProtocol)
    async with asyncio.timeout(10):
        await served.wait()
    protocol.connection_lost(None)
    await asyncio.gather(*protocol.tasks)
    left += [weakref.ref(protocol), weakref.ref(protocol.conn)]
    del protocol
    wire.protocol = None
    await asyncio.sleep(0)
    assert [each() for each in left] == [None, None, None]
