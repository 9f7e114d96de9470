"""The time of all processes: the database's, carried on by the monotonic clock, whatever the machine's clock does."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from contactcenter.realtime import shared_clock

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Machine:
    """A machine and its database: ``ticks`` are seconds of the monotonic clock, an answer takes ``answer`` of them."""

    vendor = "postgresql"
    ticks, answer, database = 100.0, 0.0, NOON

    def monotonic(self) -> float:
        return self.ticks

    def cursor(self) -> Any:
        return nullcontext(self)

    def execute(self, statement: str) -> None:
        self.ticks += self.answer

    def fetchone(self) -> tuple[datetime]:
        return (self.database,)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(shared_clock, "_known", None)
    monkeypatch.setattr(shared_clock, "time", machine)
    monkeypatch.setattr(shared_clock, "connection", machine)
    return machine


def test_django_asks_this_clock_in_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", None)
    shared_clock.install()
    assert timezone.now is shared_clock.now  # type: ignore[comparison-overlap]


def test_before_the_first_answer_the_time_is_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_clock, "_known", None)
    before = datetime.now(UTC)
    assert before <= shared_clock.now() <= datetime.now(UTC)


async def test_the_time_is_the_databases_and_goes_on_by_itself(machine: Machine) -> None:
    await shared_clock.ask()
    machine.ticks += 7.5
    assert shared_clock.now() == NOON + timedelta(seconds=7.5)


async def test_an_answer_was_given_half_way(machine: Machine) -> None:
    machine.answer = 0.2
    await shared_clock.ask()
    assert shared_clock.now() == NOON + timedelta(seconds=0.1)


async def test_a_slow_answer_is_dropped(machine: Machine) -> None:
    machine.answer = 0.1
    await shared_clock.ask()
    machine.answer, machine.database = 3, NOON + timedelta(hours=1)
    await shared_clock.ask()
    assert shared_clock.now() == NOON + timedelta(seconds=3.05)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
async def test_without_an_answer_the_time_goes_on(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    await shared_clock.ask()

    def away(_statement: str) -> None:
        raise error("the connection is closed")

    monkeypatch.setattr(machine, "execute", away)
    monkeypatch.setattr(machine, "close", lambda: None, raising=False)
    await shared_clock.ask()
    machine.ticks += 60
    assert shared_clock.now() == NOON + timedelta(minutes=1)
    assert "the database didn't tell the time" in caplog.text


@pytest.mark.django_db
def test_postgresql_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has the machine's time")
    monkeypatch.setattr(shared_clock, "_known", None)
    shared_clock._ask()
    assert shared_clock._known is not None
    assert abs(shared_clock.now() - datetime.now(UTC)) < timedelta(seconds=1)


async def test_sqlite_is_not_asked(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "vendor", "sqlite")
    await shared_clock.ask()
    assert shared_clock._known is None
