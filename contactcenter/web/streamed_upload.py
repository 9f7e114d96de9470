"""Streamed upload: a large file in a form is written to the disk once, and hashed, while it arrives.

Django would write the whole form to the disk, and then read it again to write out the file. Here the file is extracted on its way in, and
Django gets the rest of the form. Nothing is decided here: rights, name, size and content are checked by the view, as always.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from contactcenter.web.body_limit import SPARE, UPLOAD, Receive, Send, refuse

STRETCH: Final = 8 * 1024 * 1024
"""Block size for writing to the disk while the next bytes arrive."""
PARTS: Final = 40
KEY: Final = "contactcenter.file"
FULL: Final = b'{"code": "share.storage", "text": "The file could not be stored just now. Try again later.", "retry": true}'
BAD: Final = b'{"code": "share.form", "text": "This form cannot be read.", "retry": false}'

log = logging.getLogger(__name__)


def file_of(request: HttpRequest) -> Any:
    """Return the uploaded file of a request, however it came; None if there is none. A large one has its SHA-256 as ``sha256``."""
    return getattr(request, "scope", {}).get(KEY) or request.FILES.get("file")


class Form:
    """Parse a multipart form as it arrives. Raises FormParserError if the body isn't a form, has more than one file, or exceeds the text
    limit.
    """

    def __init__(self, boundary: bytes, ahead: Callable[[Any], None]) -> None:
        self.ahead = ahead
        self.fields: dict[str, bytes] = {}
        self.file: TemporaryUploadedFile | None = None
        self.complete = False
        self._sum = hashlib.sha256()
        self._header = self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._name = ""
        self._in_file = False
        self._parts = self._words = self._behind = 0
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._headers.clear,
                "on_header_field": self._on_header,
                "on_header_value": self._on_value,
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._on_part,
                "on_part_data": self._on_data,
                "on_end": self._on_end,
            },
        )

    def write(self, data: bytes) -> None:
        self._parser.write(data)

    def close(self) -> None:
        """Delete the file unless it has been moved."""
        if self.file is not None:
            self.file.close()

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header = self._value = b""

    def _on_part(self) -> None:
        self._parts += 1
        if self._parts > PARTS:
            raise FormParserError("too many parts")
        _kind, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._in_file = b"filename" in options
        if not self._in_file:
            self.fields[self._name] = b""
        elif self.file is not None or self._name != "file":
            raise FormParserError("one file is expected")
        else:
            # The name isn't used in a path: its extension would become the temporary file's, and may be too long or no extension at all.
            self.file = TemporaryUploadedFile("file", "application/octet-stream", 0, None)
            self.file.__dict__["_name"] = options[b"filename"].decode("utf-8", "replace")

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        piece = memoryview(data)[start:end]
        if self._in_file and self.file is not None:
            self.file.write(piece)
            self._sum.update(piece)
            self._behind += len(piece)
            if self._behind > STRETCH:
                self._behind = 0
                self.ahead(self.file)
            return
        self._words += len(piece)
        if self._words > SPARE:
            raise FormParserError("too many words")
        self.fields[self._name] += bytes(piece)

    def _on_end(self) -> None:
        self.complete = True
        if self.file is not None:
            self.file.size = self.file.tell()
            self.file.seek(0)
            self.file.sha256 = self._sum.hexdigest()  # type: ignore[attr-defined]


class StreamedUpload:
    """Middleware in front of Django, behind the limits of request bodies."""

    def __init__(self, application: Any, ahead: Callable[[Any], None]) -> None:
        """``ahead`` starts writing a file's data to the disk early: little is left to wait for at the end."""
        self.application, self.ahead = application, ahead

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        boundary = _boundary(scope)
        if boundary is None:
            await self.application(scope, receive, send)
            return
        form = Form(boundary, self.ahead)
        try:
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return
                try:
                    form.write(message.get("body", b""))
                except OSError as error:
                    log.error("what arrives cannot be written to the disk: %s", error)
                    await refuse(send, 503, FULL)
                    return
                more = message.get("more_body", False)
            if not form.complete:
                raise FormParserError("the end is missing")
            body = urlencode(form.fields).encode()
            await self.application(_without_file(scope, form, body), _rest(body, receive), send)
        except FormParserError:
            await refuse(send, 400, BAD)
        finally:
            form.close()


def _boundary(scope: dict[str, Any]) -> bytes | None:
    """Return the boundary of a form that holds a large file; None for any other request."""
    if scope["path"] != UPLOAD or scope["method"] != "POST":
        return None
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length) <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        return None
    kind, options = parse_options_header(headers.get(b"content-type", b""))
    return options.get(b"boundary") if kind == b"multipart/form-data" else None


def _without_file(scope: dict[str, Any], form: Form, body: bytes) -> dict[str, Any]:
    theirs = [pair for pair in scope["headers"] if pair[0] not in (b"content-type", b"content-length", b"transfer-encoding")]
    ours = [(b"content-type", b"application/x-www-form-urlencoded"), (b"content-length", str(len(body)).encode())]
    return {**scope, "headers": [*theirs, *ours], KEY: form.file}


def _rest(body: bytes, receive: Receive) -> Receive:
    """Yield the body, and then the browser's disconnect."""
    given = False

    async def once() -> dict[str, Any]:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once
