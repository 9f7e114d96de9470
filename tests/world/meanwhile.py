"""Races on PostgreSQL with two real connections: somebody else acts in the middle of a transaction."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests.servers.process import until

postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")


def meanwhile(act: Callable[[], Any]) -> Future[Any]:
    """Run ``act`` in a thread with a connection of its own; return when it's done, or when it waits for a lock of ours."""
    thread = ThreadPoolExecutor(1)
    running = thread.submit(_apart, act)
    thread.shutdown(wait=False)
    assert until(lambda: running.done() or _somebody_waits())
    return running


def _apart(act: Callable[[], Any]) -> Any:
    try:
        return act()
    finally:
        connection.close()


def _somebody_waits() -> bool:
    """Return whether one of our own database waits for a lock: tests of other processes have databases of theirs beside it."""
    ours = "SELECT pid FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid IN ({ours}))")
        return bool(cursor.fetchone()[0])
