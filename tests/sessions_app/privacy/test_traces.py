"""What databases keep of erased words beside the rows: statistics and old rows on PostgreSQL, the log and the search on SQLite."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from sessions_app.models import Client
from sessions_app.privacy.services import traces
from tests.servers.process import until
from tests.world import World

postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no such statistics")


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def statistics() -> str:
    return repr(
        rows("SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE tablename = 'sessions_app_client'")
    )


@postgresql
def test_the_planners_statistics_forget_an_erased_client(committed_world: World) -> None:
    committed_world.closed(topic="zebrafinch")
    Client.objects.filter(pk=committed_world.carla.pk).update(name="Zebrafinch")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert "Zebrafinch" in statistics()
    call_command("client", "erase", str(committed_world.carla.pk), stdout=io.StringIO())
    assert "Zebrafinch" not in statistics()


@postgresql
def test_what_another_process_has_vacuumed_since_is_left_alone(committed_world: World) -> None:
    carla = Client.objects.filter(pk=committed_world.carla.pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) sessions_app_client")
    carla.update(erased_at=timezone.now())
    assert "sessions_app_client" in traces._stale()
    carla.update(erased_at=timezone.now() - timedelta(minutes=5))
    assert "sessions_app_client" not in traces._stale()


@postgresql
def test_a_busy_process_does_so_once_an_hour(committed_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "_rests_until", 0.0)
    ran: list[bool] = []
    monkeypatch.setattr(traces, "_removed_from_postgresql", lambda: ran.append(True) or True)
    for _ in range(3):
        traces.mark_pending()
        traces.remove_now_and_then(timezone.now())
    assert ran == [True]
    monkeypatch.setattr(traces, "_rests_until", time.monotonic())
    traces.remove_now_and_then(timezone.now())
    assert ran == [True, True]


@contextmanager
def open_elsewhere() -> Iterator[None]:
    """Hold a transaction open in another connection that reads the database as it's now."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            if other.vendor == "postgresql":
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            else:
                cursor.execute("BEGIN DEFERRED")
            cursor.execute("SELECT count(*) FROM sessions_app_client")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


def last_vacuum() -> Any:
    return rows("SELECT last_vacuum FROM pg_stat_user_tables WHERE relname = 'sessions_app_client'")[0][0]


def horizon(end: str) -> int:
    """Return the oldest transaction that is open in the whole cluster (``xmin``), or the first one to come (``xmax``)."""
    return int(rows(f"SELECT pg_snapshot_{end}(pg_current_snapshot())::text")[0][0])


def erase_by_command(client: Any) -> str:
    """Return what the command complains about."""
    complaint = io.StringIO()
    call_command("client", "erase", str(client.pk), stdout=io.StringIO(), stderr=complaint)
    return complaint.getvalue()


@postgresql
def test_a_vacuum_waits_for_transactions_that_are_older_than_the_erasure(
    committed_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "PATIENCE", 0.0)
    Client.objects.filter(pk=committed_world.carla.pk).update(name="Zebrafinch")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) sessions_app_client")
    before = last_vacuum()
    with open_elsewhere():
        assert traces.STAY in erase_by_command(committed_world.carla)
        assert last_vacuum() == before
        assert "Zebrafinch" not in statistics()
        assert traces.remove() is False
    younger = horizon("xmax")
    # A snapshot is as old as the oldest transaction that is open in any database: here those of the tests beside this one.
    assert until(lambda: horizon("xmin") >= younger, seconds=60)
    with open_elsewhere():  # a younger one is in nobody's way
        assert until(traces.remove)
    assert last_vacuum() > before


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no such file")
def test_a_command_says_that_somebody_still_reads_the_log(committed_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "PATIENCE", 0.0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        with open_elsewhere():
            assert traces.STAY in erase_by_command(committed_world.carla)
    finally:
        connection.close()
    assert traces.remove() is True


def test_a_command_tries_for_some_seconds(committed_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "PATIENCE", 0.2)
    results = iter([False, False, True])
    monkeypatch.setattr(traces, "remove", lambda: next(results))
    assert traces.remove_patiently() is True
    monkeypatch.setattr(traces, "remove", lambda: False)
    assert traces.remove_patiently() is False


def test_a_process_finds_what_another_has_left_once_an_hour(committed_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[bool] = []
    for name in ("_removed_from_sqlite", "_removed_from_postgresql"):
        monkeypatch.setattr(traces, name, lambda: ran.append(True) or True)

    def look() -> int:
        monkeypatch.setattr(traces, "_rests_until", 0.0)
        traces.remove_now_and_then(timezone.now())
        return len(ran)

    traces.mark_pending()
    assert look() == 1
    assert look() == 1
    Client.objects.filter(pk=committed_world.carla.pk).update(erased_at=timezone.now())  # by a command that has ended
    assert look() == 1
    monkeypatch.setattr(traces, "_looks_at", 0.0)
    assert look() == 2
    monkeypatch.setattr(traces, "_looks_at", 0.0)
    assert look() == 2


def test_without_an_erasure_nothing_is_read(committed_world: World) -> None:
    traces._pending.set()
    assert traces.remove() is True
    assert traces.remove() is True
    assert not traces._pending.is_set()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no such file")
def test_the_log_beside_the_database_is_cut(committed_world: World) -> None:
    committed_world.closed(message="zebrafinch")
    call_command("client", "erase", str(committed_world.carla.pk), stdout=io.StringIO())
    name = Path(connection.settings_dict["NAME"])
    assert (name.parent / f"{name.name}-wal").stat().st_size == 0
    assert b"zebrafinch" not in name.read_bytes()
