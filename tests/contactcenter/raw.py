"""A WebSocket connection as an attacker makes it: sends any bytes and reads no answers."""

from __future__ import annotations

import base64
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from websockets.frames import Frame, Opcode

from tests.servers import Site

CHUNK = 32_768
FLOOD = 200
"""Chunks for six megabytes: more than all buffers on the way hold."""
SECONDS = 15.0


def frame(opcode: Opcode, payload: bytes = b"", *, fin: bool = True) -> bytes:
    return Frame(opcode, payload, fin).serialize(mask=True)


@contextmanager
def connection(site: Site, path: str = "/ws/client/") -> Iterator[socket.socket]:
    """Open a connection and complete the handshake. Raises AssertionError if it's refused."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=SECONDS) as opened:
        lines = [
            f"GET {path} HTTP/1.1", f"Host: localhost:{site.port}", f"Origin: {site.url}", "Upgrade: websocket", "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}", "Sec-WebSocket-Version: 13", "", "",
        ]  # fmt: skip
        opened.sendall("\r\n".join(lines).encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            come = opened.recv(1)
            assert come, f"the server closed: {answer!r}"
            answer += come
        assert b" 101 " in answer, answer
        yield opened


def cut_off(opened: socket.socket, block: bytes) -> bool:
    """Send a block repeatedly without reading. Return whether the server ended the connection, rather than took all or stalled."""
    chunk = block * (CHUNK // len(block))
    try:
        for _ in range(FLOOD):
            opened.sendall(chunk)
    except TimeoutError:
        return False
    except OSError:
        return True
    return False
