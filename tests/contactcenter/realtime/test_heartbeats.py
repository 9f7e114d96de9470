"""When a process looks into the database for what notifications may not have told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from django.db import InterfaceError, OperationalError

from contactcenter.realtime import heartbeats, pubsub


class Seconds:
    """Lets seconds pass one by one, and counts the polls."""

    def __init__(self) -> None:
        self.bridge = SimpleNamespace(up=True, failures=0)
        self.polls, self.passed, self.fails = 0, 0, False
        self._begins, self._over = asyncio.Semaphore(0), asyncio.Event()

    async def sleep(self, _seconds: float) -> None:
        self._over.set()
        await self._begins.acquire()

    async def poll(self) -> None:
        if self.fails:
            raise OperationalError("the database is away")
        self.polls += 1

    async def polls_in(self, seconds: int) -> int:
        before = self.polls
        for _ in range(seconds):
            self._over.clear()
            self._begins.release()
            await self._over.wait()
        return self.polls - before


async def nothing(*_: Any) -> None: ...


@pytest_asyncio.fixture
async def seconds(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Seconds]:
    seconds = Seconds()
    monkeypatch.setattr(pubsub, "bridge", seconds.bridge)
    monkeypatch.setattr(heartbeats, "asyncio", SimpleNamespace(sleep=seconds.sleep))
    monkeypatch.setattr(heartbeats, "poll", seconds.poll)
    for name in ("beat", "compare", "close_signed_out"):
        monkeypatch.setattr(heartbeats, name, nothing)
    task = asyncio.create_task(heartbeats.run())
    await seconds._over.wait()
    yield seconds
    task.cancel()


async def test_nothing_is_polled_while_the_bridge_is_up(seconds: Seconds) -> None:
    assert await seconds.polls_in(10) == 0


async def test_it_polls_every_two_seconds_while_it_is_down_and_once_afterwards(seconds: Seconds) -> None:
    seconds.bridge.up = False
    assert await seconds.polls_in(10) == 5
    seconds.bridge.up = True
    assert await seconds.polls_in(10) == 1


async def test_a_failure_that_was_over_before_anybody_looked_is_made_up_for_once(seconds: Seconds) -> None:
    for _ in range(3):
        seconds.bridge.failures += 2
        assert await seconds.polls_in(2) == 1
    assert await seconds.polls_in(10) == 0


async def test_a_poll_that_failed_is_made_up_for_too(seconds: Seconds) -> None:
    seconds.bridge.failures += 1
    seconds.fails = True
    assert await seconds.polls_in(4) == 0
    seconds.fails = False
    assert await seconds.polls_in(2) == 1


async def test_a_lost_connection_writes_one_line(
    seconds: Seconds, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(*_: Any) -> None:
        raise InterfaceError("the connection is closed")

    monkeypatch.setattr(heartbeats, "beat", away)
    await seconds.polls_in(2)
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)] * 2
