"""A stopping server finishes requests in progress, accepts no new ones, and ends."""

from __future__ import annotations

import asyncio
import http.client
import os
import signal
import threading
from contextlib import closing, suppress
from typing import Any

import pytest

from contactcenter.web import graceful_shutdown
from contactcenter.web.graceful_shutdown import GracefulShutdown
from tests.contactcenter.conftest import SiteCopier
from tests.servers.process import until

ENDED_SECONDS = 10
AT_ONCE = 6


class Slow:
    """A request that runs until released; ``end`` says how it ended."""

    end = ""

    def __init__(self) -> None:
        self.begun, self.let_go = asyncio.Event(), asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.begun.set()
        try:
            await self.let_go.wait()
            self.end = "finished"
        except asyncio.CancelledError:
            self.end = "cut off"
            raise


async def begun(server: GracefulShutdown, slow: Slow) -> asyncio.Task[None]:
    request = asyncio.ensure_future(server({}, None, None))  # type: ignore[arg-type]
    await slow.begun.wait()
    return request


async def test_a_request_in_progress_is_finished_although_the_server_cancels_it() -> None:
    slow = Slow()
    request = await begun(GracefulShutdown(slow), slow)
    request.cancel()
    await asyncio.sleep(0)
    slow.let_go.set()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert slow.end == "finished"


async def test_a_request_that_takes_too_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graceful_shutdown, "SECONDS", 0.01)
    slow = Slow()
    request = await begun(GracefulShutdown(slow), slow)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert slow.end == "cut off"


async def test_new_requests_are_refused_with_retry_after() -> None:
    server, sent = GracefulShutdown(Slow()), []

    async def send(message: Any) -> None:
        sent.append(message)

    server.ending = True
    await server({}, None, send)  # type: ignore[arg-type]
    assert sent[0]["status"] == 503
    assert b'"retry": true' in sent[1]["body"]


@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
def test_a_server_stopped_amid_requests_ends(copy_site: SiteCopier, server: str) -> None:
    site = copy_site(server=server)
    answered: list[int] = []
    stopped = threading.Event()

    def ask() -> None:
        while not stopped.is_set():
            way = http.client.HTTPConnection("127.0.0.1", site.port, timeout=ENDED_SECONDS)
            with closing(way), suppress(OSError, http.client.HTTPException):
                way.request("GET", "/console/login/")
                with way.getresponse() as answer:
                    answered.append(answer.status)

    asking = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for thread in asking:
        thread.start()
    try:
        assert until(lambda: len(answered) > 2 * AT_ONCE)
        os.kill(site.pid, signal.SIGTERM)
        assert until(lambda: not site.running, seconds=ENDED_SECONDS), "the file is still there"
    finally:
        stopped.set()
        for thread in asking:
            thread.join()
    assert set(answered) <= {200, 503}
