"""Group commit: commands of many sockets share a transaction, and nobody gets an answer before it is on disk.

A batch runs as one transaction. If the database refuses it, its jobs run again one by one, so that one job can't hurt another.
Services don't know about this: they only see ``unit()``, through the log. `contactcenter.realtime.writers` has the threads.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from time import perf_counter
from typing import Any, ClassVar, Final

from django.db import DatabaseError, DataError, InterfaceError, connection, transaction
from django.utils.translation import gettext as _
from msgspec import Struct

from contactcenter.languages.speaking import in_language, spoken
from contactcenter.realtime import metrics, pubsub
from contactcenter.realtime.turns import Turns, TurnTimeout
from contactcenter.realtime.wire import Fault

log = logging.getLogger(__name__)
_writing: Final = Turns()
"""SQLite lets one transaction write at a time and queues nobody: whoever waits asks again after a pause, so a sweep that writes one
transaction after another would keep everybody's messages waiting until its end.
"""

Service = Callable[..., Any]


class CommandResult(Struct):
    """Position of a command's first log entry, in the numbers of its sender's audience."""

    session: str | None = None
    seq: int | None = None
    value: Any = None


class Job(Struct, eq=False):
    """A command on its way to the database. ``key`` names the session it locks; ``sender`` and ``command`` make it repeatable;
    ``language`` is what its sender reads.
    """

    service: Service
    kwargs: dict[str, Any]
    key: str = ""
    sender: str = ""
    command: str | None = None
    digest: str = ""
    language: str = ""
    loop: asyncio.AbstractEventLoop | None = None
    future: asyncio.Future[CommandResult] | None = None


class Unit:
    """One transaction, with the log entries and notifications to publish after it."""

    ledger_class: ClassVar[Callable[[], Any]]
    """``SessionLedger`` of sessions_app/log/ledger.py, set in sessions_app/apps.py."""

    def __init__(self) -> None:
        self.ledger: Any = Unit.ledger_class()
        self.notifications: list[pubsub.Notification] = []
        self._last: dict[Any, Callable[[], None]] = {}

    def notify(self, group: str, message: pubsub.Message) -> None:
        """Notify ``group`` after the commit; a repeated message is sent once."""
        notification = pubsub.Notification(group, message)
        if notification not in self.notifications:
            self.notifications.append(notification)

    def at_end(self, key: Any, act: Callable[..., None], *arguments: Any) -> None:
        """Call ``act`` once, when all services of this transaction are done and before it is committed; the latest one for a key counts."""
        self._last[key] = partial(act, *arguments)

    def end(self) -> None:
        """Call what was left for the end, in the order of the keys: rows are locked in the same order everywhere."""
        for _key, act in sorted(self._last.items(), key=lambda item: str(item[0])):
            act()


_local = threading.local()


def unit() -> Unit:
    """Return this thread's current transaction. Raises RuntimeError outside of one."""
    current = getattr(_local, "unit", None)
    if current is None:
        raise RuntimeError("only a service run by commit() or perform() may write")
    return current  # type: ignore[no-any-return]


def log_only(service: Service) -> Service:
    """Mark a service that writes through the log alone: it needs no savepoint of its own."""
    service.log_only = True  # type: ignore[attr-defined]
    return service


def is_log_only(*jobs: Job) -> bool:
    """Return whether none of these jobs writes past the log."""
    return all(getattr(job.service, "log_only", False) for job in jobs)


def single_statement(service: Service) -> Service:
    """Mark a service that is one statement and refuses nothing: it locks no session before, and many of them share a transaction."""
    service.single_statement = True  # type: ignore[attr-defined]
    return service


def is_single_statement(job: Job) -> bool:
    return getattr(job.service, "single_statement", False)


Outcome = CommandResult | Exception


def _one(current: Unit, job: Job, *, alone: bool) -> Outcome:
    """Run one job. What it has written is undone if it's refused: to its savepoint, or with the transaction if it's ``alone`` in it."""
    before = len(current.notifications)
    whole = is_log_only(job) or is_single_statement(job)
    try:
        current.ledger.begin(job)
        earlier = current.ledger.answered(job)
        if earlier is not None:
            return earlier  # type: ignore[no-any-return]
        with nullcontext() if alone or whole else transaction.atomic():
            value = in_language(job.language, job.service, **job.kwargs)
        result: CommandResult = current.ledger.result()
        result.value = value
        return result
    except DatabaseError:
        raise
    except Exception as error:
        current.ledger.undo()
        del current.notifications[before:]
        if alone and not whole:
            transaction.set_rollback(True)
        if isinstance(error, Fault):
            return error.with_traceback(None)  # it would hold the frames of this thread, and they hold the outcomes
        log.exception("service %s failed", getattr(job.service, "__name__", job.service), extra={"session": job.key})
        return error


def _run_in_one_transaction(jobs: Sequence[Job]) -> tuple[list[Outcome], list[pubsub.Notification]]:
    if getattr(_local, "unit", None) is not None:
        raise RuntimeError("a service runs inside another's transaction: call it directly")
    begun = perf_counter()
    current = _local.unit = Unit()
    try:
        with transaction.atomic():
            current.ledger.prepare(jobs)
            outcomes = [_one(current, job, alone=len(jobs) == 1) for job in jobs]
            if transaction.get_rollback():
                return outcomes, []
            current.end()
            appended = current.ledger.flush(commit=is_log_only(*jobs))
        current.ledger.committed()
        metrics.committed(begun, len(jobs), appended)
        return outcomes, appended + current.notifications
    finally:
        _local.unit = None


def _run_on_seen_rows(jobs: Sequence[Job]) -> tuple[list[Outcome], list[pubsub.Notification]] | None:
    """Run messages on the rows as this process last saw them, and write if they're still the same: one statement instead of two trips.

    None if a row has changed, or if anything was refused or failed: nothing is written then, and locked rows decide.
    """
    if connection.in_atomic_block or not is_log_only(*jobs) or not all(job.key and job.command for job in jobs):
        return None
    begun = perf_counter()
    current = _local.unit = Unit()
    try:
        if not current.ledger.recall(jobs):
            return None
        outcomes: list[Outcome] = []
        for job in jobs:
            current.ledger.begin(job)
            if (outcome := current.ledger.answered(job)) is None:
                value = job.service(**job.kwargs)
                outcome = current.ledger.result()
                outcome.value = value
            outcomes.append(outcome)
        appended = current.ledger.flush_if_same()
    except Exception as error:  # a refusal, a command that is stored already, a lost connection: all come up again, or don't
        if _locked(error):
            raise
        _reconnect()
        return None
    finally:
        _local.unit = None
    if appended is None:
        return None
    metrics.committed(begun, len(jobs), appended)
    return outcomes, appended + current.notifications


def run(jobs: Sequence[Job]) -> tuple[list[Outcome], list[pubsub.Notification]]:
    """Run the jobs and set the outcome of each: its position in the log or the reason for the refusal. Never raises."""
    if connection.vendor != "sqlite" or connection.in_atomic_block or getattr(_local, "unit", None) is not None:
        return _run(jobs)
    try:
        with _writing.turn(_patience()):
            return _run(jobs)
    except TurnTimeout:
        log.warning("others have been writing for too long")
        return [in_language(job.language, _busy) for job in jobs], []


def _patience() -> float:
    """Return the seconds that SQLite waits for its lock: who waits for a turn waits no longer than who has it.

    While another program holds the lock, each turn takes twice as long; without an end those behind would be answered one by one.
    """
    return float(connection.settings_dict["OPTIONS"].get("timeout", 5.0))  # sqlite3's own default


def _run(jobs: Sequence[Job]) -> tuple[list[Outcome], list[pubsub.Notification]]:
    try:
        return _run_on_seen_rows(jobs) or _run_in_one_transaction(jobs)
    except (DatabaseError, InterfaceError) as error:
        _reconnect()
        if not _reachable():
            log.warning("the database can't be reached: %s", error)
            return [in_language(job.language, _busy) for job in jobs], []
        if _locked(error):
            log.warning("another program holds the lock of the database")
            return [in_language(job.language, _busy) for job in jobs], []
        if len(jobs) > 1:
            outcomes: list[Outcome] = []
            notifications: list[pubsub.Notification] = []
            for job in jobs:
                result, more = _run([job])
                outcomes += result
                notifications += more
            return outcomes, notifications
        if isinstance(error, DataError):  # caused by the input: a retry fails as well
            log.warning("the database does not take what %s gave it: %s", getattr(jobs[0].service, "__name__", "?"), error)
            return [in_language(jobs[0].language, unstorable)], []
        first = error
    try:
        return _run_in_one_transaction(jobs)
    except (DatabaseError, InterfaceError):
        _reconnect()
        log.warning("database refused %s: %s", getattr(jobs[0].service, "__name__", "?"), first)
        return [in_language(jobs[0].language, _busy)], []


def _reachable() -> bool:
    """Return whether there is a connection, or a new one can be had. Without one each job of a batch would wait for it in vain."""
    try:
        connection.ensure_connection()
    except (DatabaseError, InterfaceError):
        return False
    return True


def _locked(error: Exception) -> bool:
    """Return whether SQLite waited for its lock in vain. It would for each job of a batch, and those behind would wait for them all."""
    cause = error.__cause__
    return isinstance(cause, sqlite3.OperationalError) and getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def _busy() -> Fault:
    return Fault("server.busy", _("This couldn’t be saved just now. Trying again."), retry=True)


def unstorable() -> Fault:
    """Return the final refusal for text or numbers the database can't store."""
    return Fault("command.invalid", _("This contains something that can’t be saved. Change it and try again."))


def _reconnect() -> None:
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def perform(service: Service, *, key: str = "", **kwargs: Any) -> Any:
    """Run one service in this thread, now: for views, commands and the sweeper. Raises whatever the service raises."""
    outcomes, notifications = run([Job(service, kwargs, key=key, language=spoken())])
    pubsub.publish_from_thread(notifications)
    outcome = outcomes.pop()
    try:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome.value
    finally:
        del outcome  # its traceback holds this frame
