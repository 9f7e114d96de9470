"""A semaphore for slow work: a few at a time, one per person, and nobody waits for long."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from contactcenter.web import concurrency_limit

WAIT_SECONDS: Final = 20.0
WAITING: Final = 24
WAITING_EACH: Final = 6
"""Queue of one person: files dropped at once may wait, no more."""


class FairSemaphore:
    """At most ``count`` at a time in this process."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._running: set[str] = set()
        self._waiting: Counter[str] = Counter()
        self._changed = threading.Condition()

    @contextmanager
    def one(self, person: str, seconds: float = WAIT_SECONDS) -> Iterator[None]:
        """Hold a permit. Raises Fault ``share.busy`` if too many wait already, or none is free within so many seconds.

        Releases the request's turn and the database connection first: waiting or working here must not keep them from everybody else.
        """
        concurrency_limit.leave()
        release_connection()
        self._take(person, seconds)
        try:
            yield
        finally:
            with self._changed:
                self._running.discard(person)
                self._changed.notify_all()

    def _take(self, person: str, seconds: float) -> None:
        def free() -> bool:
            return len(self._running) < self.count and person not in self._running

        with self._changed:
            if not free():
                if self._waiting.total() >= WAITING or self._waiting[person] >= WAITING_EACH:
                    raise busy()
                self._waiting[person] += 1
                try:
                    if not self._changed.wait_for(free, seconds):
                        raise busy()
                finally:
                    self._waiting -= Counter([person])
            self._running.add(person)


def busy() -> Fault:
    return Fault("share.busy", _("Many files are being checked right now. Try again in a moment."), retry=True)


def release_connection() -> None:
    """Return this thread's database connection, unless a transaction needs it; the next query takes another one."""
    if not connection.in_atomic_block:
        connection.close()
