"""Cleanups run at their times, one after another but the slow ones apart, and a failing one doesn't stop the others."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from contactcenter.realtime.wire import Fault
from sessions_app import housekeeping
from sessions_app.housekeeping import Cleanup

NOW = timezone.now()


class Here:
    """Runs submitted work at once, instead of the thread."""

    def submit(self, function: Any, *arguments: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(function(*arguments))
        return done


class Clock:
    seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(housekeeping, "time", clock)
    monkeypatch.setattr(housekeeping, "_started", 0.0)
    monkeypatch.setattr(housekeeping, "_due", {})
    monkeypatch.setattr(housekeeping, "_started_last", {})
    monkeypatch.setattr(housekeeping, "_thread", Here())
    monkeypatch.setattr(housekeeping, "connection", type("Connection", (), {"close": staticmethod(lambda: None)}))
    return clock


def test_a_cleanup_runs_some_time_after_the_start_and_then_at_its_interval(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[float] = []
    monkeypatch.setattr(housekeeping, "CLEANUPS", [Cleanup(lambda _now: ran.append(clock.seconds), first=600, interval=3_600)])
    for seconds in (1, 599, 600, 601, 4_199, 4_200, 4_201):
        clock.seconds = seconds
        housekeeping.run_cleanups(NOW)
    assert ran == [600, 4_200]


def test_a_failing_cleanup_is_logged_and_the_next_one_runs(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[datetime] = []

    def fails(_now: datetime) -> None:
        raise OSError("no storage")

    monkeypatch.setattr(housekeeping, "CLEANUPS", [Cleanup(fails, first=0, interval=1), Cleanup(ran.append, first=0, interval=1)])
    housekeeping.run_cleanups(NOW)
    assert ran == [NOW]
    assert "cleanup fails failed" in caplog.text


@pytest.mark.parametrize(
    "error", [OperationalError("database or disk is full"), Fault("server.busy", "database or disk is full", retry=True)]
)
def test_a_cleanup_whose_database_is_away_or_full_waits_without_a_traceback(
    error: Exception, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_now: datetime) -> None:
        raise error

    monkeypatch.setattr(housekeeping, "CLEANUPS", [Cleanup(fails, first=0, interval=60)])
    clock.seconds = 1
    housekeeping.run_cleanups(NOW)
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]
    assert "cleanup fails waits for its next time: " in caplog.text
    assert "database or disk is full" in caplog.text


def test_others_do_not_wait_for_a_slow_one_and_none_is_started_twice(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    done = Event()

    def vacuum(_now: datetime) -> None:
        ran.append("vacuum")
        assert done.wait(60)

    cleanups = [
        Cleanup(vacuum, first=0, interval=60, slow=True),
        Cleanup(lambda _now: ran.append("files"), first=0, interval=60),
    ]
    monkeypatch.setattr(housekeeping, "CLEANUPS", cleanups)
    with ThreadPoolExecutor(1) as slow, ThreadPoolExecutor(1) as others:
        monkeypatch.setattr(housekeeping, "_slow_thread", slow)
        monkeypatch.setattr(housekeeping, "_thread", others)
        for clock.seconds in (0, 60, 120):
            housekeeping.run_cleanups(NOW)
            others.submit(int).result(60)
        assert sorted(ran) == ["files", "files", "files", "vacuum"]
        done.set()
        slow.submit(int).result(60)
        clock.seconds = 180
        housekeeping.run_cleanups(NOW)
    assert sorted(ran) == ["files"] * 4 + ["vacuum"] * 2
