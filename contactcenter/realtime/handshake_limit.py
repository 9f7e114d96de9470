"""Limits per network address: sockets opened in a time, and open sockets that haven't said hello.

Runs before everything that costs a socket something. After the hello a socket counts for its person (`open_sockets.py`).
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from django.conf import settings

from contactcenter.realtime import token_bucket
from contactcenter.realtime.network_address import network, of_scope, site
from contactcenter.realtime.rate_limit import SITE_FACTOR
from contactcenter.realtime.socket_limits import STRANGER, TOO_MUCH
from contactcenter.realtime.token_bucket import Rate
from contactcenter.realtime.wire import Fault

STRANGERS: Final = 200
"""Open sockets of one address before their hello. A company behind one address says hello within a second."""
HANDSHAKES: Final[Rate] = (1000, 20)
"""All tabs of a company that come back after a restart, and fifty a second on average."""
TEXT: Final = b"Too many connections from your network. Try again in a moment."


class Stranger:
    """A socket that hasn't said hello, counted for its address."""

    __slots__ = ("limit", "networks")

    def __init__(self, limit: HandshakeLimit, networks: tuple[str, ...]) -> None:
        self.limit, self.networks = limit, networks

    def leave(self) -> None:
        """Stop counting it: it has said hello, or is gone. Can be called again."""
        for name in self.networks:
            self.limit.strangers[name] -= 1
            if self.limit.strangers[name] <= 0:
                del self.limit.strangers[name]
        self.networks = ()


class HandshakeLimit:
    """Refuse a handshake with 429 before any database query."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.strangers: Counter[str] = Counter()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            stranger = self.enter(of_scope(scope))
        except Fault:
            await receive()
            await refuse(scope, send)
            return
        try:
            await self.application({**scope, STRANGER: stranger}, receive, send)
        finally:
            stranger.leave()

    def enter(self, address: str) -> Stranger:
        """Count one more. Raises Fault ``rate.exceeded``. An unknown address, as behind a Unix socket, isn't counted."""
        count, seconds = HANDSHAKES
        networks = {name: times for name, times in ((network(address), 1), (site(address), SITE_FACTOR)) if name}
        for name, times in networks.items():
            if self.strangers[name] >= STRANGERS * times * settings.RATE_SCALE:
                raise token_bucket.exceeded(1)
            token_bucket.take("handshake", name, (count * times, seconds))
        self.strangers.update(networks.keys())
        return Stranger(self, tuple(networks))


async def refuse(scope: Any, send: Any) -> None:
    """Answer 429 in words if the server program can: Daphne refuses every handshake with 403."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": TOO_MUCH})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"5")]
    await send({"type": "websocket.http.response.start", "status": 429, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": TEXT})
