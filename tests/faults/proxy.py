"""A TCP proxy in front of servers that can cut, freeze, delay and black-hole connections. Knows nothing of what it carries."""

from __future__ import annotations

import asyncio
import itertools
import socket
import struct
from collections.abc import Callable
from typing import Any, Final

TRY_SECONDS: Final = 5.0
"""How long a new connection waits for a server that answers, as Caddy does with ``lb_try_duration``."""
RESET: Final = struct.pack("ii", 1, 0)
"""SO_LINGER that makes closing a socket send RST."""
BUSY: Final = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Proxy:
    """``await proxy.start()``; new connections go to the ``backends`` in turn, skipping those that don't answer."""

    def __init__(self, backends: list[int]) -> None:
        self.backends = backends
        self.port = 0
        self.delay: Callable[[], float] | None = None
        self.busy = False
        """Answer every HTTP request with 503."""
        self.pairs: set[Pair] = set()
        self._turn = itertools.count()
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Pair(self).front, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server:
            self._server.close()
        self.reset()

    def in_turn(self) -> list[int]:
        """Return the servers to try, the next one first."""
        first = next(self._turn) % len(self.backends) if self.backends else 0
        return self.backends[first:] + self.backends[:first]

    def reset(self, backend: int | None = None) -> int:
        """Cut the connections to this server, or all, with RST on both sides; return how many."""
        cut = [pair for pair in self.pairs if backend in (None, pair.backend)]
        for pair in cut:
            pair.reset()
        return len(cut)

    def black_hole(self, share: float = 1.0) -> int:
        """Let nothing pass on so many of the present connections any more, not even their end; new ones work."""
        chosen = list(self.pairs)[: round(len(self.pairs) * share)]
        for pair in chosen:
            pair.hole = True
        return len(chosen)

    def freeze(self) -> None:
        """Hold everything back on the present connections until ``thaw``."""
        for pair in self.pairs:
            pair.freeze()

    def thaw(self) -> None:
        for pair in self.pairs:
            pair.thaw()


class Pair:
    """A connection from outside and one to a server."""

    def __init__(self, proxy: Proxy) -> None:
        self.proxy = proxy
        self.backend = 0
        self.hole = self.frozen = False
        self.front, self.back = Side(self), Side(self)
        self.front.other, self.back.other = self.back, self.front

    async def connect(self) -> None:
        """Connect to a server that answers; without one in time the connection from outside is closed."""
        loop = asyncio.get_running_loop()
        until = loop.time() + TRY_SECONDS
        while self.front.transport and not self.front.ended:
            for port in self.proxy.in_turn():
                try:
                    await loop.create_connection(lambda: self.back, "127.0.0.1", port)
                except OSError:
                    continue
                self.backend = port
                if not self.frozen:
                    self.front.flush()
                return
            if loop.time() > until:
                self.front.transport.abort()
                return
            await asyncio.sleep(0.1)

    def reset(self) -> None:
        for side in (self.front, self.back):
            side.reset()

    def freeze(self) -> None:
        self.frozen = True

    def thaw(self) -> None:
        self.frozen = False
        for side in (self.front, self.back):
            side.flush()


class Side(asyncio.Protocol):
    """One of the two connections. What it receives waits in ``held`` until the other side may have it."""

    other: Side

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.transport: asyncio.Transport | None = None
        self.held: list[bytes] = []
        self.ended = False
        self._due = 0.0
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self is self.pair.front:
            self.pair.proxy.pairs.add(self.pair)
            if not self.pair.proxy.busy:
                self._task = asyncio.get_running_loop().create_task(self.pair.connect())
        elif self.other.ended:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        if self.pair.proxy.busy and self.transport:
            self.transport.write(BUSY)
            self.transport.close()
        elif not self.pair.hole:
            self._in_time(self._pass_on, data)

    def _in_time(self, act: Callable[..., None], *arguments: Any) -> None:
        """Act after the proxy's delay; what came first acts first, however long each is delayed."""
        loop, delay = asyncio.get_running_loop(), self.pair.proxy.delay
        self._due = max(self._due, loop.time() + (delay() if delay else 0))
        if self._due <= loop.time():
            act(*arguments)
        else:
            loop.call_at(self._due, act, *arguments)

    def _pass_on(self, data: bytes) -> None:
        if self.pair.hole:
            return
        self.held.append(data)
        if self.other.transport and not self.pair.frozen:
            self.flush()

    def flush(self) -> None:
        """Pass on what was held back."""
        if not self.other.transport or self.pair.hole:
            return
        for data in self.held:
            if not self.other.ended:
                self.other.transport.write(data)
        self.held.clear()
        if self.ended:
            self.other.end()

    def connection_lost(self, error: Exception | None) -> None:
        self.ended = True
        if self is self.pair.back or not self.other.transport:
            self.pair.proxy.pairs.discard(self.pair)
        if not self.pair.hole and not self.pair.frozen:
            self._in_time(self.other.end)

    def end(self) -> None:
        """Close after what was written has gone."""
        if self.transport and not self.ended:
            self.transport.close()

    def reset(self) -> None:
        if self.transport and not self.ended:
            with_socket: Any = self.transport.get_extra_info("socket")
            with_socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.transport.abort()
