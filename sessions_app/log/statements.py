"""Handwritten SQL for every message: two round trips on PostgreSQL, however many messages share the batch.

Building these statements with the ORM costs more than running them. Only the log uses them. PostgreSQL gets all values of a statement
as one JSON document, so that its text stays the same and is prepared once; SQLite gets them as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db import connection
from django.db.models.base import ModelState
from msgspec import Struct

from contactcenter.realtime.round_trip import Call, Statement, run_together
from sessions_app.models import Session

_KNOWN: Final = [
    "id", "public_id", "widget_id", "group_id", "client_id", "operator_id", "entry", "state", "head", "shared",
    "client_delivered", "client_read", "operator_delivered", "operator_read",
]  # fmt: skip
_LOCK: Final = f"SELECT {', '.join(_KNOWN)} FROM sessions_app_session WHERE public_id IN %s ORDER BY public_id"  # noqa: S608
_LOCK_JSON: Final = Statement(
    "lock_sessions", _LOCK.replace("IN %s", "= ANY (ARRAY(SELECT json_array_elements_text(%s)))") + " FOR UPDATE", reads=True
)
_FOUND: Final = "s.public_id, e.session_id, e.kind, e.body, e.role, e.name, e.at, e.seq, e.shared, e.sender, e.command, e.digest"
_LOOK_UP: Final = f"""
    SELECT {_FOUND} FROM (VALUES %s) AS asked
    JOIN sessions_app_logentry e ON e.sender = asked.column1 AND e.command = asked.column2
    JOIN sessions_app_session s ON s.id = e.session_id"""  # noqa: S608
_LOOK_UP_JSON: Final = Statement(  # the limit keeps the plan to the index, even if it was made while the log was short
    "look_up_commands",
    f"""
    SELECT {_FOUND} FROM json_array_elements(%s) AS asked
    CROSS JOIN LATERAL (
        SELECT * FROM sessions_app_logentry WHERE sender = asked.value ->> 0 AND command = asked.value ->> 1 LIMIT 1
    ) AS e
    JOIN sessions_app_session s ON s.id = e.session_id""",  # noqa: S608
    reads=True,
)
_COLUMNS: Final = "session_id, seq, shared, kind, body, role, name, at, sender, command, digest"
_INSERT: Final = Statement("", f"INSERT INTO sessions_app_logentry ({_COLUMNS}) VALUES ({', '.join(['%s'] * 11)})")  # noqa: S608
_INSERT_JSON: Final = Statement(
    "insert_entries",
    f"""
    INSERT INTO sessions_app_logentry ({_COLUMNS}) SELECT {_COLUMNS} FROM json_to_recordset(%s) AS entry(
        session_id bigint, seq int, shared int, kind text, body text, role text, name text, at timestamptz,
        sender text, command text, digest text
    )""",  # noqa: S608
)
_ADVANCE: Final = """
    UPDATE sessions_app_session AS s SET head = heads.column2, shared = heads.column3
    FROM (VALUES %s) AS heads WHERE s.id = heads.column1"""
_ADVANCE_JSON: Final = Statement(
    "advance_heads",
    """
    UPDATE sessions_app_session AS s SET head = (heads.value ->> 1)::int, shared = (heads.value ->> 2)::int
    FROM json_array_elements(%s) AS heads WHERE s.id = (heads.value ->> 0)::bigint""",
)
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


def begin(public_ids: Sequence[str], commands: Sequence[tuple[str, str]]) -> tuple[list[Session], list[EntryRow]]:
    """Lock these sessions, in the order of their public ids, and find the entries these commands (sender, id) have already caused.

    Columns of a session that messages don't need are loaded on access.
    """
    calls = [_call(_LOCK_JSON, _LOCK, public_ids, [public_ids])] if public_ids else []
    if commands:
        calls.append(_call(_LOOK_UP_JSON, _LOOK_UP, commands, commands))
    rows = run_together(*calls)
    locked, earlier = rows.pop(0) if public_ids else [], rows.pop() if commands else []
    return [_session(values) for values in locked], [EntryRow(*values) for values in earlier]


def finish(entries: Sequence[EntryRow], heads: Sequence[tuple[int, int, int]], *, commit: bool) -> None:
    """Write these entries, and the new heads of their logs: the session's primary key, then all entries and shared entries.

    IntegrityError if a number or a command is taken. ``commit``: nothing else is to come in this transaction.
    """
    advance = _call(_ADVANCE_JSON, _ADVANCE, heads, heads)
    if connection.vendor == "postgresql":
        run_together((_INSERT_JSON, [_json(entries).decode()]), advance, commit=commit)
        return
    stored = connection.ops.adapt_datetimefield_value
    rows = [
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
    run_together(*((_INSERT, row) for row in rows), advance)


def _call(prepared: Statement, text: str, rows: Sequence[Any], listed: Sequence[Sequence[Any]]) -> Call:
    """Pass ``rows`` to PostgreSQL's form of a statement, or the values ``listed`` one by one to that of others."""
    if connection.vendor == "postgresql":
        return prepared, [_json(rows).decode()]
    row = f"({', '.join(['%s'] * len(listed[0]))})"
    statement = Statement("", text % ", ".join([row] * len(listed)), prepared.reads)
    return statement, [value for values in listed for value in values]


def _session(values: Sequence[Any]) -> Session:
    """Build the row like ``Session.from_db``, without checking each of forty columns."""
    row = Session.__new__(Session)
    row._state = ModelState()
    row._state.adding, row._state.db = False, connection.alias
    row.__dict__.update(zip(_KNOWN, values, strict=True))
    return row
