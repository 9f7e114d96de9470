"""A fast WebSocket connection for the fuzzer: writes many frames at once, counts the answers, and remembers the ids it is told."""

from __future__ import annotations

import asyncio
import base64
import os
import struct
from collections.abc import Callable
from typing import Any, Final

import msgspec

from tests.attack.http import request
from tests.attack.raw import BINARY, PING, TEXT, UPGRADE, frame

CLOSE, PONG = 0x8, 0xA
LOST: Final = 1006
"""The connection ended without a close frame."""
TOLD: Final = tuple(
    f'{{"type":"{name}"'
    for name in (
        "client.snapshot", "session.snapshot", "desk.snapshot", "desk.changed", "call.changed", "board.opened", "share.changed",
        "invitation.created", "library.found", "colleagues.found", "snapshot.asked", "help.changed",
    )
)  # fmt: skip
"""Events whose ids are worth remembering."""
OWNERS: Final = {
    "session": "session", "sessions": "session", "queue": "session", "call": "call", "calls": "call", "board": "board", "file": "share",
    "files": "share", "item": "item", "items": "item", "invitation": "invitation", "invitations": "invitation", "me": "operator",
    "colleagues": "operator", "groups": "group", "help": "request",
}  # fmt: skip
"""What an ``id`` belongs to, by the name of the object it is in."""
Pools = dict[str, list[Any]]


def remember(pools: Pools, name: str, value: Any) -> None:
    """Put an id at the end of its pool."""
    pool = pools.setdefault(name, [])
    if value in pool:
        pool.remove(value)
    pool.append(value)
    del pool[:-20]


def harvest(pools: Pools, value: Any, owner: str = "", *, ours: bool = True) -> None:
    """Remember all ids in what the server sent. ``ours``: newer than those of others who wait in the same queue."""
    if isinstance(value, list):
        for item in value:
            harvest(pools, item, owner, ours=ours)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "id" and owner:
                if ours:
                    remember(pools, owner, inner)
                elif inner not in (pool := pools.setdefault(owner, [])):
                    pool.insert(0, inner)
            elif name in ("session", "call", "board", "code", "request") and inner and isinstance(inner, str):
                remember(pools, name, inner)
            elif isinstance(inner, list | dict):
                harvest(pools, inner, OWNERS.get(name, ""), ours=ours and name not in ("queue", "colleagues", "groups"))


class Tab(asyncio.Protocol):
    """``await Tab.open(…)``; ``send`` queues frames, ``answered`` waits until each has its answer."""

    def __init__(self, pools: Pools, on_text: Callable[[Tab, str], None]) -> None:
        self.pools, self.on_text = pools, on_text
        self.transport: asyncio.Transport | None = None
        self.buffer = bytearray()
        self.opened: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.sent = self.got = 0
        self.code = 0
        self.waiting: asyncio.Future[None] | None = None
        self.beat = 0

    @classmethod
    async def open(
        cls, port: int, path: str, address: str, cookie: str, pools: Pools, on_text: Callable[[Tab, str], None]
    ) -> Tab | None:
        """Open a socket; None if the handshake is refused."""
        loop = asyncio.get_running_loop()
        try:
            _transport, tab = await loop.create_connection(
                lambda: cls(pools, on_text), "127.0.0.1", port, local_addr=(address, 0)
            )
        except OSError:
            return None
        headers = {**UPGRADE, "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode()}
        if cookie:
            headers["Cookie"] = cookie
        assert tab.transport
        tab.transport.write(request(port, path, "GET", headers))
        return tab if await tab.opened else None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.code = self.code or LOST
        if not self.opened.done():
            self.opened.set_result(False)
        self._wake()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.opened.done():
            head, end, rest = bytes(self.buffer).partition(b"\r\n\r\n")
            if not end:
                return
            self.buffer = bytearray(rest)
            self.opened.set_result(b" 101 " in head.partition(b"\r\n")[0] + b" ")
        self._parse()
        if self.got >= self.sent:
            self._wake()

    def _parse(self) -> None:
        buffer, at = self.buffer, 0
        while len(buffer) - at >= 2:
            length, start = buffer[at + 1] & 0x7F, at + 2
            if length == 126:
                if len(buffer) - at < 4:
                    break
                (length,), start = struct.unpack_from("!H", buffer, at + 2), at + 4
            elif length == 127:
                if len(buffer) - at < 10:
                    break
                (length,), start = struct.unpack_from("!Q", buffer, at + 2), at + 10
            if len(buffer) < start + length:
                break
            opcode = buffer[at] & 0x0F
            payload = buffer[start : start + length]
            at = start + length
            if opcode == TEXT:
                self._text(payload.decode())
            elif opcode == PING and self.transport:
                self.transport.write(frame(PONG, bytes(payload)))
            elif opcode == CLOSE:
                self.code = struct.unpack("!H", payload[:2])[0] if length >= 2 else 1005
                assert self.transport
                self.transport.close()
        del buffer[:at]

    def _text(self, text: str) -> None:
        if text.startswith(('{"type":"ack"', '{"type":"fault"')):
            self.on_text(self, text)
            self.got += 1
            return
        self.on_text(self, text)
        if text.startswith('{"type":"heartbeat"'):
            self.beat = int(msgspec.json.decode(text)["beat"])
        elif text.startswith(TOLD):
            harvest(self.pools, msgspec.json.decode(text))

    def _wake(self) -> None:
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_result(None)

    @property
    def gone(self) -> bool:
        return self.code != 0

    def send(self, frames: list[tuple[bytes, bool]]) -> None:
        """Write all frames at once."""
        assert self.transport
        self.sent += len(frames)
        self.transport.write(b"".join(frame(BINARY if binary else TEXT, payload) for payload, binary in frames))

    async def answered(self, seconds: float) -> bool:
        """Wait until everything is answered; False after the time. True when the connection has ended."""
        try:
            async with asyncio.timeout(seconds):
                while self.got < self.sent and not self.gone:
                    self.waiting = asyncio.get_running_loop().create_future()
                    await self.waiting
        except TimeoutError:
            return False
        return True

    def drop(self) -> None:
        """End the connection at once."""
        if self.transport:
            self.transport.abort()
