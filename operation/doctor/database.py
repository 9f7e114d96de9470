"""The database: whether it answers, has all migrations, can be written to, and agrees with us about the time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from operation.doctor.finding import Finding, ok, warning, wrong

PART: Final = "database"
CLOCK: Final = "clock"
APART_SECONDS: Final = 2.0
POSTGRES: Final = 14_00_00


def examine() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield wrong(
            PART, f"It does not answer: {str(error).strip()}", "Check DATABASE_URL, and that the server runs and lets us in."
        )
        return
    missing = MigrationExecutor(connection)
    plan = missing.migration_plan(missing.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _backwards in plan[:5])
        yield wrong(PART, f"{len(plan)} migrations are missing: {names}.", "Run: manage.py migrate")
        return
    yield from _writable()
    if connection.vendor == "postgresql":
        yield from _postgres()
    elif settings.REDIS_URL:
        words = "SQLite serves one machine and one process; with Redis you probably run several."
        yield warning(PART, words, "Use PostgreSQL (DATABASE_URL) for more than one process.")
    else:
        yield ok(PART, "SQLite answers, for one process.")


def _writable() -> Iterator[Finding]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE doctor_probe (n integer)")
            cursor.execute("UPDATE django_migrations SET name = name WHERE id = 1")
            transaction.set_rollback(True)
    except DatabaseError as error:
        yield wrong(
            PART, f"It can't be written to: {str(error).strip()}", "Check the rights of the account, and that the disk has room."
        )


def _postgres() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
        cursor.execute("SHOW max_connections")
        most = int(cursor.fetchone()[0])
        cursor.execute("SHOW fsync")
        fsync = cursor.fetchone()[0]
    if version < POSTGRES:
        yield wrong(PART, f"PostgreSQL {version // 10_000} is too old.", "Use PostgreSQL 14 or newer.")
    if fsync != "on":
        yield wrong(
            PART, "fsync is off: what was acknowledged is lost when the machine stops.", "Set fsync = on in postgresql.conf."
        )
    pool = connection.settings_dict["OPTIONS"].get("pool") or {}
    each = pool.get("max_size", 20) if isinstance(pool, dict) else 20
    if most < 2 * each:
        words = f"It takes {most} connections, and one process of ours uses up to {each}."
        yield warning(PART, words, "Raise max_connections, or lower CONTACTCENTER_DATABASE_CONNECTIONS.")
    yield ok(PART, f"PostgreSQL {version // 10_000} answers.")


def examine_clock() -> Iterator[Finding]:
    """Compare our clock with the database's: deadlines of one are read by the other."""
    if connection.vendor != "postgresql":
        yield ok(CLOCK, "The database uses the clock of this machine.")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart > APART_SECONDS:
        words = f"This machine and the database are {apart:.0f} seconds apart: people would seem absent, and offers run out too early."
        yield wrong(CLOCK, words, "Keep both by NTP (chrony or systemd-timesyncd).")
    else:
        yield ok(CLOCK, f"This machine and the database agree within {max(apart, 0.1):.1f} s.")
