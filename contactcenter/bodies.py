"""How large a request may be, counted while it comes: Django would put all of it on the disk before any view is asked.

Said by its length it is refused at once; without one, or with a lie, as soon as too much has come.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from django.conf import settings

SPARE: Final = 64 * 1024
PLAIN: Final = 1024 * 1024
WITH_FILES: Final = ("/share/upload/", "/admin/")
TEXT: Final = b'{"code": "share.too_large", "text": "This is too large.", "retry": false}'

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class TooLargeError(Exception):
    """More has come than may."""


class BodyLimit:
    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        limit = settings.SHARE_BYTES + SPARE if scope["path"].startswith(WITH_FILES) else PLAIN
        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not length.isdigit() or int(length[:20]) > limit:
            await refuse(send)
            return
        come, answered = 0, False

        async def counted() -> dict[str, Any]:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > limit:
                raise TooLargeError
            return message

        async def watched(message: dict[str, Any]) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self.application(scope, counted, watched)
        except TooLargeError:
            if not answered:
                await refuse(send)


async def refuse(send: Send, status: int = 413, text: bytes = TEXT) -> None:
    """Say so, and read no more."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(text)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
