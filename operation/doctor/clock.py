"""Clocks: the database's is the one deadlines go by; ours must agree for what outsiders sign, and something must keep it right."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from django.db import DatabaseError, connection

from operation.doctor import database
from operation.doctor.finding import Finding, ok, warning, wrong

PART: Final = "clock"
APART_SECONDS: Final = 2.0
UNSYNCHRONISED: Final = 5
"""``TIME_ERROR``: what adjtimex(2) returns while no service keeps the clock right."""
TIMEX_BYTES: Final = 512
"""More than ``struct timex`` has. All zero, it only asks."""
KEEP: Final = "Keep it by NTP: chrony or systemd-timesyncd."


def examine() -> Iterator[Finding]:
    if connection.vendor == "postgresql":
        try:
            database.connect()
            apart = seconds_apart()
        except DatabaseError as error:
            yield wrong(PART, f"The database can't be asked: {str(error).strip()}", "See what is said about the database.")
            return
        if apart > APART_SECONDS:
            words = f"This machine and the database are {apart:.0f} seconds apart: signed tokens of websites may be refused."
            yield wrong(PART, words, "Keep both by NTP: chrony or systemd-timesyncd.")
            return
        yield ok(PART, f"This machine and the database agree within {max(apart, 0.1):.1f} s.")
    if not is_kept():
        yield warning(PART, "Nothing keeps this machine's clock right.", KEEP)
    elif connection.vendor != "postgresql":
        yield ok(PART, "It is kept right, and the database uses the same.")


def seconds_apart() -> float:
    """Return how far the database's clock is from ours."""
    with connection.cursor() as cursor:
        before = datetime.now(UTC)
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
        after = datetime.now(UTC)
    return max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0.0)


def is_kept() -> bool:
    """Whether the kernel knows of a service that keeps the clock right. True where it can't be asked."""
    try:
        state = int(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(TIMEX_BYTES)))
    except (OSError, AttributeError):
        return True
    return state != UNSYNCHRONISED
