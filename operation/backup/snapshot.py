"""One consistent state of the database to read from, while the product goes on writing.

PostgreSQL: one read-only transaction on a connection of its own. SQLite: a copy by the online backup API.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import connection, connections, transaction

from operation.backup.archive import BackupError

ALIAS: Final = "backup"
READ_ONLY: Final = "-c default_transaction_read_only=on -c idle_in_transaction_session_timeout=0 -c statement_timeout=0"


@contextmanager
def snapshot(folder: Path) -> Iterator[str]:
    """Return the alias of a connection on which nothing changes. ``folder``: where a copy may lie meanwhile."""
    if connection.vendor == "postgresql":
        with _connected(OPTIONS=_repeatable_read()), transaction.atomic(using=ALIAS):
            yield ALIAS
        return
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as place:  # 0700
        copy = Path(place) / "copy.sqlite3"
        _copy(Path(connection.settings_dict["NAME"]), copy)
        with _connected(NAME=copy):
            yield ALIAS


@contextmanager
def _connected(**settings: Any) -> Iterator[None]:
    """Connect under the alias, with some settings of the database replaced."""
    made = connection.copy(ALIAS)
    made.settings_dict |= settings
    connections[ALIAS] = made
    try:
        yield
    finally:
        made.close()
        del connections[ALIAS]


def _repeatable_read() -> dict[str, Any]:
    from psycopg import IsolationLevel

    options = {name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"}
    options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    options["options"] = f"{options.get('options', '')} {READ_ONLY}".strip()
    return options


def _copy(database: Path, copy: Path) -> None:
    """Copy a database that is in use; refuse to keep a damaged one."""
    source = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    target = sqlite3.connect(copy)
    try:
        source.backup(target)  # in one step: writers go on in the WAL
        (result,) = target.execute("PRAGMA quick_check(1)").fetchone()
    finally:
        target.close()
        source.close()
    if result != "ok":
        raise BackupError(f"The database is damaged ({result}). Restore the last good backup.")
