"""The rig's proxy passes bytes on in order, and cuts, freezes and black-holes what it's told to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.faults.proxy import Proxy

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
SECONDS = 5


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(1000):
            writer.write(data)
    except OSError:
        pass
    writer.close()


@pytest_asyncio.fixture
async def proxy() -> AsyncIterator[Proxy]:
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    proxy = Proxy([server.sockets[0].getsockname()[1]])
    await proxy.start()
    yield proxy
    await proxy.close()
    server.close()


async def connected(proxy: Proxy) -> Connection:
    connection = await asyncio.open_connection("127.0.0.1", proxy.port)
    assert await said(connection, b"hello") == b"hello"
    return connection


async def said(connection: Connection, words: bytes) -> bytes:
    connection[1].write(words)
    return await asyncio.wait_for(connection[0].readexactly(len(words)), SECONDS)


async def test_a_server_that_does_not_answer_is_skipped(proxy: Proxy) -> None:
    proxy.backends = [1, *proxy.backends]
    for _ in range(2):
        (await connected(proxy))[1].close()


async def test_cut_connections_end_with_a_reset(proxy: Proxy) -> None:
    reader, writer = await connected(proxy)
    assert proxy.reset() == 1
    with pytest.raises(ConnectionResetError):
        await asyncio.wait_for(reader.read(), SECONDS)
    writer.close()
    (await connected(proxy))[1].close()


async def test_a_frozen_connection_carries_everything_later(proxy: Proxy) -> None:
    reader, writer = await connected(proxy)
    proxy.freeze()
    writer.write(b"one")
    other = await connected(proxy)
    assert reader.at_eof() is False
    assert not reader._buffer  # type: ignore[attr-defined]
    proxy.thaw()
    assert await asyncio.wait_for(reader.readexactly(3), SECONDS) == b"one"
    other[1].close()
    writer.close()


async def test_a_black_hole_swallows_everything_even_the_end(proxy: Proxy) -> None:
    reader, writer = await connected(proxy)
    assert proxy.black_hole() == 1
    writer.write(b"into the hole")
    other = await connected(proxy)
    writer.close()
    await writer.wait_closed()
    assert await said(other, b"still here") == b"still here"
    assert len(proxy.pairs) == 2
    assert not reader._buffer  # type: ignore[attr-defined]
    other[1].close()


async def test_however_long_each_is_delayed_bytes_stay_in_order(proxy: Proxy) -> None:
    connection = await connected(proxy)
    delays = iter([0.05, 0.0, 0.03] * 40)
    proxy.delay = lambda: next(delays)
    words = [bytes([65 + number]) * 3 for number in range(20)]
    for word in words:
        connection[1].write(word)
        await connection[1].drain()
    assert await asyncio.wait_for(connection[0].readexactly(60), SECONDS) == b"".join(words)
    connection[1].close()


async def test_a_busy_proxy_answers_503(proxy: Proxy) -> None:
    proxy.busy = True
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(b"GET / HTTP/1.1\r\n\r\n")
    assert (await asyncio.wait_for(reader.read(), SECONDS)).startswith(b"HTTP/1.1 503 ")
    writer.close()
