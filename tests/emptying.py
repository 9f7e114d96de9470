"""The end of a test that committed: only tables with rows are emptied, and what ``migrate`` makes stays.

Django's flush empties every table and makes content types, permissions and roles again: that takes longer than most tests.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

Rows = dict[str, list[tuple[Any, ...]]]

_flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
_made: Rows = {}
"""What Django's flush leaves, of this process's database."""


def use() -> None:
    """Let Django's test cases end so."""
    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]


def empty(test: TransactionTestCase) -> None:
    """Take the place of ``TransactionTestCase._fixture_teardown``."""
    if not _made or _rows(list(_made)) != _made:
        _flush(test)
        _made.clear()
        _made.update(_rows(_with_rows()))
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _with_rows():
            if table not in _made:
                cursor.execute(f"DELETE FROM {_name(table)}")


def _with_rows() -> list[str]:
    """Return the tables that have any."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    questions = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {_name(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        return sorted(table for (table,) in cursor.fetchall())


def _rows(tables: list[str]) -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {_name(table)} ORDER BY 1")
            found[table] = list(cursor.fetchall())
    return found


def _name(table: str) -> str:
    return str(connection.ops.quote_name(table))
