"""The database: whether it answers, has all migrations, can be written to, and keeps what it acknowledged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from operation.doctor.finding import Finding, ok, warning, wrong

PART: Final = "database"
POSTGRES: Final = 14_00_00
CONNECT_SECONDS: Final = 5


def examine() -> Iterator[Finding]:
    try:
        connect()
    except DatabaseError as error:
        yield wrong(
            PART, f"It does not answer: {str(error).strip()}", "Check DATABASE_URL, and that the server runs and lets us in."
        )
        return
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
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


def connect() -> None:
    """Connect past the pool first: it would wait for half a minute, and then say nothing but that."""
    if connection.vendor == "postgresql":
        with connection.wrap_database_errors:
            psycopg.connect(**connection.get_connection_params() | {"connect_timeout": CONNECT_SECONDS}).close()
    connection.ensure_connection()


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
