"""Count the WebSocket frames and bytes of a connection as they arrive, before the server parses them.

It reads frame headers only (RFC 6455, section 5.2) and knows neither server nor messages: `contactcenter.servers` puts it in front of both.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

from contactcenter.realtime import token_bucket
from contactcenter.realtime.token_bucket import Bucket, Rate

FIRST: Final[Rate] = (30, 10)
"""Limit of one connection until it has said hello."""
RATE: Final[Rate] = (1000, 10)
"""Limit of all connections of one person. Drawing, typing and setting up a call at once takes about fifty frames a second for a moment."""
BYTES: Final = 2048
"""A frame costs one, plus one for each of so many bytes."""
OTHER: Final = 10
"""Cost factor of frames our browsers rarely send: pings, pongs, fragments of a message."""
WHOLE: Final = frozenset((0x81, 0x82))
"""First byte of a text or binary message in one frame."""

current: Final[ContextVar[FrameLimit | None]] = ContextVar("frame_limit", default=None)
"""Limit of the connection a socket serves; the server sets it when it starts the application."""


class FrameLimit:
    """Feed it everything received after the handshake; what it refuses must not be parsed."""

    __slots__ = ("bucket", "head", "skip")

    def __init__(self) -> None:
        self.bucket = Bucket(*FIRST)
        self.head = b""  # start of a header whose end hasn't arrived
        self.skip = 0  # bytes still to come of the current frame

    def belongs_to(self, person: str) -> None:
        """Count together with the person's other connections from here on."""
        self.bucket = token_bucket.bucket_of("connection", person, RATE)

    def allows(self, data: bytes) -> bool:
        """Count received bytes; return False if they exceed the limit. Looks at no more frames than may still come."""
        most = self.bucket.count
        cost = len(data) / BYTES
        if self.head:
            data, self.head = self.head + data, b""
        at, end = self.skip, len(data)
        while at < end:
            size = frame_size(data, at, end)
            if not size:
                self.head = data[at:]
                break
            cost += 1 if data[at] in WHOLE else OTHER
            if cost > most:
                return False
            at += size
        self.skip = max(0, at - end)
        return self.bucket.spend(cost)


def frame_size(data: bytes, at: int, end: int) -> int:
    """Return the size in bytes of the frame whose header begins at ``at``; 0 if the header is incomplete."""
    if end - at < 2:
        return 0
    second = data[at + 1]
    header = 6 if second & 0x80 else 2
    length = second & 0x7F
    if length < 126:
        return header + length
    wide = 2 if length == 126 else 8
    if end - at < 2 + wide:
        return 0
    return header + wide + int.from_bytes(data[at + 2 : at + 2 + wide], "big")
