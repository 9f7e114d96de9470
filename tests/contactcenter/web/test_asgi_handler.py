"""A request runs in one thread, whatever the middleware."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from contactcenter.web.asgi_handler import SingleThreadHandler


def where(_request: HttpRequest) -> HttpResponse:
    """Return the thread of a view."""
    return HttpResponse(str(threading.get_ident()))


async def later(_request: HttpRequest) -> StreamingHttpResponse:
    """An asynchronous view with a streamed answer."""

    async def parts() -> AsyncIterator[bytes]:
        for part in (b"one ", b"two"):
            await asyncio.sleep(0)
            yield part

    return StreamingHttpResponse(parts())


def broken(_request: HttpRequest) -> HttpResponse:
    raise PermissionError("no")


urlpatterns = [path("where/", where), path("later/", later), path("broken/", broken)]
handler500 = "django.views.defaults.server_error"

threads: list[int] = []


def middleware(get_response: Any) -> Any:
    """Middleware that records its thread before and after the view."""

    def one(request: HttpRequest) -> HttpResponse:
        threads.append(threading.get_ident())
        response: HttpResponse = get_response(request)
        threads.append(threading.get_ident())
        return response

    return one


async def get(address: str) -> tuple[int, bytes]:
    """Send a request to the handler; return status and body."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": address,
        "query_string": b"", "headers": [(b"host", b"localhost")], "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    received = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in received:
            return message
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await SingleThreadHandler()(scope, receive, send)  # type: ignore[arg-type]
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


@pytest.fixture
def pages() -> Any:
    threads.clear()
    ours = f"{__name__}.middleware"
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[ours, "django.middleware.common.CommonMiddleware", ours]):
        yield


async def test_middleware_and_view_share_one_thread_outside_the_event_loop(pages: Any) -> None:
    status, body = await get("/where/")
    assert status == 200
    assert {*threads, int(body)} == {threads[0]}
    assert len(threads) == 4
    assert threads[0] != threading.get_ident()


async def test_an_asynchronous_view_streams(pages: Any) -> None:
    assert await get("/later/") == (200, b"one two")


async def test_a_failing_view_is_answered(pages: Any, caplog: pytest.LogCaptureFixture) -> None:
    with override_settings(DEBUG=False):
        status, _body = await get("/broken/")
    assert status == 500
    assert "PermissionError" in caplog.text


async def test_an_unknown_address_is_not_found(pages: Any) -> None:
    assert (await get("/nowhere/"))[0] == 404
