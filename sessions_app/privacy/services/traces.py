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
"""Seconds between two runs of one process on PostgreSQL, each of which reads a sample of every table; and between two looks for what
others have erased.
"""
PATIENCE: Final = 10.0
"""Seconds for which a command tries: it ends afterwards."""
STAY: Final = (
    "Traces of what was erased stay in the database files for now: an older transaction is open, or a table is locked. "
    "A running server looks for them once an hour and removes them when that is over; so does this command, run again."
)
STALE: Final = """
    SELECT relname, unvacuumed, unanalyzed FROM (
        SELECT relname,
            COALESCE(last_vacuum, '-infinity') <= %(since)s AS unvacuumed,
            COALESCE(GREATEST(last_analyze, last_autoanalyze), '-infinity') <= %(since)s AS unanalyzed
        FROM pg_stat_user_tables WHERE relname = ANY(%(tables)s) AND relid = to_regclass(quote_ident(relname))
    ) AS tables WHERE unvacuumed OR unanalyzed"""
"""Not ``last_autovacuum``: it may have run while a transaction still held the old rows, and looks the same."""
HELD: Final = """
    SELECT EXISTS (SELECT FROM (
        SELECT GREATEST(age(backend_xmin), age(backend_xid)) AS oldest FROM pg_stat_activity
            WHERE pid <> pg_backend_pid() AND (datname = current_database() OR datname IS NULL)
        UNION ALL SELECT age(xmin) FROM pg_replication_slots
        UNION ALL SELECT age(transaction) FROM pg_prepared_xacts WHERE database = current_database()
    ) AS others WHERE oldest >= (SELECT min(age(xmin)) FROM (
        SELECT xmin FROM sessions_app_session WHERE erased_at = %(newest)s
        UNION ALL SELECT xmin FROM sessions_app_client WHERE erased_at = %(newest)s
    ) AS erased))"""
log = logging.getLogger(__name__)
_pending: Final = threading.Event()
_pending.set()  # a process before this one may have died between an erasure and this
_done_until: datetime | None = None
"""The newest erasure whose traces are gone, as far as this process knows."""
_looks_at = _rests_until = 0.0


def mark_pending() -> None:
    """Note that an erasure has left traces to remove."""
    _pending.set()


def remove() -> bool:
    """Remove traces if there may be any; returns False if others are in the way just now: the next cleanup tries again."""
    global _done_until
    if not _pending.is_set():
        return True
    if connection.in_atomic_block:
        return False
    _pending.clear()
    done = False
    try:
        newest = _newest()
        done = _removed_from_sqlite() if connection.vendor == "sqlite" else _removed_from_postgresql()
    except OperationalError:  # somebody else holds a table, or the file, for longer than a lock is waited for
        log.warning("traces of erased words stay for now: a table was locked")
    finally:
        if not done:
            _pending.set()
    if done:
        _done_until = newest
    return done


def remove_patiently() -> bool:
    """Remove traces for a command: try for some seconds. Returns False if others are still in the way (``STAY``)."""
    ends = time.monotonic() + PATIENCE
    while not remove():
        if connection.in_atomic_block or time.monotonic() >= ends:
            return False
        time.sleep(PATIENCE / 20)
    return True


def remove_now_and_then(_now: datetime) -> None:
    """Remove what this process has left; once an hour also what others have, such as a command that couldn't."""
    global _looks_at, _rests_until
    ticks = time.monotonic()
    if ticks >= _looks_at:
        _looks_at = ticks + PAUSE
        if _newest() != _done_until:
            mark_pending()
    if ticks >= _rests_until and _pending.is_set() and remove() and connection.vendor == "postgresql":
        _rests_until = ticks + PAUSE


def _newest() -> datetime | None:
    """Return when the newest erasure began."""
    newest = (model._default_manager.aggregate(at=Max("erased_at"))["at"] for model in (Session, Client))
    return max((at for at in newest if at is not None), default=None)


def _removed_from_sqlite() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO sessions_app_search(sessions_app_search) VALUES ('optimize')")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(cursor.fetchone()[0] == 0)


def _removed_from_postgresql() -> bool:
    """Vacuum and analyze every table that nobody has since the last erasure: another process may have been here.

    A vacuum leaves the old rows that an older transaction may still read, and looks as if it hadn't: so it waits for that one's end.
    """
    stale = _stale()
    held = bool(stale) and _held()
    for table, (unvacuumed, unanalyzed) in stale.items():
        act = "VACUUM (ANALYZE)" if unvacuumed and not held else "ANALYZE"
        if unanalyzed or not held:
            with connection.cursor() as cursor:
                cursor.execute(f"{act} {connection.ops.quote_name(table)}")
    return not held


def _stale() -> dict[str, tuple[bool, bool]]:
    """Return the tables that haven't been vacuumed, or haven't been analyzed, since the newest erasure."""
    since = _newest()
    if since is None:
        return {}
    since += timedelta(minutes=1)  # the time is that of the erasure's beginning, and nothing can be removed before its commit
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        cursor.execute(STALE, {"tables": tables, "since": since})
        return {name: (unvacuumed, unanalyzed) for name, unvacuumed, unanalyzed in sorted(cursor.fetchall())}


def _held() -> bool:
    """Return whether a transaction that is older than the newest erasure is still open somewhere: here, on a replica, or prepared."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"newest": _newest()})
        return bool(cursor.fetchone()[0])


CLEANUP: Final = Cleanup(remove_now_and_then, first=45, interval=60, slow=True)
