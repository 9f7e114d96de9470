"""Hand-made WebSocket connections: they send anything and read nothing after the handshake."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import struct
from contextlib import suppress

from tests.attack.http import request
from tests.attack.model import Target

CONTINUATION, TEXT, BINARY, PING = 0x0, 0x1, 0x2, 0x9
UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}


def frame(kind: int, payload: bytes = b"", *, last: bool = True) -> bytes:
    """Return a frame as a browser sends it; masked with zeros, which keep the payload as it is."""
    head = kind | (0x80 if last else 0)
    if len(payload) < 126:
        return struct.pack("!BB", head, 0x80 | len(payload)) + bytes(4) + payload
    if len(payload) < 65_536:
        return struct.pack("!BBH", head, 0x80 | 126, len(payload)) + bytes(4) + payload
    return struct.pack("!BBQ", head, 0x80 | 127, len(payload)) + bytes(4) + payload


class Raw:
    """One connection. ``send`` waits while the server doesn't read; False means that the connection is gone."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    @classmethod
    async def connect(cls, target: Target, *, address: str = "") -> Raw | None:
        """Open a TCP connection; None if it's refused."""
        connection = socket.socket()
        connection.setblocking(False)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            connection.bind((address or target.address(), 0))
            await asyncio.wait_for(asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", target.port)), 10)
        except (OSError, TimeoutError):
            connection.close()
            return None
        return cls(connection)

    @classmethod
    async def open(cls, target: Target, path: str = "/ws/client/", *, address: str = "") -> Raw | None:
        """Open a WebSocket; None if it's refused."""
        raw = await cls.connect(target, address=address)
        if raw is None:
            return None
        key = base64.b64encode(os.urandom(16)).decode()
        if (
            await raw.send(request(target.port, path, "GET", {**UPGRADE, "Sec-WebSocket-Key": key}))
            and b" 101 " in await raw.head()
        ):
            return raw
        raw.close()
        return None

    async def head(self) -> bytes:
        """Return the head of the answer, or its part if the connection ends first."""
        loop, read = asyncio.get_running_loop(), b""
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(10):
                while b"\r\n\r\n" not in read and (more := await loop.sock_recv(self._connection, 1)):
                    read += more
        return read

    async def send(self, data: bytes, *, seconds: float = 10) -> bool:
        try:
            await asyncio.wait_for(asyncio.get_running_loop().sock_sendall(self._connection, data), seconds)
        except TimeoutError:
            return True  # the server doesn't read, but it's there
        except OSError:
            return False
        return True

    def ended(self) -> bool:
        """Return whether the server has closed this connection, after reading what has come."""
        try:
            while self._connection.recv(65_536):
                pass
        except BlockingIOError:
            return False
        except OSError:
            pass
        return True

    def close(self) -> None:
        self._connection.close()
