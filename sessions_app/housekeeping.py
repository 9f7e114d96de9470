"""Deleting what has expired, now and then, in a thread of its own: neither deletions nor a long list delay people's deadlines.

May run in every process at once: what is gone already is skipped.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final, NamedTuple

from django.db import InterfaceError, OperationalError, connection

from contactcenter.realtime.group_commit import perform
from contactcenter.web.database_away import ours
from sessions_app.services import accounts, search

log = logging.getLogger(__name__)


class Cleanup(NamedTuple):
    """``first``: seconds after the start; ``interval``: seconds between two runs."""

    run: Callable[[datetime], object]
    first: float
    interval: float


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
_thread: Final = ThreadPoolExecutor(1, thread_name_prefix="cleanup")


def run_cleanups(now: datetime) -> None:
    """Start those whose time has come. Returns at once."""
    ticks = time.monotonic()
    for cleanup in CLEANUPS:
        if ticks >= _due.get(cleanup, _started + cleanup.first):
            _due[cleanup] = ticks + cleanup.interval
            _thread.submit(_run, cleanup, now)


def _run(cleanup: Cleanup, now: datetime) -> None:
    try:
        cleanup.run(now)
    except Exception as error:
        name = getattr(cleanup.run, "__name__", cleanup.run)
        if isinstance(error, (InterfaceError, OperationalError)) and not ours(error):
            log.warning("cleanup %s waits for its next time: %s", name, str(error).strip().partition("\n")[0])
        else:
            log.exception("cleanup %s failed", name)
    finally:
        connection.close()
