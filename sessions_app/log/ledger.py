"""The log of a session: numbering, writing, reading, and encoding for each audience.

Entries are collected during a unit and written with one statement; the numbers come from the session's row, locked by the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from django.db import connection
from django.utils import timezone
from msgspec import Raw

from contactcenter.realtime.commit import CommandResult, Job, unit
from contactcenter.realtime.public_ids import is_public_id
from contactcenter.realtime.pubsub import EntryAppended, Notification
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names
from sessions_app.actor import Actor
from sessions_app.log import statements
from sessions_app.log.statements import LogEntry
from sessions_app.models import Event, Session
from sessions_app.protocol import LogEvent

PAGE: Final = 100
PAGE_BYTES: Final = 256 * 1024
"""Size limit of a page of the log, as JSON: a snapshot of many conversations must fit what servers and browsers accept at once."""
_COMMON = {"session", "seq", "shared", "at", "by"}
_json = msgspec.json.Encoder().encode


def moment(at: datetime | None) -> str | None:
    """Return a time as browsers get it: ISO 8601, UTC, milliseconds."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now_text() -> str:
    return str(moment(timezone.now()))


class SessionLedger:
    """The entries of one unit, and the sessions it has locked."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.heads: dict[int, tuple[int, int]] = {}
        self.lines: list[LogEntry] = []
        self.earlier: dict[tuple[str, str], LogEntry] = {}
        self.job: Job | None = None
        self.mark = 0

    def prepare(self, jobs: Sequence[Job]) -> None:
        keys = sorted({job.key for job in jobs if is_public_id(job.key)})
        if keys:
            light = all(getattr(job.service, "light", False) for job in jobs)
            for row in statements.lock_sessions(keys) if light else _locked(keys):
                self.sessions[row.public_id] = row
        commands = [(job.sender, job.command) for job in jobs if job.command]
        if commands:
            for line in statements.answered(commands):
                self.earlier[(line.sender, str(line.command))] = line

    def session(self, public_id: str) -> Session | None:
        """Return the session's row, locked until the unit ends."""
        row = self.sessions.get(public_id)
        if row is None:
            for row in _locked([public_id]):
                self.sessions[public_id] = row
        return row

    def answered(self, job: Job) -> CommandResult | None:
        if not job.command:
            return None
        line = self.earlier.get((job.sender, job.command))
        if line is None:
            return None
        if line.digest != job.digest:
            raise Fault("command.reused", "This id already belongs to another command.")
        return _place(line, job.sender)

    def begin(self, job: Job) -> None:
        self.job = job
        self.mark = len(self.lines)

    def undo(self) -> None:
        """Undo the failed job; rows it may have changed in memory are read again (a light one changes none)."""
        for line in reversed(self.lines[self.mark :]):
            head, shared = self.heads[line.session_id]
            self.heads[line.session_id] = (head - 1, shared - (line.shared is not None))
            if line.command:
                self.earlier.pop((line.sender, line.command), None)
        del self.lines[self.mark :]
        if self.job is None or not getattr(self.job.service, "light", False):
            self.sessions.clear()

    def placed(self) -> CommandResult:
        if len(self.lines) == self.mark or self.job is None:
            return CommandResult()
        return _place(self.lines[self.mark], self.job.sender)

    def append(self, session: Session, line: LogEntry, *, operators_only: bool) -> None:
        head, shared = self.heads.get(session.pk, (session.head, session.shared))
        head, shared = head + 1, shared if operators_only else shared + 1
        self.heads[session.pk] = session.head, session.shared = head, shared
        line.seq, line.shared = head, None if operators_only else shared
        if self.job is not None and self.job.command and len(self.lines) == self.mark:
            line.sender, line.command, line.digest = self.job.sender, self.job.command, self.job.digest
            self.earlier[(line.sender, self.job.command)] = line
        self.lines.append(line)

    def flush(self) -> list[Notification]:
        if not self.lines:
            return []
        statements.insert(self.lines)
        statements.advance(sorted(self.heads.items()))
        return [_ring(line, self.heads[line.session_id][1]) for line in self.lines]


def _locked(keys: list[str]) -> Iterable[Session]:
    rows = Session.objects.filter(public_id__in=keys).order_by("public_id")
    return rows.select_for_update() if connection.features.has_select_for_update else rows


def _place(line: LogEntry, sender: str) -> CommandResult:
    return CommandResult(session=line.session, seq=line.shared if sender.startswith("client") else line.seq)


def _ring(line: LogEntry, shared: int) -> Notification:
    parts = _parts(line)
    operator = _frame(line, line.seq, parts, _person(line))
    client = None if line.shared is None else _frame(line, line.shared, parts)
    return Notification(
        channel_names.session(line.session),
        EntryAppended(line.session, line.seq, line.shared or shared, operator, client, line.kind, line.step),
    )


def append(
    session: Session, kind: type[LogEvent], *, by: Actor, operators_only: bool = False, at: datetime | None = None, **fields: Any
) -> None:
    """Append an entry to a session's log. ``fields`` are those of ``kind`` beyond the common ones; ``at`` defaults to now."""
    tag = str(kind.__struct_config__.tag)
    who = by.sender if by.role == "operator" else ""
    body = _json(fields).decode()
    step = fields.get("step", "")
    line = LogEntry(session.public_id, session.pk, tag, body, by.role, by.name, at or datetime.now(UTC), sender=who, step=step)
    unit().ledger.append(session, line, operators_only=operators_only)


def _parts(line: LogEntry) -> tuple[str, str]:
    """Return the frame up to the end of ``by``, and the rest: the same for both audiences."""
    shared = "null" if line.shared is None else line.shared
    body = "}" if line.body == "{}" else f",{line.body[1:]}"
    name = _json(line.name).decode()
    return f'"shared":{shared},"at":"{moment(line.at)}","by":{{"role":"{line.role}","name":{name}', "}" + body


def _person(line: LogEntry) -> str:
    """Identify the operator, as names may be alike. For operators only; older entries have none."""
    return f',"id":{line.sender[9:]}' if line.role == "operator" and line.sender.startswith("operator:") else ""


def _frame(line: LogEntry, seq: int | None, parts: tuple[str, str], person: str = "") -> str:
    if seq is None:  # the last check: whatever requested it, a client never gets it
        raise ValueError(f"{line.kind} is for operators only")
    return f'{{"type":"{line.kind}","session":"{line.session}","seq":{seq},{parts[0]}{person}{parts[1]}'


def text(line: LogEntry, audience: str) -> str:
    """Return the entry as one frame, in the numbers of the audience (``client`` or ``operator``)."""
    if audience == "client":
        return _frame(line, line.shared, _parts(line))
    return _frame(line, line.seq, _parts(line), _person(line))


def after(session: Session, number: int, audience: str, *, limit: int = PAGE) -> list[str]:
    """Return up to ``limit`` entries after ``number``, oldest first."""
    return [text(line, audience) for line in _lines(session, audience, "gt", number, limit)]


def before(session: Session, number: int, audience: str, *, limit: int = PAGE) -> list[Raw]:
    """Return the last entries before ``number``, oldest first: up to ``limit``, and fewer if they're long."""
    return page(session, number, audience, limit=limit)[0]


def page(session: Session, number: int, audience: str, *, limit: int = PAGE) -> tuple[list[Raw], bool]:
    """Return the same, and whether there are entries before them."""
    shown: list[Raw] = []
    size = 0
    first: int | None = 1
    for line in _lines(session, audience, "lt", number, limit):
        frame = text(line, audience).encode()
        size += len(frame)
        if shown and size > PAGE_BYTES:
            break
        shown.append(Raw(frame))
        first = line.shared if audience == "client" else line.seq
    return shown[::-1], first is not None and first > 1


def head(session: Session, audience: str) -> int:
    return session.shared if audience == "client" else session.head


_STORED: Final = ("kind", "body", "role", "name", "at", "seq", "shared", "sender")


def _lines(session: Session, audience: str, side: str, number: int, limit: int) -> list[LogEntry]:
    column = "shared" if audience == "client" else "seq"
    # For a number beyond the column Django drops the comparison, and with it the filter on entries without a number.
    numbered = {f"{column}__{side}": number, f"{column}__isnull": False}
    rows = Event.objects.filter(session=session, **numbered).values_list(*_STORED)
    found = rows.order_by(column if side == "gt" else f"-{column}")[:limit]
    return [LogEntry(session.public_id, session.pk, *row) for row in found]
