"""Several statements in one round trip, each prepared once for a connection. PostgreSQL only: elsewhere they run one by one.

A transaction's BEGIN goes out with its first statements, and its COMMIT with its last ones if the caller says so. All of it is plain SQL
in one message of the simple protocol: a thread that waits for fewer answers gives up the GIL less often, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connection, connections
from msgspec import Struct

IDLE: Final = 0
"""libpq: the connection is in no transaction."""

Rows = list[tuple[Any, ...]]


class Statement(Struct, frozen=True):
    """SQL with ``%s`` for each parameter; ``name`` is that of its prepared form, ``reads`` says whether it returns rows."""

    name: str
    text: str
    reads: bool = False


Call = tuple[Statement, Sequence[Any]]

_names: Final[WeakKeyDictionary[Any, dict[str, str]]] = WeakKeyDictionary()
"""The prepared statements of each connection, by the names of the statements."""
_numbers: Final = count()


def run_together(*calls: Call, commit: bool = False) -> list[Rows]:
    """Run the statements in this order; return the rows of each.

    ``commit``: nothing else is to come in the running transaction, which ends here if it's not inside another one. Whoever
    entered it leaves it as usual.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    if database.vendor != "postgresql":
        with database.wrap_database_errors:
            return [
                database.connection.execute(_question_marks(statement.text), values).fetchall() for statement, values in calls
            ]
    parts = [_executed(database.connection, statement, parameters) for statement, parameters in calls]
    if begins := _begins(database):
        parts.insert(0, "BEGIN")
    if commit and database.in_atomic_block and not database.savepoint_ids:
        parts.append("COMMIT")
    values = [value for _statement, parameters in calls for value in parameters]
    try:
        with database.wrap_database_errors:
            cursor = database.connection.cursor().execute("; ".join(parts), values)
            if begins:
                cursor.nextset()
            return [_fetched(cursor, statement) for statement, _parameters in calls]
    except NotSupportedError:  # a migration has changed what a prepared statement returns: prepare them anew
        _names.pop(database.connection, None)
        raise


def _begins(database: Any) -> bool:
    """Whether the transaction that was entered has not begun for the server. Its COMMIT or ROLLBACK remains Django's."""
    if not database.in_atomic_block or database.connection.info.transaction_status != IDLE:
        return False
    database.connection.autocommit = True  # else psycopg would send a BEGIN and wait for the answer
    return True


def _executed(raw: Any, statement: Statement, parameters: Sequence[Any]) -> str:
    """Return the SQL that runs a statement: its prepared form, unless a pooler may give each transaction another connection."""
    if not settings.DATABASE_POOL:
        return statement.text
    names = _names.setdefault(raw, {})
    name = names.get(statement.name)
    if name is None:
        name = f"{statement.name}_{next(_numbers)}"
        with connection.cursor() as cursor:
            cursor.execute(f"PREPARE {name} AS {_numbered(statement.text)}")
        names[statement.name] = name
    return f"EXECUTE {name}" + (f"({', '.join(['%s'] * len(parameters))})" if parameters else "")


def _numbered(text: str) -> str:
    """Return the text with the server's own parameters, ``$1`` and so on."""
    first, *others = text.split("%s")
    return first + "".join(f"${number}{other}" for number, other in enumerate(others, 1))


def _fetched(cursor: Any, statement: Statement) -> Rows:
    """Return the rows of the current result, and go on to the next one."""
    rows: Rows = cursor.fetchall() if statement.reads else []
    cursor.nextset()
    return rows


@lru_cache
def _question_marks(text: str) -> str:
    """Return the text with SQLite's own parameters. What Django's cursors do for each statement takes longer than SQLite itself."""
    return text.replace("%s", "?")
