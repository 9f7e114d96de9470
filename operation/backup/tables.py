"""Rows to lines and back: each table is a file of JSON arrays, one row a line, the same for both databases.

Which tables: every model's. Http sessions stay out: after a restore everybody signs in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

import msgspec
from django.core.management.color import no_style
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from operation.backup.archive import BackupError, Sink
from operation.backup.manifest import Table

LEFT_OUT: Final = {"django_session": "everybody signs in again", "django_migrations": "written by migrate"}
MADE_BY_MIGRATE: Final = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}
"""Tables that hold rows in an empty place, too."""
TYPES: Final[dict[type[models.Field[Any, Any]], type]] = {
    models.BooleanField: bool,
    models.IntegerField: int,
    models.FloatField: float,
    models.DateTimeField: datetime,
    models.CharField: str,
    models.TextField: str,
    models.FileField: str,
    models.BinaryField: bytes,
}
AT_ONCE: Final = 2000
Model = type[models.Model]
Row = tuple[Any, ...]


def models_of(registry: Any) -> list[Model]:
    """Return the models of a registry whose rows belong into a backup, ordered by table."""
    found = (model for model in registry.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy)
    return sorted((model for model in found if model._meta.db_table not in LEFT_OUT), key=lambda model: model._meta.db_table)


def write(model: Model, using: str, out: Sink) -> Table:
    """Write every row of a model's table in the order of its primary key."""
    fields = model._meta.concrete_fields
    encoder, count, lines = msgspec.json.Encoder(), 0, bytearray()
    rows = model._base_manager.using(using).order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=AT_ONCE):
        lines += encoder.encode(row) + b"\n"
        count += 1
        if count % AT_ONCE == 0:
            out.write(bytes(lines))
            lines.clear()
    out.write(bytes(lines))
    columns = [str(field.column) for field in fields]
    return Table(model._meta.label_lower, columns, count, out.sha256, _last_number(model, using))


def read(model: Model, table: Table, lines: Iterable[bytes]) -> Iterator[Row]:
    """Return the rows of a table as Python values. Raises BackupError for a line that doesn't fit the model."""
    fields = _fields(model, table)
    decoder = msgspec.json.Decoder(tuple[tuple(map(_type, fields))])  # type: ignore[misc]
    for number, line in enumerate(lines, 1):
        try:
            yield decoder.decode(line)
        except msgspec.MsgspecError as error:
            raise BackupError(f"Line {number} of {model._meta.db_table} can't be read: {error}") from None


def load(model: Model, table: Table, rows: Iterator[Row], connection: BaseDatabaseWrapper) -> int:
    """Insert the rows; return the number that is in the table now."""
    fields = _fields(model, table)
    values = (tuple(_prepared(field, value, connection) for field, value in zip(fields, row, strict=True)) for row in rows)
    quote = connection.ops.quote_name
    name, columns = quote(model._meta.db_table), ", ".join(map(quote, table.columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            insert = f"INSERT INTO {name} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own models
            while batch := list(islice(values, AT_ONCE)):  # Django would keep all rows of one call in memory
                cursor.executemany(insert, batch)
        _set_last_number(model, table.sequence, connection)
        cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608
        (count,) = cursor.fetchone()
    return int(count)


def empty(chosen: list[Model], connection: BaseDatabaseWrapper) -> None:
    """Delete the rows that ``migrate`` has made: the backup brings its own."""
    names = [model._meta.db_table for model in chosen]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), names):
            cursor.execute(statement)


def _fields(model: Model, table: Table) -> list[models.Field[Any, Any]]:
    known = {field.column: field for field in model._meta.concrete_fields}
    if set(known) != set(table.columns):
        raise BackupError(f"The columns of {model._meta.db_table} aren't those of its migrations: {table.columns}.")
    return [known[column] for column in table.columns]


def _type(field: models.Field[Any, Any]) -> Any:
    """Return what a column's JSON is read as."""
    if isinstance(field, models.JSONField):
        return Any
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    for kind, python in TYPES.items():
        if isinstance(field, kind):
            return python | None
    raise BackupError(f"{field} has a type that backups don't know yet: {type(field).__name__}.")


def _prepared(field: models.Field[Any, Any], value: Any, connection: BaseDatabaseWrapper) -> Any:
    if value is None and isinstance(field, models.JSONField) and not field.null:
        return field.get_db_prep_value(value, connection)  # JSON's null
    return field.get_db_prep_save(value, connection)


def _last_number(model: Model, using: str) -> int | None:
    """Return the last number a table's primary key gave out; None if it gives out none. Numbers of deleted rows aren't used again."""
    connection, name = connections[using], model._meta.db_table
    if not isinstance(model._meta.pk, models.AutoField):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{name}"', model._meta.pk.column])
            (sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [name])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _set_last_number(model: Model, number: int | None, connection: BaseDatabaseWrapper) -> None:
    if not number:
        return
    name = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{name}"', model._meta.pk.column, number])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, number])
