"""Handwritten SQL for every message: one round trip each, however many messages share the batch.

Building these statements with the ORM costs more than running them. Only the log uses them; both databases support all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db import connection
from django.db.models.base import ModelState
from msgspec import Struct

from sessions_app.models import Session

_KNOWN: Final = [
    "id", "public_id", "widget_id", "group_id", "client_id", "operator_id", "entry", "state", "head", "shared",
    "client_delivered", "client_read", "operator_delivered", "operator_read",
]  # fmt: skip
_COLUMNS: Final = "session_id, seq, shared, kind, body, role, name, at, sender, command, digest"
_INSERT: Final = f"INSERT INTO sessions_app_logentry ({_COLUMNS}) VALUES ({', '.join(['%s'] * 11)})"  # noqa: S608
_INSERT_JSON: Final = f"""
    INSERT INTO sessions_app_logentry ({_COLUMNS}) SELECT {_COLUMNS} FROM json_to_recordset(%s) AS entry(
        session_id bigint, seq int, shared int, kind text, body text, role text, name text, at timestamptz,
        sender text, command text, digest text
    )"""  # noqa: S608
_json: Final = msgspec.json.Encoder().encode


class EntryRow(Struct):
    """A row of ``LogEntry`` without the cost of a model instance; ``session`` is the session's public id.

    ``step`` is part of the body, too, and has no column.
    """

    session: str
    session_id: int
    kind: str
    body: str
    role: str
    name: str
    at: datetime
    seq: int = 0
    shared: int | None = None
    sender: str = ""
    command: str | None = None
    digest: str = ""
    step: str = ""


def _rows(width: int, count: int) -> str:
    row = f"({', '.join(['%s'] * width)})"
    return ", ".join([row] * count)


def _run(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def lock_sessions(public_ids: Sequence[str]) -> list[Session]:
    """Lock these sessions, in the order of their public ids; columns messages don't need are loaded on access."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    statement = f"SELECT {', '.join(_KNOWN)} FROM sessions_app_session WHERE public_id IN {_rows(len(public_ids), 1)} ORDER BY public_id{lock}"  # noqa: S608, E501
    return [_session(values) for values in _run(statement, public_ids)]


def _session(values: Sequence[Any]) -> Session:
    """Build the row like ``Session.from_db``, without checking each of forty columns."""
    row = Session.__new__(Session)
    row._state = ModelState()
    row._state.adding, row._state.db = False, connection.alias
    row.__dict__.update(zip(_KNOWN, values, strict=True))
    return row


def answered(commands: Sequence[tuple[str, str]]) -> list[EntryRow]:
    """Return the entries these commands (sender, id) have already caused."""
    statement = (
        "SELECT s.public_id, e.session_id, e.kind, e.body, e.role, e.name, e.at, e.seq, e.shared, e.sender, e.command, e.digest"  # noqa: S608
        f" FROM (VALUES {_rows(2, len(commands))}) AS asked"
        " JOIN sessions_app_logentry e ON e.sender = asked.column1 AND e.command = asked.column2"
        " JOIN sessions_app_session s ON s.id = e.session_id"
    )
    return [EntryRow(*row) for row in _run(statement, [value for command in commands for value in command])]


def insert(entries: Sequence[EntryRow]) -> None:
    """Write these entries. IntegrityError if a number or a command is taken."""
    if connection.vendor == "postgresql":  # one value, however many entries: the statement stays the same and is parsed quickly
        _run(_INSERT_JSON, [_json(entries).decode()])
        return
    stored = connection.ops.adapt_datetimefield_value
    values = [
        (
            entry.session_id,
            entry.seq,
            entry.shared,
            entry.kind,
            entry.body,
            entry.role,
            entry.name,
            stored(entry.at),
            entry.sender,
            entry.command,
            entry.digest,
        )
        for entry in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, values)


def advance(heads: Iterable[tuple[int, tuple[int, int]]]) -> None:
    """Write the new heads of the logs: the session's primary key, then all entries and shared entries."""
    values = [value for key, numbers in heads for value in (key, *numbers)]
    _run(
        "UPDATE sessions_app_session AS s SET head = heads.column2, shared = heads.column3"  # noqa: S608
        f" FROM (VALUES {_rows(3, len(values) // 3)}) AS heads WHERE s.id = heads.column1",
        values,
    )
