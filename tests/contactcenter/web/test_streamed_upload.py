"""Large files are extracted from their form as they arrive; other requests pass through, and malformed forms are refused."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core.handlers.asgi import ASGIRequest

from contactcenter.web.body_limit import UPLOAD, BodyLimit
from contactcenter.web.streamed_upload import KEY, PARTS, Form, StreamedUpload, file_of
from tests.servers.form import multipart

CONTENT = os.urandom(5_000) + b"\r\n--not-the-boundary\r\n" + os.urandom(5_000)


class Asked:
    """The application behind, and the request it got."""

    scope: dict[str, Any] | None = None
    body = content = b""
    place = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scope = scope
        more = True
        while more:
            message = await receive()
            self.body += message["body"]
            more = message.get("more_body", False)
        if file := scope.get(KEY):
            self.content, self.place, self.file = file.read(), file.temporary_file_path(), file
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@pytest.fixture(autouse=True)
def here(settings: Any, tmp_path: Path) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000
    return tmp_path


def ask(
    body: bytes, kind: str, *, path: str = UPLOAD, piece: int = 1000, gone_after: int | None = None, length: bool = True
) -> tuple[Asked, int, list[Any]]:
    """Send a request in pieces. Return the request behind, the status (0: none), and the files that preallocation began to write."""
    pieces = [body[start : start + piece] for start in range(0, len(body), piece)]
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in pieces[:gone_after]]
    messages.append({"type": "http.disconnect"} if gone_after is not None else {"type": "http.request", "body": b""})
    asked, sent, ahead = Asked(), [], []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"content-type", kind.encode()), (b"authorization", b"Bearer x")]
    headers += [(b"content-length", str(len(body)).encode())] if length else []
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    asyncio.run(BodyLimit(StreamedUpload(asked, ahead.append))(scope, receive, send))
    return asked, sent[0]["status"] if sent else 0, ahead


@pytest.mark.parametrize("piece", [1, 7, 1000, 10**6])
def test_the_file_arrives_whole_with_its_checksum_and_the_form_fields(piece: int, here: Path) -> None:
    body, kind = multipart({"session": "s1", "name": "Größe & more.mp4", "send": "1"}, "a.mp4", CONTENT)
    asked, status, _ = ask(body, kind, piece=piece)
    assert (status, asked.content == CONTENT) == (200, True)
    assert (asked.file.size, asked.file.sha256, asked.file.name) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), "a.mp4")
    assert parse_qs(asked.body.decode()) == {"session": ["s1"], "name": ["Größe & more.mp4"], "send": ["1"]}
    headers = dict(asked.scope["headers"]) if asked.scope else {}
    assert headers[b"content-type"] == b"application/x-www-form-urlencoded"
    assert (headers[b"content-length"], headers[b"authorization"]) == (str(len(asked.body)).encode(), b"Bearer x")
    assert not list(here.iterdir()), "the temporary file is still there"


def test_a_long_file_is_written_to_disk_as_it_arrives() -> None:
    body, kind = multipart({}, "a.mp4", bytes(20 * 1024 * 1024))
    _, status, ahead = ask(body, kind, piece=64 * 1024)
    assert (status, len(ahead)) == (200, 2)


@pytest.mark.parametrize("path", ["/share/begin/", "/admin/sessions_app/libraryitem/add/"])
def test_other_requests_are_passed_through(path: str) -> None:
    body, kind = multipart({}, "a.mp4", CONTENT)
    asked, _, _ = ask(body, kind, path=path)
    assert asked.body == body
    assert not asked.content


def test_a_small_form_is_passed_through() -> None:
    body, kind = multipart({"session": "s1"}, "a.txt", b"words")
    asked, status, _ = ask(body, kind)
    assert (asked.body, asked.content, status) == (body, b"", 200)


def test_an_aborted_upload_leaves_nothing_and_calls_no_view(here: Path) -> None:
    body, kind = multipart({}, "a.mp4", CONTENT)
    asked, status, _ = ask(body, kind, gone_after=3)
    assert (asked.scope, status, list(here.iterdir())) == (None, 0, [])


@pytest.mark.parametrize(
    "name", ["..", "a\0.mp4", "a.mp4\0/b", "a." + "e" * 3_000, "../../etc/a.mp4", "a.mp4/..", "\N{ESCAPE}]0;x.mp4"]
)
def test_an_unsafe_file_name_creates_nothing_on_disk(name: str, here: Path) -> None:
    body, kind = multipart({"name": "a.mp4"}, name, CONTENT)
    asked, status, _ = ask(body, kind)
    assert (status, asked.content == CONTENT, Path(asked.place).parent) == (200, True, here)
    assert (Path(asked.place).suffix, asked.file.name) == (".upload", name)
    assert not list(here.iterdir()), "the temporary file is still there"


def test_a_part_without_a_file_name_is_no_file(here: Path) -> None:
    body, kind = multipart({"name": "a.mp4"}, "", CONTENT)
    asked, status, _ = ask(body, kind)
    request = ASGIRequest(asked.scope or {}, BytesIO(asked.body))
    assert (status, file_of(request), list(here.iterdir())) == (200, None, [])


def two_files() -> bytes:
    one = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + CONTENT + b"\r\n"
    return one + one + b"--b--\r\n"


UNREADABLE = {
    "two files": two_files(),
    "a file by another name": two_files().replace(b'name="file"', b'name="other"'),
    "no end": two_files()[: len(CONTENT) + 90],
    "no beginning": CONTENT,
    "too many words": b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n' + b"x" * 300_000 + b"\r\n--b--\r\n",
    "too many parts": b'--b\r\nContent-Disposition: form-data; name="n"\r\n\r\nx\r\n' * (PARTS + 1) + b" " * 300_000,
    "a header without an end": b"--b\r\nContent-Disposition: " + b"x" * 300_000,
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_malformed_form_is_refused_in_words_and_leaves_nothing(what: str, here: Path) -> None:
    asked, status, _ = ask(UNREADABLE[what], "multipart/form-data; boundary=b")
    assert (asked.scope, status, list(here.iterdir())) == (None, 400, [])


def test_a_full_disk_is_reported_in_words(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    def full(_form: Form, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(Form, "write", full)
    body, kind = multipart({}, "a.mp4", CONTENT)
    asked, status, _ = ask(body, kind)
    assert (asked.scope, status, list(here.iterdir())) == (None, 503, [])


def test_an_oversized_body_is_refused_as_it_arrives(settings: Any, here: Path) -> None:
    settings.SHARE_BYTES = 1
    body, kind = multipart({}, "a.mp4", bytes(100_000))
    asked, status, _ = ask(body, kind, length=False)
    assert (asked.scope, status, list(here.iterdir())) == (None, 413, [])
