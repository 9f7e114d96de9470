"""Request bodies: the sender is checked before large ones, and size and speed are limited as they arrive."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable
from typing import Any

import pytest

from contactcenter.web import body_limit
from contactcenter.web.body_limit import SPARE, UPLOAD, Admission, BodyLimit
from tests.conftest import SiteMaker

ADMIN = "/admin/sessions_app/libraryitem/add/"
REFUSAL = Admission(status=401, text=b'{"code": "operator.unknown", "text": "You are signed out.", "retry": false}')


class Asked:
    """The application behind: reads the body and keeps its size. With ``waits`` it continues only when told."""

    def __init__(self, waits: bool = False) -> None:
        self.read, self.inside, self.go_on = 0, asyncio.Event(), asyncio.Event()
        if not waits:
            self.go_on.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.inside.set()
        await self.go_on.wait()
        more = True
        while more:
            message = await receive()
            self.read += len(message["body"])
            more = message.get("more_body", False)
        await body_limit.refuse(send, 200, b"{}")


async def ask(
    limit: BodyLimit, *, path: str = UPLOAD, size: int | None = 10, address: str = "192.0.2.1", pieces: list[bytes] | None = None,
    receive: Callable[[], Any] | None = None,
) -> tuple[int, str]:  # fmt: skip
    """Return status and code of the answer."""
    left = [b"x" * (size or 0)] if pieces is None else pieces
    sent: list[dict[str, Any]] = []

    async def arrive() -> dict[str, Any]:
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [] if size is None else [(b"content-length", str(size).encode())]
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers, "client": (address, 1)}
    await limit(scope, receive or arrive, send)
    return sent[0]["status"], json.loads(sent[1]["body"]).get("code", "")


async def nobody(_scope: Any) -> Admission:
    return REFUSAL


def known(person: str = "client:1") -> Any:
    async def admit(_scope: Any) -> Admission:
        return Admission(person)

    return admit


async def never() -> dict[str, Any]:
    raise AssertionError("the body was read")


@pytest.mark.parametrize(("path", "size"), [(UPLOAD, 1), (UPLOAD, SPARE * 9), (UPLOAD, None), (ADMIN, SPARE + 1), (ADMIN, None)])
async def test_a_stranger_is_refused_before_the_body_is_read(path: str, size: int | None) -> None:
    assert await ask(BodyLimit(Asked(), nobody), path=path, size=size, receive=never) == (401, "operator.unknown")


@pytest.mark.parametrize(("path", "size"), [("/admin/login/", SPARE), ("/console/login/", 300), (UPLOAD, 0)])
async def test_small_forms_need_no_identity(path: str, size: int) -> None:
    assert (await ask(BodyLimit(Asked(), nobody), path=path, size=size))[0] == 200


async def test_known_people_may_send_up_to_the_limit() -> None:
    asked = Asked()
    assert (await ask(BodyLimit(asked, known()), size=SPARE * 9))[0] == 200
    assert asked.read == SPARE * 9


@pytest.mark.parametrize("same", ["person", "address", "neither"])
async def test_bodies_in_transit_are_bounded_and_finished_ones_make_room(
    monkeypatch: pytest.MonkeyPatch, settings: Any, same: str
) -> None:
    settings.SHARE_BYTES = SPARE
    monkeypatch.setattr(body_limit, "EACH", 1 if same == "person" else 9)
    monkeypatch.setattr(body_limit, "ADDRESS", 1 if same == "address" else 9)
    monkeypatch.setattr(body_limit, "ALL", 1 if same == "neither" else 9)
    asked, people = Asked(waits=True), iter(["client:1", "client:1" if same == "person" else "client:2", "client:1"])

    async def admit(_scope: Any) -> Admission:
        return Admission(next(people))

    limit = BodyLimit(asked, admit)
    first = asyncio.create_task(ask(limit, size=SPARE * 2, address="2001:db8::1"))
    await asked.inside.wait()
    other = "2001:db8::2" if same == "address" else "192.0.2.7"
    assert await ask(limit, size=SPARE, address=other, receive=never) == (503, "share.busy")
    asked.go_on.set()
    assert (await first)[0] == 200
    assert not limit.under_way.bytes
    assert (await ask(limit, size=SPARE, address=other))[0] == 200


@pytest.mark.parametrize("path", [UPLOAD, "/admin/login/", "/widget/demo/client/"])
async def test_a_trickling_body_is_refused_in_words_however_small(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(body_limit, "SLOWEST_SECONDS", 0.05)
    stalls = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await stalls.wait()
        return {}

    assert await ask(BodyLimit(Asked(), known()), path=path, size=100, receive=receive) == (408, "share.too_slow")


async def test_a_few_bytes_a_second_are_too_slow_and_64_kilobytes_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(body_limit, "time", type("Clock", (), {"monotonic": staticmethod(lambda: now[0])}))

    def arriving(piece: bytes) -> Any:
        left = [piece] * 10

        async def receive() -> dict[str, Any]:
            now[0] += 50
            await asyncio.sleep(0)
            return {"type": "http.request", "body": left.pop(), "more_body": bool(left)}

        return receive

    assert (await ask(BodyLimit(Asked(), known()), size=SPARE * 10, receive=arriving(b"x" * SPARE)))[0] == 200
    assert await ask(BodyLimit(Asked(), known()), size=SPARE * 10, receive=arriving(b"x")) == (408, "share.too_slow")


async def test_the_deadline_ends_with_the_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_limit, "SLOWEST_SECONDS", 0.0)
    gone = asyncio.Event()
    messages = [{"type": "http.request", "body": b"x"}]

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    monkeypatch.setattr(body_limit, "SLOWEST_SECONDS", 9.0)
    body = body_limit.Body(receive, 10)
    await body.receive()
    monkeypatch.setattr(body_limit, "SLOWEST_SECONDS", 0.0)
    last = asyncio.create_task(body.receive())
    await asyncio.sleep(0)
    gone.set()
    assert (await last)["type"] == "http.disconnect"


@pytest.mark.parametrize("headers", ["", "Authorization: Bearer nobody\r\n", "Cookie: http-session=nobody\r\n"])
def test_a_running_server_refuses_a_strangers_file_without_waiting_for_it(make_site: SiteMaker, headers: str) -> None:
    site = make_site(server="uvicorn")
    with socket.create_connection(("127.0.0.1", site.port), 30) as connection:
        head = f"POST {UPLOAD} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        connection.sendall(f"{head}Content-Length: 24000000\r\n{headers}\r\n".encode())
        answer = b""
        while piece := connection.recv(4096):  # until the server closes
            answer += piece
    assert answer.split()[1] in (b"401", b"404")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["text"]


async def test_a_body_that_turns_out_larger_than_the_limit_is_refused() -> None:
    arriving = iter([{"type": "http.request", "body": b"x" * 60, "more_body": True}] * 2)

    async def receive() -> dict[str, Any]:
        return next(arriving)

    body = body_limit.Body(receive, 100)
    await body.receive()
    with pytest.raises(body_limit.RefusedError) as refused:
        await body.receive()
    assert refused.value.status == 413


async def test_programs_are_refused_in_problem_json() -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"content-length", b"99999999")]
    scope = {"type": "http", "method": "POST", "path": "/api/v1/invitations", "headers": headers, "client": ("192.0.2.1", 1)}
    await BodyLimit(Asked())(scope, never, send)
    body = json.loads(sent[1]["body"])
    assert (b"content-type", b"application/problem+json") in sent[0]["headers"]
    assert (sent[0]["status"], body["status"], body["code"]) == (413, 413, "body.too_large")
    assert set(body) == {"type", "title", "status", "detail", "code"}
