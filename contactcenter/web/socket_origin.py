"""Origins that may open a socket: exact origins, never host names alone (reliability T1)."""

from __future__ import annotations

from typing import Any

from django.conf import settings


class OriginCheck:
    """Refuse a handshake from a foreign Origin. All sockets are opened by pages of our own origin: the widget's frame is ours too."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if allowed(scope):
            await self.application(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 4403})


def allowed(scope: Any) -> bool:
    origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
    if len(origins) != 1:
        return False
    if origins[0] in settings.SOCKET_ORIGINS:
        return True
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return settings.DEVELOPMENT and len(hosts) == 1 and origins[0] in (f"http://{hosts[0]}", f"https://{hosts[0]}")
