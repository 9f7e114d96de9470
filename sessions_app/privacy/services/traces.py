"""What SQLite keeps of erased words beside the rows: old segments of the search index, and the write-ahead log.

Its other pages are overwritten as they are freed (``secure_delete`` in the settings). PostgreSQL's autovacuum does this by itself.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime
from typing import Final

from django.db import connection

from sessions_app.housekeeping import Cleanup

log = logging.getLogger(__name__)
_left: Final = threading.Event()
_left.set()  # a process before this one may have died between an erasure and this


def left() -> None:
    """Tell that something was erased."""
    _left.set()


def remove(_now: datetime | None = None) -> bool:
    """Remove traces if there may be any; returns False if others are reading just now: the next cleanup tries again."""
    if connection.vendor != "sqlite" or not _left.is_set():
        return True
    if connection.in_atomic_block:
        return False
    _left.clear()
    done = False
    try:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO sessions_app_search(sessions_app_search) VALUES ('optimize')")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            done = bool(cursor.fetchone()[0] == 0)
    finally:
        if not done:
            _left.set()
    return done


CLEANUP: Final = Cleanup(remove, first=45, interval=60)
