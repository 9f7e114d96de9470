"""Counts the WebSocket frames and bytes of one connection as they come, before the server parses them.

It reads frame headers only (RFC 6455, section 5.2) and knows neither server nor messages: `contactcenter.servers` puts it in front of both.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

from contactcenter.realtime import rate
from contactcenter.realtime.rate import Bucket, Rate

FIRST: Final[Rate] = (30, 10)
"""One connection until it has said hello."""
RATE: Final[Rate] = (1000, 10)
"""All connections of one person. Somebody who draws, types and sets up a call at once sends about fifty frames a second for a moment."""
BYTES: Final = 2048
"""A frame counts once for itself and once for so many bytes."""
OTHER: Final = 10
"""So many times counts what no browser of ours sends often: pings, pongs, the fragments of a message."""
WHOLE: Final = frozenset((0x81, 0x82))
"""The first byte of a text or binary message in one frame."""

current: Final[ContextVar[FrameLimit | None]] = ContextVar("frame_limit", default=None)
"""The limit of the connection a socket serves; a server sets it while it starts the application."""


class FrameLimit:
    """Give it everything that comes after the handshake; what it refuses must not be parsed."""

    __slots__ = ("bucket", "head", "skip")

    def __init__(self) -> None:
        self.bucket = Bucket(*FIRST)
        self.head = b""  # the beginning of a header whose end has not come
        self.skip = 0  # bytes still to come of the frame at hand

    def belongs_to(self, person: str) -> None:
        """Count with the person's other connections from here on."""
        self.bucket = rate.bucket_of("connection", person, RATE)

    def allows(self, data: bytes) -> bool:
        """Count what has come; False when it was too much. Looks at no more frames than may still come."""
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
    """The bytes of the frame whose header begins at ``at``; 0 when the header is not complete."""
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
