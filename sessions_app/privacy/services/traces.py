"""What databases keep of erased words beside the rows that had them, and how it goes (docs/privacy.md says what is out of reach).

SQLite: old segments of the search index, and the write-ahead log; its other pages are overwritten as they are freed (``secure_delete`` in
the settings). PostgreSQL: old versions of rows, entries of indexes, and the planner's statistics, which hold common values of columns.
Its autovacuum waits until a fifth of the table has changed: for a few rows of a large one, that's never.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta
from typing import Final

from django.db import OperationalError, connection
from django.db.models import Max

from sessions_app.housekeeping import Cleanup
from sessions_app.models import Client, Session

PAUSE: Final = 3_600
"""Seconds between two runs of one process on PostgreSQL: each reads a sample of every table."""
STALE: Final = """
    SELECT relname FROM pg_stat_user_tables WHERE relname = ANY(%(tables)s) AND relid = to_regclass(quote_ident(relname)) AND (
        COALESCE(GREATEST(last_vacuum, last_autovacuum), '-infinity') <= %(since)s
        OR COALESCE(GREATEST(last_analyze, last_autoanalyze), '-infinity') <= %(since)s
    )"""
log = logging.getLogger(__name__)
_left: Final = threading.Event()
_left.set()  # a process before this one may have died between an erasure and this
_rests_until = 0.0


def left() -> None:
    """Tell that something was erased."""
    _left.set()


def remove() -> bool:
    """Remove traces if there may be any; returns False if others are in the way just now: the next cleanup tries again."""
    if not _left.is_set():
        return True
    if connection.in_atomic_block:
        return False
    _left.clear()
    done = False
    try:
        done = _removed_from_sqlite() if connection.vendor == "sqlite" else _removed_from_postgresql()
    finally:
        if not done:
            _left.set()
    return done


def remove_now_and_then(_now: datetime) -> None:
    global _rests_until
    if time.monotonic() >= _rests_until and _left.is_set() and remove() and connection.vendor == "postgresql":
        _rests_until = time.monotonic() + PAUSE


def _removed_from_sqlite() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO sessions_app_search(sessions_app_search) VALUES ('optimize')")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(cursor.fetchone()[0] == 0)


def _removed_from_postgresql() -> bool:
    """Vacuum and analyze every table that nobody has since the last erasure: another process may have been here."""
    try:
        for table in _stale():
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM (ANALYZE) {connection.ops.quote_name(table)}")
    except OperationalError:  # somebody else holds the table for longer than a lock is waited for
        log.warning("traces of erased words stay for now: a table was locked")
        return False
    return True


def _stale() -> list[str]:
    newest = (model._default_manager.aggregate(at=Max("erased_at"))["at"] for model in (Session, Client))
    since = max((at for at in newest if at is not None), default=None)
    if since is None:
        return []
    since += timedelta(minutes=1)  # the time is that of the erasure's beginning, and nothing can be removed before its commit
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        cursor.execute(STALE, {"tables": tables, "since": since})
        return sorted(name for (name,) in cursor.fetchall())


CLEANUP: Final = Cleanup(remove_now_and_then, first=45, interval=60)
