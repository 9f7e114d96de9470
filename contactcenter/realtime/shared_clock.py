"""One clock for all processes (docs/decisions/one-clock.md): PostgreSQL's, asked now and then, and carried on by the monotonic clock.

Deadlines are written by one process and read by another. If each took its own machine's time, one whose clock is wrong would end leases,
offers and calls of all the others. On SQLite there is one machine, and its time is the time.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from contactcenter.realtime.db_reads import read

PERIOD: Final = 10
"""Seconds between two questions. A quartz loses a millisecond in that time."""
SLOW_SECONDS: Final = 0.5
"""An answer that took longer says too little of when it was given."""

log = logging.getLogger(__name__)


class _Known(NamedTuple):
    """The database's time at one reading of this process's monotonic clock."""

    at: datetime
    ticks: float


_known: _Known | None = None


def now() -> datetime:
    """Return the time, in UTC: what ``django.utils.timezone.now`` is in a server."""
    known = _known
    if known is None:
        return datetime.now(UTC)
    return known.at + timedelta(seconds=time.monotonic() - known.ticks)


def install() -> None:
    """Let Django tell this time, for its own http sessions, too. For servers only: migrations name Django's function as a default."""
    timezone.now = now


async def ask() -> None:
    """Ask the database for its time. While it doesn't answer, the time goes on as it was."""
    if connection.vendor == "postgresql":
        try:
            await read(_ask)
        except (DatabaseError, InterfaceError):
            log.warning("the database didn't tell the time")


def _ask() -> None:
    global _known
    with connection.cursor() as cursor:
        before = time.monotonic()
        cursor.execute("SELECT clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
        after = time.monotonic()
    if after - before <= SLOW_SECONDS:
        _known = _Known(at.astimezone(UTC), (before + after) / 2)
