"""The log of a session: numbering, writing, reading, and encoding for each audience.

Entries are collected during a unit and written with one statement; the numbers come from the session's row, locked by the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from django.db import connection
from django.db.models.functions import Collate
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Raw

from contactcenter.languages.speaking import in_language
from contactcenter.realtime.group_commit import CommandResult, Job, is_log_only, is_single_statement, unit
from contactcenter.realtime.public_ids import is_public_id
from contactcenter.realtime.pubsub import EntryAppended, Notification
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names
from sessions_app.actor import Actor
from sessions_app.log import row_cache, statements
from sessions_app.log.statements import EntryRow
from sessions_app.models import Session
from sessions_app.protocol import LogEvent

PAGE: Final = 100
PAGE_BYTES: Final = 256 * 1024
"""Size limit of a page of the log, as JSON: a snapshot of many conversations must fit what servers and browsers accept at once."""
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
        self.entries: list[EntryRow] = []
        self.earlier: dict[tuple[str, str], EntryRow] = {}
        self.job: Job | None = None
        self.mark = 0
        self.seen: dict[str, tuple[Any, ...]] = {}
        self.marked: dict[int, Session] = {}
        self.log_only = False

    def prepare(self, jobs: Sequence[Job]) -> None:
        keys = sorted({job.key for job in jobs if is_public_id(job.key) and not is_single_statement(job)})
        commands = [(job.sender, job.command) for job in jobs if job.command]
        self.log_only = is_log_only(*jobs)
        if keys and not self.log_only:
            self.sessions = {row.public_id: row for row in _locked(keys)}
            keys = []
        rows, earlier = statements.begin(keys, commands)
        self.sessions |= {row.public_id: row for row in rows}
        self.earlier = {(entry.sender, str(entry.command)): entry for entry in earlier}

    def recall(self, jobs: Sequence[Job]) -> bool:
        """Take the sessions as they were last seen instead; return whether all are known. ``flush_if_same`` is the end of it."""
        seen = row_cache.recall(sorted({job.key for job in jobs}))
        if seen is None:
            return False
        self.seen = seen
        self.sessions = {public_id: statements.session(values) for public_id, values in seen.items()}
        return True

    def session(self, public_id: str) -> Session | None:
        """Return the session's row, locked until the unit ends."""
        row = self.sessions.get(public_id)
        if row is None:
            if self.seen:
                raise LookupError("a message of one session asks for another, which is not locked")
            for row in _locked([public_id]):
                self.sessions[public_id] = row
        return row

    def answered(self, job: Job) -> CommandResult | None:
        if not job.command:
            return None
        entry = self.earlier.get((job.sender, job.command))
        if entry is None:
            return None
        if entry.digest != job.digest:
            raise in_language(job.language, _reused)
        return _place(entry, job.sender)

    def begin(self, job: Job) -> None:
        self.job = job
        self.mark = len(self.entries)

    def undo(self) -> None:
        """Undo the failed job; rows it may have changed in memory are read again (a log-only one changes none)."""
        for entry in reversed(self.entries[self.mark :]):
            head, shared = self.heads[entry.session_id]
            self.heads[entry.session_id] = (head - 1, shared - (entry.shared is not None))
            if entry.command:
                self.earlier.pop((entry.sender, entry.command), None)
        del self.entries[self.mark :]
        if self.job is None or not is_log_only(self.job):
            self.sessions.clear()

    def result(self) -> CommandResult:
        if len(self.entries) == self.mark or self.job is None:
            return CommandResult()
        return _place(self.entries[self.mark], self.job.sender)

    def append(self, session: Session, entry: EntryRow, *, operators_only: bool) -> None:
        head, shared = self.heads.get(session.pk, (session.head, session.shared))
        head, shared = head + 1, shared if operators_only else shared + 1
        self.heads[session.pk] = session.head, session.shared = head, shared
        entry.seq, entry.shared = head, None if operators_only else shared
        if self.job is not None and self.job.command and len(self.entries) == self.mark:
            entry.sender, entry.command, entry.digest = self.job.sender, self.job.command, self.job.digest
            self.earlier[(entry.sender, self.job.command)] = entry
        self.entries.append(entry)

    def mark_read(self, session: Session) -> None:
        """Write this session's read marks with the entries."""
        self.marked[session.pk] = session

    def flush(self, *, commit: bool) -> list[Notification]:
        appended = self._notifications()  # first: when the entries are written, the transaction may be over
        if self.entries or self.marked:
            heads = [(key, *numbers) for key, numbers in sorted(self.heads.items())]
            statements.finish(self.entries, heads, [row for _key, row in sorted(self.marked.items())], commit=commit)
        return appended

    def flush_if_same(self) -> list[Notification] | None:
        """Write everything, and commit it, if the sessions still are as they were recalled; else write nothing and return None."""
        appended = self._notifications()
        rows = [self.sessions[public_id] for public_id in self.seen]
        if not statements.append_if_same(self.entries, list(self.seen.values()), rows):
            return None
        row_cache.remember(rows)
        return appended

    def committed(self) -> None:
        """Remember the rows that messages have changed, for the next ones; forget what other services may have changed."""
        if not self.log_only:
            row_cache.forget(*self.sessions)
            return
        for row in self.sessions.values():
            row.head, row.shared = self.heads.get(row.pk, (row.head, row.shared))
        row_cache.remember(self.sessions.values())

    def _notifications(self) -> list[Notification]:
        return [_notification(entry, self.heads[entry.session_id][1]) for entry in self.entries]


def _locked(keys: list[str]) -> Iterable[Session]:
    """Lock these sessions in the order of ``sorted()``, as everybody does who locks more than one."""
    rows = Session.objects.filter(public_id__in=keys)
    if not connection.features.has_select_for_update:
        return rows.order_by("public_id")
    return rows.order_by(Collate("public_id", "C")).select_for_update()


def _place(entry: EntryRow, sender: str) -> CommandResult:
    return CommandResult(session=entry.session, seq=entry.shared if sender.startswith("client") else entry.seq)


def _notification(entry: EntryRow, shared: int) -> Notification:
    parts = _parts(entry, entry.name)
    operator = _frame(entry, entry.seq, parts, _person(entry))
    client = None if entry.shared is None else _frame(entry, entry.shared, parts if _named(entry) else _parts(entry, ""))
    return Notification(
        channel_names.session(entry.session),
        EntryAppended(entry.session, entry.seq, entry.shared or shared, operator, client, entry.kind, entry.step),
    )


def _reused() -> Fault:
    return Fault("command.reused", _("This id already belongs to another command."))


def append(
    session: Session, kind: type[LogEvent], *, by: Actor, operators_only: bool = False, at: datetime | None = None, **fields: Any
) -> None:
    """Append an entry to a session's log. ``fields`` are those of ``kind`` beyond the common ones; ``at`` defaults to now."""
    tag = str(kind.__struct_config__.tag)
    who = by.sender if by.role in ("operator", "supervisor") else ""
    body = _json(fields).decode()
    step = fields.get("step", "")
    entry = EntryRow(session.public_id, session.pk, tag, body, by.role, by.name, at or timezone.now(), sender=who, step=step)
    unit().ledger.append(session, entry, operators_only=operators_only)


def mark_read(session: Session) -> None:
    """Store the read marks of a session, which were set on the locked row."""
    unit().ledger.mark_read(session)


def _named(entry: EntryRow) -> bool:
    """Return whether clients read the author's name. A supervisor's is that of an account, and for operators only."""
    return entry.role != "supervisor"


def _parts(entry: EntryRow, author: str) -> tuple[str, str]:
    """Return the frame up to the end of ``by``, and the rest."""
    shared = "null" if entry.shared is None else entry.shared
    body = "}" if entry.body == "{}" else f",{entry.body[1:]}"
    name = _json(author).decode()
    return f'"shared":{shared},"at":"{moment(entry.at)}","by":{{"role":"{entry.role}","name":{name}', "}" + body


def _person(entry: EntryRow) -> str:
    """Identify the operator, as names may be alike. For operators only; older entries have none."""
    return f',"id":{entry.sender[9:]}' if entry.role == "operator" and entry.sender.startswith("operator:") else ""


def _frame(entry: EntryRow, seq: int | None, parts: tuple[str, str], person: str = "") -> str:
    if seq is None:  # the last check: whatever requested it, a client never gets it
        raise ValueError(f"{entry.kind} is for operators only")
    return f'{{"type":"{entry.kind}","session":"{entry.session}","seq":{seq},{parts[0]}{person}{parts[1]}'


def text(entry: EntryRow, audience: str) -> str:
    """Return the entry as one frame, in the numbers of the audience (``client`` or ``operator``)."""
    if audience == "client":
        return _frame(entry, entry.shared, _parts(entry, entry.name if _named(entry) else ""))
    return _frame(entry, entry.seq, _parts(entry, entry.name), _person(entry))


def after(session: Session, number: int, audience: str, *, limit: int = PAGE) -> list[str]:
    """Return up to ``limit`` entries after ``number``, oldest first."""
    return [text(entry, audience) for entry in statements.entries(session, _column(audience), number, limit, after=True)]


def newest(sessions: Sequence[Session], audience: str) -> list[list[Raw]]:
    """Return the last entries of each session up to its head, oldest first, as ``page`` does; all are read in one round trip."""
    numbers = [head(session, audience) + 1 for session in sessions]
    read = statements.entries_of(sessions, _column(audience), numbers, PAGE)
    return [_page(entries, audience)[0] for entries in read]


def page(session: Session, number: int, audience: str, *, limit: int = PAGE) -> tuple[list[Raw], bool]:
    """Return the last entries before ``number``, oldest first: up to ``limit``, and fewer if they're long.

    And whether there are entries before them.
    """
    return _page(statements.entries(session, _column(audience), number, limit, after=False), audience)


def _page(entries: Iterable[EntryRow], audience: str) -> tuple[list[Raw], bool]:
    """``entries``: newest first."""
    shown: list[Raw] = []
    size = 0
    first: int | None = 1
    for entry in entries:
        frame = text(entry, audience).encode()
        size += len(frame)
        if shown and size > PAGE_BYTES:
            break
        shown.append(Raw(frame))
        first = entry.shared if audience == "client" else entry.seq
    return shown[::-1], first is not None and first > 1


def head(session: Session, audience: str) -> int:
    return session.shared if audience == "client" else session.head


def _column(audience: str) -> str:
    return "shared" if audience == "client" else "seq"
