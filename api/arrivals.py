"""Up to which time every session that has entered the queue can be seen: what makes polling by ``since`` lose none.

A session gets its time and its id before it's committed, so one that was made earlier can appear later. Programs that poll remember the
time of the newest session they have; they may only be shown sessions older than all that are still on their way.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

MARGIN: Final = timedelta(seconds=1)
"""How far the clocks of the database and of our machines may differ; ``manage.py doctor`` compares them."""
LONGEST: Final = "60 seconds"
"""A transaction that has written nothing for so long makes no session: a backup, a report."""
_BEGUN: Final = f"""
SELECT min(xact_start) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
AND (backend_xid IS NOT NULL OR xact_start > clock_timestamp() - interval '{LONGEST}')
"""  # noqa: S608 - no value from outside


def settled() -> datetime:
    """Return the time up to which no session can appear any more. Call it before the sessions are read.

    SQLite has one writer at a time, which has the lock before it takes the time: sessions appear in the order of their times. On
    PostgreSQL it's the beginning of the oldest transaction that may be making one.
    """
    now = timezone.now()
    if connection.vendor != "postgresql":
        return now
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN)
        ((oldest,),) = cursor.fetchall()
    return now if oldest is None else min(now, oldest - MARGIN)
