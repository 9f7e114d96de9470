"""Handwritten SQL for every message: two round trips on PostgreSQL, however many messages share the batch. And for pages of the log.

Building these statements with the ORM costs more than running them. Only the log uses them. PostgreSQL gets all values of a statement
as one JSON document, so that its text stays the same and is prepared once; SQLite gets them as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from django.db import connection, transaction
from django.db.models.base import ModelState
from msgspec import Struct

from contactcenter.realtime import wire
from contactcenter.realtime.round_trip import Call, Rows, Statement, run_together
from sessions_app.models import Session

_KNOWN: Final = [
    "id", "public_id", "widget_id", "group_id", "client_id", "operator_id", "entry", "state", "head", "shared",
    "client_delivered", "client_read", "operator_delivered", "operator_read",
]  # fmt: skip
_LOCK: Final = f"SELECT {', '.join(_KNOWN)} FROM sessions_app_session WHERE public_id IN %s ORDER BY public_id"  # noqa: S608
_LOCK_JSON: Final = Statement(
    "lock_sessions",
    _LOCK.replace("IN %s", "= ANY (ARRAY(SELECT json_array_elements_text(%s)))") + ' COLLATE "C" FOR UPDATE',
    reads=True,
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
_COUNTERS: Final = ["head", "shared", "client_delivered", "client_read", "operator_delivered", "operator_read"]
_ADVANCE: Final = """
    UPDATE sessions_app_session AS s SET head = heads.column2, shared = heads.column3
    FROM (VALUES %s) AS heads WHERE s.id = heads.column1"""
_ADVANCE_JSON: Final = Statement(
    "advance_heads",
    """
    UPDATE sessions_app_session AS s SET head = (heads.value ->> 1)::int, shared = (heads.value ->> 2)::int
    FROM json_array_elements(%s) AS heads WHERE s.id = (heads.value ->> 0)::bigint""",
)
_MARK: Final = Statement(
    "mark_read",
    f"UPDATE sessions_app_session SET {', '.join(f'{name} = %s' for name in _COUNTERS[2:])} WHERE id = %s",  # noqa: S608
)
_SAME: Final = Statement(
    "advance_if_same",
    f"UPDATE sessions_app_session SET {', '.join(f'{name} = %s' for name in _COUNTERS)}"  # noqa: S608
    f" WHERE {' AND '.join(f'{name} IS %s' for name in _KNOWN)} RETURNING id",
    reads=True,
)
_SAME_JSON: Final = Statement(  # a command that is stored already is looked for: a refusal by its index would be logged, with the text
    "append_if_same",
    f"""
    WITH seen AS MATERIALIZED (SELECT * FROM json_to_recordset(%s) AS seen(
        id bigint, public_id text, widget_id bigint, group_id bigint, client_id bigint, operator_id bigint, entry text, state text,
        head int, shared int, client_delivered int, client_read int, operator_delivered int, operator_read int, after json
    )), same AS MATERIALIZED (
        SELECT s.id FROM sessions_app_session s JOIN seen ON s.id = seen.id
        WHERE s.id = ANY (ARRAY(SELECT id FROM seen))
        AND ({", ".join(f"s.{name}" for name in _KNOWN)}) IS NOT DISTINCT FROM ({", ".join(f"seen.{name}" for name in _KNOWN)})
        ORDER BY s.public_id COLLATE "C" FOR UPDATE OF s
    ), entry AS MATERIALIZED (SELECT * FROM json_to_recordset(%s) AS entry(
        session_id bigint, seq int, shared int, kind text, body text, role text, name text, at timestamptz,
        sender text, command text, digest text
    )), earlier AS MATERIALIZED (
        SELECT found.id FROM entry CROSS JOIN LATERAL (
            SELECT id FROM sessions_app_logentry WHERE sender = entry.sender AND command = entry.command LIMIT 1
        ) AS found
    ), checked AS MATERIALIZED (
        SELECT (SELECT count(*) FROM same) = (SELECT count(*) FROM seen) AND NOT EXISTS (SELECT FROM earlier) AS all_same
    ), added AS (
        INSERT INTO sessions_app_logentry ({_COLUMNS}) SELECT {_COLUMNS} FROM entry WHERE (SELECT all_same FROM checked)
    ), advanced AS (
        UPDATE sessions_app_session AS s SET {", ".join(f"{name} = (seen.after ->> {at})::int" for at, name in enumerate(_COUNTERS))}
        FROM seen WHERE s.id = seen.id AND s.id = ANY (ARRAY(SELECT id FROM seen)) AND (SELECT all_same FROM checked)
    )
    SELECT all_same FROM checked""",  # noqa: S608
    reads=True,
)
_SHOWN: Final = "kind, body, role, name, at, seq, shared, sender"


def _page_of(column: str, side: str, order: str) -> Statement:
    return Statement(
        f"entries_{column}_{order}",
        f"SELECT {_SHOWN} FROM sessions_app_logentry WHERE session_id = %s AND {column} {side} %s ORDER BY {column} {order} LIMIT %s",  # noqa: S608
        reads=True,
    )


_AFTER: Final = {column: _page_of(column, ">", "ASC") for column in ("seq", "shared")}
_BEFORE: Final = {column: _page_of(column, "<", "DESC") for column in ("seq", "shared")}
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
    return [session(values) for values in locked], [EntryRow(*values) for values in earlier]


def entries(session: Session, column: str, number: int, limit: int, *, after: bool) -> list[EntryRow]:
    """Return entries after or before a number of this column (``seq`` or ``shared``), those next to it first."""
    statement = (_AFTER if after else _BEFORE)[column]
    (rows,) = run_together((statement, (session.pk, min(number, wire.LARGEST), limit)))
    return _entries(session, rows)


def entries_of(sessions: Sequence[Session], column: str, numbers: Sequence[int], limit: int) -> list[list[EntryRow]]:
    """Return the entries of each session before its number, newest first."""
    if not sessions:
        return []
    asked = zip(sessions, numbers, strict=True)
    found = run_together(*((_BEFORE[column], (session.pk, number, limit)) for session, number in asked))
    return [_entries(session, rows) for session, rows in zip(sessions, found, strict=True)]


def _entries(session: Session, rows: Rows) -> list[EntryRow]:
    found = [EntryRow(session.public_id, session.pk, *row) for row in rows]
    for entry in found:
        if entry.at.tzinfo is None:  # SQLite's
            entry.at = entry.at.replace(tzinfo=UTC)
    return found


def finish(
    entries: Sequence[EntryRow], heads: Sequence[tuple[int, int, int]], marked: Sequence[Session] = (), *, commit: bool = False
) -> None:
    """Write these entries, the new heads of their logs (primary key of the session, all entries, shared entries), and read marks.

    IntegrityError if a number or a command is taken. ``commit``: nothing else is to come in this transaction.
    """
    calls: list[Call] = _inserts(entries) if entries else []
    if heads:
        calls.append(_call(_ADVANCE_JSON, _ADVANCE, heads, heads))
    calls += [(_MARK, (*counters(row)[2:], row.pk)) for row in marked]
    run_together(*calls, commit=commit)


def append_if_same(entries: Sequence[EntryRow], seen: Sequence[Sequence[Any]], rows: Sequence[Session]) -> bool:
    """Write the entries and the rows' counters, if the rows still are as they were ``seen``; return whether they are.

    On PostgreSQL it is one statement, and its own transaction.
    """
    if connection.vendor == "postgresql":
        stated = [dict(zip(_KNOWN, values, strict=True), after=counters(row)) for values, row in zip(seen, rows, strict=True)]
        return bool(run_together((_SAME_JSON, [_json(stated).decode(), _json(entries).decode()]))[0][0][0])
    with transaction.atomic():
        found = run_together(*((_SAME, (*counters(row), *values)) for values, row in zip(seen, rows, strict=True)))
        if not all(found):
            transaction.set_rollback(True)
            return False
        run_together(*_inserts(entries))
    return True


def _inserts(entries: Sequence[EntryRow]) -> list[Call]:
    if connection.vendor == "postgresql":
        return [(_INSERT_JSON, [_json(entries).decode()])]
    stored = connection.ops.adapt_datetimefield_value
    return [
        (
            _INSERT,
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
            ),
        )
        for entry in entries
    ]


def counters(row: Session) -> tuple[int, ...]:
    """Return what messages change in a session: the heads of its log and the read marks."""
    return tuple(getattr(row, name) for name in _COUNTERS)


def known(row: Session) -> tuple[Any, ...]:
    """Return the columns messages need; `session` makes a row of them."""
    return tuple(getattr(row, name) for name in _KNOWN)


def _call(prepared: Statement, text: str, rows: Sequence[Any], listed: Sequence[Sequence[Any]]) -> Call:
    """Pass ``rows`` to PostgreSQL's form of a statement, or the values ``listed`` one by one to that of others."""
    if connection.vendor == "postgresql":
        return prepared, [_json(rows).decode()]
    row = f"({', '.join(['%s'] * len(listed[0]))})"
    statement = Statement("", text % ", ".join([row] * len(listed)), prepared.reads)
    return statement, [value for values in listed for value in values]


def session(values: Sequence[Any]) -> Session:
    """Build the row like ``Session.from_db``, without checking each of forty columns."""
    row = Session.__new__(Session)
    row._state = ModelState()
    row._state.adding, row._state.db = False, connection.alias
    row.__dict__.update(zip(_KNOWN, values, strict=True))
    return row
