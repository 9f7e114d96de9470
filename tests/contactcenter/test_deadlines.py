"""The sweeps of a process: they go on whatever happens, and know since when they have gone on."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from django.db import DataError, InterfaceError, OperationalError

from contactcenter import deadlines
from contactcenter.realtime import shared_clock


async def test_sweeps_go_on_after_what_nobody_foresaw(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    swept, loop = asyncio.Event(), asyncio.get_running_loop()

    def sweep(_now: datetime) -> None:
        loop.call_soon_threadsafe(swept.set)

    async def ask() -> None:
        raise ValueError("a clock that nobody foresaw")

    monkeypatch.setattr(deadlines, "SWEEPS", [sweep])
    monkeypatch.setattr(shared_clock, "ask", ask)
    task = asyncio.create_task(deadlines.run())
    try:
        await asyncio.wait_for(swept.wait(), 20)
    finally:
        task.cancel()
    assert "a round of sweeps failed" in caplog.text


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def uptime(clock: Clock) -> deadlines.Uptime:
    """Of a process that has swept for two minutes."""
    found = deadlines.Uptime(clock)
    rounds(found, clock, 120)
    return found


def rounds(uptime: deadlines.Uptime, clock: Clock, seconds: int, *, reached: bool = True) -> None:
    for _ in range(seconds):
        clock.now += 1
        uptime.begin()
        uptime.end(reached=reached)


def test_a_process_counts_from_its_start(clock: Clock) -> None:
    uptime = deadlines.Uptime(clock)
    rounds(uptime, clock, 60)
    assert not uptime.lasts(60)
    rounds(uptime, clock, 1)
    assert uptime.lasts(60)


def test_the_count_starts_again_when_the_machine_was_suspended(uptime: deadlines.Uptime, clock: Clock) -> None:
    clock.now += 3600
    uptime.begin()
    assert not uptime.lasts(60)
    rounds(uptime, clock, 61)
    assert uptime.lasts(60)


def test_while_the_database_is_away_and_a_minute_after_it_nobody_has_left(uptime: deadlines.Uptime, clock: Clock) -> None:
    rounds(uptime, clock, 30, reached=False)
    assert not uptime.lasts(60)
    rounds(uptime, clock, 61)
    assert not uptime.lasts(60)
    rounds(uptime, clock, 1)
    assert uptime.lasts(60)


def test_a_short_failure_costs_nothing(uptime: deadlines.Uptime, clock: Clock) -> None:
    rounds(uptime, clock, 10, reached=False)
    rounds(uptime, clock, 1)
    assert uptime.lasts(60)


@pytest.mark.parametrize(
    ("error", "reached"), [(OperationalError, False), (InterfaceError, False), (DataError, True), (ValueError, True)]
)
def test_a_sweep_says_whether_it_reached_the_database(error: type[Exception], reached: bool) -> None:
    def sweep(_now: datetime) -> None:
        raise error

    assert deadlines.sweep(sweep) is reached
