"""Many rows at once for a made-up past: COPY on PostgreSQL, one statement for many rows elsewhere. Primary keys are chosen beforehand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models


def reserve(model: type[models.Model], count: int) -> Sequence[int]:
    """Return primary keys for so many new rows of the model. Call it in the transaction that writes them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, %s)", [count])  # noqa: S608
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
        return range((last or 0) + 1, (last or 0) + 1 + count)


def insert(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows, each a dictionary by the names of attributes. The rows name the same attributes; the rest get the model's defaults."""
    found = list(rows)
    if not found:
        return
    fields = [field for field in model._meta.concrete_fields if field.attname in found[0] or not field.primary_key]
    given = [(place, field.attname) for place, field in enumerate(fields) if field.attname in found[0]]
    others = [(place, field) for place, field in enumerate(fields) if field.attname not in found[0]]
    fresh = [(place, field.get_default) for place, field in others if callable(field.default) and not _is_json(field)]
    usual: list[Any] = [None] * len(fields)
    for place, field in others:
        usual[place] = json.dumps(field.get_default()) if _is_json(field) else field.get_default()
    adapt = _adapter()

    def written() -> Iterator[list[Any]]:
        for row in found:
            values = usual[:]
            for place, name in given:
                values[place] = row[name]
            for place, make in fresh:
                values[place] = make()
            yield adapt(values)

    _write(model._meta.db_table, [str(field.column) for field in fields], written())


def _is_json(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.JSONField)


def _adapter() -> Callable[[list[Any]], list[Any]]:
    if connection.vendor == "postgresql":
        return lambda values: values
    stored = connection.ops.adapt_datetimefield_value
    return lambda values: [stored(value) if isinstance(value, datetime) else value for value in values]


def _write(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(rows))  # noqa: S608
