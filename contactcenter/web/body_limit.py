"""Limits of request bodies, checked before and while they arrive: Django would write all of it to the disk first.

Size, sender, amount in progress and minimum speed. Knows nothing of the product.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from contactcenter.realtime.network_address import network, of_scope

SPARE: Final = 64 * 1024
PLAIN: Final = 1024 * 1024
UPLOAD: Final = "/share/upload/"
PROGRAMS: Final = "/api/"
WITH_FILES: Final = (UPLOAD, "/admin/")
SLOWEST: Final = 64 * 1024
SLOWEST_SECONDS: Final = 60.0
"""In this time so many bytes must arrive, or the rest of the body."""
EACH, ADDRESS, ALL = 6, 12, 48
"""How many files of the largest size may be in progress: of one person, from one network address, altogether."""

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Admission(NamedTuple):
    """The sender of a request, or the refusal: status and JSON."""

    person: str = ""
    status: int = 0
    text: bytes = b""


Admit = Callable[[dict[str, Any]], Awaitable[Admission]]


class RefusedError(Exception):
    """Stop reading this body."""

    def __init__(self, status: int, text: bytes) -> None:
        super().__init__(status)
        self.status, self.text = status, text


async def everybody(_scope: dict[str, Any]) -> Admission:
    """Admit everyone."""
    return Admission()


class UnderWay:
    """Bytes in progress in this process, as announced."""

    def __init__(self) -> None:
        self.bytes: Counter[str] = Counter()

    @contextmanager
    def reserve(self, size: int, person: str, address: str) -> Iterator[None]:
        """Count these bytes until the request is over. Raises RefusedError if too many are in progress."""
        largest = settings.SHARE_BYTES + SPARE
        keys = {"all": ALL, f"address {address}": ADDRESS} | ({f"person {person}": EACH} if person else {})
        if any(self.bytes[key] + size > files * largest for key, files in keys.items()):
            raise RefusedError(503, too_many())
        self.bytes.update(dict.fromkeys(keys, size))
        try:
            yield
        finally:
            self.bytes.subtract(dict.fromkeys(keys, size))
            for key in keys:
                if not self.bytes[key]:
                    del self.bytes[key]


class BodyLimit:
    """Middleware in front of everything that reads bodies. ``admit`` is called before a file, or a large body, is read."""

    def __init__(self, application: Any, admit: Admit = everybody) -> None:
        self.application, self.admit = application, admit
        self.under_way = UnderWay()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        answered = False

        async def watched(message: dict[str, Any]) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            limit = settings.SHARE_BYTES + SPARE if scope["path"].startswith(WITH_FILES) else PLAIN
            size = _size(scope, limit)
            person = await self._person(scope, size)
            with self.under_way.reserve(size, person, network(of_scope(scope))):
                await self.application(scope, Body(receive, limit).receive if size else receive, watched)
        except RefusedError as error:
            if not answered:
                await refuse(send, error.status, error.text, problem=scope["path"].startswith(PROGRAMS))

    async def _person(self, scope: dict[str, Any], size: int) -> str:
        """Identify the sender of a file, or of a body larger than a form."""
        path = scope["path"]
        if not size or not (path == UPLOAD or (path.startswith(WITH_FILES) and size > SPARE)):
            return ""
        admission = await self.admit(scope)
        if admission.status:
            raise RefusedError(admission.status, admission.text)
        return admission.person


def _size(scope: dict[str, Any], limit: int) -> int:
    """Return the announced size of the body, ``limit`` if there is none, 0 for a request without a body."""
    length = next((value for name, value in scope["headers"] if name == b"content-length"), None)
    if length is None:
        return 0 if scope.get("method") in ("GET", "HEAD", "OPTIONS") else limit
    if not length.isdigit() or int(length[:20]) > limit:
        raise RefusedError(413, too_large())
    return int(length)


class Body:
    """A body as it arrives, no larger than ``limit`` and not too slow."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._limit = receive, limit
        self._come = self._counted = 0
        self._since = time.monotonic()
        self._whole = False

    async def receive(self) -> dict[str, Any]:
        """Return the next message. Raises RefusedError for too much, and for too little in SLOWEST_SECONDS."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout(self._since + SLOWEST_SECONDS - time.monotonic()):
                message = await self._receive()
        except TimeoutError:
            raise RefusedError(408, too_slow()) from None
        self._come += len(message.get("body", b""))
        if self._come > self._limit:
            raise RefusedError(413, too_large())
        self._whole = not message.get("more_body", False)
        if self._come - self._counted >= SLOWEST:
            self._counted, self._since = self._come, time.monotonic()
        return message


def too_large() -> bytes:
    return _told("share.too_large", _("This is too large."))


def too_slow() -> bytes:
    return _told("share.too_slow", _("The upload was too slow. Check your connection and send it again."), retry=True)


def too_many() -> bytes:
    return _told(
        "share.busy", _("Too many files are being sent at once. Send this one again when some have arrived."), retry=True
    )


def _told(code: str, text: str, *, retry: bool = False) -> bytes:
    return json.dumps({"code": code, "text": text, "retry": retry}).encode()


async def refuse(send: Send, status: int, text: bytes, *, problem: bool = False) -> None:
    """Send the refusal and stop reading. ``problem``: as programs get it (RFC 9457)."""
    kind = b"application/json"
    if problem:
        kind, told = b"application/problem+json", json.loads(text)
        code = told["code"].replace("share.", "body.")
        shown = {"type": f"{settings.PUBLIC_URL}{PROGRAMS}#{code}", "title": HTTPStatus(status).phrase, "status": status}
        text = json.dumps(shown | {"detail": told["text"], "code": code}).encode()
    headers = [(b"content-type", kind), (b"content-length", str(len(text)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
