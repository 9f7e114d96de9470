"""Limits on slow work: a few jobs at a time, one per person, short waits, and no database connection held meanwhile."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import close_old_connections, connection

from contactcenter.realtime.wire import Fault
from sessions_app.files.sandbox import fair_semaphore
from sessions_app.files.sandbox.fair_semaphore import FairSemaphore
from sessions_app.models import Session


def denied(which: FairSemaphore, person: str) -> str:
    with pytest.raises(Fault) as caught, which.one(person, 0):
        raise AssertionError("a permit was given")
    assert caught.value.retry
    return caught.value.code


@pytest.mark.django_db
def test_each_person_has_one_permit() -> None:
    both = FairSemaphore(2)
    with both.one("carla"):
        assert denied(both, "carla") == "share.busy"
        with both.one("david"):
            assert denied(both, "anna") == "share.busy"
        with both.one("anna"):
            pass
    with both.one("carla"):
        pass


@pytest.mark.django_db
@pytest.mark.parametrize("bound", ["WAITING", "WAITING_EACH"])
def test_nobody_waits_behind_a_full_line(monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    monkeypatch.setattr(fair_semaphore, bound, 0)
    single = FairSemaphore(1)
    with single.one("david"), pytest.raises(Fault) as caught, single.one("carla", float("inf")):
        pass
    assert caught.value.code == "share.busy"


@pytest.mark.django_db
def test_a_permit_is_always_returned() -> None:
    single = FairSemaphore(1)
    with pytest.raises(ZeroDivisionError), single.one("carla"):
        _ = 1 / 0
    with single.one("carla", 0):
        pass


@pytest.mark.django_db(transaction=True)
def test_people_waiting_for_a_permit_hold_no_database_connection() -> None:
    few, done, people = FairSemaphore(1), threading.Event(), 24
    held: list[Any] = []

    def wait(number: int) -> None:
        Session.objects.count()
        with few.one(f"person {number}", 60):
            held.append(connection.connection)
            done.wait(60)
        close_old_connections()

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(people + 1)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 60
    while few._waiting.total() < people:
        assert time.monotonic() < until
        time.sleep(0)
    assert Session.objects.count() == 0
    done.set()
    for thread in threads:
        thread.join()
    assert held == [None] * len(threads)
