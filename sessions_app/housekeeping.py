"""Deleting what has expired, now and then, in threads of its own: neither deletions nor a long list delay people's deadlines.

May run in every process at once: what is gone already is skipped.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Final, NamedTuple

from django.db import InterfaceError, OperationalError, connection

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from contactcenter.web.database_away import ours
from sessions_app.services import accounts, search

log = logging.getLogger(__name__)


class Cleanup(NamedTuple):
    """``first``: seconds after the start; ``interval``: seconds between two runs. ``slow``: may take long; others don't wait for it."""

    run: Callable[[datetime], object]
    first: float
    interval: float
    slow: bool = False


class Due(NamedTuple):
    """One thing to delete. ``id``: a public id, a storage key, or a path; ``words`` are for whoever asks for a dry run."""

    what: str
    id: str
    words: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, [self.what, self.id, self.words]))


class Term(NamedTuple):
    """Data that are deleted when their time is over: ``due`` finds them, ``delete`` deletes one and returns whether it was still there.

    ``slow``: finding them means to list the storage.
    """

    due: Callable[[datetime], Iterator[Due]]
    delete: Callable[..., bool]
    slow: bool = False


TERMS: Final[list[Term]] = []
"""What ``manage.py retention`` shows and deletes; every room adds its own in ``AppConfig.ready``."""


def clear_http_sessions(now: datetime) -> None:
    """Delete expired http sessions."""
    perform(accounts.http_sessions_clear, now=now)


CLEANUPS: Final[list[Cleanup]] = [
    Cleanup(clear_http_sessions, first=600, interval=600),
    Cleanup(search.index_missing, first=60, interval=900),
]
"""Other apps add theirs in ``AppConfig.ready``."""

_started: Final = time.monotonic()
_due: Final[dict[Cleanup, float]] = {}
_started_last: Final[dict[Cleanup, Future[None]]] = {}
_thread: Final = ThreadPoolExecutor(1, thread_name_prefix="cleanup")
_slow_thread: Final = ThreadPoolExecutor(1, thread_name_prefix="slow-cleanup")


def run_cleanups(now: datetime) -> None:
    """Start those whose time has come, but none that still waits or runs since its last time. Returns at once."""
    ticks = time.monotonic()
    for cleanup in CLEANUPS:
        if ticks >= _due.get(cleanup, _started + cleanup.first):
            _due[cleanup] = ticks + cleanup.interval
            last = _started_last.get(cleanup)
            if last is None or last.done():
                _started_last[cleanup] = (_slow_thread if cleanup.slow else _thread).submit(_run, cleanup, now)


def _run(cleanup: Cleanup, now: datetime) -> None:
    try:
        cleanup.run(now)
    except Exception as error:
        name = getattr(cleanup.run, "__name__", cleanup.run)
        away = isinstance(error, (InterfaceError, OperationalError)) and not ours(error)
        if away or (isinstance(error, Fault) and error.retry):
            log.warning("cleanup %s waits for its next time: %s", name, str(error).strip().partition("\n")[0])
        else:
            log.exception("cleanup %s failed", name)
    finally:
        connection.close()
